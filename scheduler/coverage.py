"""Heads by team and slot: what a roster puts against the demand."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import numpy as np
import numpy.typing as npt

from forecasting.timegrid import TimeGrid
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster

Counts = npt.NDArray[np.int64]


def on_shift(roster: Roster, instance: Instance) -> dict[str, Counts]:
    """Count by team and slot of the horizon the agents whose shift covers it, breaks and activities included.

    Shifts that began before the planned days and last into them count too.
    """
    return _count(roster, instance, working_only=False)


def on_duty(roster: Roster, instance: Instance) -> dict[str, Counts]:
    """Count by team and slot of the horizon the agents who serve customers: on shift, no break, no activity.

    Shifts that began before the planned days and last into them count too.
    """
    return _count(roster, instance, working_only=True)


def _count(roster: Roster, instance: Instance, *, working_only: bool) -> dict[str, Counts]:
    grid = instance.grid
    before = () if instance.before is None else instance.before.assignments
    counts = {team.name: np.zeros(grid.n_slots, dtype=np.int64) for team in instance.teams}
    team_of = {**instance.left, **{agent.id: agent.team for agent in instance.agents}}
    known = [shift for shift in before if team_of.get(shift.agent) in counts]  # of some who have left no team is known
    plain: dict[str, list[Assignment]] = {team: [] for team in counts}
    for shift in (one for one in [*known, *roster.assignments] if not one.on_call):
        team = team_of[shift.agent]
        if working_only and not _is_plain(shift):
            _count_one(grid, shift, counts[team])
        else:
            plain[team].append(shift)
    for team, shifts in plain.items():
        _count_plain(grid, shifts, counts[team], working_only=working_only)
    return counts


def _is_plain(shift: Assignment) -> bool:
    """Tell whether the breaks of *shift* lie within it one after the other, and there is nothing else."""
    if shift.activities:
        return False
    last = shift.start
    for pause in shift.breaks:
        if pause.start < last:
            return False
        last = pause.end
    return last <= shift.end


def _count_plain(grid: TimeGrid, shifts: Iterable[Assignment], counts: Counts, *, working_only: bool) -> None:
    """Add the heads of *shifts*, with their breaks where *working_only*, to *counts*: all borders at once."""
    steps = np.zeros(grid.n_slots + 1, dtype=np.int64)
    borders: list[tuple[datetime, datetime]] = [(shift.start, shift.end) for shift in shifts]
    pauses = [(pause.start, pause.end) for shift in shifts for pause in shift.breaks] if working_only else []
    for spans, sign in ((borders, 1), (pauses, -1)):
        for place, change in ((0, sign), (1, -sign)):
            seconds = np.array([span[place].timestamp() for span in spans], dtype=np.float64)
            slots = (seconds - grid.origin.timestamp()) // grid.slot_length.total_seconds()
            np.add.at(steps, np.clip(slots, 0, grid.n_slots).astype(np.int64), change)
    counts += np.cumsum(steps)[:-1]


def _count_one(grid: TimeGrid, shift: Assignment, counts: Counts) -> None:
    first, end = _within(grid, shift.start, shift.end, 0, grid.n_slots)
    working = np.ones(max(0, end - first), dtype=np.int64)
    away = [(pause.start, pause.end) for pause in shift.breaks]
    for start, finish in [*away, *((activity.start, activity.end) for activity in shift.activities)]:
        low, high = _within(grid, start, finish, first, end)
        working[low - first : max(low, high) - first] = 0  # once, where a break lies inside an activity
    counts[first : first + len(working)] += working


def _within(grid: TimeGrid, start: datetime, end: datetime, first: int, last: int) -> tuple[int, int]:
    """Return the slots from *start* to *end* that lie within [first, last)."""
    return min(last, max(first, grid.slot_containing(start))), max(first, min(last, grid.slot_containing(end)))


def shortage(heads: Mapping[str, Counts], instance: Instance) -> dict[str, npt.NDArray[np.float64]]:
    """Return by team and slot how many heads are missing against the demand; nowhere negative."""
    return {team: np.maximum(0.0, required - heads[team]) for team, required in instance.demand.scheduled.items()}


def on_duty_before(instance: Instance) -> dict[str, Counts]:
    """Count as :func:`on_duty` the agents of the shifts before the planned days alone."""
    return _count(Roster(instance.grid, ()), instance, working_only=True)
