"""Who serves customers when, why others cannot take part in a drill, and how many people each team can spare, by slot."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from drills.scenario.text import DRILL_MARK
from forecasting.messages import N_
from forecasting.timegrid import TimeGrid, local_instant
from scheduler.agents import Agent, AgentId
from scheduler.coverage import on_duty
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.shifts import DayPart

Heads = npt.NDArray[np.float64]
States = npt.NDArray[np.int8]

HEAD_TOLERANCE = 1e-6  # requirements are sums of floats; nobody is missing for their last digit
REST_AFTER_NIGHT = timedelta(hours=24)  # the day after a night is for sleep, whatever the roster has for its evening
NIGHT_BEGINS, NIGHT_ENDS = 20, 4  # hours, for shifts of kinds that the site no longer has


class Cause(IntEnum):
    """Why somebody cannot be in a drill; of several the greatest is told."""

    FREE = 0
    OFF_SHIFT = 1
    BREAK = 2
    ACTIVITY = 3
    IN_DRILL = 4
    ON_CALL = 5
    RESTING = 6
    LEAVE = 7

    @property
    def label(self) -> str:
        """Marked words, such as "on a break"."""
        return _CAUSES[self]


_CAUSES = {
    Cause.FREE: N_("free"),
    Cause.OFF_SHIFT: N_("off shift"),
    Cause.BREAK: N_("on a break"),
    Cause.ACTIVITY: N_("in training"),
    Cause.IN_DRILL: N_("in another drill"),
    Cause.ON_CALL: N_("on call"),
    Cause.RESTING: N_("resting after a night"),
    Cause.LEAVE: N_("on leave"),
}


@dataclass(frozen=True)
class Availability:
    """Over the slots of a roster's horizon.

    ``states[row, slot]`` is the Cause for which the agent of that row cannot be in a drill in *slot*: FREE is who serves customers,
    that is on shift, in no break, no activity, not on leave, not on call and not resting after a night.
    ``spare[team]`` is the people on duty less the people required, negative where the team is short.
    """

    agents: tuple[Agent, ...]
    states: States
    spare: dict[str, Heads]

    @staticmethod
    def of(roster: Roster, instance: Instance, rest_after_night: timedelta = REST_AFTER_NIGHT) -> "Availability":
        """Return who is available in *roster*; a shift on a day of leave counts for nobody."""
        return Availability(instance.agents, _states(roster, instance, rest_after_night), spare(roster, instance))

    def causes(self, first: int, end: int) -> States:
        """Return by row the Cause for which the agent cannot be away for the slots [*first*, *end*); FREE where they can."""
        found: States = self.states[:, first:end].max(axis=1)
        return found

    def free(self, first: int, end: int) -> list[Agent]:
        """Return the agents who serve customers in every slot of [*first*, *end*), in the instance's order."""
        return [self.agents[row] for row in np.flatnonzero(self.causes(first, end) == Cause.FREE)]

    def counted(self, first: int, end: int) -> Counter[Cause]:
        """Return how many agents there are of each Cause in [*first*, *end*)."""
        causes, counts = np.unique(self.causes(first, end), return_counts=True)
        return Counter({Cause(cause): count for cause, count in zip(causes.tolist(), counts.tolist(), strict=True)})

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


def _states(roster: Roster, instance: Instance, rest_after_night: timedelta) -> States:
    rows: dict[AgentId, int] = {agent.id: row for row, agent in enumerate(instance.agents)}
    grid = instance.grid
    states = np.full((len(rows), grid.n_slots), Cause.OFF_SHIFT, dtype=np.int8)
    for shift in present(roster, instance).assignments:
        line = states[rows[shift.agent]]
        if shift.on_call:
            line[_touched(grid, shift.start, shift.end)] = Cause.ON_CALL
            continue
        line[_inside(grid, shift.start, shift.end)] = Cause.FREE
    for shift in roster.assignments:
        for start, end, cause in _absences(shift):
            _raise(states[rows[shift.agent]], _touched(grid, start, end), cause)
    before = () if instance.before is None else instance.before.assignments
    for shift in (*before, *roster.assignments):
        if shift.agent in rows and not shift.on_call and _is_night(shift, instance):
            _raise(states[rows[shift.agent]], _touched(grid, shift.end, shift.end + rest_after_night), Cause.RESTING)
    for agent in instance.agents:
        zone = instance.zone_of(agent)
        for day in agent.leave:
            spell = local_instant(day, 0, zone), local_instant(day + timedelta(days=1), 0, zone)
            _raise(states[rows[agent.id]], _touched(grid, *spell), Cause.LEAVE)
    return states


def _is_night(shift: Assignment, instance: Instance) -> bool:
    """Tell whether *shift* is of the night: by its kind, else by a start from 20:00 to 04:00 on its agent's clock."""
    kind = instance.kind_by_name.get(shift.kind)
    if kind is not None:
        return kind.part is DayPart.NIGHT
    hour = shift.start.astimezone(instance.zone_of(instance.agent_by_id[shift.agent])).hour
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def _raise(line: States, slots: slice, cause: Cause) -> None:
    line[slots] = np.maximum(line[slots], cause)


def _absences(shift: Assignment) -> Iterator[tuple[datetime, datetime, Cause]]:
    yield from ((pause.start, pause.end, Cause.BREAK) for pause in shift.breaks)
    for activity in shift.activities:
        yield activity.start, activity.end, Cause.IN_DRILL if DRILL_MARK in activity.name else Cause.ACTIVITY


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
