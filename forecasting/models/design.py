"""What is known of a day beforehand, as columns: weekday, day of month, season, holidays, festivals by phase."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt

from forecasting.calendar import EventCalendar, Phase
from forecasting.models.days import Floats
from forecasting.models.ridge import Group
from forecasting.timegrid import local_instant

HOLIDAY_CLASS, MAKE_UP_CLASS = 7, 8
YEAR_DAYS = 365.25
HARMONICS = 6
MONTH_NEEDS_DAYS = 60
SEASON_NEEDS_DAYS = 360
WEEKDAY_SEASON_NEEDS_DAYS = 700
RUN_DAYS = 8
LONG_RUN_DAYS = 5
SUNDAY = 6
DAY_SECONDS = 86_400.0

# What to expect of a group's effects, in natural logarithms, before any data: 0.1 is about 10 %.
PRIOR_SDS = {
    "weekday": 0.4,
    "month": 0.03,
    "month edge": 0.05,
    "season": 0.15,
    "weekday season": 0.03,
    "holiday": 0.3,
    "holiday name": 0.2,
    "holiday side": 0.1,
    "holiday run": 0.1,
    "family": 0.5,
    "event": 0.3,
}


@dataclass(frozen=True, slots=True)
class Design:
    """Columns by day: *matrix* of shape (days, columns), their *groups*, which columns are an event's own.

    *own_events* maps a column of the "event" and "holiday name" groups to itself: a day is foreseen when those of its
    columns were seen before. *planned* is the planner's own multiplier of each day, as a logarithm. *like_sunday*
    says how far a holiday starts from a Sunday (1) or from its own weekday (0) before its own effect.
    """

    matrix: Floats
    groups: tuple[Group, ...]
    own_events: npt.NDArray[np.int64]
    planned: Floats
    like_sunday: float

    def rows(self, rows: slice) -> "Design":
        """Return the same columns for some of the days."""
        return Design(self.matrix[rows], self.groups, self.own_events, self.planned[rows], self.like_sunday)


def day_classes(days: Sequence[date], calendar: EventCalendar) -> npt.NDArray[np.int64]:
    """Return each day's class: 0 to 6 by weekday, 7 a public holiday, 8 a make-up working day."""
    return np.array([_day_class(day, calendar) for day in days], dtype=np.int64)


def _day_class(day: date, calendar: EventCalendar) -> int:
    if day in calendar.make_up:
        return MAKE_UP_CLASS
    return HOLIDAY_CLASS if day in calendar.holidays else day.weekday()


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


def build_design(
    days: Sequence[date], calendar: EventCalendar, history_days: int, *, like_sunday: float = 0.0, ahead: bool = False
) -> Design:
    """Return the columns of *days*; *history_days* decides which terms the history can carry, *like_sunday* see Design.

    With *ahead*, a phase for which the planner gave a multiplier counts by that alone.
    """
    parts: list[tuple[str, Floats]] = [("weekday", _weekdays(days, calendar, like_sunday=like_sunday))]
    if history_days >= MONTH_NEEDS_DAYS:
        parts += [("month", _days_of_month(days)), ("month edge", _month_edges(days, calendar))]
    if history_days >= SEASON_NEEDS_DAYS:
        parts.append(("season", _season(days)))
    if history_days >= WEEKDAY_SEASON_NEEDS_DAYS:
        parts.append(("weekday season", _weekday_season(days, calendar, like_sunday=like_sunday)))
    parts += _holidays(days, calendar)
    planned = np.zeros(len(days))
    parts += _festivals(days, calendar, planned, ahead=ahead)
    groups, own, width = [], [np.zeros(0, dtype=np.int64)], 0
    for name, part in parts:
        columns = np.arange(width, width + part.shape[1])
        width += part.shape[1]
        groups.append(Group(name, columns, PRIOR_SDS[name]))
        if name in {"event", "holiday name"}:
            own.append(columns)
    return Design(np.hstack([part for _, part in parts]), tuple(groups), np.concatenate(own), planned, like_sunday)


def _weekdays(days: Sequence[date], calendar: EventCalendar, *, like_sunday: float) -> Floats:
    columns = np.zeros((len(days), 7))
    for row, day in enumerate(days):
        if day in calendar.make_up:
            columns[row, :5] = 0.2
        else:
            rest = like_sunday if day in calendar.holidays else 0.0
            columns[row, day.weekday()] = 1.0 - rest
            columns[row, SUNDAY] += rest
    return columns


def _days_of_month(days: Sequence[date]) -> Floats:
    columns = np.zeros((len(days), 31))
    columns[np.arange(len(days)), [day.day - 1 for day in days]] = 1.0
    return columns


def _month_edges(days: Sequence[date], calendar: EventCalendar) -> Floats:
    """Mark the first and the last three working days of a month."""
    columns = np.zeros((len(days), 6))
    for row, day in enumerate(days):
        if calendar.is_day_off(day):
            continue
        before = sum(not calendar.is_day_off(day.replace(day=number)) for number in range(1, day.day))
        end = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        after = sum(not calendar.is_day_off(day + timedelta(days=step)) for step in range(1, (end - day).days))
        if before < 3:
            columns[row, before] = 1.0
        if after < 3:
            columns[row, 3 + after] = 1.0
    return columns


def _season(days: Sequence[date]) -> Floats:
    angle = 2 * np.pi * np.array([day.toordinal() for day in days]) / YEAR_DAYS
    waves = [wave(order * angle) / order for order in range(1, HARMONICS + 1) for wave in (np.cos, np.sin)]
    return np.column_stack(waves)


def _weekday_season(days: Sequence[date], calendar: EventCalendar, *, like_sunday: float) -> Floats:
    weekdays = _weekdays(days, calendar, like_sunday=like_sunday)
    angle = 2 * np.pi * np.array([day.toordinal() for day in days])[:, None] / YEAR_DAYS
    return np.hstack([weekdays * np.cos(angle), weekdays * np.sin(angle)])


def _holidays(days: Sequence[date], calendar: EventCalendar) -> list[tuple[str, Floats]]:
    """Mark days off by name, by place in their run of days, and the days around them."""
    marks = _Marks(days)
    for day in calendar.holidays:
        names = calendar.holidays_on(day)
        marks.add("holiday", "weekend" if day.weekday() >= 5 else "weekday", day)
        for name in names:
            marks.add("holiday name", name, day)
        place, left = _run(day, calendar, -1), _run(day, calendar, 1)
        length = place + 1 + left
        if length >= LONG_RUN_DAYS:
            marks.add("holiday", "long", day)
            marks.add("holiday name", f"{names[0]} long", day)
        if length > 1:
            size = "long" if length >= LONG_RUN_DAYS else "short"
            marks.add("holiday run", f"{names[0]} {size} {min(place, RUN_DAYS)}", day)
        for side, step in (("eve", -1), ("after", 1)):
            neighbour = day + timedelta(days=step)
            if neighbour not in calendar.holidays:
                marks.add("holiday side", side, neighbour)
                marks.add("holiday side", f"{side} {names[0]}", neighbour)
    for day in calendar.make_up:
        marks.add("holiday side", "make-up", day)
    return marks.parts()


def _run(day: date, calendar: EventCalendar, step: int) -> int:
    """Return how many days off lie directly before (*step* -1) or after (1) *day*."""
    count = 0
    while (day + timedelta(days=step * (count + 1))) in calendar.holidays:
        count += 1
    return count


def _festivals(
    days: Sequence[date], calendar: EventCalendar, planned: Floats, *, ahead: bool
) -> list[tuple[str, Floats]]:
    """Mark what part of each day lies in which phase, and how near its beginning and end are."""
    marks = _Marks(days)
    for phase in calendar.phases:
        for day in phase.days(calendar.zone):
            share = _share_of_day(phase, day, calendar)
            if ahead and phase.multiplier is not None:
                if day in marks.rows:
                    planned[marks.rows[day]] += share * np.log(phase.multiplier)
                share = 0.0
            noon = datetime.combine(day, time(12), tzinfo=calendar.zone)
            begun = max(0.0, (noon - phase.start.astimezone(calendar.zone)).total_seconds() / DAY_SECONDS)
            left = max(0.0, (phase.end.astimezone(calendar.zone) - noon).total_seconds() / DAY_SECONDS)
            for group, key in (("family", phase.family), ("event", phase.event)):
                marks.add(group, f"{key} {phase.phase}", day, share)
                marks.add(group, f"{key} {phase.phase} beginning", day, share * 0.5**begun)
                marks.add(group, f"{key} {phase.phase} end", day, share * 0.5**left)
    return marks.parts()


def _share_of_day(phase: Phase, day: date, calendar: EventCalendar) -> float:
    """Return which part of the waking day, 08:00 to 24:00, lies in *phase*."""
    opens = local_instant(day, 8 * 60, calendar.zone)
    closes = local_instant(day + timedelta(days=1), 0, calendar.zone)
    overlap = (min(closes, phase.end) - max(opens, phase.start)).total_seconds()
    return max(0.0, overlap) / (closes - opens).total_seconds()


class _Marks:
    """Columns filled day by day under a group and a name, in order of their names."""

    def __init__(self, days: Sequence[date]) -> None:
        self.rows: Mapping[date, int] = {day: row for row, day in enumerate(days)}
        self.columns: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)

    def add(self, group: str, name: str, day: date, value: float = 1.0) -> None:
        """Mark *day*; the column exists even where no such day is among the rows."""
        column = self.columns[group, name]
        row = self.rows.get(day)
        if row is not None:
            column[row] = max(column.get(row, 0.0), value)

    def parts(self) -> list[tuple[str, Floats]]:
        """Return each group's columns."""
        found = []
        for group in sorted({group for group, _ in self.columns}):
            names = sorted(name for other, name in self.columns if other == group)
            part = np.zeros((len(self.rows), len(names)))
            for column, name in enumerate(names):
                for row, value in self.columns[group, name].items():
                    part[row, column] = value
            found.append((group, part))
        return found
