"""What is known of a day beforehand, as groups of columns: their priors, and the day's class and shape."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

import numpy as np
import numpy.typing as npt

from forecasting.calendar import EventCalendar
from forecasting.models import columns
from forecasting.models.days import Floats
from forecasting.models.ridge import Group

SUNDAY, HOLIDAY_CLASS, MAKE_UP_CLASS = 6, 7, 8
LONGEST_EVENT_DAYS = 35
MONTH_NEEDS_DAYS = 60
SEASON_NEEDS_DAYS = 360
WEEKDAY_SEASON_NEEDS_DAYS = 700

# What to expect of a group's effects, in natural logarithms, before any data: 0.1 is about 10 %.
PRIOR_SDS = {
    "weekday": 0.4,
    "month": 0.02,
    "month edge": 0.1,
    "season": 0.15,
    "weekday season": 0.03,
    "holiday": 0.3,
    "holiday name": 0.2,
    "holiday side": 0.1,
    "holiday run": 0.1,
    "family": 0.5,
    "event": 0.3,
}
HEAVY = ("holiday name", "family", "event")


@dataclass(frozen=True, slots=True)
class Design:
    """Columns by day: *matrix* of shape (days, columns) and their *groups*.

    *given* is what nobody needs to learn, the planner's own multipliers, as a logarithm. *like_sunday* says how far a
    holiday starts from a Sunday (1) or from its own weekday (0) before its own effect.
    """

    matrix: Floats
    groups: tuple[Group, ...]
    given: Floats
    like_sunday: float

    def rows(self, rows: slice) -> "Design":
        """Return the same columns for some of the days."""
        return Design(self.matrix[rows], self.groups, self.given[rows], self.like_sunday)


@dataclass(frozen=True, slots=True)
class Designer:
    """Builds designs under one *calendar* and remembers them: the queues of a site mostly share their days."""

    calendar: EventCalendar
    _made: dict[tuple[object, ...], tuple[list[tuple[str, Floats]], Floats]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def build(self, days: Sequence[date], history_days: int, *, like_sunday: float, ahead: bool = False) -> Design:
        """Return the columns of *days*, which lie together; *history_days* decides which terms the history can carry.

        With *ahead*, a phase for which the planner gave a multiplier counts by that alone.
        """
        weekdays = columns.weekdays(days, self.calendar, like_sunday)
        fixed, given = self._fixed(days, history_days, ahead=ahead)
        parts = [("weekday", weekdays), *fixed]
        if history_days >= WEEKDAY_SEASON_NEEDS_DAYS:
            parts.append(("weekday season", columns.by_season(weekdays, days)))
        groups, width = [], 0
        for name, part in parts:
            places = np.arange(width, width + part.shape[1])
            width += part.shape[1]
            groups.append(Group(name, places, PRIOR_SDS[name], heavy=name in HEAVY))
        matrix = np.hstack([part for _, part in parts])
        return Design(matrix, tuple(groups), given, like_sunday)

    def _fixed(
        self, days: Sequence[date], history_days: int, *, ahead: bool
    ) -> tuple[list[tuple[str, Floats]], Floats]:
        with_month, with_season = history_days >= MONTH_NEEDS_DAYS, history_days >= SEASON_NEEDS_DAYS
        key = (days[0], len(days), with_month, with_season, ahead)
        if key not in self._made:
            parts: list[tuple[str, Floats]] = []
            if with_month:
                parts += [
                    ("month", columns.days_of_month(days)),
                    ("month edge", columns.month_edges(days, self.calendar)),
                ]
            if with_season:
                parts.append(("season", columns.season(days)))
            given = np.zeros(len(days))
            parts += columns.holidays(days, self.calendar)
            parts += columns.festivals(days, self.calendar, given, ahead=ahead)
            self._made[key] = (parts, given)
        return self._made[key]


def day_classes(days: Sequence[date], calendar: EventCalendar) -> npt.NDArray[np.int64]:
    """Return each day's class: 0 to 6 by weekday, 7 a public holiday, 8 a make-up working day."""
    return np.array([_day_class(day, calendar) for day in days], dtype=np.int64)


def _day_class(day: date, calendar: EventCalendar) -> int:
    if day in calendar.make_up:
        return MAKE_UP_CLASS
    return HOLIDAY_CLASS if day in calendar.holidays else day.weekday()


def eventful_days(days: Sequence[date], calendar: EventCalendar) -> npt.NDArray[np.bool_]:
    """Return which days are a holiday, a make-up day, or lie in a phase of an event of up to five weeks.

    What lasts longer (school terms) has its effect but is no event: its days are ordinary ones.
    """
    touched = set()
    for phase in calendar.phases:
        spanned = list(phase.days(calendar.zone))
        touched.update(spanned if len(spanned) <= LONGEST_EVENT_DAYS else [])
    return np.array([day in calendar.holidays or day in calendar.make_up or day in touched for day in days])


def event_shapes(days: Sequence[date], calendar: EventCalendar) -> list[str | None]:
    """Return which days have an intraday shape of their own: those on which a phase begins, runs or ends."""
    found: dict[date, str] = {}
    for phase in calendar.phases:
        touched = list(phase.days(calendar.zone))
        start = phase.start.astimezone(calendar.zone)
        late = f" from {start:%H:%M}" if start.time() != time(0) else ""
        for index, day in enumerate(touched):
            place = f"start{late}" if index == 0 else "middle"
            found[day] = f"{phase.family} {phase.phase} {place}"
    return [found.get(day) for day in days]
