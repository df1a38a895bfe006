"""The limits of time and sequence, by hand: at the limit and just beyond."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.agents import Bounds
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.rules.bounded_hours import HoursOfDay, HoursOfMonth, HoursOfWeek, HoursOfWindow
from scheduler.rules.nights import NightsInRow, RecoveryAfterNights
from scheduler.rules.rotation import Rotation
from scheduler.rules.starts import StartDistance, StartWindow, SteadyStarts
from scheduler.rules.succession import ForbiddenSuccessions, ForwardRotation
from scheduler.rules.union import BreaksOfLongShifts, HoursOfReferencePeriod, NightWork, WeeklyRestOfUnion
from scheduler.rules.weekends import WeekendsInRow, WeekendsWorked, WholeWeekends
from scheduler.rules.work_days import Weekday, WorkDays
from scheduler.shifts import DayPart, ShiftKind
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    MONDAY,
    NIGHT,
    SHANGHAI,
    after,
    broken,
    centre,
    contract,
    kind,
    pause,
    person,
)

AUCKLAND = ZoneInfo("Pacific/Auckland")
LATE = replace(kind("late", "14:00", 8), part=DayPart.LATE)
SATURDAY = MONDAY + timedelta(days=5)


def at(start: str, hours: float = 8) -> ShiftKind:
    return kind(f"at {start} for {hours:g}", start, hours)


def found(
    rule: Rule,
    *kinds: ShiftKind | None,
    past: Iterable[ShiftKind | None] = (),
    first: date = MONDAY,
    zone: ZoneInfo = SHANGHAI,
    leave: Iterable[date] = (),
) -> list[Violation]:
    """Return what *rule* finds in a line of *kinds* from *first* on, after *past*."""
    used = tuple({used.name: used for used in kinds if used is not None}.values()) or (EARLY,)
    somebody = person(contract(*used, hours=Bounds()), leave=leave)
    instance = centre(somebody, used, days=len(kinds), first=first, zone=zone, slot_minutes=15)
    worked = list(past)
    return broken(rule, after(instance, *worked) if worked else instance, *kinds)


def one(violations: list[Violation]) -> str:
    """Return the sentence of the only one of *violations*, which must not be."""
    (violation,) = violations
    assert violation.severity is Severity.HARD
    return violation.message


def test_four_nights_in_a_row_are_kept_and_the_fifth_is_told() -> None:
    assert not found(NightsInRow(), NIGHT, NIGHT, NIGHT, NIGHT, None)
    said = one(found(NightsInRow(), NIGHT, NIGHT, NIGHT, NIGHT, NIGHT))
    assert said == "A has 5 night shifts in a row from 2026-10-05; at most 4 are allowed"
    assert "has 5 night shifts in a row from 2026-10-02" in one(found(NightsInRow(), NIGHT, NIGHT, past=[NIGHT] * 3))


@pytest.mark.parametrize(
    ("start", "is_night"), [("20:00", True), ("19:45", False), ("03:45", True), ("04:00", False), ("12:00", False)]
)
def test_a_shift_of_a_kind_that_is_gone_is_a_night_by_its_start(start: str, *, is_night: bool) -> None:
    assert bool(found(NightsInRow(2), None, None, past=[None, at(start)])) is is_night


@pytest.mark.parametrize(("start", "is_late"), [("12:00", True), ("11:45", False)])
def test_a_shift_of_a_kind_that_is_gone_is_late_from_noon(start: str, *, is_late: bool) -> None:
    assert bool(found(ForwardRotation(), EARLY, past=[at(start)])) is is_late


def test_a_single_night_is_too_few_where_two_are_due() -> None:
    assert not found(NightsInRow(2), None, NIGHT, NIGHT, None)
    assert one(found(NightsInRow(2), None, NIGHT, None)).endswith("at least 2 are due")
    assert not found(NightsInRow(2), NIGHT, None), "what was before is not known"
    assert found(NightsInRow(2), None, None, past=[None, NIGHT])
    assert found(NightsInRow(2), NIGHT, None, past=[None])


def test_nights_and_days_in_turn_are_no_nights_in_a_row() -> None:
    assert not found(NightsInRow(1, 1), NIGHT, EARLY, NIGHT)


def test_two_nights_bring_48_hours() -> None:
    assert not found(RecoveryAfterNights(), NIGHT, NIGHT, None, None, at("06:00"))
    said = one(found(RecoveryAfterNights(), NIGHT, NIGHT, None, at("05:45")))
    assert said == ("A rests 23.75 h before the shift of 2026-10-08, after 2 nights in a row; at least 48 h are due")


def test_one_night_brings_nothing_where_two_are_meant() -> None:
    assert not found(RecoveryAfterNights(), None, NIGHT, None, at("06:00"))


@pytest.mark.parametrize(
    ("first", "zone", "hours"),
    [
        (date(2026, 10, 24), BERLIN, 9.0),  # the clock goes back at three in the night
        (date(2026, 3, 28), BERLIN, 7.0),
        (date(2026, 9, 26), AUCKLAND, 7.0),
        (date(2026, 4, 4), AUCKLAND, 9.0),
    ],
)
def test_the_rest_after_a_night_is_what_passes_not_what_the_clock_shows(
    first: date, zone: ZoneInfo, hours: float
) -> None:
    ends_before_the_change = kind("until-two", "18:00", 8)  # 02:00 by the old clock
    night = replace(ends_before_the_change, part=DayPart.NIGHT)
    morning = at("10:00")  # eight hours later by the clock
    assert not found(RecoveryAfterNights(1, hours), night, morning, first=first, zone=zone)
    assert found(RecoveryAfterNights(1, hours + 0.25), night, morning, first=first, zone=zone)


def test_a_rotation_goes_forward_or_stays() -> None:
    assert not found(ForwardRotation(), EARLY, EARLY, LATE, LATE, NIGHT, None, EARLY)
    assert one(found(ForwardRotation(), LATE, EARLY)) == (
        "A goes back from late on 2026-10-05 to early on 2026-10-06; 1 days off are due before that"
    )
    assert found(ForwardRotation(2), NIGHT, None, EARLY)
    assert not found(ForwardRotation(2), NIGHT, None, None, EARLY)
    assert found(ForwardRotation(), EARLY, past=[LATE])


def test_forbidden_successions_hold_for_the_next_day_alone() -> None:
    assert one(found(ForbiddenSuccessions(), NIGHT, LATE)) == (
        "A has the shift late on 2026-10-06 after night on 2026-10-05, which may not follow"
    )
    assert not found(ForbiddenSuccessions(), NIGHT, None, LATE)
    assert not found(ForbiddenSuccessions(), EARLY, LATE, NIGHT)
    long = at("08:00", 10)
    assert found(ForbiddenSuccessions(frozenset({f"late>{long.name}"})), LATE, long)
    assert not found(ForbiddenSuccessions(frozenset({f"late>{long.name}"})), LATE, EARLY)


def test_a_succession_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="pairs such as night>early, not night-early"):
        ForbiddenSuccessions(frozenset({"night-early"}))


def test_a_start_window_includes_both_ends() -> None:
    window = StartWindow("08:00", "10:00")
    assert not found(window, at("08:00"), at("10:00"))
    assert one(found(window, at("07:45"))) == (
        "A starts at 07:45 on 2026-10-05; starts from 08:00 to 10:00 are allowed"
    )
    assert found(window, at("10:15"))


def test_a_start_window_may_go_over_midnight() -> None:
    window = StartWindow("22:00", "02:00")
    assert not found(window, at("22:00"), None, at("02:00"))
    assert found(window, at("21:45"))
    assert found(window, at("02:15"))


@pytest.mark.parametrize("text", ["8", "08:60", "25:00", "24:01", "8 Uhr", "-1:00", "08:0"])
def test_a_time_that_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a time"):
        StartWindow(text)


def test_starts_of_two_days_may_be_two_hours_apart() -> None:
    assert not found(StartDistance(), at("08:00"), at("10:00"), at("08:00"))
    assert one(found(StartDistance(), at("08:00"), at("10:15"))) == (
        "A starts 135 minutes off the day before on 2026-10-06; at most 120 minutes are allowed"
    )
    assert not found(StartDistance(), at("08:00"), None, at("16:00"))
    assert found(StartDistance(), at("08:00"), past=[at("10:15")])


def test_who_starts_at_eight_every_day_starts_steadily_when_the_clock_changes() -> None:
    for first, zone in ((date(2026, 10, 23), BERLIN), (date(2026, 9, 25), AUCKLAND)):
        assert not found(StartDistance(0), EARLY, EARLY, EARLY, EARLY, first=first, zone=zone)
        assert not found(SteadyStarts(0), EARLY, EARLY, EARLY, EARLY, first=first, zone=zone)


def test_the_starts_of_a_week_may_be_three_hours_apart() -> None:
    assert not found(SteadyStarts(), at("08:00"), at("11:00"), at("09:00"))
    said = one(found(SteadyStarts(), at("08:00"), None, at("11:15")))
    assert said == "A has starts 195 minutes apart in the week of 2026-10-05; at most 180 are allowed"
    sunday = SATURDAY + timedelta(days=1)
    assert not found(SteadyStarts(), at("08:00"), at("14:00"), first=sunday), "a new week"


def weekends(*worked: bool, day: int = 0) -> list[ShiftKind | None]:
    """Return the days of weeks from a Saturday on; of worked weekends a shift on the Saturday, or on Sunday for 1."""
    return [EARLY if is_worked and index == day else None for is_worked in worked for index in range(7)]


def test_three_of_four_weekends_may_be_worked() -> None:
    assert not found(WeekendsWorked(), *weekends(True, True, True, False, True), first=SATURDAY)
    said = one(found(WeekendsWorked(), *weekends(True, True, True, True, day=1), first=SATURDAY))
    assert said == "A works 4 of the 4 weekends from 2026-10-10; at most 3 are allowed"
    past = weekends(True, True, True)
    assert found(WeekendsWorked(), EARLY, first=SATURDAY + timedelta(days=21), past=past)
    assert not found(WeekendsWorked(), None, EARLY, first=SATURDAY + timedelta(days=19), past=[*past[:-2]])


def test_two_weekends_in_a_row_may_be_worked() -> None:
    assert not found(WeekendsInRow(), *weekends(True, True, False, True), first=SATURDAY)
    assert one(found(WeekendsInRow(), *weekends(True, True, True), first=SATURDAY)).endswith("at most 2 are allowed")


def test_a_night_from_friday_to_saturday_leaves_the_weekend_free() -> None:
    friday = SATURDAY - timedelta(days=1)
    assert not found(WeekendsWorked(0), NIGHT, None, None, first=friday)
    assert found(WeekendsWorked(0), None, NIGHT, None, first=friday)


def test_half_a_weekend_is_told() -> None:
    assert not found(WholeWeekends(), EARLY, EARLY, None, first=SATURDAY)
    assert not found(WholeWeekends(), None, None, EARLY, first=SATURDAY)
    assert one(found(WholeWeekends(), EARLY, None, first=SATURDAY)) == (
        "A works one day of the weekend of 2026-10-10; both or none are allowed"
    )
    sunday = SATURDAY + timedelta(days=1)
    assert found(WholeWeekends(), None, first=sunday, past=[EARLY])
    assert not found(WholeWeekends(), EARLY, None, first=SATURDAY, leave=[sunday])
    assert not found(WholeWeekends(), EARLY, first=SATURDAY), "the Sunday is not planned"


def test_a_day_has_the_hours_agreed() -> None:
    assert not found(HoursOfDay(6, 9), at("08:00", 6), at("08:00", 9), None)
    assert one(found(HoursOfDay(6, 9), at("08:00", 9.25))) == (
        "A is planned for 9.25 h on 2026-10-05; 6 h to 9 h are agreed"
    )
    assert found(HoursOfDay(6, 9), at("08:00", 5.75))


def test_a_week_has_the_hours_agreed() -> None:
    week = [EARLY, EARLY, EARLY, None, None, None, None]
    assert not found(HoursOfWeek(24, 24), *week)
    assert one(found(HoursOfWeek(0, 23.75), *week)) == (
        "A is planned for 24.00 h from 2026-10-05 to 2026-10-11; at most 23.75 h are agreed"
    )
    assert one(found(HoursOfWeek(24.25), *week)).endswith("at least 24.25 h are agreed")
    assert not found(HoursOfWeek(30), *week[:6]), "the week is not planned to its end"
    assert not found(HoursOfWeek(32), *week, leave=[SATURDAY]), "a day of leave counts eight hours"
    assert not found(HoursOfWeek(24), *week[2:], first=MONDAY + timedelta(days=2), past=week[:2])
    assert found(HoursOfWeek(24.25), *week[2:], first=MONDAY + timedelta(days=2), past=week[:2])


def test_a_month_has_the_hours_agreed() -> None:
    february = [EARLY] * 10 + [None] * 18
    assert not found(HoursOfMonth(80, 80), *february, first=date(2026, 2, 1))
    assert found(HoursOfMonth(80.25), *february, first=date(2026, 2, 1))
    assert found(HoursOfMonth(0, 79.75), *february, first=date(2026, 2, 1))
    assert not found(HoursOfMonth(80.25), *february, first=date(2026, 1, 31)), "no month is whole"


def test_any_seven_days_have_the_hours_agreed() -> None:
    rule = HoursOfWindow(7, 8, 24)
    assert not found(rule, *(EARLY, None, None) * 4)
    assert found(rule, EARLY, EARLY, EARLY, None, None, None, EARLY)
    assert found(rule, *(None,) * 7)
    assert found(rule, EARLY, past=[EARLY, EARLY, EARLY])
    assert not found(rule, EARLY, past=[EARLY, EARLY, EARLY, None, None, None, None])


def test_required_days_are_worked_and_others_are_not() -> None:
    rule = WorkDays(frozenset({Weekday.MONDAY}), frozenset({Weekday.TUESDAY}))
    assert not found(rule, EARLY, EARLY, None)
    assert not found(rule, EARLY, None, None)
    assert one(found(rule, None, None)) == "A has no shift on 2026-10-05, which is a working day of theirs"
    assert one(found(rule, EARLY, None, EARLY)) == "A has a shift on 2026-10-07, which is no working day of theirs"
    assert not found(rule, None, leave=[MONDAY])


def test_a_day_of_the_week_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not moonday"):
        WorkDays(frozenset({"moonday"}))  # type: ignore[arg-type]  # as a site file may have it


def test_a_rotation_is_kept_day_by_day_and_begins_later_for_the_next_crew() -> None:
    pattern = ("early", "late", "off")
    assert not found(Rotation(pattern, MONDAY), EARLY, LATE, None, EARLY)
    assert not found(Rotation(pattern, MONDAY, 1), None, EARLY, LATE, None)
    assert not found(Rotation(pattern, MONDAY + timedelta(days=300)), EARLY, LATE, None)
    assert one(found(Rotation(pattern, MONDAY), LATE)) == "A has the shift late on 2026-10-05; the rotation has early"
    assert one(found(Rotation(pattern, MONDAY), EARLY, None)) == "A has no shift on 2026-10-06; the rotation has late"
    assert found(Rotation(pattern, MONDAY), EARLY, LATE, LATE)
    assert not found(Rotation(pattern, MONDAY), None, leave=[MONDAY])


@pytest.mark.parametrize("place", ["", "early|off", "|early", "?"])
def test_a_place_of_a_rotation_that_says_nothing_is_refused(place: str) -> None:
    with pytest.raises(ValueError, match="places such as off"):
        Rotation((place,))


def test_more_than_six_hours_take_half_an_hour_of_breaks() -> None:
    assert not found(BreaksOfLongShifts(), at("08:00", 6))
    assert "at least 30 are due" in one(found(BreaksOfLongShifts(), at("08:00", 6.25)))
    assert not found(BreaksOfLongShifts(), kind("half", "08:00", 9, pause(15, "02:00"), pause(15, "05:00")))
    assert found(BreaksOfLongShifts(), kind("less", "08:00", 9, pause(15, "02:00")))


def test_eight_hours_are_the_most_of_a_night_worker() -> None:
    assert not found(NightWork(), NIGHT)
    assert "8.25 h in the night shift" in one(found(NightWork(), at("22:00", 8.25)))
    assert not found(NightWork(), at("15:45", 10)), "less than three hours of the night"
    assert found(NightWork(), at("16:00", 10))
    assert not found(NightWork(), at("04:00", 10))
    assert found(NightWork(), at("03:00", 10))


def test_a_day_off_brings_35_hours_in_the_union() -> None:
    assert not found(WeeklyRestOfUnion(), at("13:00"), None, at("08:00"))  # 21:00 to 08:00 two days later
    assert "34.75 h of rest" in one(found(WeeklyRestOfUnion(), at("13:15"), None, at("08:00")))
    assert WeeklyRestOfUnion().citation == "EU 2003/88 art. 5"
    assert found(WeeklyRestOfUnion(), *(EARLY,) * 7)


def test_48_hours_a_week_are_averaged_over_seventeen_weeks() -> None:
    long = at("08:00", 12)
    assert not found(HoursOfReferencePeriod(), *(long,) * 4, None, None, None)  # 48 h
    assert one(found(HoursOfReferencePeriod(), *(long,) * 5, None, None)) == (
        "A is planned for 60.00 h a week on average from 2026-10-05 to 2026-10-11; at most 48 h are allowed"
    )
    free = [None] * 7
    assert not found(HoursOfReferencePeriod(), *(long,) * 5, None, None, past=free), "30 h a week over two"
    assert found(HoursOfReferencePeriod(48, 1), *(long,) * 5, None, None, past=free), "a week back alone"
    leave = [MONDAY + timedelta(days=index) for index in range(7)]
    assert found(HoursOfReferencePeriod(), *free, *(long,) * 5, None, None, leave=leave), "leave is no rest"
