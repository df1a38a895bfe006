"""The model accepts a roster exactly when the check finds nothing: all rosters of tiny centres are written down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from forecasting.site import OpeningHours, Span
from scheduler.agents import Bounds, Restriction
from scheduler.instance import Instance
from scheduler.rules.base import Rule, Severity
from scheduler.rules.breaks import BreaksAsPlanned, RestInShift
from scheduler.rules.comprehensive import ComprehensiveHours, Period
from scheduler.rules.contract import OneShiftADay, PeriodHours, ShiftOfContract
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.hours import AverageWeeklyHours, DailyHours, WeeklyHours
from scheduler.rules.law import PACKS, law_pack
from scheduler.rules.leave import Leave
from scheduler.rules.opening import WithinOpeningHours
from scheduler.rules.overtime import Overtime
from scheduler.rules.protected import NoNightForProtected, NoOvertimeForProtected
from scheduler.rules.rest import DailyRest, NoOverlap, RestAfterShift
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.shifts import ShiftKind
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    LATE,
    LONG,
    MONDAY,
    NIGHT,
    ROUND_THE_CLOCK,
    SHANGHAI,
    accepted_by_model,
    centre,
    contract,
    kind,
    next_days,
    pause,
    person,
    rosters,
)

TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 3))
BEFORE_AUTUMN, BEFORE_SPRING = date(2026, 10, 24), date(2026, 3, 28)
ROUND = kind("round", "23:00", 24)
DAWN = kind("dawn", "00:00", 4)
NOON = kind("noon", "11:00", 8, pause(60, "04:00"))
EVENING = kind("evening", "12:00", 9, pause(60, "04:00"))  # ends at 21:00: exactly 11 hours before 08:00
SPLIT = kind("split", "08:00", 9, pause(30, "03:00"), pause(30, "06:00"))
SHORT_BREAK = kind("short-break", "08:00", 9, pause(45, "03:00"))
PAID_BREAK = kind("paid-break", "08:00", 8, pause(60, "04:00", paid=True))
THREE = (EARLY, LATE, NIGHT)


def alone(
    *kinds: ShiftKind,
    hours: Bounds = Bounds(),
    in_row: Bounds = Bounds(),
    off_in_row: Bounds = Bounds(),
    leave: Iterable[date] = (),
    restrictions: Iterable[Restriction] = (),
    clock: str | None = None,
    days: int = 4,
    first: date = MONDAY,
    zone: ZoneInfo = SHANGHAI,
    slot_minutes: int = 60,
    opening: OpeningHours = ROUND_THE_CLOCK,
) -> Instance:
    """One person, on *clock* where it is not the site's, with all of *kinds*."""
    terms = contract(*kinds, hours=hours, in_row=in_row, off_in_row=off_in_row)
    somebody = person(terms, leave=leave, restrictions=restrictions, zone=clock)
    return centre(somebody, kinds, days=days, first=first, zone=zone, slot_minutes=slot_minutes, opening=opening)


def pair(*kinds: ShiftKind, need: Mapping[int, float] | float = 0.0) -> Instance:
    """Two people with all of *kinds*, for two days."""
    people = [person(contract(*kinds), name) for name in "ab"]
    return centre(people, kinds, days=2, need=need)


@dataclass(frozen=True)
class Case:
    what: str
    rule: Rule
    instance: Instance
    forbids: bool = True


CASES = [
    Case("round the clock", NoOverlap(), alone(ROUND, EARLY, NIGHT)),
    Case(
        "when the clock skips an hour",
        NoOverlap(),
        alone(kind("r", "23:30", 24, step=30), DAWN, first=BEFORE_SPRING, zone=BERLIN, slot_minutes=30),
    ),
    Case("one hour", RestAfterShift(), alone(EARLY, LATE, NIGHT, kind("six", "06:00", 8))),
    Case("when the clock skips an hour", RestAfterShift(), alone(ROUND, DAWN, first=BEFORE_SPRING, zone=BERLIN)),
    Case("eleven hours", DailyRest(), alone(*THREE, EVENING)),
    Case(
        "ten hours and three quarters",
        DailyRest(10.75),
        alone(EARLY, kind("late", "13:15", 8), kind("later", "13:30", 8), slot_minutes=15, days=3),
    ),
    Case("thirty hours", DailyRest(30), alone(*THREE)),
    Case(
        "when the clock goes back",
        DailyRest(),
        alone(NIGHT, kind("13", "13:00", 9), EARLY, kind("four", "04:00", 3), first=BEFORE_AUTUMN, zone=BERLIN),
    ),
    Case("when the clock goes forward", DailyRest(), alone(NIGHT, EVENING, EARLY, first=BEFORE_SPRING, zone=BERLIN)),
    Case("one day in three", WeeklyRest(days=3), alone(EARLY, NIGHT, days=5)),
    Case("36 hours around a day off", WeeklyRest(days=4, hours=36), alone(EARLY, LATE, NIGHT, days=4)),
    Case("48 hours around a day off", WeeklyRest(days=4, hours=48), alone(kind("five", "05:00", 8), NIGHT, days=5)),
    Case(
        "24 hours when the clock skips one",
        WeeklyRest(days=7),
        alone(NIGHT, kind("five", "05:00", 8), first=BEFORE_SPRING, zone=BERLIN, days=5),
    ),
    Case("eight hours", DailyHours(), alone(EARLY, LONG)),
    Case("approved for another", DailyHours(overtime_approved=frozenset({"b"})), pair(EARLY, LONG)),
    Case("an hour of breaks", RestInShift(), alone(EARLY, SPLIT, PAID_BREAK, SHORT_BREAK, slot_minutes=15, days=3)),
    Case(
        "half an hour from six hours", RestInShift(30, 6), alone(kind("six", "08:00", 6), SHORT_BREAK, slot_minutes=15)
    ),
    Case("across Sunday", WeeklyHours(16), alone(EARLY, LONG, first=MONDAY + timedelta(days=4), days=6)),
    Case("with breaks", WeeklyHours(20.5), alone(NOON, LONG)),
    Case("of a short horizon", AverageWeeklyHours(20), alone(EARLY, LONG)),
    Case("of eight days", AverageWeeklyHours(21), alone(EARLY, days=8)),
    Case("of a month", ComprehensiveHours(daily_hours=5), alone(EARLY, LONG, first=date(2026, 10, 29), days=5)),
    Case("of a quarter", ComprehensiveHours(Period.QUARTER, 6), alone(EARLY, LONG, first=date(2026, 12, 29), days=5)),
    Case("of a year", ComprehensiveHours(Period.YEAR, 6), alone(EARLY, LONG, first=date(2026, 12, 29), days=5)),
    Case("an hour a day", Overtime(), alone(EARLY, EVENING, LONG)),
    Case(
        "two hours a month",
        Overtime(hours_a_day=3, hours_a_month=4),
        alone(EARLY, LONG, first=date(2026, 10, 29), days=6),
    ),
    Case(
        "special reasons",
        Overtime(special_reasons=True, hours_a_month=5),
        alone(LONG, kind("twelve", "08:00", 12), kind("eleven", "08:00", 11), days=3),
    ),
    Case("above a fraction of an hour", Overtime(7.66, hours_a_month=1), alone(EARLY, days=5)),
    Case(
        "pregnant",
        NoNightForProtected(),
        alone(*THREE, kind("six", "06:00", 8), kind("five", "05:00", 8), restrictions={Restriction.PREGNANT}, days=3),
    ),
    Case(
        "from 23 to 5",
        NoNightForProtected(23, 5),
        alone(
            kind("22", "15:00", 8),
            kind("23", "16:00", 8),
            kind("five", "05:00", 8),
            kind("four", "04:00", 8),
            restrictions={Restriction.YOUNG},
            days=3,
        ),
    ),
    Case(
        "on the clock of the person",
        NoNightForProtected(),
        alone(*THREE, restrictions={Restriction.NURSING}, clock="America/New_York"),
    ),
    Case(
        "when the clock goes back",
        NoNightForProtected(),
        alone(
            NIGHT, LATE, kind("six", "06:00", 8), restrictions={Restriction.NURSING}, first=BEFORE_AUTUMN, zone=BERLIN
        ),
    ),
    Case(
        "for the young only",
        NoNightForProtected(restrictions=frozenset({Restriction.YOUNG})),
        alone(NIGHT, restrictions={Restriction.NURSING}),
        forbids=False,
    ),
    Case("pregnant", NoOvertimeForProtected(), alone(EARLY, LONG, EVENING, restrictions={Restriction.PREGNANT})),
    Case("the night before", Leave(), alone(*THREE, leave={WEDNESDAY})),
    Case("at the borders", Leave(), alone(EARLY, NIGHT, leave={MONDAY, THURSDAY + timedelta(days=1)})),
    Case("on the clock of the person", Leave(), alone(*THREE, leave={TUESDAY}, clock="America/Los_Angeles")),
    Case(
        "when the clock goes back",
        Leave(),
        alone(NIGHT, kind("16", "16:00", 8), leave={date(2026, 10, 25)}, first=BEFORE_AUTUMN, zone=BERLIN),
    ),
    Case("between two bounds", PeriodHours(), alone(EARLY, LONG, hours=Bounds(16, 26))),
    Case("with leave", PeriodHours(), alone(EARLY, LONG, hours=Bounds(24, 30), leave={MONDAY, WEDNESDAY})),
    Case("with more leave than hours", PeriodHours(), alone(EARLY, hours=Bounds(None, 8), leave={MONDAY, WEDNESDAY})),
    Case(
        "with a whole week of leave",
        PeriodHours(),
        alone(EARLY, hours=Bounds(44, 48), leave=next_days(MONDAY, 7), days=8),
    ),
    Case("two to three", DaysInRow(), alone(EARLY, NIGHT, in_row=Bounds(2, 3), days=6)),
    Case("three at least", DaysInRow(), alone(EARLY, in_row=Bounds(3, None), days=7)),
    Case("none at all", DaysInRow(), alone(EARLY, in_row=Bounds(None, 0))),
    Case("two to three", DaysOffInRow(), alone(EARLY, off_in_row=Bounds(2, 3), days=8)),
    Case("with leave", DaysOffInRow(), alone(EARLY, off_in_row=Bounds(2, 2), leave={WEDNESDAY}, days=7)),
    Case("none at all", DaysOffInRow(), alone(EARLY, off_in_row=Bounds(None, 0))),
    Case(
        "eight to ten",
        WithinOpeningHours(),
        alone(*THREE, LONG, kind("seven", "07:00", 8), opening=OpeningHours(), days=3),
    ),
    Case(
        "special days, weekends and exceptions",
        WithinOpeningHours(),
        alone(
            LATE,
            kind("16", "16:00", 8),
            opening=OpeningHours(
                (Span(480, 1320),) * 2 + (None,) * 5,
                special_days=frozenset({TUESDAY}),
                exceptions={THURSDAY: Span(480, 1440), MONDAY: None},
            ),
        ),
    ),
    Case(
        "with allowances",
        WithinOpeningHours(60, 30),
        alone(
            kind("seven", "07:00", 8),
            kind("six", "06:30", 8),
            kind("end", "14:30", 8),
            kind("over", "15:00", 8),
            opening=OpeningHours(),
            slot_minutes=30,
            days=3,
        ),
    ),
    Case(
        "on the clock of the person",
        WithinOpeningHours(),
        alone(*THREE, opening=OpeningHours(), clock="America/Los_Angeles"),
    ),
    Case(
        "round the clock on some days",
        WithinOpeningHours(),
        alone(NIGHT, opening=OpeningHours((Span(0, 1440),) * 2 + (Span(480, 1320),) * 5)),
    ),
    Case("two heads", HeadsOnDuty(severity=Severity.HARD), pair(EARLY, LATE, need={14: 1, 15: 0.5, 20: 0, 39: 1})),
    Case("one head through the night", HeadsOnDuty(1, Severity.HARD), pair(NIGHT, EARLY, need={23: 1, 26: 1})),
    Case("soft", HeadsOnDuty(), pair(EARLY), forbids=False),
    Case("held by the variables", OneShiftADay(), alone(*THREE), forbids=False),
    Case(
        "in the hour shown twice",
        ShiftOfContract(),
        alone(kind("two", "02:00", 8), NIGHT, first=BEFORE_AUTUMN, zone=BERLIN),
        forbids=False,
    ),
    Case(
        "in the hour skipped",
        ShiftOfContract(),
        alone(kind("two", "02:00", 8), NIGHT, first=BEFORE_SPRING, zone=BERLIN),
        forbids=False,
    ),
    Case(
        "on the clock of the person",
        ShiftOfContract(),
        alone(*THREE, clock="America/Los_Angeles"),
        forbids=False,
    ),
    Case("held by the placing", BreaksAsPlanned(), alone(NOON, SPLIT, EARLY, slot_minutes=30, days=3), forbids=False),
    Case(
        "in the hour shown twice",
        BreaksAsPlanned(),
        alone(
            kind("n", "22:00", 9, pause(60, "04:00"), pause(30, "05:30")),
            first=BEFORE_AUTUMN,
            zone=BERLIN,
            slot_minutes=30,
        ),
        forbids=False,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.name}: {case.what}")
def test_the_model_accepts_a_roster_exactly_when_the_check_finds_nothing(case: Case) -> None:
    lawful, refused = set(), 0
    for chosen, roster in rosters(case.instance):
        if list(case.rule.check(roster, case.instance)) and case.rule.severity is Severity.HARD:
            refused += 1
        else:
            lawful.add(chosen)
    assert accepted_by_model(case.instance, [case.rule]) == lawful
    assert lawful
    assert bool(refused) == case.forbids


@pytest.mark.parametrize("pack", PACKS)
def test_the_rules_of_a_pack_together_accept_what_all_checks_accept(pack: str) -> None:
    rules = law_pack(pack)
    instance = alone(EARLY, NOON, NIGHT, LONG, leave={TUESDAY}, restrictions={Restriction.NURSING}, hours=Bounds(7, 16))
    hard = [rule for rule in rules if rule.severity is Severity.HARD]
    lawful = {
        chosen for chosen, roster in rosters(instance) if not any(list(rule.check(roster, instance)) for rule in hard)
    }
    assert accepted_by_model(instance, rules) == lawful
    assert lawful
