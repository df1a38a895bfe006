"""Shift kinds: when they may start, how long they last, and the breaks inside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from forecasting.messages import N_, Sentence
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
            template = N_("break of {minutes} minutes: expected at least 1")
            raise ValueError(Sentence(template, minutes=self.minutes))
        if not 0 <= self.earliest <= self.latest:
            template = N_("break window {first}-{last}: expected to start no later than it ends")
            raise ValueError(Sentence(template, first=clock(self.earliest), last=clock(self.latest)))


@dataclass(frozen=True, slots=True)
class BreakPlan:
    """The breaks of a shift kind, in any order; work between two breaks lasts *least_gap* to *greatest_gap* minutes."""

    windows: tuple[BreakWindow, ...] = ()
    least_gap: int = 0
    greatest_gap: int = MINUTES_A_DAY

    def __post_init__(self) -> None:
        if not 0 <= self.least_gap <= self.greatest_gap:
            template = N_("break plan: least gap {least} is above greatest gap {greatest} minutes")
            raise ValueError(Sentence(template, least=self.least_gap, greatest=self.greatest_gap))

    @property
    def unpaid_minutes(self) -> int:
        """Minutes of the breaks that are not paid."""
        return sum(window.minutes for window in self.windows if not window.paid)


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """A kind of shift: starts every *step_minutes* from *earliest_start* to *latest_start* (minutes after midnight on the agent's clock), lasts *length_minutes* with its breaks.

    Who is *on_call* serves nobody and is not paid for it, but keeps the rests of a shift; such a kind has no breaks.
    """

    name: str
    earliest_start: int
    latest_start: int
    length_minutes: int
    breaks: BreakPlan = BreakPlan()
    part: DayPart = DayPart.EARLY
    step_minutes: int = 15
    on_call: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.earliest_start < MINUTES_A_DAY:
            template = N_("shift kind {kind}: start {start} is not between 00:00 and 23:59")
            raise ValueError(Sentence(template, kind=self.name, start=clock(self.earliest_start)))
        if not self.earliest_start <= self.latest_start < MINUTES_A_DAY:
            template = N_("shift kind {kind}: latest start {latest} is not between {earliest} and 23:59")
            starts = {"latest": clock(self.latest_start), "earliest": clock(self.earliest_start)}
            raise ValueError(Sentence(template, kind=self.name, **starts))
        if not 0 < self.length_minutes <= MINUTES_A_DAY:
            template = N_("shift kind {kind}: length {minutes} minutes; expected 1 to {most}")
            raise ValueError(Sentence(template, kind=self.name, minutes=self.length_minutes, most=MINUTES_A_DAY))
        if self.step_minutes < 1:
            template = N_("shift kind {kind}: step {minutes} minutes; expected at least 1")
            raise ValueError(Sentence(template, kind=self.name, minutes=self.step_minutes))
        for window in self.breaks.windows:
            if window.latest + window.minutes > self.length_minutes:
                template = N_(
                    "shift kind {kind}: a break of {minutes} minutes that may start {latest} after the shift's start does not end "
                    "within its {length}"
                )
                lengths = {"latest": clock(window.latest), "length": clock(self.length_minutes)}
                raise ValueError(Sentence(template, kind=self.name, minutes=window.minutes, **lengths))
        if self.on_call and self.breaks.windows:
            raise ValueError(Sentence(N_("shift kind {kind}: who is on call has no breaks"), kind=self.name))
        if self.paid_minutes <= 0 and not self.on_call:
            raise ValueError(Sentence(N_("shift kind {kind}: unpaid breaks leave no paid time"), kind=self.name))

    @property
    def paid_minutes(self) -> int:
        """Minutes paid: the length less the unpaid breaks; none of those on call."""
        return 0 if self.on_call else self.length_minutes - self.breaks.unpaid_minutes

    def starts(self) -> Iterator[int]:
        """Yield the possible starts in minutes after midnight."""
        return iter(range(self.earliest_start, self.latest_start + 1, self.step_minutes))
