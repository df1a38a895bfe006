"""Columns by day: weekday, day of month, season, holidays with the days around them, festivals by phase."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import numpy as np

from forecasting.calendar import EventCalendar, Phase
from forecasting.models.days import Floats
from forecasting.timegrid import local_instant

SUNDAY = 6
YEAR_DAYS = 365.25
HARMONICS = 6
EDGE_DAYS = 3
RUN_DAYS, LONG_RUN_DAYS = 8, 5
RAMP_DAYS, RAMP_HALVES_DAYS = 10, 3.0
RAMP_SHARE = 0.5  # half as strong as a day off at most: a ramp seen once is easily a level that moved
DAY_SECONDS = 86_400.0
SIZE_POWER, MOST_LARGER = 0.5, 8.0  # between an effect that no size changes and one in proportion to it

Parts = list[tuple[str, Floats]]


def weekdays(days: Sequence[date], calendar: EventCalendar, like_sunday: float) -> Floats:
    """Return seven columns; a make-up day is a mean working day, a holiday goes by Sunday as far as *like_sunday*."""
    columns = np.zeros((len(days), 7))
    for row, day in enumerate(days):
        if day in calendar.make_up:
            columns[row, :5] = 0.2
        else:
            rest = like_sunday if day in calendar.holidays else 0.0
            columns[row, day.weekday()] = 1.0 - rest
            columns[row, SUNDAY] += rest
    return columns


def days_of_month(days: Sequence[date]) -> Floats:
    """Return 31 columns."""
    columns = np.zeros((len(days), 31))
    columns[np.arange(len(days)), [day.day - 1 for day in days]] = 1.0
    return columns


def month_edges(days: Sequence[date], calendar: EventCalendar) -> Floats:
    """Mark the first and the last three working days of a month."""
    columns = np.zeros((len(days), 2 * EDGE_DAYS))
    rows = {day: row for row, day in enumerate(days)}
    month = days[0].replace(day=1)
    while month <= days[-1]:
        following = (month + timedelta(days=31)).replace(day=1)
        worked = [
            day
            for day in (month + timedelta(days=index) for index in range((following - month).days))
            if not calendar.is_day_off(day)
        ]
        for place in range(min(EDGE_DAYS, len(worked))):
            for column, day in ((place, worked[place]), (EDGE_DAYS + place, worked[-1 - place])):
                if day in rows:
                    columns[rows[day], column] = 1.0
        month = following
    return columns


def season(days: Sequence[date]) -> Floats:
    """Return waves of the year, faster ones damped."""
    angle = 2 * np.pi * np.array([day.toordinal() for day in days]) / YEAR_DAYS
    waves = [wave(order * angle) / order for order in range(1, HARMONICS + 1) for wave in (np.cos, np.sin)]
    return np.column_stack(waves)


def by_season(columns: Floats, days: Sequence[date]) -> Floats:
    """Return *columns* twice, rising and falling with the year."""
    angle = 2 * np.pi * np.array([day.toordinal() for day in days])[:, None] / YEAR_DAYS
    return np.hstack([columns * np.cos(angle), columns * np.sin(angle)])


def holidays(days: Sequence[date], calendar: EventCalendar) -> Parts:
    """Mark days off by name, by length of and place in their run of days, and the days around them.

    Days off in a row under different names are told apart by these; where they go on under one name, by their place.
    Runs of five days and more have ways of their own (in China the Spring Festival and National Day): the days before
    and after them fade in and out. All of it goes by the run's own dates, so lunar holidays keep their shape.
    """
    marks = _Marks(days)
    for day in calendar.holidays:
        names = calendar.holidays_on(day)
        marks.add("holiday", "weekend" if day.weekday() >= SUNDAY - 1 else "weekday", day)
        for name in names:
            marks.add("holiday name", name, day)
        place, left = _run(day, calendar, -1), _run(day, calendar, 1)
        length = place + 1 + left
        size = "long" if length >= LONG_RUN_DAYS else "short"
        if size == "long" or _goes_on(day, names, calendar):
            marks.add("holiday run", f"{names[0]} {size} {min(place, RUN_DAYS)}", day)
        if size == "long":
            marks.add("holiday", "long", day)
            marks.add("holiday name", f"{names[0]} long", day)
        for side, step, edge in (("eve", -1, place == 0), ("after", 1, left == 0)):
            if edge:
                _mark_side(marks, calendar, day, f"{side} {size}", step)
    for day in calendar.make_up:
        marks.add("holiday side", "make-up", day)
    return marks.parts()


def _mark_side(marks: "_Marks", calendar: EventCalendar, day: date, side: str, step: int) -> None:
    neighbour, name = day + timedelta(days=step), calendar.holidays_on(day)[0]
    marks.add("holiday side", side.split(maxsplit=1)[0], neighbour)
    marks.add("holiday side", f"{side.split(maxsplit=1)[0]} {name}", neighbour)
    if not side.endswith("long"):
        return
    for distance in range(1, RAMP_DAYS + 1):
        near = day + timedelta(days=step * distance)
        if near not in calendar.holidays:
            faded = RAMP_SHARE * 0.5 ** ((distance - 1) / RAMP_HALVES_DAYS)
            marks.add("holiday side", f"{side} {name}", near, faded)


def _goes_on(day: date, names: Sequence[str], calendar: EventCalendar) -> bool:
    """Return whether the day before or after *day* is off under one of the same *names*."""
    around = (*calendar.holidays_on(day - timedelta(days=1)), *calendar.holidays_on(day + timedelta(days=1)))
    return not set(names).isdisjoint(around)


def _run(day: date, calendar: EventCalendar, step: int) -> int:
    """Return how many days off lie directly before (*step* -1) or after (1) *day*."""
    count = 0
    while (day + timedelta(days=step * (count + 1))) in calendar.holidays:
        count += 1
    return count


def festivals(days: Sequence[date], calendar: EventCalendar, given: Floats, *, ahead: bool) -> Parts:
    """Mark what part of each day lies in which phase, and how near its beginning and end are.

    With *ahead* a planner's multiplier goes before anything learned: its logarithm is added to *given*, by day, once where
    phases of an event overlap, and what the others have learned counts for the rest of the day alone. A phase
    larger than at other times counts for more: by the root of its size, and by what history says of sizes.
    """
    marks = _Marks(days)
    usual, stated = _usual_sizes(calendar), _stated_shares(calendar) if ahead else {}
    for phase in calendar.phases:
        for day in phase.days(calendar.zone):
            share, said = _share_of_day(phase, day, calendar), stated.get((phase.event, day), 0.0)
            if ahead and phase.multiplier is not None:
                if day in marks.rows:
                    given[marks.rows[day]] += share / max(1.0, said) * np.log(phase.multiplier)
                share = 0.0
            elif said > 0:
                share = min(share, max(0.0, 1.0 - said))
            if phase.magnitude is not None:
                larger = float(np.clip(phase.magnitude / usual[phase.event, phase.phase], 1 / MOST_LARGER, MOST_LARGER))
                marks.add("family", f"{phase.family} {phase.phase} size", day, share * np.log(larger))
                share *= larger**SIZE_POWER
            noon = datetime.combine(day, time(12), tzinfo=calendar.zone)
            begun = max(0.0, (noon - phase.start.astimezone(calendar.zone)).total_seconds() / DAY_SECONDS)
            left = max(0.0, (phase.end.astimezone(calendar.zone) - noon).total_seconds() / DAY_SECONDS)
            for group, key in (("family", phase.family), ("event", phase.event)):
                marks.add(group, f"{key} {phase.phase}", day, share)
                marks.add(group, f"{key} {phase.phase} beginning", day, share * 0.5**begun)
                marks.add(group, f"{key} {phase.phase} end", day, share * 0.5**left)
    return marks.parts()


def _stated_shares(calendar: EventCalendar) -> dict[tuple[str, date], float]:
    """Return what part of each event's days has a multiplier; phases that overlap add up beyond the day."""
    found: dict[tuple[str, date], float] = defaultdict(float)
    for phase in calendar.phases:
        if phase.multiplier is not None:
            for day in phase.days(calendar.zone):
                found[phase.event, day] += _share_of_day(phase, day, calendar)
    return found


def _usual_sizes(calendar: EventCalendar) -> dict[tuple[str, str], float]:
    """Return the geometric mean of the sizes given for each event's phase, whatever their unit."""
    logs: dict[tuple[str, str], list[float]] = defaultdict(list)
    for phase in calendar.phases:
        if phase.magnitude is not None:
            logs[phase.event, phase.phase].append(float(np.log(phase.magnitude)))
    return {key: float(np.exp(np.mean(values))) for key, values in logs.items()}


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
            column[row] = max(column.get(row, value), value)

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
