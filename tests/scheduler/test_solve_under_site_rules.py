"""No strategy overlooks a rule: what each finds passes every check, small and middle centres, with days worked before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.agents import AgentId, Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.bounded_hours import HoursOfDay, HoursOfMonth, HoursOfWeek, HoursOfWindow
from scheduler.rules.law import PACKS, law_pack, site_rules
from scheduler.rules.nights import NightsInRow, RecoveryAfterNights
from scheduler.rules.rotation import Rotation
from scheduler.rules.scope import Scoped
from scheduler.rules.several import is_over_several
from scheduler.rules.shifts_of_kind import ShiftsOfKind
from scheduler.rules.staggered import StaggeredBreaks
from scheduler.rules.starts import StartDistance, StartWindow, SteadyStarts
from scheduler.rules.succession import ForbiddenSuccessions, ForwardRotation
from scheduler.rules.weekends import WeekendsInRow, WeekendsWorked, WholeWeekends
from scheduler.rules.work_days import Weekday, WorkDays
from scheduler.shifts import DayPart
from scheduler.solution import Limits
from scheduler.solve import solve
from scheduler.strategies import exact
from scheduler.wheels import three_shift_wheel
from tests.scheduler.tiny import BERLIN, MONDAY, after, centre, contract, kind, pause, person

MEAL = pause(60, "03:00", "05:00")
EARLY = kind("early", "06:00", 9, MEAL, last="10:00")
LATE = replace(kind("late", "13:00", 9, MEAL, last="14:00"), part=DayPart.LATE)
NIGHT = kind("night", "21:00", 9, MEAL, last="22:00")
KINDS = (EARLY, LATE, NIGHT)
RULES: list[Rule] = [
    StartWindow("06:00", "14:00"),
    StartDistance(60),
    SteadyStarts(60),
    NightsInRow(2, 3),
    RecoveryAfterNights(2, 54),
    ForwardRotation(2),
    ForbiddenSuccessions(),
    WeekendsWorked(1, 2),
    WeekendsInRow(1),
    WholeWeekends(),
    ShiftsOfKind(most=9),
    HoursOfDay(8, 8),
    HoursOfWeek(24, 32),
    HoursOfMonth(0, 120),
    HoursOfWindow(10, 24, 48),
    WorkDays(frozenset({Weekday.MONDAY, Weekday.FRIDAY}), frozenset({Weekday.TUESDAY, Weekday.SATURDAY})),
    Rotation(three_shift_wheel().pattern, MONDAY),
    StaggeredBreaks(50, Severity.HARD),
]
TURNS = ("early", "early", "late", "night?", "off", "off")
WISHES = ("b", "d")


def shop(people: int, days: int, hours: int = 80) -> Instance:
    """Return a centre round the clock, its clock going back on the second Sunday, that takes a third of its people a slot."""
    first = MONDAY + timedelta(days=14)
    names = [chr(ord("a") + number % 26) + str(number // 26 or "") for number in range(people)]
    terms = contract(*KINDS, hours=Bounds(None, hours), in_row=Bounds(None, 5))
    need = dict.fromkeys(range(6, 24 * days), people / 6)
    return centre([person(terms, name) for name in names], KINDS, days=days, first=first, zone=BERLIN, need=need)


def worked_before(instance: Instance) -> Instance:
    """Return *instance* after a week in which some worked early, some late, some at night."""
    for number, agent in enumerate(instance.agents):
        own = KINDS[number % 3]
        instance = after(instance, None, None, own, own, own, None, own, agent=agent.id)
    return instance


def lawful_roster(instance: Instance, rules: list[Rule], seconds: float) -> Roster:
    result = solve(instance, rules, Limits(seconds, 1))
    assert result.roster is not None, [conflict.message for conflict in result.conflicts]
    assert is_lawful(check_roster(result.roster, instance, rules))
    return result.roster


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_small_roster_keeps_the_rule(rule: Rule) -> None:
    instance = worked_before(shop(4, 7, hours=40))
    assert exact.choices_in(instance) <= exact.MOST_CHOICES
    rules = [*law_pack("eu"), Scoped(rule, agents=frozenset(WISHES))]
    assert lawful_roster(instance, rules, 0.4).assignments


def test_every_rule_of_the_site_is_among_them() -> None:
    alone = {rule.name for rule in site_rules() if not is_over_several(rule)}
    trained = {name for name in alone if "training" in name or "courses" in name}  # placed into shifts, see training
    assert {rule.name for rule in RULES} == alone - trained


@pytest.mark.parametrize("pack", PACKS)
def test_a_middle_roster_keeps_the_rules_together(pack: str) -> None:
    instance = worked_before(shop(45, 14))
    assert exact.choices_in(instance) > exact.MOST_CHOICES
    many = [rule for rule in RULES if not isinstance(rule, Rotation | WorkDays | HoursOfWindow | StartWindow)]
    rotating = frozenset(str(agent.id) for agent in instance.agents[:6])
    rules: list[Rule] = [
        *law_pack(pack),
        *(Scoped(rule, agents=frozenset(AgentId(agent.id) for agent in instance.agents[6:])) for rule in many),
        Scoped(Rotation(TURNS, MONDAY, 4), agents=rotating),
    ]
    roster = lawful_roster(instance, rules, 2.0)
    assert len(roster.by_agent()) > 40
