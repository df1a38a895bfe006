"""What has to be rehearsed: festivals, by their height, and long public holidays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from drills.programme.months import days_between
from drills.timing import Timing
from forecasting.calendar import EventCalendar, Phase
from forecasting.calendar.events import PEAK

LONG_HOLIDAY_DAYS = 4
SAME_EDITION = timedelta(days=45)  # phases of one festival that lie farther apart belong to two years


@dataclass(frozen=True, slots=True)
class Occasion:
    """A festival or long public holiday. *day*: its height, or its first day off. *begins*: the first day of its sales or days off."""

    name: str
    day: date
    begins: date
    provisional: bool = False

    def __post_init__(self) -> None:
        if self.begins > self.day:
            raise ValueError(f"{self.name}: begins on {self.begins}, after its height on {self.day}")

    @property
    def id(self) -> str:
        """Name and year."""
        return f"{self.name} {self.day.year}"


def occasions(calendar: EventCalendar, long_days: int = LONG_HOLIDAY_DAYS) -> tuple[Occasion, ...]:
    """Return what *calendar* has: festivals with a sale, and holidays of *long_days* days off in a row, earliest first."""
    found = [*_festivals(calendar), *_holidays(calendar, long_days)]
    return tuple(sorted(found, key=lambda occasion: (occasion.day, occasion.name)))


def _festivals(calendar: EventCalendar) -> Iterator[Occasion]:
    for phases in _editions(calendar):
        sales = [phase for phase in phases if phase.is_sale]
        peaks = [phase for phase in phases if phase.phase == PEAK] or sales
        if sales:
            day = _day(peaks[0], calendar)
            begins = min(day, _day(sales[0], calendar))
            yield Occasion(phases[0].event, day, begins, any(phase.provisional for phase in (*sales, *peaks)))


def _editions(calendar: EventCalendar) -> Iterator[list[Phase]]:
    by_event: dict[str, list[Phase]] = {}
    for phase in sorted(calendar.phases, key=lambda phase: phase.start):
        by_event.setdefault(phase.event, []).append(phase)
    for phases in by_event.values():
        edition = phases[:1]
        for phase in phases[1:]:
            if phase.start - max(one.end for one in edition) > SAME_EDITION:
                yield edition
                edition = []
            edition.append(phase)
        yield edition


def _day(phase: Phase, calendar: EventCalendar) -> date:
    return phase.start.astimezone(calendar.zone).date()


def _holidays(calendar: EventCalendar, long_days: int) -> Iterator[Occasion]:
    run: list[date] = []
    for day in (*days_between(calendar.first, calendar.last), None):
        if day is not None and calendar.is_day_off(day):
            run.append(day)
            continue
        named = [one for one in run if one in calendar.holidays]
        if len(run) >= long_days and named:
            provisional = named[0].year in calendar.provisional_years
            yield Occasion(calendar.holidays_on(named[0])[0], named[0], run[0], provisional)
        run = []


def rehearsal_days(occasion: Occasion, timing: Timing) -> tuple[date, date]:
    """Return the first and the last day on which *occasion* may be rehearsed, counted from its height."""
    return _before(occasion.day, timing)


def early_rehearsal_days(occasion: Occasion, timing: Timing) -> tuple[date, date]:
    """Return the same counted from the beginning of its sales: for a festival so long that no other day is free."""
    return _before(occasion.begins, timing)


def _before(day: date, timing: Timing) -> tuple[date, date]:
    earliest, latest = timing.earliest_rehearsal_days, timing.latest_rehearsal_days
    return day - timedelta(days=earliest), day - timedelta(days=latest)
