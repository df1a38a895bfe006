"""One line of an events table: what happens, when, once or every year."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from forecasting.calendar.events import Phase
from forecasting.calendar.yearday import DaySpan, YearlySpan
from forecasting.site import ALL_DAY, Span, common
from forecasting.timegrid import MINUTES_A_DAY

CLOSED, HOLIDAY, STATUTORY, MAKE_UP, ABSENT = "closed", "holiday", "statutory", "makeup", "absent"
WHOLE_DAYS = (HOLIDAY, STATUTORY, MAKE_UP, ABSENT)
SPECIAL = (CLOSED, *WHOLE_DAYS)
MOST_TIMES = 1000.0


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happens within *span*, once or every year.

    *family* is ``closed`` for no service, ``holiday`` or ``statutory`` (LL-44) for days off, ``makeup`` for working weekend
    days, ``absent`` for an event that does not take place at about that time; anything else is a family of events. The
    other fields are those of Phase.
    """

    name: str
    family: str
    phase: str
    span: DaySpan | YearlySpan
    multiplier: float | None = None
    magnitude: float | None = None
    provisional: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if self.family in WHOLE_DAYS and (self.span.opens, self.span.closes) != (0, MINUTES_A_DAY):
            raise ValueError(f"{self.name}: {self.family} for a part of a day; expected whole days")
        if self.family == CLOSED and self.span.opens and self.span.closes < MINUTES_A_DAY and self._one_day():
            raise ValueError(f"{self.name}: closed in the middle of a day; expected from an hour on or until an hour")
        if self.multiplier is not None and not 0 < self.multiplier < MOST_TIMES:
            raise ValueError(f"{self.name}: multiplier {self.multiplier}; expected above 0")
        if self.magnitude is not None and not 0 < self.magnitude < math.inf:
            raise ValueError(f"{self.name}: magnitude {self.magnitude}; expected above 0")

    def _one_day(self) -> bool:
        return self.span.first == self.span.last

    def dated(self, first: date, last: date) -> Iterator["EventRow"]:
        """Yield the row as it comes in the years of the days from *first* to *last*."""
        if isinstance(self.span, DaySpan):
            yield self
        else:
            yield from (replace(self, span=span) for span in self.span.spans(first, last))

    def phased(self, zone: ZoneInfo) -> Phase:
        """Return the phase that a row of one year states, its times on the clock of *zone*."""
        span = self.span
        if not isinstance(span, DaySpan):
            raise TypeError(f"{self.name}: a row of every year is no single phase")
        return Phase(
            self.name,
            self.family,
            self.phase,
            span.start(zone),
            span.end(zone),
            self.provisional,
            self.multiplier,
            self.magnitude,
            self.note,
        )


@dataclass(frozen=True, slots=True)
class EventTable:
    """What an events table says of dated days; *yearly* are its rows of every year, as they stand.

    *part_days* are days with service within the span alone; *absent* names events that do not take place about a day;
    *stated_years* are those of which it has days off that pay 300 % and are not provisional.
    """

    phases: tuple[Phase, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    make_up: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()
    statutory: frozenset[date] = frozenset()
    part_days: Mapping[date, Span] = field(default_factory=dict)
    absent: frozenset[tuple[str, date]] = frozenset()
    yearly: tuple[EventRow, ...] = ()
    stated_years: frozenset[int] = frozenset()


def table_of(rows: Iterable[EventRow], zone: ZoneInfo) -> EventTable:
    """Return what *rows* say, local times being those of *zone*; rows of one event on days in a row are one phase."""
    rows = list(rows)
    dated = [row for row in rows if isinstance(row.span, DaySpan)]
    closed, parts = _closures([row for row in dated if row.family == CLOSED])
    return EventTable(
        phases=tuple(_joined_phases([row for row in dated if row.family not in SPECIAL], zone)),
        holidays={day: row.name for row in dated if row.family in {HOLIDAY, STATUTORY} for day in _days(row)},
        make_up=_days_of(dated, MAKE_UP),
        closed=closed,
        statutory=_days_of(dated, STATUTORY),
        part_days=parts,
        absent=frozenset((row.name, day) for row in dated if row.family == ABSENT for day in _days(row)),
        yearly=tuple(row for row in rows if isinstance(row.span, YearlySpan)),
        stated_years=frozenset(day.year for day in _days_of((row for row in dated if not row.provisional), STATUTORY)),
    )


def yearly_table(rows: Iterable[EventRow], zone: ZoneInfo, first: date, last: date) -> EventTable:
    """Return what rows of every year say of the days from *first* to *last*."""
    return table_of([one for row in rows for one in row.dated(first, last)], zone)


def _days(row: EventRow) -> Iterator[date]:
    return row.span.days() if isinstance(row.span, DaySpan) else iter(())


def _days_of(rows: Iterable[EventRow], family: str) -> frozenset[date]:
    return frozenset(day for row in rows if row.family == family for day in _days(row))


def _closures(rows: Iterable[EventRow]) -> tuple[frozenset[date], dict[date, Span]]:
    """Return the days without any service, and the hours left on those that are closed in part."""
    left: dict[date, Span | None] = {}
    for row in rows:
        parts = dict(_service_left(row.span))
        for day in _days(row):
            left[day] = common(left.get(day, ALL_DAY), parts[day]) if day in parts else None
    closed = frozenset(day for day, span in left.items() if span is None)
    return closed, {day: span for day, span in left.items() if span is not None}


def _service_left(span: DaySpan | YearlySpan) -> Iterator[tuple[date, Span]]:
    """Yield the days on which a closure leaves some hours, with these."""
    if not isinstance(span, DaySpan):
        return
    if span.opens:
        yield span.first, Span(0, span.opens)
    if span.closes < MINUTES_A_DAY:
        yield span.last, Span(span.closes, MINUTES_A_DAY)


def _joined_phases(rows: list[EventRow], zone: ZoneInfo) -> Iterator[Phase]:
    """Join the phases of one event that follow one another without a gap and differ in nothing else."""
    phases = sorted((row.phased(zone) for row in rows), key=lambda phase: (phase.event, phase.phase, phase.start))
    run: list[Phase] = phases[:1]
    for before, phase in pairwise(phases):
        if phase.start <= run[0].end and replace(phase, start=before.start, end=before.end) == before:
            run = [replace(run[0], end=max(run[0].end, phase.end))]
        else:
            yield run[0]
            run = [phase]
    yield from run
