"""What training costs in cover, and how much it could at most have saved of people too many."""

from scheduler.coverage import on_duty, shortage
from scheduler.instance import Instance
from scheduler.objective import SCALE, Weights
from scheduler.roster import Roster
from scheduler.training.seats import is_training, without_training


def hours_short(roster: Roster, instance: Instance) -> float:
    """Return the person-hours that *roster* is short of only because people learn or teach in it."""
    return _short(roster, instance) - _short(without_training(roster), instance)


def _short(roster: Roster, instance: Instance) -> float:
    missing = shortage(on_duty(roster, instance), instance).values()
    return sum(float(values.sum()) for values in missing) * instance.grid.slot_minutes / 60


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
