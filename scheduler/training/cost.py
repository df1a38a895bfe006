"""What training costs in cover, and how much it could at most have saved of people too many."""

from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective, Weights, roster_terms
from scheduler.objective.cover import EXCESS, SHORTAGE
from scheduler.roster import Roster
from scheduler.training.seats import is_training, without_training


def shortage_of_training(roster: Roster, instance: Instance, weights: Weights) -> float:
    """Return the points of shortage that *roster* has only because people learn or teach in it."""
    return _of_training(roster, instance, weights, SHORTAGE)


def excess_saved(roster: Roster, instance: Instance, weights: Weights) -> float:
    """Return the points of excess that *roster* would have more if nobody learnt or taught in it."""
    return -_of_training(roster, instance, weights, EXCESS)


def _of_training(roster: Roster, instance: Instance, weights: Weights, term: str) -> float:
    aim = Objective(weights)
    beside = roster_terms(without_training(roster), instance, aim)
    return roster_terms(roster, instance, aim)[term] - beside[term]


def most_saved(roster: Roster, instance: Instance, weights: Weights) -> float:
    """Return the points that any roster could save at most by as much training as *roster* has: each slot of a head one too many.

    A bound on rosters without training, less this, holds for rosters with it.
    """
    dearest = sum(points for _share, points in weights.excess) * SCALE
    grid = instance.grid
    slots = 0
    for shift in roster.assignments:
        for item in filter(is_training, shift.activities):
            first, end = (grid.slot_containing(moment) for moment in (item.start, item.end))
            slots += max(0, min(end, grid.n_slots) - max(0, first))
    return dearest * slots / SCALE
