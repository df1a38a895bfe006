"""Shift kinds: when they may start, how long they last, and the breaks inside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from forecasting.site import clock
from forecasting.timegrid import MINUTES_A_DAY


class DayPart(StrEnum):
    """The part of the day that a shift kind belongs to in a two- or three-shift pattern (OS-2.1)."""

    EARLY = "early"
    LATE = "late"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class BreakWindow:
    """A break of *minutes* that starts between *earliest* and *latest* minutes after the shift's start, both included."""

    minutes: int
    earliest: int
    latest: int
    paid: bool = False

    def __post_init__(self) -> None:
        if self.minutes < 1:
            raise ValueError(f"break of {self.minutes} minutes: expected at least 1")
        if not 0 <= self.earliest <= self.latest:
            raise ValueError(
                f"break window {clock(self.earliest)}-{clock(self.latest)}: expected to start no later than it ends"
            )


@dataclass(frozen=True, slots=True)
class BreakPlan:
    """The breaks of a shift kind, in any order; work between two breaks lasts *least_gap* to *greatest_gap* minutes."""

    windows: tuple[BreakWindow, ...] = ()
    least_gap: int = 0
    greatest_gap: int = MINUTES_A_DAY

    def __post_init__(self) -> None:
        if not 0 <= self.least_gap <= self.greatest_gap:
            raise ValueError(
                f"break plan: least gap {self.least_gap} is above greatest gap {self.greatest_gap} minutes"
            )

    @property
    def unpaid_minutes(self) -> int:
        """Minutes of the breaks that are not paid."""
        return sum(window.minutes for window in self.windows if not window.paid)


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """A kind of shift: starts every *step_minutes* from *earliest_start* to *latest_start* (minutes after midnight on the agent's clock), lasts *length_minutes* with its breaks."""

    name: str
    earliest_start: int
    latest_start: int
    length_minutes: int
    breaks: BreakPlan = BreakPlan()
    part: DayPart = DayPart.EARLY
    step_minutes: int = 15

    def __post_init__(self) -> None:
        if not 0 <= self.earliest_start < MINUTES_A_DAY:
            raise ValueError(
                f"shift kind {self.name}: start {clock(self.earliest_start)} is not between 00:00 and 23:59"
            )
        if not self.earliest_start <= self.latest_start < MINUTES_A_DAY:
            raise ValueError(
                f"shift kind {self.name}: latest start {clock(self.latest_start)} is not between {clock(self.earliest_start)} and 23:59"
            )
        if not 0 < self.length_minutes <= MINUTES_A_DAY:
            raise ValueError(f"shift kind {self.name}: length {self.length_minutes} minutes; expected 1 to 1440")
        if self.step_minutes < 1:
            raise ValueError(f"shift kind {self.name}: step {self.step_minutes} minutes; expected at least 1")
        for window in self.breaks.windows:
            if window.latest + window.minutes > self.length_minutes:
                raise ValueError(
                    f"shift kind {self.name}: a break of {window.minutes} minutes that may start {clock(window.latest)} after the "
                    f"shift's start does not end within its {clock(self.length_minutes)}"
                )
        if self.paid_minutes <= 0:
            raise ValueError(f"shift kind {self.name}: unpaid breaks leave no paid time")

    @property
    def paid_minutes(self) -> int:
        """Minutes paid: the length less the unpaid breaks."""
        return self.length_minutes - self.breaks.unpaid_minutes

    def starts(self) -> Iterator[int]:
        """Yield the possible starts in minutes after midnight."""
        return iter(range(self.earliest_start, self.latest_start + 1, self.step_minutes))
