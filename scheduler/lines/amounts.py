"""Rules about sums: paid time, overtime and shifts of a kind over weeks, months and the whole plan, as automata."""

from collections.abc import Iterable
from datetime import date, timedelta

from scheduler.lines.sketch import Bounded, Sketch
from scheduler.lines.sums import NO_BOUND, Amounts, Windows
from scheduler.rules.bounded_hours import HoursOfMonth, HoursOfWeek, HoursOfWindow, Stretch, leave_credit
from scheduler.rules.comprehensive import ComprehensiveHours
from scheduler.rules.contract import PeriodHours, period_credit
from scheduler.rules.hours import AverageWeeklyHours, WeeklyHours, minutes_in
from scheduler.rules.marks import part_of
from scheduler.rules.overtime import Overtime
from scheduler.rules.sequence import monday_of, months_of, weeks_of
from scheduler.rules.shifts_of_kind import ShiftsOfKind, Span
from scheduler.rules.union import HoursOfReferencePeriod

ONE_DAY = timedelta(days=1)


def period_hours(_rule: PeriodHours, sketch: Sketch) -> None:
    """Bound the paid time of the period."""
    credit, bounds = period_credit(sketch.agent, sketch.instance), sketch.agent.contract.period_minutes
    least = None if bounds.least is None else bounds.least - credit
    most = None if bounds.most is None else bounds.most - credit
    sketch.bound_sums(_paid(sketch), [Bounded(0, sketch.menu.n_days, least, most)])


def weekly_hours(rule: WeeklyHours, sketch: Sketch) -> None:
    """Bound the paid time of each week."""
    most = minutes_in(rule.hours)
    sketch.bound_sums(
        _paid(sketch),
        [
            Bounded(sketch.menu.place_of(week[0]), len(week), None, most - _before(sketch, monday_of(week[0])))
            for week in weeks_of(sketch.instance.grid)
        ],
    )


def average_weekly_hours(rule: AverageWeeklyHours, sketch: Sketch) -> None:
    """Bound the paid time of the plan and of the week before it."""
    grid = sketch.instance.grid
    monday = monday_of(grid.first_day)
    days = grid.days + (grid.first_day - sketch.instance.known_since(sketch.agent.id, monday)).days
    most = int(rule.hours * 60 * max(1.0, days / 7) + 1e-6) - _before(sketch, monday)
    sketch.bound_sums(_paid(sketch), [Bounded(0, sketch.menu.n_days, None, most)])


def comprehensive_hours(rule: ComprehensiveHours, sketch: Sketch) -> None:
    """Bound the paid time of each period."""
    sketch.bound_sums(
        _paid(sketch),
        [
            Bounded(
                sketch.menu.place_of(days[0]),
                len(days),
                None,
                rule.most_minutes(rule.counted(sketch.instance, sketch.agent.id, days))
                - _before(sketch, rule.start_of(days[0])),
            )
            for days in rule.periods(sketch.instance.grid)
        ],
    )


def reference_period(rule: HoursOfReferencePeriod, sketch: Sketch) -> None:
    """Bound the paid time of the planned days of the period, which are its last."""
    days = sketch.instance.known_days()[-7 * rule.weeks :]
    planned = [day for day in days if day >= sketch.instance.grid.first_day]
    counted = max(7, sum(day not in sketch.agent.leave for day in days))
    most = int(rule.hours * 60 * counted / 7 + 1e-6) - _before(sketch, days[0])
    first = sketch.menu.place_of(planned[0])
    before = [Bounded(0, first, None, None)] if first else []
    sketch.bound_sums(_paid(sketch), [*before, Bounded(first, len(planned), None, most)])


def overtime(rule: Overtime, sketch: Sketch) -> None:
    """Refuse shifts with too much of a day and bound the overtime of each month."""
    daily, instance = minutes_in(rule.daily_hours), sketch.instance
    sketch.refuse(sketch.menu.paid > daily + rule.most_minutes_a_day)
    past = [max(0, shift.paid_minutes - daily) for shift in sketch.past]
    bounded = []
    for month in months_of(instance.grid):
        known = sum(
            extra for extra, shift in zip(past, sketch.past, strict=True) if shift.day >= month[0].replace(day=1)
        )
        told = instance.overtime_told(sketch.agent.id, month[0].replace(day=1))
        most = minutes_in(rule.hours_a_month) - (known if told is None else told)
        bounded.append(Bounded(sketch.menu.place_of(month[0]), len(month), None, most))
    sketch.bound_sums((max(0, kind.paid_minutes - daily) for kind in sketch.menu.kinds), bounded)


def hours_of_stretches(rule: HoursOfWeek | HoursOfMonth, sketch: Sketch) -> None:
    """Bound the paid time of weeks or months from both sides."""
    sketch.bound_sums(_paid(sketch), (bound for _, bound in _bounds(rule, sketch)))


def hours_of_windows(rule: HoursOfWindow, sketch: Sketch) -> None:
    """Bound the paid time of windows that overlap."""
    windows = []
    for last, bound in _bounds(rule, sketch):
        least = 0 if bound.least is None else bound.least
        windows.append((bound.first, last, least, NO_BOUND if bound.most is None else max(0, bound.most)))
    depth = max(last - first + 1 for first, last, _, _ in windows)
    sketch.add(Windows(Amounts(tuple(_paid(sketch))), tuple(windows), depth), ())


def _bounds(rule: HoursOfWeek | HoursOfMonth | HoursOfWindow, sketch: Sketch) -> Iterable[tuple[int, Bounded]]:
    """Yield the last day and the bounds of what is planned of each stretch."""
    instance, agent, menu = sketch.instance, sketch.agent, sketch.menu
    for stretch in rule.stretches(instance):
        before = instance.paid_before(agent.id, stretch.first)
        first, last = max(0, menu.place_of(stretch.first)), menu.place_of(stretch.last)
        least = None
        if rule.is_whole(stretch, agent, instance):
            least = minutes_in(rule.least_hours) - before - leave_credit(agent, stretch)
        yield last, Bounded(first, last - first + 1, least, max(0, minutes_in(rule.most_hours) - before))


def shifts_of_kind(rule: ShiftsOfKind, sketch: Sketch) -> None:
    """Bound how many shifts of some kinds stretches of days have."""
    menu, instance = sketch.menu, sketch.instance
    counts = [int(not rule.kinds.isdisjoint((kind.name, kind.part.value))) for kind in menu.kinds]
    past = [
        shift.day for shift in sketch.past if not rule.kinds.isdisjoint((shift.kind, part_of(shift, instance).value))
    ]
    bounded = []
    for stretch in _kind_stretches(rule, sketch):
        before = sum(day >= stretch.first for day in past)
        first, last = max(0, menu.place_of(stretch.first)), menu.place_of(stretch.last)
        least = None
        if _is_whole(rule.period, stretch, sketch):
            on_leave = sum(stretch.first <= day <= stretch.last for day in sketch.agent.leave)
            least = rule.least - before - on_leave
        bounded.append(Bounded(first, last - first + 1, least, max(0, rule.most - before)))
    sketch.bound_sums(counts, bounded)


def _kind_stretches(rule: ShiftsOfKind, sketch: Sketch) -> Iterable[Stretch]:
    grid = sketch.instance.grid
    if rule.period is Span.PLAN:
        return [Stretch(sketch.instance.period_from or grid.first_day, grid.last_day)]
    return (HoursOfWeek() if rule.period is Span.WEEK else HoursOfMonth()).stretches(sketch.instance)


def _is_whole(period: Span, stretch: Stretch, sketch: Sketch) -> bool:
    """Tell whether all days of *stretch* are known or planned."""
    following = stretch.last + ONE_DAY
    to_its_end = period is Span.PLAN or (following.weekday() == 0 if period is Span.WEEK else following.day == 1)
    return to_its_end and stretch.first >= sketch.instance.known_days()[0]


def _paid(sketch: Sketch) -> list[int]:
    return [kind.paid_minutes for kind in sketch.menu.kinds]


def _before(sketch: Sketch, since: date) -> int:
    return sketch.instance.paid_before(sketch.agent.id, since)
