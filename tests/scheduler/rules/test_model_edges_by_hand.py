"""What the model forbids at edges that random rosters rarely reach, by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forecasting.site import OpeningHours
from scheduler.instance import Instance
from scheduler.rules.base import Rule
from scheduler.rules.bounded_hours import HoursOfMonth, HoursOfWeek, HoursOfWindow
from scheduler.rules.comprehensive import ComprehensiveHours
from scheduler.rules.hours import AverageWeeklyHours, WeeklyHours
from scheduler.rules.leave import Leave
from scheduler.rules.nights import RecoveryAfterNights
from scheduler.rules.overtime import Overtime
from scheduler.rules.shifts_of_kind import ShiftsOfKind
from scheduler.rules.starts import SteadyStarts
from scheduler.rules.succession import ForbiddenSuccessions
from scheduler.rules.training import TrainingCoverage
from scheduler.rules.union import HoursOfReferencePeriod, NightWork
from scheduler.rules.weekends import WeekendsInRow, WeekendsWorked
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.rules.work_days import Weekday, WorkDays
from scheduler.shifts import ShiftKind
from tests.scheduler.handmade import alone, moment
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    MONDAY,
    NIGHT,
    ROUND_THE_CLOCK,
    SHANGHAI,
    SOMEBODY,
    accepted_by_model,
    after,
    broken,
    centre,
    contract,
    kind,
    person,
)

ONE_DAY = timedelta(days=1)
SUNDAY = MONDAY + 6 * ONE_DAY
NOON, TEN = kind("noon", "12:00", 8), kind("ten", "10:00", 8)


def most_shifts(rule: Rule, instance: Instance) -> int:
    """Return how many shifts a roster has at most that the model with *rule* accepts."""
    accepted = accepted_by_model(instance, [rule, Leave()])
    return max(len(roster) for roster in accepted)


@pytest.mark.parametrize(
    ("days", "leave", "hours", "shifts"),
    [
        (7, 0, 24, 3),  # 24 hours on seven days
        (7, 0, 23.99, 2),
        (5, 0, 24, 3),  # fewer than seven days count as a week
        (5, 0, 23.99, 2),
        (9, 1, 21, 3),  # 24 hours on eight days are 21 a week
        (9, 1, 20.9927, 2),  # a minute less on eight days: 1,439.5 minutes
        (9, 1, 20.5, 2),
        (8, 3, 24, 3),
        (8, 3, 23.99, 2),
    ],
)
def test_the_hours_of_a_reference_period_are_an_average_over_days_without_leave(
    days: int, leave: int, hours: float, shifts: int
) -> None:
    away = [MONDAY + (days - 1 - index) * ONE_DAY for index in range(leave)]
    instance = alone(EARLY, days=days, leave=away)
    assert most_shifts(HoursOfReferencePeriod(hours), instance) == shifts
    assert not broken(HoursOfReferencePeriod(hours), instance, *[EARLY] * shifts)
    assert broken(HoursOfReferencePeriod(hours), instance, *[EARLY] * (shifts + 1))


def test_the_reference_period_begins_with_its_first_known_day() -> None:
    known = after(alone(EARLY, days=7), EARLY, *[None] * 6)  # a shift on the first of fourteen days
    assert most_shifts(HoursOfReferencePeriod(12, weeks=2), known) == 2
    assert most_shifts(HoursOfReferencePeriod(12, weeks=1), known) == 1
    (found,) = broken(HoursOfReferencePeriod(12, weeks=2), known, *[EARLY] * 3)
    assert found.message == (
        "A is planned for 16.00 h a week on average from 2026-09-28 to 2026-10-11; at most 12 h are allowed"
    )


@pytest.mark.parametrize(("hours", "shifts"), [(20.3583, 3), (20.37, 4), (24, 4), (25.5, 5)])
def test_the_average_of_a_week_is_taken_over_the_known_days_of_its_week_too(hours: float, shifts: int) -> None:
    friday = centre(person(contract(EARLY)), [EARLY], days=7, first=MONDAY + 4 * ONE_DAY)
    known = after(friday, None, None, None, None)  # eleven days in all: 20.37 hours a week are 32.01 hours
    assert most_shifts(AverageWeeklyHours(hours), known) == shifts
    assert not broken(AverageWeeklyHours(hours), known, *[EARLY] * shifts)
    assert broken(AverageWeeklyHours(hours), known, *[EARLY] * (shifts + 1))


@pytest.mark.parametrize(
    "rule",
    [
        AverageWeeklyHours(10),
        WeeklyHours(10),
        ComprehensiveHours(daily_hours=0.5),
        HoursOfReferencePeriod(10),
        HoursOfWeek(most_hours=10),
        HoursOfMonth(most_hours=10),
        HoursOfWindow(4, most_hours=10),
        Overtime(daily_hours=4, hours_a_day=4, hours_a_month=6),
        ShiftsOfKind(frozenset({"early"}), 0, 1),
    ],
    ids=lambda rule: rule.name,
)
def test_too_much_before_the_plan_leaves_no_room_for_more_but_a_roster_of_days_off(rule: Rule) -> None:
    wednesday = centre(person(contract(EARLY)), [EARLY], days=2, first=MONDAY + 2 * ONE_DAY)
    known = after(wednesday, EARLY, EARLY)
    assert accepted_by_model(known, [rule]) == {frozenset()}
    assert not broken(rule, known)
    assert broken(rule, known, EARLY)


def test_recovery_reaches_over_a_day_long_night_that_the_clock_makes_end_a_day_later() -> None:
    whole = kind("whole", "23:30", 24, step=30)  # ends at 00:30 two days on: the clock skips an hour
    dawn = kind("dawn", "00:00", 4)
    first = date(2026, 3, 28)
    instance = centre(person(contract(whole, dawn)), [whole, dawn], days=4, first=first, zone=BERLIN, slot_minutes=30)
    pair = frozenset({("whole", first), ("dawn", first + 3 * ONE_DAY)})

    def allowed(hours: float) -> set[frozenset[tuple[str, date]]]:
        accepted = accepted_by_model(instance, [RecoveryAfterNights(1, hours)])
        return {frozenset((option.kind.name, option.day) for _, option in roster) for roster in accepted}

    assert pair in allowed(23.5)
    assert pair not in allowed(24)
    assert not broken(RecoveryAfterNights(1, 23.5), instance, whole, None, None, dawn)
    assert broken(RecoveryAfterNights(1, 24), instance, whole, None, None, dawn)


def clock_skips(rule: Rule) -> bool:
    """Tell whether *rule* allows a day-long shift in a night that skips an hour and one that starts three days on."""
    whole, dawn, first = kind("whole", "23:30", 24, step=30), kind("dawn", "00:00", 4), date(2026, 3, 28)
    instance = centre(person(contract(whole, dawn)), [whole, dawn], days=4, first=first, zone=BERLIN, slot_minutes=30)
    accepted = accepted_by_model(instance, [rule])
    pairs = {frozenset((option.kind.name, option.day) for _, option in roster) for roster in accepted}
    allowed = frozenset({("whole", first), ("dawn", first + 3 * ONE_DAY)}) in pairs
    assert allowed is not bool(broken(rule, instance, whole, None, None, dawn))
    return allowed


def test_rest_around_a_day_off_is_kept_to_the_hour_and_over_many_days() -> None:
    assert clock_skips(WeeklyRest(7, 23.5))
    assert not clock_skips(WeeklyRest(7, 24))
    six = kind("six", "06:00", 8)
    three = alone(NIGHT, six, days=3)
    after_night = frozenset({("night", MONDAY), ("six", MONDAY + 2 * ONE_DAY)})
    for hours, allowed in ((24, True), (24.25, False)):
        accepted = accepted_by_model(three, [WeeklyRest(7, hours)])
        pairs = {frozenset((option.kind.name, option.day) for _, option in roster) for roster in accepted}
        assert (after_night in pairs) is allowed
        border = after(alone(six, days=1, first=MONDAY + 2 * ONE_DAY), NIGHT, None)
        assert (len(accepted_by_model(border, [WeeklyRest(7, hours)])) == 2) is allowed
    nine = alone(NIGHT, six, days=9)
    accepted = accepted_by_model(nine, [WeeklyRest(7, 145)])
    pairs = {frozenset((option.kind.name, option.day) for _, option in roster) for roster in accepted}
    assert frozenset({("night", MONDAY), ("six", MONDAY + 7 * ONE_DAY)}) not in pairs
    assert frozenset({("night", MONDAY), ("six", MONDAY + 8 * ONE_DAY)}) in pairs


@pytest.mark.parametrize(("night_hours", "is_night"), [(7, True), (7.25, False)])
def test_what_a_shift_has_after_the_night_is_no_part_of_it(night_hours: float, *, is_night: bool) -> None:
    long_night = kind("long", "21:00", 12)  # from 21:00 to 09:00: seven hours between 23:00 and 06:00
    rule = NightWork(hours=8, night_hours=night_hours)
    instance = centre(person(contract(long_night)), [long_night], days=2, slot_minutes=15)
    assert bool(broken(rule, instance, long_night)) is is_night
    assert (accepted_by_model(instance, [rule]) == {frozenset()}) is is_night


def test_the_nights_around_a_shift_count_each_to_the_minute() -> None:
    rule = NightWork(hours=8, night_hours=7)
    assert rule.night_of(moment("05:00"), moment("07:00"), MONDAY, SHANGHAI) == timedelta(hours=1)
    small_hours, whole = kind("small-hours", "00:00", 9), kind("whole", "23:30", 24, step=30)
    before = centre(person(contract(small_hours)), [small_hours], days=1)
    assert accepted_by_model(before, [NightWork(hours=8, night_hours=6)]) == {frozenset()}
    after_it = centre(
        person(contract(whole)), [whole], days=1, slot_minutes=30
    )  # six and a half hours, then half of one
    assert broken(rule, after_it, whole)
    assert accepted_by_model(after_it, [rule]) == {frozenset()}


def test_a_holiday_leave_and_a_closed_day_each_excuse_a_working_day() -> None:
    rule = WorkDays(frozenset({Weekday.MONDAY}))
    plain = alone(EARLY, days=2)
    assert len(broken(rule, plain)) == 1
    closed = OpeningHours((None, *[ROUND_THE_CLOCK.regular[1]] * 6), None)
    for excused in (
        replace(plain, statutory_holidays=frozenset({MONDAY})),
        alone(EARLY, days=2, leave=[MONDAY]),
        centre(person(contract(EARLY)), [EARLY], days=2, opening=closed),
    ):
        assert not broken(rule, excused)
        assert frozenset() in accepted_by_model(excused, [rule])


def test_everybody_may_be_asked_to_be_trained_and_no_more() -> None:
    assert TrainingCoverage(100).percent == 100
    with pytest.raises(ValueError, match="100"):
        TrainingCoverage(101)


def test_no_nights_ask_for_recovery_after_nights_alone() -> None:
    assert not broken(RecoveryAfterNights(0, 26), alone(EARLY, days=3), EARLY, EARLY, EARLY)
    assert len(accepted_by_model(alone(EARLY, days=3), [RecoveryAfterNights(0, 26)])) == 8


def steady(*past: ShiftKind | None) -> set[frozenset[str]]:
    """Return the kinds of the days after *past*, the first days of a week, that steady starts allow."""
    instance = after(
        centre(person(contract(EARLY, TEN, NOON)), [EARLY, TEN, NOON], days=1, first=MONDAY + len(past) * ONE_DAY),
        *past,
    )
    accepted = accepted_by_model(instance, [SteadyStarts()])
    return {frozenset(option.kind.name for _, option in roster) for roster in accepted}


def test_starts_of_the_week_before_the_plan_bind_from_its_monday_on() -> None:
    free: frozenset[str] = frozenset()
    assert steady(EARLY) == {free, frozenset({"early"}), frozenset({"ten"})}
    assert steady(NOON, None) == {free, frozenset({"noon"}), frozenset({"ten"})}
    assert steady(EARLY, NOON) == {free}, "what is apart already leaves room for nothing more"


def test_starts_of_a_week_bind_each_other() -> None:
    accepted = accepted_by_model(alone(EARLY, TEN, NOON, days=2), [SteadyStarts()])
    pairs = {tuple(sorted(option.kind.name for _, option in roster)) for roster in accepted if len(roster) == 2}
    assert ("early", "noon") not in pairs
    assert {("early", "ten"), ("noon", "ten"), ("early", "early")} <= pairs


def weekends(rule: Rule, first: date, days: int) -> set[frozenset[date]]:
    """Return the days that may be worked together when only those of weekends may be."""
    away = [day for index in range(days) if (day := first + index * ONE_DAY).weekday() < 5]
    instance = centre(person(contract(EARLY), leave=away), [EARLY], days=days, first=first)
    accepted = accepted_by_model(instance, [rule, Leave()])
    return {frozenset(option.day for _, option in roster) for roster in accepted}


def test_weekends_in_a_row_leave_those_with_a_free_one_between_alone() -> None:
    saturdays = [date(2026, 10, 10) + index * 7 * ONE_DAY for index in range(3)]
    allowed = weekends(WeekendsInRow(1), saturdays[0], 16)
    assert frozenset({saturdays[0], saturdays[2]}) in allowed
    assert frozenset({saturdays[0], saturdays[1] + ONE_DAY}) not in allowed
    assert frozenset({saturdays[0], saturdays[0] + ONE_DAY}) in allowed
    two_of_three = weekends(WeekendsWorked(2, 3), saturdays[0], 16)
    assert frozenset(saturdays) not in two_of_three
    assert frozenset(saturdays[1:]) in two_of_three


def test_a_plan_without_a_weekend_has_nothing_to_keep() -> None:
    assert not broken(WeekendsWorked(0, 1), alone(EARLY, days=3), EARLY, EARLY, EARLY)
    assert len(accepted_by_model(alone(EARLY, days=3), [WeekendsWorked(0, 1), WeekendsInRow(0)])) == 8


def test_a_sunday_that_begins_a_plan_is_a_weekend_of_its_own() -> None:
    sunday = centre(person(contract(EARLY)), [EARLY], days=1, first=SUNDAY)
    free_saturday = after(sunday, EARLY, None, None, None, None, None, None)  # a shift on the Sunday before
    assert len(broken(WeekendsWorked(1, 2), free_saturday, EARLY)) == 1
    assert accepted_by_model(free_saturday, [WeekendsWorked(1, 2)]) == {frozenset()}
    worked_saturday = after(sunday, EARLY, None, None, None, None, None, EARLY)
    assert not broken(WeekendsWorked(1, 2), worked_saturday, EARLY), "the weekend was worked before the plan"
    assert len(accepted_by_model(worked_saturday, [WeekendsWorked(1, 2)])) == 2
    assert {agent for roster in accepted_by_model(worked_saturday, [WeekendsWorked(1, 2)]) for agent, _ in roster} == {
        SOMEBODY
    }


@pytest.mark.parametrize("pair", ["night", "night>", ">early", " > ", "night>early>late"])
def test_a_succession_names_two_shifts(pair: str) -> None:
    with pytest.raises(ValueError, match="pairs such as night>early"):
        ForbiddenSuccessions(frozenset({pair}))
