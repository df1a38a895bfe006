"""Checks and model agree on random rosters of random centres, larger than can be written down."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import CpModel, CpSolver

from forecasting.site import OpeningHours, Span
from scheduler.agents import AgentId, Bounds, Restriction
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.options import Option, options_of
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.bounded_hours import HoursOfDay, HoursOfMonth, HoursOfWeek, HoursOfWindow
from scheduler.rules.breaks import RestInShift
from scheduler.rules.comprehensive import ComprehensiveHours, Period
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.hours import AverageWeeklyHours, DailyHours, WeeklyHours
from scheduler.rules.law import law_pack
from scheduler.rules.leave import Leave
from scheduler.rules.nights import NightsInRow, RecoveryAfterNights
from scheduler.rules.opening import WithinOpeningHours
from scheduler.rules.overtime import Overtime
from scheduler.rules.protected import NoNightForProtected, NoOvertimeForProtected
from scheduler.rules.rest import DailyRest, NoOverlap, RestAfterShift
from scheduler.rules.rotation import Rotation
from scheduler.rules.scope import Scoped
from scheduler.rules.starts import StartDistance, StartWindow, SteadyStarts
from scheduler.rules.succession import ForbiddenSuccessions, ForwardRotation
from scheduler.rules.union import BreaksOfLongShifts, HoursOfReferencePeriod, NightWork, WeeklyRestOfUnion
from scheduler.rules.weekends import WeekendsInRow, WeekendsWorked, WholeWeekends
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.rules.work_days import Weekday, WorkDays
from scheduler.variables import Variables
from tests.scheduler.tiny import (
    BERLIN,
    ROUND_THE_CLOCK,
    SHANGHAI,
    centre,
    contract,
    heads,
    kind,
    next_days,
    pause,
    person,
    shift,
)

FIRST_DAYS = st.sampled_from([date(2026, 3, 24), date(2026, 10, 20), date(2026, 12, 25)])
HOURS = st.integers(0, 96).map(lambda quarters: quarters / 4)
FEW = st.integers(1, 4)
BOUNDS = st.tuples(st.none() | FEW, st.none() | FEW).map(
    lambda pair: Bounds(min(pair) if None not in pair else pair[0], pair[1])  # type: ignore[type-var]  # no None left
)
RULES: st.SearchStrategy[Rule] = st.one_of(
    st.just(NoOverlap()),
    st.builds(RestAfterShift, HOURS),
    st.builds(DailyRest, HOURS),
    st.builds(WeeklyRest, st.integers(2, 7), HOURS.map(lambda hours: 3 * hours)),
    st.builds(DailyHours, st.floats(4, 14)),
    st.builds(WeeklyHours, st.floats(20, 60)),
    st.builds(AverageWeeklyHours, st.floats(20, 60)),
    st.builds(ComprehensiveHours, st.sampled_from(Period), st.floats(3, 10)),
    st.builds(Overtime, st.floats(4, 9), st.floats(0, 6), st.floats(0, 9), st.booleans(), st.floats(0, 30)),
    st.builds(NoNightForProtected, st.integers(18, 24), st.integers(0, 8)),
    st.builds(NoOvertimeForProtected, st.floats(4, 12)),
    st.builds(RestInShift, st.sampled_from([15, 30, 60]), st.floats(3, 10)),
    st.builds(WithinOpeningHours, st.sampled_from([0, 30, 120]), st.sampled_from([0, 30, 120])),
    st.builds(HeadsOnDuty, st.integers(1, 2), st.just(Severity.HARD)),
    st.sampled_from([Leave(), PeriodHours(), DaysInRow(), DaysOffInRow()]),
    st.builds(WeeklyRestOfUnion, st.integers(2, 7), HOURS.map(lambda hours: 3 * hours)),
    st.builds(BreaksOfLongShifts, st.sampled_from([15, 30, 60]), st.floats(3, 10)),
    st.builds(HoursOfReferencePeriod, st.floats(10, 50), st.integers(1, 3)),
    st.builds(
        NightWork, st.floats(4, 12), st.integers(18, 24), st.integers(0, 8), st.integers(1, 16).map(lambda n: n / 2)
    ),
)
MINUTES = st.integers(0, 24).map(lambda halves: 30 * halves)
TIMES = st.integers(0, 48).map(lambda halves: f"{halves // 2:02d}:{30 * (halves % 2):02d}")
NAMES = st.sampled_from(["k0", "k1", "k2", "early", "night"])
LEASTS = st.floats(0, 30)
PLACES = st.sampled_from(["off", "work", "any", "k0", "k1|k2", "night?", "early"])
SITE_RULES: st.SearchStrategy[Rule] = st.one_of(
    st.builds(StartWindow, TIMES, TIMES),
    st.builds(StartDistance, MINUTES),
    st.builds(SteadyStarts, MINUTES),
    st.builds(NightsInRow, FEW, FEW),
    st.builds(RecoveryAfterNights, FEW, HOURS.map(lambda hours: 3 * hours)),
    st.builds(ForwardRotation, FEW),
    st.builds(ForbiddenSuccessions, st.frozensets(st.tuples(NAMES, NAMES).map(">".join), max_size=4)),
    st.builds(WeekendsWorked, st.integers(0, 2), FEW),
    st.builds(WeekendsInRow, st.integers(0, 2)),
    st.just(WholeWeekends()),
    st.builds(HoursOfDay, st.floats(0, 9), st.floats(5, 24)),
    st.builds(HoursOfWeek, LEASTS, st.floats(20, 60)),
    st.builds(HoursOfMonth, LEASTS, st.floats(20, 80)),
    st.builds(HoursOfWindow, st.integers(1, 12), LEASTS, st.floats(20, 60)),
    st.builds(WorkDays, st.frozensets(st.sampled_from(Weekday), max_size=3), st.frozensets(st.sampled_from(Weekday))),
    st.builds(Rotation, st.lists(PLACES, max_size=5).map(tuple), FIRST_DAYS, st.integers(0, 5)),
)
SCOPED = st.builds(
    Scoped,
    st.one_of(RULES, SITE_RULES).filter(lambda rule: rule.name != "heads-on-duty"),
    agents=st.just(frozenset({"b"})),
)


@st.composite
def centres(draw: st.DrawFn) -> Instance:
    """Draw two people with three kinds of shift, leave, bounds and clocks of their own, and ten days."""
    kinds = []
    for number in range(3):
        start = 30 * draw(st.integers(0, 46))
        first, last = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in (start, min(start + 60, 1410)))
        breaks = draw(st.sampled_from([(), (pause(60, "02:00", "03:00"),), (pause(30, "01:00", paid=True),)]))
        kinds.append(kind(f"k{number}", first, draw(st.sampled_from([5, 8, 9, 11.5, 24])), *breaks, last=last, step=30))
    first_day = draw(FIRST_DAYS)
    people = []
    for name in "ab":
        hours = Bounds(draw(st.none() | st.integers(0, 30)), draw(st.none() | st.integers(30, 70)))
        terms = contract(*kinds, hours=hours, in_row=draw(BOUNDS), off_in_row=draw(BOUNDS), name=name)
        leave = draw(st.frozensets(st.sampled_from(next_days(first_day, 10)), max_size=3))
        why = draw(st.frozensets(st.sampled_from(Restriction), max_size=1))
        zone = draw(st.sampled_from([None, "Europe/London", "America/Los_Angeles", "Pacific/Auckland"]))
        people.append(person(terms, name, leave=leave, restrictions=why, zone=zone))
    opening = draw(
        st.sampled_from([OpeningHours(), ROUND_THE_CLOCK, OpeningHours((Span(0, 1200), None) + (Span(360, 1440),) * 5)])
    )
    zone_of_site = draw(st.sampled_from([SHANGHAI, BERLIN]))
    need = dict.fromkeys(range(draw(st.integers(0, 6))), 1.0)
    return centre(
        people, kinds, days=10, first=first_day, zone=zone_of_site, slot_minutes=30, opening=opening, need=need
    )


@st.composite
def some_rosters(draw: st.DrawFn, instance: Instance) -> dict[tuple[AgentId, date], Option]:
    """Draw a roster with one shift a day at most; days off more often than any shift."""
    chosen = {}
    for agent in instance.agents:
        for day in instance.days():
            options = list(options_of(instance, agent, day))
            picked = draw(st.integers(-len(options), len(options) - 1))
            if picked >= 0:
                chosen[agent.id, day] = options[picked]
    return chosen


def model_accepts(instance: Instance, rule: Rule, chosen: dict[tuple[AgentId, date], Option]) -> bool:
    model = CpModel()
    variables = Variables.build(model, instance)
    rule.post(model, variables)
    for (agent, day), choices in variables.chosen.items():
        wanted = chosen.get((agent, day))
        same = [var for option, var in choices if option == wanted]
        model.add(sum(same) == 1) if same else model.add(variables.worked[agent, day] == 0)
    solver = CpSolver()
    solver.parameters.num_workers = 1
    status = solver.status_name(solver.solve(model))
    assert status in {"OPTIMAL", "INFEASIBLE"}
    return status == "OPTIMAL"


@settings(max_examples=150, deadline=None)
@given(instance=centres(), rule=RULES, data=st.data())
def test_the_model_accepts_a_random_roster_exactly_when_the_check_finds_nothing(
    instance: Instance, rule: Rule, data: st.DataObject
) -> None:
    chosen = data.draw(some_rosters(instance))
    roster = Roster.of(instance.grid, (shift(instance, agent, option) for (agent, _), option in chosen.items()))
    assert model_accepts(instance, rule, chosen) == (not list(rule.check(roster, instance)))


def cut(instance: Instance, days: int, first: int = 0) -> Instance:
    """Return the question of *days* days of *instance* from its day number *first* on, nobody needed."""
    grid = replace(instance.grid, first_day=instance.days()[first], days=days)
    return replace(instance, grid=grid, demand=Demand(grid, {"care": heads(grid, 0.0)}))


@settings(max_examples=300, deadline=None)
@given(instance=centres(), rule=st.one_of(SITE_RULES, RULES, SCOPED), data=st.data())
def test_after_days_worked_before_they_agree_too(instance: Instance, rule: Rule, data: st.DataObject) -> None:
    border = data.draw(st.integers(1, 9))
    chosen = data.draw(some_rosters(instance))
    whole = Roster.of(instance.grid, (shift(instance, agent, option) for (agent, _), option in chosen.items()))
    first = instance.days()[border]
    past = cut(instance, border)
    before = Roster.of(past.grid, (one for one in whole.assignments if one.day < first))
    rest = replace(cut(instance, 10 - border, border), before=before)
    moved = {
        (agent, day): next(
            other
            for other in options_of(rest, rest.agent_by_id[agent], day)
            if other.kind == option.kind and other.starts_at(rest.grid) == option.starts_at(instance.grid)
        )
        for (agent, day), option in chosen.items()
        if day >= first
    }
    planned = Roster.of(rest.grid, (one for one in whole.assignments if one.day >= first))
    assert model_accepts(rest, rule, moved) == (not list(rule.check(planned, rest)))


@settings(max_examples=200, deadline=None)
@given(instance=centres(), rule=SITE_RULES, data=st.data())
def test_the_model_accepts_a_random_roster_under_a_rule_of_the_site_when_the_check_does(
    instance: Instance, rule: Rule, data: st.DataObject
) -> None:
    chosen = data.draw(some_rosters(instance))
    roster = Roster.of(instance.grid, (shift(instance, agent, option) for (agent, _), option in chosen.items()))
    assert model_accepts(instance, rule, chosen) == (not list(rule.check(roster, instance)))


@settings(max_examples=40, deadline=None)
@given(instance=centres(), pack=st.sampled_from(["china", "china-comprehensive", "eu", "none"]), data=st.data())
def test_what_the_model_of_a_whole_pack_finds_passes_every_check(
    instance: Instance, pack: str, data: st.DataObject
) -> None:
    rules = law_pack(pack)
    model = CpModel()
    variables = Variables.build(model, instance)
    for rule in rules:
        rule.post(model, variables)
    choices = [(agent, option, var) for (agent, _), pairs in variables.chosen.items() for option, var in pairs]
    seed = data.draw(st.randoms(use_true_random=False))
    model.maximize(sum(seed.randint(-2, 9) * var for _, _, var in choices))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 1.0
    if solver.status_name(solver.solve(model)) not in {"OPTIMAL", "FEASIBLE"}:
        return
    chosen = [(agent, option) for agent, option, var in choices if solver.boolean_value(var)]
    roster = Roster.of(instance.grid, (shift(instance, agent, option) for agent, option in chosen))
    hard = [rule for rule in rules if rule.severity is Severity.HARD]
    assert [item.message for rule in hard for item in rule.check(roster, instance)] == []
