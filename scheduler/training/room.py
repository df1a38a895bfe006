"""Who has time when: people on shift, off breaks and other activities, and what a head less costs by slot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent
from scheduler.coverage import Counts, on_duty
from scheduler.instance import Instance
from scheduler.objective import Weights, Whole, slot_cost, whole_demand
from scheduler.roster import Assignment, Roster

Flags = npt.NDArray[np.bool_]


@dataclass
class Room:
    """The time of *people*, who are numbered in their order, as sessions take it.

    ``free[slot, person]`` tells who serves customers in a slot, *heads* how many of each team do. ``places[slot, person]``
    is the place in the roster of the shift that covers the slot, -1 where none does.
    """

    grid: TimeGrid
    people: Sequence[Agent]
    weights: Weights
    free: Flags
    places: npt.NDArray[np.int32]
    heads: dict[str, Counts]
    demand: dict[str, Whole]

    @staticmethod
    def of(roster: Roster, instance: Instance, weights: Weights) -> "Room":
        """Return the room that *roster* leaves."""
        grid, people = instance.grid, instance.agents
        number = {agent.id: index for index, agent in enumerate(people)}
        free = np.zeros((grid.n_slots, len(people)), dtype=np.bool_)
        places = np.full((grid.n_slots, len(people)), -1, dtype=np.int32)
        for place, shift in enumerate(roster.assignments):
            if shift.on_call:
                continue
            whose = number[shift.agent]
            for first, end in _serving(shift, grid):
                free[first:end, whose] = True
            first, end = _inner(shift.start, shift.end, grid)
            places[first:end, whose] = place
        none = np.zeros(grid.n_slots)
        scheduled = instance.demand.scheduled
        demand = {team.name: whole_demand(scheduled.get(team.name, none)) for team in instance.teams}
        return Room(grid, people, weights, free, places, on_duty(roster, instance), demand)

    def copy(self) -> "Room":
        """Return a room like this one that changes by itself."""
        heads = {team: counts.copy() for team, counts in self.heads.items()}
        return replace(self, free=self.free.copy(), heads=heads)

    def free_for(self, first: int, end: int) -> Flags:
        """Return who serves customers in all slots of [*first*, *end*), in one shift."""
        same: Flags = self.places[first] == self.places[end - 1]
        found: Flags = self.free[first:end].all(axis=0) & same
        return found

    def prices(self, team: str, first: int, end: int, most: int) -> Whole:
        """Return what the first, second … up to *most* heads of *team* cost that are taken out of [*first*, *end*)."""
        left = self.heads[team][None, first:end] - np.arange(most + 1)[:, None]
        costs = slot_cost(left, self.demand[team][None, first:end], self.weights).sum(axis=1)
        prices: Whole = np.diff(costs)
        return prices

    def take(self, whose: int, first: int, end: int) -> None:
        """Take the person *whose* out of [*first*, *end*)."""
        self.heads[self.people[whose].team][first:end] -= 1
        self.free[first:end, whose] = False


def _serving(shift: Assignment, grid: TimeGrid) -> list[tuple[int, int]]:
    """Return the slots of *shift* within the horizon in which the person is neither on a break nor at anything else."""
    first, end = _inner(shift.start, shift.end, grid)
    away = [(pause.start, pause.end) for pause in shift.breaks] + [(item.start, item.end) for item in shift.activities]
    spans, at = [], first
    for start, back in sorted((grid.slot_containing(start), _slot_after(end, grid)) for start, end in away):
        spans.append((at, min(start, end)))
        at = max(at, back)
    spans.append((at, end))
    return [(start, stop) for start, stop in spans if start < stop]


def _inner(start: datetime, end: datetime, grid: TimeGrid) -> tuple[int, int]:
    """Return the slots of the horizon that lie wholly between *start* and *end*."""
    return max(0, _slot_after(start, grid)), min(grid.n_slots, grid.slot_containing(end))


def _slot_after(moment: datetime, grid: TimeGrid) -> int:
    """Return the first slot that starts at *moment* or later."""
    slot = grid.slot_containing(moment)
    return slot if grid.instant(slot) == moment else slot + 1
