"""Edges of rules about single shifts, by hand and to the minute: breaks, contracts, leave, opening hours, nights of the protected."""

from dataclasses import replace
from datetime import timedelta

import pytest

from forecasting.site import OpeningHours, Span
from forecasting.timegrid import TimeGrid
from scheduler.agents import Restriction, Team
from scheduler.instance import Instance
from scheduler.roster import Assignment, Break
from scheduler.rules.breaks import BreaksAsPlanned, fits
from scheduler.rules.contract import OneShiftADay, ShiftOfContract, leave_credit_minutes, period_credit
from scheduler.rules.leave import Leave
from scheduler.rules.opening import WithinOpeningHours
from scheduler.rules.protected import NoNightForProtected, NoOvertimeForProtected
from scheduler.shifts import BreakPlan, BreakWindow, ShiftKind
from tests.scheduler.handmade import alone, checked, hand_made, moment, rest
from tests.scheduler.tiny import (
    EARLY,
    LATE,
    MONDAY,
    NIGHT,
    SHANGHAI,
    SOMEBODY,
    TEAM,
    accepted_by_model,
    broken,
    centre,
    contract,
    kind,
    pause,
    person,
)

TUESDAY, ONE_DAY = MONDAY + timedelta(days=1), timedelta(days=1)


PLAN = BreakPlan((BreakWindow(60, 180, 300), BreakWindow(15, 60, 450, paid=True)), least_gap=60, greatest_gap=120)
LUNCH, TEA = rest("12:00", "13:00"), rest("14:00", "14:15", paid=True)


@pytest.mark.parametrize(
    ("breaks", "fitting"),
    [
        ((LUNCH, TEA), True),
        ((TEA, LUNCH), True),
        ((rest("14:00", "14:15", paid=True), rest("12:00", "13:00")), True),
        ((rest("09:45", "10:00", paid=True), rest("11:00", "12:00")), True),
        ((LUNCH, rest("15:00", "15:15", paid=True)), True),
        ((LUNCH, rest("13:59", "14:14", paid=True)), False),  # 59 minutes of work between the two
        ((LUNCH, rest("15:01", "15:16", paid=True)), False),  # 121 minutes
        ((LUNCH,), False),
        ((LUNCH, TEA, rest("16:00", "16:15")), False),
        ((LUNCH, rest("14:00", "14:15")), False),  # not paid
        ((LUNCH, rest("14:00", "14:16", paid=True)), False),
        ((rest("12:00", "12:59"), TEA), False),
        ((rest("10:59", "11:59"), rest("13:00", "13:15", paid=True)), False),  # a minute too early
        ((rest("11:00", "12:00"), rest("13:00", "13:15", paid=True)), True),
        ((rest("13:00", "14:00"), rest("15:00", "15:15", paid=True)), True),
        ((rest("13:01", "14:01"), rest("15:01", "15:16", paid=True)), False),  # a minute too late
    ],
)
def test_breaks_fit_their_windows_and_gaps_to_the_minute(breaks: tuple[Break, ...], *, fitting: bool) -> None:
    assert fits(hand_made("k", "08:00", "17:00", *breaks), PLAN) is fitting


def test_what_breaks_should_be_is_told_with_what_they_are() -> None:
    lunch = kind("lunch", "08:00", 9, pause(60, "03:30", "05:05"))
    plain = kind("plain", "08:00", 8)
    instance = alone(lunch, plain)
    (found,) = checked(BreaksAsPlanned(), instance, hand_made("lunch", "08:00", "17:00", rest("11:00", "12:00")))
    assert found.message == (
        "A has the breaks [11:00-12:00] in the shift of 2026-10-05; kind lunch asks for 60 min +3:30..5:05"
    )
    (none,) = checked(BreaksAsPlanned(), instance, hand_made("lunch", "08:00", "17:00"))
    assert none.message.startswith("A has the breaks - in")
    (some,) = checked(
        BreaksAsPlanned(), instance, hand_made("plain", "08:00", "16:00", rest("11:00", "12:00", paid=True))
    )
    assert some.message == "A has the breaks 11:00-12:00 in the shift of 2026-10-05; kind plain asks for -"
    assert not checked(BreaksAsPlanned(), instance, hand_made("gone", "08:00", "16:00", rest("11:00", "12:00")))


def test_two_shifts_of_a_day_are_told_and_three_as_three() -> None:
    instance = alone(EARLY)
    parts = [hand_made("early", f"{hour:02d}:00", f"{hour + 2:02d}:00") for hour in (6, 10, 14)]
    assert not checked(OneShiftADay(), instance, parts[0])
    (two,) = checked(OneShiftADay(), instance, *parts[:2])
    assert two.message == "A has 2 shifts on 2026-10-05; one is allowed"
    (three,) = checked(OneShiftADay(), instance, *parts)
    assert three.message == "A has 3 shifts on 2026-10-05; one is allowed"


@pytest.mark.parametrize(
    ("shift", "offered"),
    [
        (hand_made("early", "08:00", "16:00"), True),
        (hand_made("early", "09:00", "17:00"), False),
        (hand_made("early", "08:00", "15:00"), False),
        (hand_made("late", "14:00", "22:00"), False),  # not in the contract
        (hand_made("gone", "08:00", "16:00"), False),
        (hand_made("early", "08:00", "16:00", day=MONDAY - ONE_DAY), False),
        (hand_made("early", "08:00", "16:00", day=MONDAY + 4 * ONE_DAY), False),
    ],
)
def test_a_shift_is_one_that_the_contract_offers_on_a_planned_day(shift: Assignment, *, offered: bool) -> None:
    instance = centre(person(contract(EARLY)), [EARLY, LATE])
    found = checked(ShiftOfContract(), instance, shift)
    assert (found == []) is offered
    assert all(f"has a shift {shift.kind} on {shift.day}" in item.message for item in found)


def test_nothing_counts_towards_a_period_before_it_begins() -> None:
    instance = alone(EARLY, leave=[MONDAY, TUESDAY])
    (somebody,) = instance.agents
    assert leave_credit_minutes(somebody, instance) == 2 * somebody.contract.leave_day_minutes
    assert period_credit(somebody, instance) == 2 * somebody.contract.leave_day_minutes
    assert period_credit(replace(somebody, leave=frozenset()), instance) == 0


@pytest.mark.parametrize(
    ("start", "hours", "days", "free"),
    [
        ("16:00", 8, 1, True),  # ends at midnight, when leave begins
        ("16:01", 8, 1, False),
        ("00:00", 8, 3, True),  # starts when leave has ended
        ("23:59", 8, 2, False),  # starts a minute before it ends
        ("00:00", 8, 2, False),
    ],
)
def test_leave_goes_from_midnight_to_midnight_to_the_minute(start: str, hours: int, days: int, *, free: bool) -> None:
    instance = alone(EARLY, leave=[MONDAY + 2 * ONE_DAY])
    begins = moment(start, MONDAY + days * ONE_DAY)
    shift = Assignment(SOMEBODY, begins.date(), "early", begins, begins + timedelta(hours=hours))
    assert (checked(Leave(), instance, shift) == []) is free


def test_the_model_too_lets_shifts_touch_leave() -> None:
    until_midnight, from_midnight = kind("evening", "16:00", 8), kind("dawn", "00:00", 8)
    instance = alone(until_midnight, from_midnight, days=3, leave=[TUESDAY])
    worked = {frozenset(option.day for _, option in roster) for roster in accepted_by_model(instance, [Leave()])}
    assert worked == {
        frozenset(),
        frozenset({MONDAY}),
        frozenset({MONDAY + 2 * ONE_DAY}),
        frozenset({MONDAY, MONDAY + 2 * ONE_DAY}),
    }
    kinds = {
        (option.kind.name, option.day) for roster in accepted_by_model(instance, [Leave()]) for _, option in roster
    }
    assert ("evening", MONDAY) in kinds
    assert ("dawn", MONDAY + 2 * ONE_DAY) in kinds


def hours_of(span: Span | None, days: int = 2, slot_minutes: int = 15, **allowed: int) -> frozenset[int]:
    """Return the open slots of a team that is open *span* every day."""
    grid = TimeGrid(SHANGHAI, MONDAY, days, slot_minutes)
    return WithinOpeningHours(**allowed).open_slots(Team(TEAM, ("calls",), OpeningHours((span,) * 7, span)), grid)


def test_open_slots_go_from_the_day_before_the_plan_to_the_second_after_it() -> None:
    assert hours_of(Span(480, 540), days=1, slot_minutes=60) == {8 - 24, 8, 8 + 24, 8 + 48}
    assert hours_of(None) == frozenset()


@pytest.mark.parametrize(("minutes", "slots"), [(0, 0), (15, 1), (16, 2), (30, 2), (31, 3)])
def test_allowances_are_rounded_up_to_slots(minutes: int, slots: int) -> None:
    plain = {slot for slot in hours_of(Span(480, 540)) if 0 <= slot < 96}
    before = {slot for slot in hours_of(Span(480, 540), minutes_before=minutes) if 0 <= slot < 96}
    behind = {slot for slot in hours_of(Span(480, 540), minutes_after=minutes) if 0 <= slot < 96}
    assert before == set(range(32 - slots, 36))
    assert behind == set(range(32, 36 + slots))
    assert plain == set(range(32, 36))


@pytest.mark.parametrize("start", ["16:00", "20:00"])
def test_a_shift_over_midnight_needs_the_hours_of_both_days(start: str) -> None:
    late = kind("over", start, 10)
    opening = OpeningHours((Span(0, 1440),) * 7, None, exceptions={MONDAY + 4 * ONE_DAY: Span(0, 360)})
    instance = centre(person(contract(late)), [late], days=4, opening=opening)
    found = broken(WithinOpeningHours(), instance, late, late, late, late)
    assert [item.day for item in found] == []
    shut = replace(opening, exceptions={MONDAY + 4 * ONE_DAY: None})
    closed = centre(person(contract(late)), [late], days=4, opening=shut)
    assert [item.day for item in broken(WithinOpeningHours(), closed, late, late, late, late)] == [MONDAY + 3 * ONE_DAY]


AT_SEVEN = Restriction.PREGNANT


def protected(*kinds: ShiftKind, days: int = 3, zone: str | None = None) -> Instance:
    return centre(person(contract(*kinds), restrictions=[AT_SEVEN], zone=zone), kinds, days=days, slot_minutes=15)


@pytest.mark.parametrize(
    ("start", "hours", "free"),
    [
        ("06:00", 8, True),
        ("05:59", 8, False),
        ("14:00", 8, True),
        ("14:01", 8, False),
        ("22:00", 24, False),
        ("21:59", 0.5, False),
    ],
)
def test_the_night_of_the_protected_begins_at_22_and_ends_at_6_to_the_minute(
    start: str, hours: float, *, free: bool
) -> None:
    instance = protected(EARLY)
    begins = moment(start, TUESDAY)
    shift = Assignment(SOMEBODY, TUESDAY, "early", begins, begins + timedelta(hours=hours))
    assert (checked(NoNightForProtected(), instance, shift) == []) is free


def test_a_day_long_shift_meets_the_night_that_follows_its_day() -> None:
    """From six to six: the night of its own evening; a rule for the small hours meets the next day's."""
    whole = kind("whole", "06:00", 24)
    small_hours = NoNightForProtected(night_start=24, night_end=6)
    instance = protected(whole)
    assert len(broken(small_hours, instance, whole)) == 1
    assert accepted_by_model(instance, [small_hours]) == {frozenset()}
    begins = moment("06:00")
    longer = Assignment(SOMEBODY, MONDAY, "whole", begins, begins + timedelta(hours=41))
    evening = NoNightForProtected(night_start=22, night_end=0)
    assert len(checked(evening, instance, replace(longer, start=moment("23:59"), end=moment("22:01", TUESDAY)))) == 1


def test_why_somebody_is_protected_is_told_with_the_hours() -> None:
    instance = protected(kind("nine", "08:00", 9))
    only_young = frozenset({Restriction.YOUNG, AT_SEVEN})
    (found,) = broken(NoOvertimeForProtected(restrictions=only_young), instance, instance.kinds[0])
    assert found.message == "A is protected (pregnant) and planned for 9.00 h; at most 8 h a day are allowed"
    (night,) = broken(NoNightForProtected(), protected(NIGHT), NIGHT)
    assert night.message == "A is protected (pregnant) and works from 22:00 to 06:00, within 22:00-06:00"
