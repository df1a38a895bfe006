"""The roster: who works when. Immutable; a change makes a new one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """A break within a shift, half-open [start, end), aware."""

    start: datetime
    end: datetime
    paid: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Activity:
    """Something other than serving customers within a shift (training, a drill), half-open [start, end), aware."""

    start: datetime
    end: datetime
    name: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """One shift of one agent: *day* is the local date, on the agent's clock, on which it starts.

    Who is *on_call* is neither on shift nor paid. *paid_minutes* follow from the rest: elapsed minutes less the unpaid breaks,
    none on call; a night with a clock change has what it really has.
    """

    agent: AgentId
    day: date
    kind: str
    start: datetime
    end: datetime
    breaks: tuple[Break, ...] = ()
    activities: tuple[Activity, ...] = ()
    on_call: bool = False
    paid_minutes: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"shift of {self.agent} on {self.day}: start and end must name their zone")
        length = elapsed(self.start, self.end)
        if length <= timedelta(0):
            raise ValueError(f"shift of {self.agent} on {self.day}: end {self.end} is not after start {self.start}")
        unpaid = sum((elapsed(pause.start, pause.end) for pause in self.breaks if not pause.paid), timedelta(0))
        paid = 0 if self.on_call else int((length - unpaid) / timedelta(minutes=1))
        object.__setattr__(self, "paid_minutes", paid)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Return the time that passes from *start* to *end*; two datetimes of one zone would subtract as wall clocks."""
    if start.tzinfo is UTC or start.tzinfo is not end.tzinfo:  # these subtract as instants
        return end - start
    return end.astimezone(UTC) - start.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Roster:
    """The shifts of the days of *grid*, sorted by agent, day and start."""

    grid: TimeGrid
    assignments: tuple[Assignment, ...]

    @staticmethod
    def of(grid: TimeGrid, assignments: Iterable[Assignment]) -> "Roster":
        """Return a roster with the *assignments* in order."""
        return Roster(grid, tuple(sorted(assignments, key=lambda shift: (shift.agent, shift.start.astimezone(UTC)))))

    def by_agent(self) -> dict[AgentId, list[Assignment]]:
        """Return each rostered agent's shifts in time order."""
        lines: dict[AgentId, list[Assignment]] = {}
        for shift in self.assignments:
            lines.setdefault(shift.agent, []).append(shift)
        return lines

    def on(self, day: date) -> Iterator[Assignment]:
        """Yield the shifts that start on *day*."""
        return (shift for shift in self.assignments if shift.day == day)
