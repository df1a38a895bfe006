"""Days that come back every year, by the common or by the lunar calendar, and stretches between them by the hour."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.calendar.lunar import LONGEST_MONTH, lunar_day
from forecasting.messages import N_
from forecasting.timegrid import MINUTES_A_DAY, local_instant

YEAR_DAY = re.compile(r"(?P<lunar>lunar )?(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
YEAR_DAY_FORM = N_("a day such as 2026-12-24, 12-24 for every year, or lunar 7-7")
LEAP_YEAR = 2024
LONGEST_DAYS = 200
A_YEAR = timedelta(days=385)  # a lunar year with a leap month is the longest


@dataclass(frozen=True, slots=True)
class YearDay:
    """A *month* and *day* of every year, of the lunar calendar where *lunar* is set."""

    month: int
    day: int
    lunar: bool = False

    def __post_init__(self) -> None:
        try:
            date(LEAP_YEAR, self.month, 1 if self.lunar else self.day)
        except ValueError as error:
            raise ValueError(f"{self}: no such day in any year") from error
        if self.lunar and not 1 <= self.day <= LONGEST_MONTH:
            raise ValueError(f"{self}: no such day in any year")

    def __str__(self) -> str:
        return f"lunar {self.month}-{self.day}" if self.lunar else f"{self.month:02d}-{self.day:02d}"

    @classmethod
    def parse(cls, text: str) -> "YearDay":
        """Read ``12-24`` or ``lunar 7-7``; raises ValueError for anything else."""
        found = YEAR_DAY.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r}: expected a day such as 12-24 or lunar 7-7")
        return cls(int(found["month"]), int(found["day"]), bool(found["lunar"]))

    def between(self, first: date, last: date) -> Iterator[date]:
        """Yield the days from *first* to *last*, both included, earliest first; 29 February in leap years alone.

        Raises CalendarError where no lunar dates are known.
        """
        for year in range(first.year - self.lunar, last.year + 1):
            found = self._in(year)
            if found is not None and first <= found <= last:
                yield found

    def _in(self, year: int) -> date | None:
        if self.lunar:
            return lunar_day(year, self.month, self.day)
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class DaySpan:
    """From minute *opens* of the day *first* to minute *closes* of the day *last*, half-open; 1440 is the next midnight."""

    first: date
    last: date
    opens: int = 0
    closes: int = MINUTES_A_DAY

    def __post_init__(self) -> None:
        if not 0 <= self.opens <= MINUTES_A_DAY or not 0 <= self.closes <= MINUTES_A_DAY:
            raise ValueError(f"{self.first}: minutes {self.opens} and {self.closes}; expected 0 to {MINUTES_A_DAY}")
        if (self.first, self.opens) >= (self.last, self.closes):
            raise ValueError(f"{self.first}: it ends before it starts")

    def meets(self, other: "DaySpan | YearlySpan") -> bool:
        """Return whether both share time; a span of one year and one of every year are no contradiction."""
        if not isinstance(other, DaySpan):
            return False
        mine, theirs = ((span.first, span.opens, span.last, span.closes) for span in (self, other))
        return mine[:2] < theirs[2:] and theirs[:2] < mine[2:]

    @classmethod
    def of(cls, start: datetime, end: datetime) -> "DaySpan":
        """Return the span from *start* to *end*, both times of one clock."""
        midnight = (end.hour, end.minute) == (0, 0)
        last = end.date() - timedelta(days=1) if midnight else end.date()
        closes = MINUTES_A_DAY if midnight else end.hour * 60 + end.minute
        return cls(start.date(), last, start.hour * 60 + start.minute, closes)

    def start(self, zone: ZoneInfo) -> datetime:
        """Return its start on the clock of *zone*."""
        return local_instant(self.first, self.opens, zone).astimezone(zone)

    def end(self, zone: ZoneInfo) -> datetime:
        """Return its end, itself outside, on the clock of *zone*."""
        return local_instant(self.last, self.closes, zone).astimezone(zone)

    def days(self) -> Iterator[date]:
        """Yield the days that it touches."""
        return (self.first + timedelta(days=index) for index in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class YearlySpan:
    """The same between days of every year: the first *last* on or after each *first*, at most 200 days later."""

    first: YearDay
    last: YearDay
    opens: int = 0
    closes: int = MINUTES_A_DAY

    def __post_init__(self) -> None:
        if not 0 <= self.opens <= MINUTES_A_DAY or not 0 <= self.closes <= MINUTES_A_DAY:
            raise ValueError(f"{self.first}: minutes {self.opens} and {self.closes}; expected 0 to {MINUTES_A_DAY}")
        if any(True for _ in self.spans(date(LEAP_YEAR, 1, 1), date(LEAP_YEAR, 12, 31))):
            return
        raise ValueError(
            f"{self.first} to {self.last}: it ends before it starts, or lasts longer than {LONGEST_DAYS} days"
        )

    def meets(self, other: "DaySpan | YearlySpan") -> bool:
        """Return whether both share time in a leap year; one of every year and one of a single year are no contradiction."""
        if not isinstance(other, YearlySpan):
            return False
        first, last = date(LEAP_YEAR, 1, 1), date(LEAP_YEAR, 12, 31)
        theirs = list(other.spans(first, last))
        return any(span.meets(one) for span in self.spans(first, last) for one in theirs)

    def spans(self, first: date, last: date) -> Iterator[DaySpan]:
        """Yield the spans that touch the days from *first* to *last*, earliest first."""
        for begins in self.first.between(first - A_YEAR, last):
            reach = begins + timedelta(days=LONGEST_DAYS)
            ends = next(
                (day for day in self.last.between(begins, reach) if (day, self.closes) > (begins, self.opens)), None
            )
            if ends is not None and ends >= first:
                yield DaySpan(begins, ends, self.opens, self.closes)
