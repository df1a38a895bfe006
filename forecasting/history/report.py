"""What was found in an export: facts as frozen data, all instants in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from forecasting.site import OpeningHours, Span


@dataclass(frozen=True, slots=True)
class QueueSummary:
    """One queue: *intervals* with a row, contacts in all, mean handling time by contact, half-open [first, end)."""

    queue: str
    intervals: int
    offered: int
    aht_seconds: float | None
    first: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Intervals of *queue* inside its opening hours without a row, half-open [start, end), *intervals* of them."""

    queue: str
    start: datetime
    end: datetime
    intervals: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """Rows of *file* that say again what another row says; the spreadsheet's *first_row* among them."""

    file: str
    rows: int
    first_row: int


@dataclass(frozen=True, slots=True)
class OpeningPattern:
    """When *queue* is open: spans by weekday, Monday first; none = closed, None = the history has no such weekday.

    *given* tells hours from inferred ones.
    """

    queue: str
    weekdays: tuple[tuple[Span, ...] | None, ...]
    given: bool

    def opening_hours(self) -> OpeningHours:
        """Return one span a weekday, from the first opening to the last closing; weekdays never seen are closed."""
        regular = tuple(Span(spans[0].opens, spans[-1].closes) if spans else None for spans in self.weekdays)
        return OpeningHours(regular=regular)


@dataclass(frozen=True, slots=True)
class Outside:
    """*contacts* in *intervals* of *queue* outside its opening hours, the first of them at *first*."""

    queue: str
    contacts: int
    intervals: int
    first: datetime


class RepeatedHour(StrEnum):
    """What became of an hour that the clock showed twice or skipped."""

    TOLD_APART = "told-apart"
    FIRST_ONLY = "first-only"
    SKIPPED_EMPTY = "skipped-empty"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A local *day* that is not as long as others: *minutes* long, with what the export does about it."""

    day: date
    minutes: int
    outcome: RepeatedHour


@dataclass(frozen=True, slots=True)
class Outlier:
    """A run of *intervals* far from what is usual there: *worst* contacts where about *usual* come."""

    queue: str
    start: datetime
    end: datetime
    intervals: int
    worst: int
    usual: float


class Cut(StrEnum):
    """How a last day shows that the export was made before its end."""

    ROWS_END = "rows-end"
    ONLY_ZEROS = "only-zeros"
    LOW_TOTAL = "low-total"


@dataclass(frozen=True, slots=True)
class CutDay:
    """The last *day* of *queue* is not complete: nothing is known from *since* on."""

    queue: str
    day: date
    since: datetime
    how: Cut


@dataclass(frozen=True, slots=True)
class OddHandling:
    """*rows* of *queue* with handling times that can hardly be: below 10 s or above 4 h; the first at *first*."""

    queue: str
    rows: int
    first: datetime
    aht_seconds: float


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """Everything that the reader found. *complete_until* is, by queue, where fitting has to stop."""

    files: tuple[str, ...]
    zone: str
    step_minutes: int
    first: datetime
    end: datetime
    queues: tuple[QueueSummary, ...]
    opening: tuple[OpeningPattern, ...]
    complete_until: Mapping[str, datetime]
    empty_rows: int = 0
    sum_rows: int = 0
    unnamed_queue: str | None = None
    dropped_columns: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    outside: tuple[Outside, ...] = ()
    clock_changes: tuple[ClockChange, ...] = ()
    outliers: tuple[Outlier, ...] = ()
    cut_days: tuple[CutDay, ...] = ()
    odd_handling: tuple[OddHandling, ...] = ()
    overhandled: Mapping[str, int] = field(default_factory=dict)
