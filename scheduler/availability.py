"""When a person can work: windows of the week, and other windows on single days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.messages import N_, Sentence
from forecasting.site import clock
from forecasting.timegrid import MINUTES_A_DAY, local_instant

DAYS_A_WEEK = 7
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """From *first* to *end* minutes after the midnight of its day, half-open; an *end* above 1440 lies on the next day."""

    first: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.first < MINUTES_A_DAY or not 0 < self.end - self.first <= MINUTES_A_DAY:
            template = N_("window {first}-{end}: expected a start of the day and at most 24 hours")
            raise ValueError(Sentence(template, first=clock(self.first), end=clock(self.end)))

    def __str__(self) -> str:
        return f"{clock(self.first)}-{clock(self.end)}"


WHOLE_DAY = Window(0, MINUTES_A_DAY)
Windows = tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Availability:
    """The windows that begin on each weekday, Monday first, and on the days of *dated* instead.

    A day without windows is one on which no time begins that the person can work. Windows that meet or overlap are one:
    a night may lie across two of them.
    """

    week: tuple[Windows, ...] = ((WHOLE_DAY,),) * DAYS_A_WEEK
    dated: tuple[tuple[date, Windows], ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_A_WEEK:
            raise ValueError(f"availability: {len(self.week)} weekdays given; expected 7, Monday first")
        days = [day for day, _ in self.dated]
        if len(set(days)) != len(days):
            raise ValueError("availability: a day is there more than once; expected each day once")

    def on(self, day: date) -> Windows:
        """Return the windows that begin on *day*."""
        return dict(self.dated).get(day, self.week[day.weekday()])

    def spans(self, first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        """Return in order the spans, in UTC, of the days from *first* to *last* on the clock of *zone*, none touching another."""
        begun: list[tuple[datetime, datetime]] = []
        for start, end in sorted(self._spans(first, last, zone)):
            if begun and start <= begun[-1][1]:
                begun[-1] = begun[-1][0], max(end, begun[-1][1])
            else:
                begun.append((start, end))
        return iter(begun)

    def _spans(self, first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        dated = dict(self.dated)
        for index in range((last - first).days + 1):
            day = first + index * ONE_DAY
            for window in dated.get(day, self.week[day.weekday()]):
                start, end = (local_instant(day, minute, zone) for minute in (window.first, window.end))
                if start < end:  # a clock that goes forward can skip a window
                    yield start, end
