"""Rules about days in order: runs, rests, weekends and what may follow what, as automata."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from itertools import product

from scheduler.lines.rests import ANY_TIME, Recovery, Rest, RestOfDaysOff
from scheduler.lines.runs import BORDER, Marking, RunsAtLeast, RunsAtMost
from scheduler.lines.sketch import Sketch
from scheduler.lines.successions import NOTHING, ForwardOnly, NearStarts, SpreadOfWeeks, Successions
from scheduler.lines.sums import NO_BOUND
from scheduler.lines.weekends import Weekends, WeekendsAlike
from scheduler.roster import Assignment
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.marks import ORDER, is_night, part_of, start_minute
from scheduler.rules.nights import NightsInRow, RecoveryAfterNights
from scheduler.rules.rest import DailyRest, NoOverlap, RestAfterShift
from scheduler.rules.sequence import monday_of
from scheduler.rules.starts import StartDistance, SteadyStarts
from scheduler.rules.succession import THEN, ForbiddenSuccessions, ForwardRotation
from scheduler.rules.weekends import SATURDAY, SUNDAY, WeekendsInRow, WeekendsWorked, WholeWeekends
from scheduler.rules.weekly_rest import WeeklyRest

ONE_DAY = timedelta(days=1)
WORK = Marking(shifts=True)
NIGHTS = Marking(shifts=True, nights_alone=True)
DAYS_OFF = Marking(shifts=False)
DAYS_OFF_BUT_LEAVE = Marking(shifts=False, leave=False)


def rest(rule: NoOverlap | RestAfterShift | DailyRest, sketch: Sketch) -> None:
    """Hold the rest after each shift; of several such rules the longest is enough."""
    hours = 0.0 if isinstance(rule, NoOverlap) else rule.hours
    slots, until = _slots(sketch, hours), _until(sketch, hours)
    for part in list(sketch.parts):
        if isinstance(part.automaton, Rest) and isinstance(part.start, int):
            sketch.parts.remove(part)
            slots, until = max(slots, part.automaton.slots), max(until, part.start)
    sketch.add(Rest(sketch.menu.dawns, sketch.menu.earliest, slots), until)


def weekly_rest(rule: WeeklyRest, sketch: Sketch) -> None:
    """Bound the worked days in a row, and hold the rest of a day off."""
    count, _ = sketch.run_before(sketch.worked_before)
    sketch.add(RunsAtMost(WORK, rule.days - 1), count)
    was_off = bool(sketch.past) and sketch.past[-1].day < sketch.instance.grid.first_day - ONE_DAY
    until = _until(sketch, rule.hours)
    start = (until, was_off and until != ANY_TIME)
    sketch.add(RestOfDaysOff(sketch.menu.dawns, sketch.menu.earliest, _slots(sketch, rule.hours)), start)


def days_in_row(_rule: DaysInRow, sketch: Sketch) -> None:
    """Bound the runs of worked days."""
    bounds = sketch.agent.contract.days_in_row
    if bounds.most is not None:
        sketch.add(RunsAtMost(WORK, bounds.most), sketch.run_before(sketch.worked_before)[0])
    if bounds.least is not None:
        _at_least(sketch, WORK, bounds.least, sketch.worked_before, may_be_excused=True)


def days_off_in_row(_rule: DaysOffInRow, sketch: Sketch) -> None:
    """Bound the runs of days off."""
    bounds = sketch.agent.contract.days_off_in_row
    free = [day for day in sketch.instance.days_before if day not in sketch.worked_before]
    if bounds.most is not None:
        count, _ = sketch.run_before(set(free) - sketch.agent.leave)
        # too many before the plan alone: what is past is past, and counting begins with the plan
        sketch.add(RunsAtMost(DAYS_OFF_BUT_LEAVE, bounds.most), count if count <= bounds.most else 0)
    if bounds.least is not None:
        _at_least(sketch, DAYS_OFF, bounds.least, free, may_be_excused=False)


def nights_in_row(rule: NightsInRow, sketch: Sketch) -> None:
    """Bound the runs of nights."""
    nights = {shift.day for shift in sketch.past if is_night(shift, sketch.instance)}
    sketch.add(RunsAtMost(NIGHTS, rule.most), sketch.run_before(nights)[0])
    _at_least(sketch, NIGHTS, rule.least, nights, may_be_excused=True)


def _at_least(sketch: Sketch, marking: Marking, least: int, before: Collection[date], *, may_be_excused: bool) -> None:
    if least < 2:
        return
    count, to_the_border = sketch.run_before(before)
    excused = may_be_excused and count > 0 and sketch.instance.grid.first_day in sketch.agent.leave
    length = BORDER if to_the_border or count >= least else count
    sketch.add(RunsAtLeast(marking, least), (length, excused and length != BORDER))


def recovery(rule: RecoveryAfterNights, sketch: Sketch) -> None:
    """Hold the rest after runs of nights."""
    nights = max(1, rule.nights)
    automaton = Recovery(sketch.menu.dawns, sketch.menu.earliest, nights, _slots(sketch, rule.hours))
    start = (0, ANY_TIME, False)
    if sketch.past and is_night(sketch.past[-1], sketch.instance):
        last, days = sketch.past[-1], {one.day for one in sketch.past if is_night(one, sketch.instance)}
        count = 0
        while last.day - count * ONE_DAY in days:
            count += 1
        is_fresh = last.day == sketch.instance.grid.first_day - ONE_DAY
        if is_fresh or count >= nights:
            start = (min(nights, count), _until(sketch, rule.hours), is_fresh)
    sketch.add(automaton, start)


def forward_rotation(rule: ForwardRotation, sketch: Sketch) -> None:
    """Let parts of the day go forward."""
    start = (NOTHING, 0)
    if sketch.past:
        last = sketch.past[-1]
        free = (sketch.instance.grid.first_day - last.day).days - 1
        if free < rule.days_off:
            start = (ORDER[part_of(last, sketch.instance)], free)
    if rule.days_off > 0:
        sketch.add(ForwardOnly(rule.days_off), start)


def forbidden_successions(rule: ForbiddenSuccessions, sketch: Sketch) -> None:
    """Forbid what may not follow; a kind before the plan that the contract does not have gets a place of its own."""
    kinds = [(kind.name, kind.part.value) for kind in sketch.menu.kinds]
    start = NOTHING
    yesterday = _yesterday(sketch)
    if yesterday is not None:
        names = yesterday.kind, part_of(yesterday, sketch.instance).value
        if names not in kinds:
            kinds.append(names)
        start = kinds.index(names)
    follow = kinds[: len(sketch.menu.kinds)]
    told = {tuple(name.strip() for name in pair.split(THEN)) for pair in rule.pairs}
    pairs = frozenset(
        (first, second)
        for first, before in enumerate(kinds)
        for second, after in enumerate(follow)
        if any(pair in told for pair in product(before, after))
    )
    if pairs:
        sketch.add(Successions(pairs), start)


def start_distance(rule: StartDistance, sketch: Sketch) -> None:
    """Keep starts near those of the day before."""
    yesterday = _yesterday(sketch)
    start = NOTHING if yesterday is None else start_minute(yesterday, sketch.agent, sketch.instance)
    sketch.add(NearStarts(rule.minutes), start)


def steady_starts(rule: SteadyStarts, sketch: Sketch) -> None:
    """Keep the starts of a week together."""
    sketch.add(*spread_of_weeks(sketch, rule.minutes, 0))


def spread_of_weeks(sketch: Sketch, minutes: int, hour_cost: int) -> tuple[SpreadOfWeeks, tuple[int, int]]:
    """Return the automaton of the weeks' earliest and latest starts, and where it begins."""
    monday = monday_of(sketch.instance.grid.first_day)
    known = [start_minute(shift, sketch.agent, sketch.instance) for shift in sketch.past if shift.day >= monday]
    begins = frozenset(place for place, day in enumerate(sketch.menu.days) if day.weekday() == 0)
    start = (min(known), max(known)) if known else (NOTHING, NOTHING)
    return SpreadOfWeeks(begins, sketch.menu.n_days, minutes, hour_cost), start


def weekends(rule: WeekendsWorked | WeekendsInRow, sketch: Sketch) -> None:
    """Bound the worked weekends of each stretch."""
    weeks = rule.weeks if isinstance(rule, WeekendsWorked) else rule.most + 1
    before = {_saturday(day) for day in sketch.worked_before if day.weekday() >= SATURDAY}
    days = [day for day in sketch.menu.days if day.weekday() >= SATURDAY]
    open_days = [day for day in days if _saturday(day) not in before]
    asked = {
        stretch[-1]: (len(stretch), max(0, rule.most - len(before.intersection(stretch))))
        for stretch in _stretches(sketch, weeks)
    }
    last_days = {_saturday(day): day for day in open_days}
    closes = tuple(
        (sketch.menu.place_of(last), *asked.get(saturday, (1, NO_BOUND))) for saturday, last in last_days.items()
    )
    if not closes:
        return
    places = {day: number for number, saturday in enumerate(last_days) for day in (saturday, saturday + ONE_DAY)}
    by_day = tuple(places.get(day, -1) for day in sketch.menu.days)
    if len(asked) == 1:
        sketch.add(Weekends(by_day, closes, None), (0, 0))
    else:
        sketch.add(Weekends(by_day, closes, weeks - 1), (0,))


def _stretches(sketch: Sketch, weeks: int) -> Iterator[list[date]]:
    """Yield the Saturdays of *weeks* known weekends in a row, or of all where they are fewer, if the last one is planned."""
    known = sketch.instance.known_days()
    saturdays = sorted({_saturday(day) for day in known if day.weekday() >= SATURDAY})
    for end in range(min(weeks, len(saturdays)), len(saturdays) + 1):
        stretch = saturdays[max(0, end - weeks) : end]
        if stretch and stretch[-1] + ONE_DAY >= sketch.instance.grid.first_day:
            yield stretch


def _saturday(day: date) -> date:
    return day - timedelta(days=(day.weekday() - SATURDAY) % 7)


def whole_weekends(_rule: WholeWeekends, sketch: Sketch) -> None:
    """Make the two days of a weekend alike, where both are known and none is leave."""
    known = set(sketch.instance.known_days()) - sketch.agent.leave
    sundays = [day for day in sketch.menu.days if day.weekday() == SUNDAY and {day, day - ONE_DAY} <= known]
    saturdays = frozenset(sketch.menu.place_of(day - ONE_DAY) for day in sundays)
    yesterday = sketch.instance.grid.first_day - ONE_DAY
    sketch.add(WeekendsAlike(saturdays), int(yesterday in sketch.worked_before and -1 in saturdays))


def _yesterday(sketch: Sketch) -> Assignment | None:
    """Return the known shift of the day before the plan."""
    last = sketch.past[-1] if sketch.past else None
    return last if last is not None and last.day == sketch.instance.grid.first_day - ONE_DAY else None


def _slots(sketch: Sketch, hours: float) -> int:
    """Return *hours* in slots, rounded up: a start on the grid keeps the rest exactly when it keeps it rounded up."""
    return -(-timedelta(hours=hours) // sketch.instance.grid.slot_length)


def _until(sketch: Sketch, hours: float) -> int:
    """Return the first slot that lies *hours* after the last known shift, ANY_TIME where no shift starts before it."""
    if not sketch.past:
        return ANY_TIME
    grid = sketch.instance.grid
    over: datetime = sketch.past[-1].end + timedelta(hours=hours)
    until = -(-(over - grid.origin) // grid.slot_length)
    return until if until > sketch.menu.earliest else ANY_TIME
