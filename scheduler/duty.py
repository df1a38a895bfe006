"""When rostered people serve customers: each shift less its breaks and activities, in seconds since the horizon began."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.roster import Assignment, Roster, elapsed

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ShiftOnDuty:
    """One shift of *agent* that starts on *day*: *spans* in seconds since the start of the grid, half-open, in time order.

    Nothing is cut off at the ends of the horizon. A shift that is all activity (training, a drill) or on call has no
    spans.
    """

    agent: AgentId
    day: date
    spans: tuple[Span, ...]


def shifts_on_duty(roster: Roster, before: Roster | None = None) -> Iterator[ShiftOnDuty]:
    """Yield each shift of *roster* with the time in which its agent serves customers, first those of *before* that last into it."""
    grid = roster.grid
    for shift in before.assignments if before is not None else ():
        if elapsed(grid.origin, shift.end).total_seconds() > 0:
            yield ShiftOnDuty(shift.agent, shift.day, tuple(_spans(shift, grid)))
    for shift in roster.assignments:
        yield ShiftOnDuty(shift.agent, shift.day, tuple(_spans(shift, grid)))


def _spans(shift: Assignment, grid: TimeGrid) -> Iterator[Span]:
    """Yield what is left of *shift*, breaks and activities may overlap; nothing of one on call."""
    away = [(pause.start, pause.end) for pause in shift.breaks] + [(act.start, act.end) for act in shift.activities]
    if shift.on_call:
        return
    last = _seconds(grid, shift.end)
    at = _seconds(grid, shift.start)
    for start, end in sorted((_seconds(grid, start), _seconds(grid, end)) for start, end in away):
        if at < start:
            yield at, min(start, last)
        at = max(at, end)
        if at >= last:
            return
    if at < last:
        yield at, last


def _seconds(grid: TimeGrid, moment: datetime) -> float:
    return elapsed(grid.origin, moment).total_seconds()
