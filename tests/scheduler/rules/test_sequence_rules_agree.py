"""The rules of time and sequence: the model accepts a roster exactly when the check finds nothing, with a past and without."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from forecasting.site import ALL_DAY, OpeningHours
from scheduler.agents import Bounds
from scheduler.instance import Instance, Tally
from scheduler.rules.activities import ActivitiesInside
from scheduler.rules.availability import WithinAvailability
from scheduler.rules.base import Counting, Rule, Severity
from scheduler.rules.bounded_hours import HoursOfDay, HoursOfMonth, HoursOfWeek, HoursOfWindow
from scheduler.rules.law import PACKS, law_pack, site_rules
from scheduler.rules.locked import Locked
from scheduler.rules.mentor import BesideMentor
from scheduler.rules.nights import NightsInRow, RecoveryAfterNights
from scheduler.rules.pairing import Pairing
from scheduler.rules.rest import DailyRest
from scheduler.rules.rotation import Rotation
from scheduler.rules.scope import Scoped
from scheduler.rules.separation import Separation
from scheduler.rules.shifts_of_kind import ShiftsOfKind, Span
from scheduler.rules.staggered import StaggeredBreaks
from scheduler.rules.starts import StartDistance, StartWindow, SteadyStarts
from scheduler.rules.succession import ForbiddenSuccessions, ForwardRotation
from scheduler.rules.training import CoursesAYear, TrainingCoverage, TrainingHours
from scheduler.rules.training_sessions import TrainingSessions
from scheduler.rules.union import BreaksOfLongShifts, HoursOfReferencePeriod, NightWork, WeeklyRestOfUnion
from scheduler.rules.weekends import WeekendsInRow, WeekendsWorked, WholeWeekends
from scheduler.rules.work_days import Weekday, WorkDays
from scheduler.shifts import DayPart, ShiftKind
from tests.scheduler.rules.test_check_and_post_agree import CASES as LAW_CASES
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    LONG,
    MONDAY,
    NIGHT,
    ROUND_THE_CLOCK,
    SHANGHAI,
    SOMEBODY,
    accepted_by_model,
    after,
    centre,
    contract,
    kind,
    pause,
    person,
    rosters,
)

AUCKLAND = ZoneInfo("Pacific/Auckland")  # the clock goes forward on 27 September 2026 and back on 5 April 2026
BEFORE_AUTUMN, BEFORE_SPRING = date(2026, 10, 24), date(2026, 3, 28)
SOUTHERN_SPRING, SOUTHERN_AUTUMN = date(2026, 9, 25), date(2026, 4, 3)
LATE = replace(kind("late", "14:00", 8), part=DayPart.LATE)
THREE = (EARLY, LATE, NIGHT)
SPREAD = kind("spread", "06:00", 8, last="12:00", step=120)
NOON = kind("noon", "08:00", 7, pause(30, "03:00"))
SHORT_BREAK = kind("short", "08:00", 7, pause(15, "03:00"))
DEEP = kind("deep", "20:00", 10)
ELEVEN = kind("eleven", "20:00", 11)
EVENING = kind("evening", "15:00", 11)
SIX_NIGHT = kind("six", "22:00", 6)
FRIDAY, SATURDAY, SUNDAY = (MONDAY + timedelta(days=days) for days in (4, 5, 6))
CLOSED_ON_TUESDAYS = OpeningHours((ALL_DAY, None) + (ALL_DAY,) * 5)


def alone(
    *kinds: ShiftKind,
    days: int = 4,
    first: date = MONDAY,
    zone: ZoneInfo = SHANGHAI,
    leave: Iterable[date] = (),
    clock: str | None = None,
    slot_minutes: int = 60,
    opening: OpeningHours = ROUND_THE_CLOCK,
    holidays: Iterable[date] = (),
) -> Instance:
    somebody = person(contract(*kinds, hours=Bounds()), leave=leave, zone=clock)
    return centre(
        somebody,
        kinds,
        days=days,
        first=first,
        zone=zone,
        slot_minutes=slot_minutes,
        opening=opening,
        holidays=holidays,
    )


@dataclass(frozen=True)
class Case:
    what: str
    rule: Rule
    instance: Instance


CASES = [
    Case("two at most", NightsInRow(1, 2), alone(EARLY, NIGHT, days=5)),
    Case("two at least", NightsInRow(2, 3), alone(EARLY, NIGHT, days=5)),
    Case("after a night", NightsInRow(2, 3), after(alone(EARLY, NIGHT), None, NIGHT)),
    Case("after three nights", NightsInRow(2, 3), after(alone(EARLY, NIGHT), EARLY, NIGHT, NIGHT, NIGHT)),
    Case("after four nights too many", NightsInRow(1, 2), after(alone(NIGHT), *(NIGHT,) * 6)),
    Case("leave after a night", NightsInRow(2, 3), after(alone(NIGHT, leave=[MONDAY], days=5), None, NIGHT)),
    Case("two nights", RecoveryAfterNights(), alone(EARLY, NIGHT, days=5)),
    Case("one night, 30 hours", RecoveryAfterNights(1, 30), alone(EARLY, kind("six", "06:00", 8), NIGHT)),
    Case("three nights, 56 hours", RecoveryAfterNights(3, 56), alone(NIGHT, LATE, days=6)),
    Case("nights of two lengths", RecoveryAfterNights(2, 34), alone(NIGHT, SIX_NIGHT, LATE)),
    Case("when the clock goes back", RecoveryAfterNights(1, 9), alone(NIGHT, LATE, first=BEFORE_AUTUMN, zone=BERLIN)),
    Case("when it goes forward", RecoveryAfterNights(1, 8), alone(NIGHT, LATE, first=BEFORE_SPRING, zone=BERLIN)),
    Case("in the south", RecoveryAfterNights(1, 9), alone(NIGHT, LATE, first=SOUTHERN_AUTUMN, zone=AUCKLAND)),
    Case("in the southern spring", RecoveryAfterNights(1, 8), alone(NIGHT, LATE, first=SOUTHERN_SPRING, zone=AUCKLAND)),
    Case("after two nights", RecoveryAfterNights(), after(alone(EARLY, NIGHT), NIGHT, NIGHT)),
    Case("after two nights and a day", RecoveryAfterNights(), after(alone(EARLY, NIGHT), NIGHT, NIGHT, None)),
    Case("after nights cut short", RecoveryAfterNights(2, 72), after(alone(EARLY, NIGHT), NIGHT, NIGHT, EARLY)),
    Case("after one of three", RecoveryAfterNights(3), after(alone(EARLY, NIGHT), NIGHT)),
    Case("next day", ForwardRotation(), alone(*THREE)),
    Case("two days off", ForwardRotation(2), alone(*THREE)),
    Case("after a night", ForwardRotation(2), after(alone(*THREE), NIGHT, None)),
    Case("after a kind that is gone", ForwardRotation(), after(alone(EARLY, LATE), LATE)),
    Case("parts", ForbiddenSuccessions(), alone(*THREE)),
    Case(
        "kinds and parts",
        ForbiddenSuccessions(frozenset({"long > early", "night>night", "late>long"})),
        alone(*THREE, LONG, days=3),
    ),
    Case("after a late shift", ForbiddenSuccessions(), after(alone(*THREE, days=3), LATE)),
    Case("from eight to ten", StartWindow("08:00", "10:00"), alone(SPREAD, days=3)),
    Case("over midnight", StartWindow("22:00", "06:00"), alone(SPREAD, NIGHT, LATE, days=3)),
    Case(
        "on the clock of the person",
        StartWindow("08:00", "14:00"),
        alone(SPREAD, zone=BERLIN, clock="America/New_York", days=3),
    ),
    Case(
        "in the hour skipped",
        StartWindow("02:00", "02:59"),
        alone(kind("dawn", "02:00", 4), EARLY, first=BEFORE_SPRING, zone=BERLIN),
    ),
    Case("two hours", StartDistance(), alone(SPREAD, days=3)),
    Case("after a start at six", StartDistance(60), after(alone(SPREAD, days=3), kind("six", "06:00", 8))),
    Case("when the clock goes back", StartDistance(0), alone(SPREAD, first=BEFORE_AUTUMN, zone=BERLIN, days=3)),
    Case("in the south", StartDistance(0), alone(SPREAD, first=SOUTHERN_SPRING, zone=AUCKLAND, days=3)),
    Case("two hours of a week", SteadyStarts(120), alone(SPREAD, first=SATURDAY, days=3)),
    Case("four hours of a week", SteadyStarts(240), alone(SPREAD, days=3)),
    Case("after a start at noon", SteadyStarts(180), after(alone(SPREAD, first=FRIDAY, days=3), LATE, None)),
    Case(
        "after a start three hours off",
        SteadyStarts(180),
        after(alone(SPREAD, first=FRIDAY, days=3), kind("eleven o'clock", "11:00", 8)),
    ),
    Case(
        "after starts three hours apart",
        SteadyStarts(180),
        after(alone(SPREAD, first=FRIDAY, days=2), kind("eleven o'clock", "11:00", 8), EARLY),
    ),
    Case("after an unsteady week", SteadyStarts(180), after(alone(SPREAD, first=FRIDAY, days=4), NIGHT, EARLY)),
    Case("one of two", WeekendsWorked(1, 2), alone(EARLY, first=SATURDAY, days=9)),
    Case(
        "two of three, two past",
        WeekendsWorked(2, 3),
        after(alone(EARLY, first=SATURDAY, days=8), EARLY, *(None,) * 6, EARLY, *(None,) * 6),
    ),
    Case("more than there may be in the past", WeekendsWorked(0, 2), after(alone(EARLY, first=SUNDAY, days=7), EARLY)),
    Case("none in a row", WeekendsInRow(1), alone(EARLY, first=SATURDAY, days=9)),
    Case("in a row with a past", WeekendsInRow(1), after(alone(EARLY, first=FRIDAY, days=5), EARLY, *(None,) * 4)),
    Case("begun before", WeekendsInRow(1), after(alone(EARLY, first=SUNDAY, days=8), EARLY)),
    Case("both or none", WholeWeekends(), alone(EARLY, first=FRIDAY)),
    Case("both or none with leave", WholeWeekends(), alone(EARLY, first=FRIDAY, leave=[FRIDAY, SUNDAY], days=10)),
    Case("the other one", WholeWeekends(), after(alone(EARLY, first=SUNDAY), EARLY)),
    Case("one or two nights", ShiftsOfKind(frozenset({"night"}), 1, 2, Span.PLAN), alone(EARLY, NIGHT)),
    Case(
        "of two kinds", ShiftsOfKind(frozenset({"early", "long"}), 0, 2, Span.PLAN), alone(EARLY, LONG, NIGHT, days=3)
    ),
    Case(
        "the period begun",
        ShiftsOfKind(frozenset({"night"}), 2, 3, Span.PLAN),
        replace(after(alone(EARLY, NIGHT), NIGHT, NIGHT, None), period_from=MONDAY - timedelta(days=2)),
    ),
    Case("a week begun", ShiftsOfKind(frozenset({"night"}), 2, 2, Span.WEEK), after(alone(NIGHT, first=FRIDAY), NIGHT)),
    Case("weeks cut off", ShiftsOfKind(frozenset({"night"}), 1, 1, Span.WEEK), alone(NIGHT, first=FRIDAY, days=11)),
    Case(
        "a week with leave",
        ShiftsOfKind(frozenset({"early"}), 5, 6, Span.WEEK),
        alone(EARLY, days=7, leave=[MONDAY, FRIDAY]),
    ),
    Case(
        "a week too full",
        ShiftsOfKind(frozenset({"night"}), 0, 1, Span.WEEK),
        after(alone(NIGHT, first=FRIDAY), NIGHT, NIGHT),
    ),
    Case("two months", ShiftsOfKind(frozenset({"early"}), 1, 1), alone(EARLY, NIGHT, first=date(2026, 10, 30))),
    Case("from eight to nine hours", HoursOfDay(8, 9), alone(EARLY, LONG, SIX_NIGHT, days=3)),
    Case("exactly six hours", HoursOfDay(6, 6), alone(EARLY, SIX_NIGHT)),
    Case("a week", HoursOfWeek(16, 24), alone(EARLY, LONG, days=7)),
    Case("a week cut off", HoursOfWeek(10, 26), alone(EARLY, LONG, first=FRIDAY, days=5)),
    Case("a week begun", HoursOfWeek(24, 26), after(alone(EARLY, LONG, first=FRIDAY), LONG, None, None, None)),
    Case("a week with leave", HoursOfWeek(24, 26), alone(EARLY, LONG, days=7, leave=[MONDAY])),
    Case("too much of a week", HoursOfWeek(0, 15), after(alone(EARLY, first=FRIDAY, days=5), EARLY, EARLY)),
    Case("a month cut off", HoursOfMonth(0, 16), alone(EARLY, LONG, first=date(2026, 10, 30))),
    Case("a month begun", HoursOfMonth(40, 50), after(alone(EARLY, LONG, first=date(2026, 2, 26)), *(LONG,) * 25)),
    Case(
        "a month told",
        HoursOfMonth(40, 50),
        replace(alone(EARLY, LONG, first=date(2026, 2, 26)), tallies=(Tally(SOMEBODY, date(2026, 2, 1), 30 * 60),)),
    ),
    Case("any three days", HoursOfWindow(3, 8, 18), alone(EARLY, LONG, days=5)),
    Case("any six days of four", HoursOfWindow(6, 30, 18), alone(EARLY, LONG)),
    Case("any three days after two", HoursOfWindow(3, 8, 18), after(alone(EARLY, LONG), LONG, None)),
    Case("any three days with leave", HoursOfWindow(3, 16, 24), alone(EARLY, LONG, leave=[MONDAY + timedelta(days=1)])),
    Case(
        "required and optional days",
        WorkDays(frozenset({Weekday.MONDAY, Weekday.TUESDAY}), frozenset({Weekday.WEDNESDAY})),
        alone(EARLY, LONG),
    ),
    Case(
        "leave, holidays and closed days",
        WorkDays(frozenset(Weekday)),
        alone(EARLY, opening=CLOSED_ON_TUESDAYS, leave=[MONDAY], holidays=[MONDAY + timedelta(days=2)]),
    ),
    Case("a cycle", Rotation(("early", "long|late", "off", "work"), MONDAY), alone(EARLY, LONG, LATE, days=4)),
    Case("a cycle behind", Rotation(("early?", "off", "any"), MONDAY, 2), alone(EARLY, LONG)),
    Case("a cycle begun long ago", Rotation(("night", "night", "off")), alone(EARLY, NIGHT, leave=[MONDAY])),
    Case("half an hour", BreaksOfLongShifts(), alone(EARLY, NOON, SHORT_BREAK, SIX_NIGHT, slot_minutes=15, days=2)),
    Case("eight hours", NightWork(), alone(NIGHT, DEEP, LONG, EVENING)),
    Case("a fraction of the night", NightWork(9, 22, 5, 5.5), alone(DEEP, kind("d", "23:00", 10), days=3)),
    Case("when the clock goes back", NightWork(9, 22, 6, 8.5), alone(ELEVEN, first=BEFORE_AUTUMN, zone=BERLIN)),
    Case("in the south", NightWork(9, 22, 6, 7.5), alone(DEEP, first=SOUTHERN_SPRING, zone=AUCKLAND)),
    Case("35 hours", WeeklyRestOfUnion(days=4), alone(EARLY, LATE, NIGHT, days=4)),
    Case("35 hours across the border", WeeklyRestOfUnion(), after(alone(EARLY, LATE), LATE, None)),
    Case("a week of few days", HoursOfReferencePeriod(20), alone(EARLY, LONG)),
    Case("two weeks", HoursOfReferencePeriod(10, 2), after(alone(EARLY, LONG), *(EARLY, None) * 5)),
    Case("leave left out", HoursOfReferencePeriod(15, 2), alone(EARLY, days=10, leave=[MONDAY, FRIDAY])),
    Case("for nobody here", Scoped(DailyRest(30), agents=frozenset({"b"})), alone(EARLY)),
]
NOTHING_FORBIDDEN = {"for nobody here"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.name}: {case.what}")
def test_the_model_accepts_a_roster_exactly_when_the_check_finds_nothing(case: Case) -> None:
    lawful, refused = set(), 0
    for chosen, roster in rosters(case.instance):
        if list(case.rule.check(roster, case.instance)):
            refused += 1
        else:
            lawful.add(chosen)
    assert accepted_by_model(case.instance, [case.rule]) == lawful
    assert lawful
    assert bool(refused) == (case.what not in NOTHING_FORBIDDEN)


def test_every_hard_rule_of_every_pack_and_of_the_site_is_among_the_cases() -> None:
    tried = {case.rule.name for case in CASES} | {case.rule.name for case in LAW_CASES}
    packs = {rule.name for pack in PACKS for rule in law_pack(pack) if rule.severity is not Severity.NOTE}
    placed_later = {StaggeredBreaks.name, ActivitiesInside.name}
    placed_later |= {TrainingHours.name, CoursesAYear.name, TrainingCoverage.name, TrainingSessions.name}
    tried |= {
        Locked.name,
        WithinAvailability.name,
        BesideMentor.name,
        Pairing.name,
        Separation.name,
    }  # in files of their own
    tried |= {rule.name for rule in site_rules() if isinstance(rule, Counting)}
    assert tried == (packs | {rule.name for rule in site_rules()}) - placed_later


def test_a_rule_for_some_binds_them_and_nobody_else() -> None:
    people = [person(contract(EARLY, name=name), name, team="care") for name in "ab"]
    instance = centre(people, [EARLY], days=2)
    only_a = frozenset({"a"})
    for rule in (Scoped(HoursOfDay(9, 10), agents=only_a), Scoped(HoursOfDay(9, 10), contracts=only_a)):
        lawful = {chosen for chosen, roster in rosters(instance) if not list(rule.check(roster, instance))}
        assert accepted_by_model(instance, [rule]) == lawful
        assert {agent for chosen in lawful for agent, _ in chosen} == {"b"}
    everybody = Scoped(HoursOfDay(9, 10), teams=frozenset({"care"}))
    assert len(accepted_by_model(instance, [everybody])) == 1


def test_a_rule_that_should_be_kept_is_shown_as_such() -> None:
    instance = alone(EARLY)
    rule = Scoped(HoursOfDay(9, 10), Severity.SOFT)
    found = [violation.severity for _, roster in rosters(instance) for violation in rule.check(roster, instance)]
    assert set(found) == {Severity.SOFT}
