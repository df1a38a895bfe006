"""The law's limits of rest, nights and heads, by hand: at the limit and just beyond."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.agents import Restriction
from scheduler.coverage import on_duty
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.protected import NoNightForProtected, NoOvertimeForProtected
from scheduler.rules.rest import DailyRest, RestAfterShift
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.shifts import ShiftKind
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    LONG,
    NIGHT,
    SHANGHAI,
    broken,
    centre,
    contract,
    kind,
    line,
    pause,
    person,
)

BEFORE_AUTUMN, BEFORE_SPRING = date(2026, 10, 24), date(2026, 3, 28)


def until(end: str, hours: float = 8) -> ShiftKind:
    """Return a shift that ends at *end*."""
    clock = (int(end[:2]) * 60 + int(end[3:]) - round(hours * 60)) % 1440
    return kind(f"until {end}", f"{clock // 60:02d}:{clock % 60:02d}", hours)


def from_(start: str, hours: float = 8) -> ShiftKind:
    return kind(f"from {start}", start, hours)


def found_by(
    rule: DailyRest | RestAfterShift | WeeklyRest | NoNightForProtected | NoOvertimeForProtected,
    *kinds: ShiftKind | None,
    first: date = date(2026, 10, 5),
    zone: ZoneInfo = SHANGHAI,
    restrictions: frozenset[Restriction] = frozenset(),
) -> list[Violation]:
    """Return what *rule* finds in a line of *kinds* from Monday."""
    used = tuple({used.name: used for used in kinds if used is not None}.values())
    agent = person(contract(*used), restrictions=restrictions)
    return broken(rule, centre(agent, used, days=len(kinds), first=first, zone=zone, slot_minutes=15), *kinds)


def cited(found: list[Violation], citation: str) -> bool:
    """Tell whether exactly one hard violation was found and names *citation*."""
    return [item.severity for item in found] == [Severity.HARD] and citation in found[0].citation


def test_an_hour_between_two_shifts_keeps_the_rest_after_a_shift() -> None:
    assert not found_by(RestAfterShift(), until("23:00"), from_("00:00"))


def test_three_quarters_of_an_hour_between_two_shifts_break_the_rest_after_a_shift() -> None:
    assert cited(found_by(RestAfterShift(), until("23:15"), from_("00:00")), "OS-2.1, OS-2.3")


def test_eleven_hours_keep_daily_rest() -> None:
    assert not found_by(DailyRest(), until("21:00"), from_("08:00"))


def test_a_rest_of_ten_hours_and_45_minutes_breaks_daily_rest() -> None:
    found = found_by(DailyRest(), until("21:15"), from_("08:00"))
    assert cited(found, "EU 2003/88 art. 3")
    assert found[0].message == "A rests 10.75 h between the shifts of 2026-10-05 and 2026-10-06; at least 11 h are due"


def test_the_hour_that_the_clock_shows_twice_is_rest() -> None:
    kinds = until("22:00"), from_("08:00")
    assert not found_by(DailyRest(), *kinds, first=BEFORE_AUTUMN, zone=BERLIN)  # ten hours by the clock, eleven elapsed
    assert cited(found_by(DailyRest(), *kinds), "OS-2.1")


def test_the_hour_that_the_clock_skips_is_no_rest() -> None:
    kinds = until("21:00"), from_("08:00")
    assert cited(found_by(DailyRest(), *kinds, first=BEFORE_SPRING, zone=BERLIN), "OS-2.1")  # ten hours elapsed
    assert not found_by(DailyRest(), until("20:00"), from_("08:00"), first=BEFORE_SPRING, zone=BERLIN)


def test_six_days_in_seven_keep_weekly_rest() -> None:
    assert not found_by(WeeklyRest(), *(EARLY,) * 6, None, *(EARLY,) * 6)


def test_seven_days_in_a_row_break_weekly_rest() -> None:
    assert cited(found_by(WeeklyRest(), *(EARLY,) * 7), "LL-38")


def test_seven_days_across_two_weeks_break_weekly_rest_though_each_week_has_a_day_off() -> None:
    assert cited(found_by(WeeklyRest(), None, *(EARLY,) * 7), "LL-38")


def test_a_day_off_with_twenty_four_hours_keeps_weekly_rest() -> None:
    assert not found_by(WeeklyRest(), NIGHT, None, from_("06:00"))


def test_a_day_off_after_a_night_that_leaves_less_than_twenty_four_hours_breaks_weekly_rest() -> None:
    assert cited(found_by(WeeklyRest(), NIGHT, None, from_("05:45")), "LL-38")


def test_a_day_off_that_is_an_hour_short_by_the_clock_brings_less_rest() -> None:
    kinds = NIGHT, None, from_("06:00")
    assert cited(found_by(WeeklyRest(), *kinds, first=date(2026, 3, 27), zone=BERLIN), "LL-38")  # 23 hours elapsed


@pytest.mark.parametrize("why", Restriction)
@pytest.mark.parametrize("shift", [until("22:00"), from_("06:00")])
def test_protected_people_may_work_from_six_to_ten_at_night(why: Restriction, shift: ShiftKind) -> None:
    assert not found_by(NoNightForProtected(), shift, restrictions=frozenset({why}))


@pytest.mark.parametrize(
    ("why", "article"),
    [(Restriction.PREGNANT, "LL-61"), (Restriction.NURSING, "LL-63"), (Restriction.YOUNG, "LL-64, LL-65")],
)
@pytest.mark.parametrize("shift", [until("22:15"), from_("05:45"), NIGHT])
def test_a_quarter_of_an_hour_of_night_is_refused_to_protected_people(
    why: Restriction, article: str, shift: ShiftKind
) -> None:
    found = found_by(NoNightForProtected(), shift, restrictions=frozenset({why}))
    assert cited(found, article)
    assert f"protected ({why.value})" in found[0].message


def test_other_people_may_work_at_night() -> None:
    assert not found_by(NoNightForProtected(), NIGHT)


@pytest.mark.parametrize("why", Restriction)
def test_protected_people_may_work_eight_hours(why: Restriction) -> None:
    assert not found_by(NoOvertimeForProtected(), EARLY, restrictions=frozenset({why}))


@pytest.mark.parametrize(("why", "article"), [(Restriction.PREGNANT, "LL-61"), (Restriction.NURSING, "LL-63")])
def test_a_quarter_of_an_hour_of_overtime_is_refused_to_protected_people(why: Restriction, article: str) -> None:
    assert cited(found_by(NoOvertimeForProtected(), from_("08:00", 8.25), restrictions=frozenset({why})), article)


def test_other_people_may_work_overtime_by_this_rule() -> None:
    assert not found_by(NoOvertimeForProtected(), LONG)


def test_two_heads_keep_the_floor_and_one_is_named_with_day_and_hours() -> None:
    terms = contract(EARLY)
    instance = centre(
        [person(terms, "a"), person(terms, "b")], [EARLY], days=1, need={8: 1.0, 9: 0.5, 10: 0.0, 15: 3.0}
    )
    alone = line(instance, EARLY)
    both = Roster.of(
        instance.grid, [*alone.assignments, *line(instance, EARLY, agent=instance.agents[1].id).assignments]
    )
    assert not list(HeadsOnDuty().check(both, instance))
    first, second = HeadsOnDuty().check(alone, instance)
    assert first.citation == "OS-2.1"
    assert first.severity is Severity.SOFT
    assert first.message == "team care has 1 on shift on 2026-10-05 from 08:00 to 10:00; at least 2 are asked for"
    assert "from 15:00 to 16:00" in second.message


def test_slots_without_need_ask_for_nobody() -> None:
    instance = centre(person(contract(EARLY)), [EARLY], days=2, need=0.0)
    assert not list(HeadsOnDuty().check(line(instance), instance))


def test_a_head_on_a_break_is_on_the_shift() -> None:
    noon = kind("noon", "08:00", 9, pause(60, "04:00"))
    instance = centre(person(contract(noon)), [noon], days=1, need={12: 1.0})
    roster = line(instance, noon)
    assert on_duty(roster, instance)["care"][12] == 0
    assert not list(HeadsOnDuty(1).check(roster, instance))


def test_a_day_of_rest_is_asked_of_every_seven_days_of_a_month() -> None:
    days = [EARLY if index % 7 else None for index in range(28)]
    assert not found_by(WeeklyRest(), *days)
    days[14] = EARLY
    assert cited(found_by(WeeklyRest(), *days), "LL-38")
    assert found_by(WeeklyRest(), *days)[0].day == date(2026, 10, 5) + timedelta(days=8)
