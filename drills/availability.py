"""Who serves customers when, and how many people each team can spare, by slot of the roster."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId
from scheduler.coverage import on_duty
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster

Heads = npt.NDArray[np.float64]

HEAD_TOLERANCE = 1e-6  # requirements are sums of floats; nobody is missing for their last digit


@dataclass(frozen=True)
class Availability:
    """Over the slots of a roster's horizon.

    ``serving_until[row, slot]`` counts the slots before *slot* in which the agent of that row serves customers: is on
    shift, in no break, no activity and not on leave. ``spare[team]`` is the people on duty less the people required,
    negative where the team is short.
    """

    agents: tuple[Agent, ...]
    serving_until: npt.NDArray[np.int32]
    spare: dict[str, Heads]

    @staticmethod
    def of(roster: Roster, instance: Instance) -> "Availability":
        """Return who is available in *roster*; a shift on a day of leave counts for nobody."""
        return Availability(
            instance.agents, _serving_until(present(roster, instance), instance), spare(roster, instance)
        )

    def free(self, first: int, end: int) -> list[Agent]:
        """Return the agents who serve customers in every slot of [*first*, *end*), in the instance's order."""
        whole = self.serving_until[:, end] - self.serving_until[:, first] == end - first
        return [self.agents[row] for row in np.flatnonzero(whole)]

    def least_spare(self, first: int, end: int) -> dict[str, float]:
        """Return by team the least that can be spared in any slot of [*first*, *end*)."""
        return {team: float(heads[first:end].min()) for team, heads in self.spare.items()}


def present(roster: Roster, instance: Instance) -> Roster:
    """Return *roster* without the shifts that start on a day of leave: nobody comes to them."""
    kept = tuple(shift for shift in roster.assignments if shift.day not in instance.agent_by_id[shift.agent].leave)
    return Roster(roster.grid, kept)


def spare(roster: Roster, instance: Instance) -> dict[str, Heads]:
    """Return by team and slot the people on duty less the people required, negative where the team is short."""
    required = instance.demand.scheduled
    return {
        team: heads - required.get(team, np.zeros(instance.grid.n_slots))
        for team, heads in on_duty(present(roster, instance), instance).items()
    }


def whole_people(heads: float) -> int:
    """Return how many whole people *heads* to spare let go; none where it is negative."""
    return max(0, int(np.floor(heads + HEAD_TOLERANCE)))


def _serving_until(roster: Roster, instance: Instance) -> npt.NDArray[np.int32]:
    rows: dict[AgentId, int] = {agent.id: row for row, agent in enumerate(instance.agents)}
    grid = instance.grid
    serving = np.zeros((len(rows), grid.n_slots), dtype=np.int32)
    for shift in roster.assignments:
        line = serving[rows[shift.agent]]
        line[_inside(grid, shift.start, shift.end)] = 1
        for start, end in _absences(shift):
            line[_touched(grid, start, end)] = 0
    until = np.zeros((len(rows), grid.n_slots + 1), dtype=np.int32)
    np.cumsum(serving, axis=1, out=until[:, 1:])
    return until


def _absences(shift: Assignment) -> Iterator[tuple[datetime, datetime]]:
    yield from ((pause.start, pause.end) for pause in shift.breaks)
    yield from ((activity.start, activity.end) for activity in shift.activities)


def _inside(grid: TimeGrid, start: datetime, end: datetime) -> slice:
    """Return the slots of the horizon that lie wholly in [*start*, *end*)."""
    return _clipped(grid, slot_from(grid, start), grid.slot_containing(end))


def _touched(grid: TimeGrid, start: datetime, end: datetime) -> slice:
    """Return the slots of the horizon that have an instant in common with [*start*, *end*)."""
    return _clipped(grid, grid.slot_containing(start), slot_from(grid, end))


def slot_from(grid: TimeGrid, moment: datetime) -> int:
    """Return the first slot that starts at *moment* or later."""
    slot = grid.slot_containing(moment)
    return slot if grid.instant(slot) == moment else slot + 1


def _clipped(grid: TimeGrid, first: int, end: int) -> slice:
    return slice(min(max(first, 0), grid.n_slots), min(max(end, 0), grid.n_slots))
