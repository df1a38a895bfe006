"""Rules that look at one shift at a time: which options they take from a person, and on which days they ask for one."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np

from forecasting.timegrid import local_instant
from scheduler.lines.menu import Ints, Menu
from scheduler.lines.sketch import Sketch
from scheduler.rules.availability import WithinAvailability
from scheduler.rules.bounded_hours import HoursOfDay
from scheduler.rules.breaks import RestInShift
from scheduler.rules.hours import DailyHours, minutes_in
from scheduler.rules.leave import Leave
from scheduler.rules.locked import Locked
from scheduler.rules.opening import WithinOpeningHours
from scheduler.rules.protected import NoNightForProtected, NoOvertimeForProtected
from scheduler.rules.rotation import Rotation, allows, may_be_off
from scheduler.rules.starts import StartWindow, minutes_of
from scheduler.rules.union import BreaksOfLongShifts, NightWork
from scheduler.rules.work_days import WEEK, WorkDays, is_excused

ONE_DAY = timedelta(days=1)


def hours_of_day(rule: HoursOfDay, sketch: Sketch) -> None:
    """Refuse shifts with more or fewer hours."""
    paid = sketch.menu.paid
    sketch.refuse((paid < minutes_in(rule.least_hours)) | (paid > minutes_in(rule.most_hours)))


def daily_hours(rule: DailyHours, sketch: Sketch) -> None:
    """Refuse longer shifts without approved overtime."""
    if sketch.agent.id not in rule.overtime_approved:
        sketch.refuse(sketch.menu.paid > minutes_in(rule.hours))


def no_overtime(rule: NoOvertimeForProtected, sketch: Sketch) -> None:
    """Refuse longer shifts for people who are protected."""
    if sketch.agent.restrictions & rule.restrictions:
        sketch.refuse(sketch.menu.paid > minutes_in(rule.hours))


def rest_in_shift(rule: RestInShift, sketch: Sketch) -> None:
    """Refuse long shifts with few breaks."""
    sketch.refuse((sketch.menu.paid >= minutes_in(rule.from_hours)) & (_break_minutes(sketch) < rule.minutes))


def breaks_of_long_shifts(rule: BreaksOfLongShifts, sketch: Sketch) -> None:
    """Refuse long shifts with few breaks."""
    sketch.refuse((sketch.menu.paid > minutes_in(rule.above_hours)) & (_break_minutes(sketch) < rule.minutes))


def no_night(rule: NoNightForProtected, sketch: Sketch) -> None:
    """Refuse shifts that touch the night for people who are protected."""
    if sketch.agent.restrictions & rule.restrictions:
        sketch.refuse(_minutes_at_night(sketch, rule.night_start, rule.night_end) > 0)


def night_work(rule: NightWork, sketch: Sketch) -> None:
    """Refuse long shifts of the night."""
    night = _minutes_at_night(sketch, rule.night_start, rule.night_end) >= rule.night_hours * 60
    sketch.refuse(night & (sketch.menu.paid > minutes_in(rule.hours)))


def opening(rule: WithinOpeningHours, sketch: Sketch) -> None:
    """Refuse shifts outside the opening hours of the team, those on call left out: they alone have no paid time."""
    menu, grid = sketch.menu, sketch.instance.grid
    team = next(team for team in sketch.instance.teams if team.name == sketch.agent.team)
    low = int(menu.first.min(initial=0))
    closed = np.ones(int(menu.end.max(initial=0)) - low + 1, dtype=np.int64)
    slots = np.array(sorted(rule.open_slots(team, grid)), dtype=np.int64) - low
    closed[slots[(slots >= 0) & (slots < len(closed))]] = 0
    total = np.concatenate(([0], np.cumsum(closed)))
    sketch.refuse((total[menu.end - low] > total[menu.first - low]) & (menu.paid > 0))


def start_window(rule: StartWindow, sketch: Sketch) -> None:
    """Refuse starts outside the window."""
    earliest, latest, minute = minutes_of(rule.earliest), minutes_of(rule.latest), sketch.menu.minute
    before, after = minute < earliest, minute > latest
    sketch.refuse(before & after if earliest > latest else before | after)


def leave(_rule: Leave, sketch: Sketch) -> None:
    """Take the shifts away that meet a day of leave."""
    grid, zone = sketch.instance.grid, sketch.instance.zone_of(sketch.agent)
    near = [day for day in sketch.agent.leave if grid.first_day - ONE_DAY <= day <= grid.last_day + 3 * ONE_DAY]
    for day in near:
        begins, ends = grid.slot_at(day, 0, zone), grid.slot_at(day + ONE_DAY, 0, zone)
        sketch.away |= (sketch.menu.first < ends) & (sketch.menu.end > begins)


def availability(_rule: WithinAvailability, sketch: Sketch) -> None:
    """Take the shifts away that the windows of the agent do not hold."""
    agent, grid = sketch.agent, sketch.instance.grid
    if agent.available is None:
        return
    zone = sketch.instance.zone_of(agent)
    spans = list(agent.available.spans(grid.first_day - 2 * ONE_DAY, grid.last_day + 3 * ONE_DAY, zone))
    starts = [start for start, _ in spans]
    for number, option in enumerate(sketch.menu.options):
        place = bisect_right(starts, option.starts_at(grid)) - 1
        sketch.away[number] |= place < 0 or spans[place][1] < option.ends_at(grid)


def locked(_rule: Locked, sketch: Sketch) -> None:
    """Leave of a locked day what the lock names."""
    menu, zone = sketch.menu, sketch.instance.zone_of(sketch.agent)
    for lock in sketch.agent.locked:
        place = menu.place_of(lock.day)
        if not 0 <= place < menu.n_days:
            continue
        fits = sketch.of_kinds(kind.name == lock.kind for kind in menu.kinds) == 1
        if lock.kind is not None:
            sketch.bound[place] = True
            if lock.start_minute is not None:
                fits &= menu.first == _slot(local_instant(lock.day, lock.start_minute, zone), menu)
        sketch.away |= (menu.day == place) & ~fits


def work_days(rule: WorkDays, sketch: Sketch) -> None:
    """Ask for shifts on the days required and refuse them on those off."""
    weekdays = [WEEK[day.weekday()] for day in sketch.menu.days]
    for place, (day, weekday) in enumerate(zip(sketch.menu.days, weekdays, strict=True)):
        if weekday in rule.required:
            sketch.bound[place] |= not is_excused(day, sketch.agent, sketch.instance)
        elif weekday not in rule.optional:
            sketch.refuse(sketch.menu.day == place)


def rotation(rule: Rotation, sketch: Sketch) -> None:
    """Leave of each day what its place of the pattern says."""
    for number, day in enumerate(sketch.menu.days):
        place = rule.place_of(day)
        fits = sketch.of_kinds(allows(place, {kind.name, kind.part.value}) for kind in sketch.menu.kinds) == 1
        sketch.refuse((sketch.menu.day == number) & ~fits)
        sketch.bound[number] |= not may_be_off(place) and day not in sketch.agent.leave


def _slot(moment: datetime, menu: Menu) -> float:
    """Return *moment* in slots, a fraction where it lies between two."""
    grid = menu.instance.grid
    return (moment.astimezone(UTC) - grid.origin) / grid.slot_length


def _break_minutes(sketch: Sketch) -> Ints:
    kinds = sketch.menu.kinds
    return sketch.of_kinds(sum(window.minutes for window in kind.breaks.windows) for kind in kinds)


def _minutes_at_night(sketch: Sketch, night_start: int, night_end: int) -> Ints:
    """Return how many minutes of each option lie within nights on the agent's clock, of the evening before and two more."""
    menu, grid = sketch.menu, sketch.instance.grid
    total = np.zeros(len(menu.options), dtype=np.int64)
    for place, day in enumerate(menu.days):
        today = menu.day == place
        for dusk, dawn in _nights(sketch, day, night_start, night_end):
            inside = np.minimum(menu.end, dawn) - np.maximum(menu.first, dusk)
            total += np.where(today, np.maximum(0, inside), 0)
    return total * grid.slot_minutes


def _nights(sketch: Sketch, day: date, night_start: int, night_end: int) -> Iterator[tuple[int, int]]:
    grid, zone = sketch.instance.grid, sketch.instance.zone_of(sketch.agent)
    for eve in (day - ONE_DAY, day, day + ONE_DAY):
        yield grid.slot_at(eve, night_start * 60, zone), grid.slot_at(eve + ONE_DAY, night_end * 60, zone)


def nothing(_rule: object, _sketch: Sketch) -> None:
    """Say nothing: the rule is held by the options, looks at other things than where shifts lie, or at several people."""
