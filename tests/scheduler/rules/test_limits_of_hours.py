"""The law's limits of working time, by hand: at the limit and just beyond."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest

from forecasting.site import OpeningHours
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.rules.breaks import RestInShift
from scheduler.rules.comprehensive import ComprehensiveHours, Period
from scheduler.rules.holiday_pay import HolidayPay
from scheduler.rules.hours import AverageWeeklyHours, DailyHours, WeeklyHours
from scheduler.rules.opening import WithinOpeningHours
from scheduler.rules.overtime import Overtime
from scheduler.shifts import ShiftKind
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    MONDAY,
    NIGHT,
    ROUND_THE_CLOCK,
    SOMEBODY,
    broken,
    centre,
    contract,
    kind,
    pause,
    person,
)

KINDS = tuple(kind(f"{hours:g}", "08:00", hours) for hours in (7.5, 7.75, 8, 8.25, 9, 9.25, 11, 11.25))
BY_HOURS = {shift_kind.name: shift_kind for shift_kind in KINDS}
LUNCH = kind("lunch", "08:00", 9, pause(60, "04:00"))
SHORT_LUNCH = kind("short-lunch", "08:00", 8.75, pause(45, "04:00"))


def one(
    *kinds: ShiftKind,
    days: int = 7,
    first: date = MONDAY,
    opening: OpeningHours = ROUND_THE_CLOCK,
    holidays: Iterable[date] = (),
) -> Instance:
    """One person who may work *kinds* in quarter hours."""
    used = kinds or KINDS
    return centre(
        person(contract(*used)), used, days=days, first=first, slot_minutes=15, opening=opening, holidays=holidays
    )


def work(rule: Rule, *hours: float, first: date = MONDAY) -> list[Violation]:
    """Return what *rule* finds in days of so many hours, from Monday."""
    kinds = [BY_HOURS[f"{length:g}"] if length else None for length in hours]
    return broken(rule, one(days=max(7, len(hours)), first=first), *kinds)


def cited(found: list[Violation], citation: str) -> bool:
    """Tell whether exactly one hard violation was found and names *citation*."""
    return [(item.severity, citation in item.citation.split(", ")) for item in found] == [(Severity.HARD, True)]


def test_eight_hours_keep_the_day() -> None:
    assert not work(DailyHours(), 8)


def test_eight_hours_and_a_quarter_break_the_day_without_approval() -> None:
    found = work(DailyHours(), 8.25)
    assert cited(found, "LL-36")
    assert cited(found, "OS-2.3")
    assert found[0].message == "A is planned for 8.25 h on 2026-10-05; above 8 h overtime must be approved first"


def test_approved_overtime_may_pass_eight_hours() -> None:
    assert not work(DailyHours(overtime_approved=frozenset({"a"})), 8.25)


def test_a_break_that_is_not_paid_is_no_part_of_the_eight_hours() -> None:
    assert not broken(DailyHours(), one(LUNCH), LUNCH)


def test_an_hour_of_rest_keeps_an_eight_hour_shift() -> None:
    assert not broken(RestInShift(), one(LUNCH), LUNCH)


def test_three_quarters_of_an_hour_of_rest_break_an_eight_hour_shift() -> None:
    assert cited(broken(RestInShift(), one(SHORT_LUNCH), SHORT_LUNCH), "OS-2.1")


def test_a_shift_below_eight_hours_needs_no_hour_of_rest() -> None:
    assert not work(RestInShift(), 7.75)


def test_forty_hours_keep_the_week() -> None:
    assert not work(WeeklyHours(), 8, 8, 8, 8, 8)


def test_forty_hours_and_a_quarter_break_the_week() -> None:
    assert cited(work(WeeklyHours(), 8, 8, 8, 8, 8.25), "WH-3")


def test_the_week_begins_on_monday() -> None:
    friday = MONDAY + timedelta(days=4)
    assert not work(WeeklyHours(), 8, 8, 8, 8, 8, 8, 8, 8, first=friday)  # three days to Sunday, five from Monday
    assert cited(work(WeeklyHours(), 0, 0, 0, 8, 8, 8, 8, 8, 7.5, first=friday), "WH-3")


def test_forty_four_hours_keep_the_average() -> None:
    assert not work(AverageWeeklyHours(), 11, 11, 11, 11)


def test_forty_four_hours_and_a_quarter_break_the_average() -> None:
    assert cited(work(AverageWeeklyHours(), 11, 11, 11, 11.25), "LL-36")


def test_the_average_makes_up_a_long_week_by_a_short_one() -> None:
    long_week = (9, 9, 9, 9, 9, 9, 0)  # 54 hours
    assert not work(AverageWeeklyHours(), *long_week, 9, 9, 8, 8, 0, 0, 0)  # and 34: 88 in two weeks
    assert cited(work(AverageWeeklyHours(), *long_week, 9, 9, 8, 8.25, 0, 0, 0), "LL-36")


def test_an_hour_of_overtime_keeps_the_day() -> None:
    assert not work(Overtime(), 9)


def test_an_hour_and_a_quarter_of_overtime_break_the_day() -> None:
    assert cited(work(Overtime(), 9.25), "LL-41")


def test_three_hours_of_overtime_keep_the_day_for_special_reasons() -> None:
    assert not work(Overtime(special_reasons=True), 11)


def test_three_hours_and_a_quarter_of_overtime_break_the_day_even_for_special_reasons() -> None:
    assert cited(work(Overtime(special_reasons=True), 11.25), "LL-41")


def test_thirty_six_hours_of_overtime_keep_the_month() -> None:
    first = date(2026, 10, 1)
    assert not work(Overtime(special_reasons=True), *(11,) * 12, first=first)


def test_thirty_six_hours_and_a_quarter_of_overtime_break_the_month() -> None:
    first = date(2026, 10, 1)
    assert cited(work(Overtime(special_reasons=True), *(11,) * 12, 8.25, first=first), "LL-41")


def test_overtime_of_two_months_is_counted_apart() -> None:
    first = date(2026, 10, 20)  # twelve days of October, then November
    assert not work(Overtime(special_reasons=True), *(11,) * 13, first=first)


@pytest.mark.parametrize(
    ("period", "first", "days", "hours"),
    [
        # 20.67 days of 8 hours: 165.36 h
        (Period.MONTH, date(2026, 11, 1), 30, (8,) * 14 + (11,) * 4 + (9.25,)),  # 165.25 h
        # 62 days of 8 hours: 496 h
        (Period.QUARTER, date(2026, 10, 1), 92, (8,) * 62),
        # 248 days of 8 hours: 1984 h
        (Period.YEAR, date(2026, 1, 1), 365, (8,) * 248),
    ],
)
def test_comprehensive_hours_allow_the_working_days_of_their_period(
    period: Period, first: date, days: int, hours: tuple[float, ...]
) -> None:
    padded = hours + (0,) * (days - len(hours))
    assert not work(ComprehensiveHours(period), *padded, first=first)


@pytest.mark.parametrize(
    ("period", "first", "days", "hours"),
    [
        (Period.MONTH, date(2026, 11, 1), 30, (8,) * 13 + (9,) * 5 + (8.25,) * 2),  # 165.5 h
        (Period.QUARTER, date(2026, 10, 1), 92, (8,) * 61 + (8.25,)),
        (Period.YEAR, date(2026, 1, 1), 365, (8,) * 247 + (8.25,)),
    ],
)
def test_comprehensive_hours_refuse_more(period: Period, first: date, days: int, hours: tuple[float, ...]) -> None:
    padded = hours + (0,) * (days - len(hours))
    assert cited(work(ComprehensiveHours(period), *padded, first=first), "CH")


def test_comprehensive_hours_of_a_month_end_at_165_hours_and_21_minutes() -> None:
    november = [date(2026, 11, 1) + timedelta(days=index) for index in range(30)]
    assert ComprehensiveHours().most_minutes(november) == 165 * 60 + 21  # 20.67 × 8 h = 165.36 h


def test_a_part_of_a_period_allows_its_part_of_the_hours() -> None:
    september = [date(2026, 9, 21) + timedelta(days=index) for index in range(10)]
    assert ComprehensiveHours().most_minutes(september) == 3307  # a third of 165.36 h
    december = [date(2026, 12, 1) + timedelta(days=index) for index in range(31)]
    assert ComprehensiveHours(Period.QUARTER).most_minutes(december) == 496 * 60 * 31 // 92
    assert ComprehensiveHours(Period.YEAR).most_minutes(december) == 1984 * 60 * 31 // 365


def test_work_on_a_statutory_holiday_is_noted_with_300_percent() -> None:
    instance = one(EARLY, holidays={MONDAY})
    (note,) = broken(HolidayPay(), instance, EARLY, EARLY)
    assert note.severity is Severity.NOTE
    assert "LL-44" in note.citation
    assert note.message == "A works 8 h on the statutory holiday 2026-10-05, paid at 300 %"


@pytest.mark.parametrize("start", ["08:00", "14:00"])
def test_shifts_from_eight_to_ten_at_night_keep_the_opening_hours(start: str) -> None:
    inside = kind("inside", start, 8)
    assert not broken(WithinOpeningHours(), one(inside, opening=OpeningHours()), inside)


@pytest.mark.parametrize("start", ["07:45", "14:15"])
def test_a_quarter_of_an_hour_outside_breaks_the_opening_hours(start: str) -> None:
    outside = kind("outside", start, 8)
    assert cited(broken(WithinOpeningHours(), one(outside, opening=OpeningHours()), outside), "OS-2.1")


def test_special_days_are_open_to_midnight() -> None:
    late, later = kind("late", "16:00", 8), kind("later", "16:15", 8)
    instance = one(late, later, opening=OpeningHours(special_days=frozenset({MONDAY})))
    assert not broken(WithinOpeningHours(), instance, late)
    assert cited(broken(WithinOpeningHours(), instance, later), "OS-2.3")
    assert cited(broken(WithinOpeningHours(), instance, None, late), "OS-2.3")


def test_a_night_in_which_the_clock_goes_back_counts_the_hours_it_has() -> None:
    instance = centre(person(contract(NIGHT)), [NIGHT], days=3, first=date(2026, 10, 24), zone=BERLIN)
    ten, six = datetime(2026, 10, 24, 22, tzinfo=BERLIN), datetime(2026, 10, 25, 6, tzinfo=BERLIN)
    roster = Roster.of(instance.grid, [Assignment(SOMEBODY, ten.date(), "night", ten, six)])
    (found,) = DailyHours().check(roster, instance)
    assert found.values["hours"] == 9
    assert not list(DailyHours(9).check(roster, instance))
