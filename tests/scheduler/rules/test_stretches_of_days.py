"""Over which days rules add up, by hand: weeks, months, windows and periods at the borders of a plan."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.agents import Bounds
from scheduler.instance import Instance
from scheduler.rules.base import Rule
from scheduler.rules.bounded_hours import HoursOfMonth, HoursOfWeek, HoursOfWindow, Stretch, leave_credit
from scheduler.rules.comprehensive import ComprehensiveHours, Period
from scheduler.rules.contract import PeriodHours
from scheduler.rules.hours import AverageWeeklyHours, WeeklyHours
from scheduler.rules.overtime import Overtime
from scheduler.rules.shifts_of_kind import ShiftsOfKind, Span
from scheduler.rules.weekends import WeekendsInRow, WeekendsWorked
from scheduler.shifts import ShiftKind
from tests.scheduler.tiny import EARLY, LONG, MONDAY, accepted_by_model, after, broken, centre, contract, person

ONE_DAY = timedelta(days=1)
NINE_HOURS = replace(LONG, name="nine", length_minutes=540)


def plan(days: int, first: date = MONDAY, *kinds: ShiftKind) -> Instance:
    used = kinds or (EARLY, LONG)
    return centre(person(contract(*used)), used, days=days, first=first)


def spans(rule: HoursOfWeek | HoursOfMonth | HoursOfWindow, instance: Instance) -> list[tuple[str, str]]:
    return [(f"{part.first:%m-%d}", f"{part.last:%m-%d}") for part in rule.stretches(instance)]


def test_weeks_go_from_monday_to_sunday_and_end_with_the_plan() -> None:
    assert spans(HoursOfWeek(), plan(14)) == [("10-05", "10-11"), ("10-12", "10-18")]
    assert spans(HoursOfWeek(), plan(8)) == [("10-05", "10-11"), ("10-12", "10-12")]
    assert spans(HoursOfWeek(), plan(2, date(2026, 10, 11))) == [("10-05", "10-11"), ("10-12", "10-12")]


def test_months_go_from_their_first_day_to_their_last_and_end_with_the_plan() -> None:
    assert spans(HoursOfMonth(), plan(62, date(2026, 10, 1))) == [
        ("10-01", "10-31"),
        ("11-01", "11-30"),
        ("12-01", "12-01"),
    ]
    assert spans(HoursOfMonth(), plan(3, date(2026, 1, 30))) == [("01-01", "01-31"), ("02-01", "02-01")]
    assert spans(HoursOfMonth(), plan(60, date(2027, 1, 31))) == [
        ("01-01", "01-31"),
        ("02-01", "02-28"),
        ("03-01", "03-31"),
    ]


def test_windows_end_on_planned_days_and_go_back_over_known_ones() -> None:
    assert spans(HoursOfWindow(3), plan(4)) == [("10-05", "10-07"), ("10-06", "10-08")]
    assert spans(HoursOfWindow(3), after(plan(2), EARLY)) == [("10-04", "10-06")]
    assert spans(HoursOfWindow(3), after(plan(2), EARLY, None, EARLY)) == [("10-03", "10-05"), ("10-04", "10-06")]
    assert spans(HoursOfWindow(5), after(plan(2), EARLY)) == [("10-04", "10-06")]
    assert spans(HoursOfWindow(3), plan(3)) == [("10-05", "10-07")]
    assert spans(HoursOfWindow(1), plan(2)) == [("10-05", "10-05"), ("10-06", "10-06")]


def test_the_second_week_of_a_plan_is_bounded_too() -> None:
    week = [EARLY] * 3 + [None] * 4
    assert not broken(HoursOfWeek(most_hours=24), plan(14), *week, *week)
    (found,) = broken(HoursOfWeek(most_hours=24), plan(14), *week, EARLY, EARLY, EARLY, EARLY, None, None, None)
    assert found.day == date(2026, 10, 12)
    (last_day,) = broken(HoursOfWeek(most_hours=0), plan(8), *[None] * 7, EARLY)
    assert last_day.day == date(2026, 10, 12)


def test_shifts_of_a_kind_are_asked_for_in_whole_weeks_and_months_alone() -> None:
    def few(first: date, days: int, period: Span) -> list[date | None]:
        rule = ShiftsOfKind(frozenset({"early"}), 1, 40, period)
        return [found.day for found in broken(rule, plan(days, first))]

    assert few(MONDAY, 14, Span.WEEK) == [MONDAY, MONDAY + 7 * ONE_DAY]
    assert few(MONDAY, 13, Span.WEEK) == [MONDAY]
    assert few(MONDAY + ONE_DAY, 6, Span.WEEK) == []
    assert few(date(2026, 9, 1), 30, Span.MONTH) == [date(2026, 9, 1)]
    assert few(date(2026, 9, 1), 29, Span.MONTH) == []
    assert few(date(2026, 9, 2), 29, Span.MONTH) == []
    assert few(date(2026, 9, 1), 31, Span.MONTH) == [date(2026, 9, 1)]
    assert few(date(2026, 9, 2), 3, Span.PLAN) == [date(2026, 9, 2)]


@pytest.mark.parametrize(("away", "enough"), [(0, True), (6, True), (7, False), (-1, False)])
def test_leave_counts_towards_the_least_shifts_of_a_kind_from_the_first_day_to_the_last(
    away: int, *, enough: bool
) -> None:
    somebody = person(contract(EARLY), leave=[MONDAY + away * ONE_DAY])
    week = centre(somebody, [EARLY], days=7)
    rule = ShiftsOfKind(frozenset({"early", "k"}), 1, 40, Span.WEEK)
    assert (not broken(rule, week)) is enough
    assert rule.kind_names == {"k"}


def test_leave_counts_five_days_of_a_calendar_week_at_most() -> None:
    def credit(*days: int) -> int:
        somebody = person(contract(EARLY), leave=[MONDAY + day * ONE_DAY for day in days])
        return leave_credit(somebody, Stretch(MONDAY, MONDAY + 13 * ONE_DAY)) // somebody.contract.leave_day_minutes

    assert credit() == 0
    assert credit(0) == 1
    assert credit(0, 1, 8) == 3
    assert credit(*range(7)) == 5
    assert credit(*range(14)) == 10
    assert credit(*range(20)) == 10


def two_months(period: Period = Period.MONTH) -> tuple[Rule, Instance]:
    """Return a rule that allows a day of a month about 5.4 hours, and a plan of the last and the first days of months."""
    return ComprehensiveHours(period, daily_hours=8), plan(6, date(2026, 10, 29))


def test_comprehensive_hours_are_held_month_by_month_with_their_own_share() -> None:
    rule, instance = two_months()
    # 20.67 days of 8 hours are 165.36 hours: 3 of 31 days allow 16.0 hours, 3 of 30 days 16.536
    assert not broken(rule, instance, EARLY, EARLY, None, EARLY, EARLY, None)
    (october,) = broken(rule, instance, EARLY, LONG, None, None, None, None)
    assert october.message == (
        "A is planned for 18.00 h from 2026-10-29 to 2026-10-31; comprehensive hours allow 16.00 h"
    )
    assert october.day == date(2026, 10, 29)
    (november,) = broken(rule, instance, None, None, None, EARLY, EARLY, EARLY)
    assert november.message == (
        "A is planned for 24.00 h from 2026-11-01 to 2026-11-03; comprehensive hours allow 16.53 h"
    )
    assert november.day == date(2026, 11, 1)


def test_comprehensive_hours_count_what_is_known_of_the_month_before_the_plan() -> None:
    rule, instance = two_months()
    known = after(instance, EARLY, EARLY, EARLY, None)  # 25 to 28 October: seven days allow 37.34 hours
    assert not broken(rule, known, EARLY, None, None, EARLY, EARLY, None)
    (october,) = broken(rule, known, EARLY, EARLY, None, None, None, None)
    assert october.message == (
        "A is planned for 40.00 h from 2026-10-25 to 2026-10-31; comprehensive hours allow 37.33 h"
    )


def test_a_quarter_begins_in_january_april_july_and_october() -> None:
    rule = ComprehensiveHours(Period.QUARTER)
    starts = [rule.start_of(date(2026, month, 15)).month for month in range(1, 13)]
    assert starts == [1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10]
    assert rule.most_minutes([date(2026, 10, 1)]) == int(62 * 8 * 60 / 92)
    assert ComprehensiveHours(Period.YEAR).most_minutes([date(2028, 12, 31)]) == int(248 * 8 * 60 / 366)
    assert ComprehensiveHours(Period.MONTH).most_minutes([date(2026, 12, 1)]) == int(20.67 * 8 * 60 / 31)


def test_the_hours_of_each_week_begin_on_its_monday_with_what_was_worked_before_the_plan() -> None:
    thursday = MONDAY + 3 * ONE_DAY
    known = after(plan(11, thursday), EARLY, EARLY, EARLY)
    assert not broken(WeeklyHours(), known, EARLY, EARLY, None, None, *[EARLY] * 5)
    (first,) = broken(WeeklyHours(), known, EARLY, EARLY, EARLY)
    assert first.message == "A is planned for 48.00 h in the week of 2026-10-05; at most 40 h are allowed"
    assert first.day == thursday
    (second,) = broken(WeeklyHours(), known, *[None] * 4, *[EARLY] * 6)
    assert second.message == "A is planned for 48.00 h in the week of 2026-10-12; at most 40 h are allowed"
    assert second.day == date(2026, 10, 12)


@pytest.mark.parametrize("hours", [16, 16.0167, 24])
def test_the_model_takes_the_average_over_the_days_before_too(hours: float) -> None:
    rule = AverageWeeklyHours(hours)
    known = after(plan(2, MONDAY + 4 * ONE_DAY), None, None, EARLY, EARLY)
    accepted = accepted_by_model(known, [rule])
    assert (max(len(roster) for roster in accepted) > 0) == (hours == 24)


def test_overtime_of_a_month_counts_its_days_before_the_plan_and_no_other() -> None:
    rule = Overtime(hours_a_month=2)
    first = date(2026, 10, 2)
    kinds = (EARLY, NINE_HOURS)
    before = after(plan(4, first, *kinds), NINE_HOURS, NINE_HOURS)  # 30 September and 1 October: one hour each
    assert not broken(rule, before, NINE_HOURS, None, None, None)
    (found,) = broken(rule, before, NINE_HOURS, NINE_HOURS, None, None)
    assert found.message == "A has 3.00 h of overtime in the month of 2026-10-02; at most 2 h are allowed"
    assert found.day == first
    (later,) = broken(rule, plan(4, date(2026, 10, 31), *kinds), None, NINE_HOURS, NINE_HOURS, NINE_HOURS)
    assert later.day == date(2026, 11, 1)


def test_a_shift_below_the_daily_hours_makes_up_for_no_overtime() -> None:
    short = replace(EARLY, name="short", length_minutes=240)
    instance = plan(4, MONDAY, short, NINE_HOURS)
    (found,) = broken(Overtime(hours_a_month=1), instance, NINE_HOURS, short, NINE_HOURS, short)
    assert found.message == "A has 2.00 h of overtime in the month of 2026-10-05; at most 1 h are allowed"
    assert accepted_by_model(instance, [Overtime(hours_a_month=1)]) == {
        roster
        for roster in accepted_by_model(instance, [])
        if sum(option.kind is NINE_HOURS for _, option in roster) <= 1
    }


def test_a_stretch_of_weekends_is_bounded_wherever_it_lies_in_the_plan() -> None:
    saturdays = plan(28, MONDAY)
    weekend, free = [None] * 5 + [EARLY, None], [None] * 7
    assert not broken(WeekendsWorked(2, 3), saturdays, *weekend, *free, *weekend, *weekend)
    (found,) = broken(WeekendsWorked(1, 2), saturdays, *weekend, *free, *weekend, *weekend)
    assert found.day == date(2026, 10, 24)
    (in_row,) = broken(WeekendsInRow(1), saturdays, *free, *weekend, *weekend, *free)
    assert in_row.message == "A works 2 of the 2 weekends from 2026-10-17; at most 1 are allowed"


def test_the_bounds_of_a_contract_are_told_in_hours() -> None:
    instance = centre(person(contract(EARLY, hours=Bounds(16, 24))), [EARLY], days=4)
    (few,) = broken(PeriodHours(), instance, EARLY)
    assert few.message == "A has 8 h in the period; contract c asks for at least 16 h"
    (many,) = broken(PeriodHours(), instance, *[EARLY] * 4)
    assert many.message == "A has 32 h in the period; contract c allows at most 24 h"
