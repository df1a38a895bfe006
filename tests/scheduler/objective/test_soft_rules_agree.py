"""Soft rules cost in the model what they cost from the roster: every roster of tiny centres, with a past and without."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import CpModel, CpSolver, LinearExpr

from scheduler.agents import Bounds
from scheduler.availability import WHOLE_DAY, Availability, Window
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective
from scheduler.options import options_of
from scheduler.roster import Roster
from scheduler.rules.availability import WithinAvailability
from scheduler.rules.base import Rule, Severity
from scheduler.rules.bounded_hours import HoursOfMonth, HoursOfWeek, HoursOfWindow
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.nights import NightsInRow, RecoveryAfterNights
from scheduler.rules.rotation import Rotation
from scheduler.rules.scope import Scoped
from scheduler.rules.shifts_of_kind import ShiftsOfKind
from scheduler.rules.shifts_of_kind import Span as ShiftSpan
from scheduler.rules.soft import PRICES, Unit
from scheduler.rules.starts import StartDistance, SteadyStarts
from scheduler.rules.succession import ForbiddenSuccessions, ForwardRotation
from scheduler.rules.weekends import WeekendsInRow, WeekendsWorked, WholeWeekends
from scheduler.rules.work_days import Weekday, WorkDays
from scheduler.shifts import DayPart, ShiftKind
from scheduler.strategies.tours import Costs
from scheduler.variables import Variables
from tests.scheduler.rules.test_check_and_post_agree import CASES as LAW_CASES
from tests.scheduler.rules.test_days_before_the_plan import CASES as PAST_CASES
from tests.scheduler.rules.test_sequence_rules_agree import CASES as SITE_CASES
from tests.scheduler.tiny import (
    EARLY,
    LATE,
    LONG,
    MONDAY,
    NIGHT,
    Chosen,
    after,
    centre,
    contract,
    line,
    person,
    rosters,
)

NINE_TO_SIX = Availability(((Window(540, 1080),), (), *((WHOLE_DAY,),) * 5))
AT_TIMES = centre(replace(person(contract(EARLY, LATE, NIGHT)), available=NINE_TO_SIX), (EARLY, LATE, NIGHT), days=3)
ALL: list[tuple[str, Rule, Instance]] = [
    *((case.what, case.rule, case.instance) for case in LAW_CASES),
    *((case.what, case.rule, case.instance) for case in SITE_CASES),
    *PAST_CASES,
    ("from nine to six", WithinAvailability(), AT_TIMES),
]
TRIED = [each for each in ALL if each[1].name in PRICES]
CASES = [pytest.param(rule, there, id=f"{rule.name}, {what}") for what, rule, there in TRIED]
MOST_ROSTERS = 700


def soft(rule: Rule) -> Scoped:
    return Scoped(rule.rule if isinstance(rule, Scoped) else rule, Severity.SOFT)


class Priced:
    """The model of one soft rule, asked again and again what a roster costs."""

    def __init__(self, rule: Rule, instance: Instance) -> None:
        self.objective, self.name = Objective().under([soft(rule)]), f"rule: {rule.name}"
        self.instance, self.model = instance, CpModel()
        self.variables = Variables.build(self.model, instance)
        costs = Costs(self.model, self.variables, Draft.empty(instance, self.objective))
        parts = costs.of_level(frozenset([self.name]))
        self.model.minimize(LinearExpr.weighted_sum([var for var, _ in parts], [cost for _, cost in parts]))
        self.free = sum(
            term.of_day(instance, agent, day, None)
            for term in self.objective.days
            for agent in instance.agents
            for day in instance.days()
        )

    def cost(self, chosen: Chosen) -> int:
        """Return what the model says that *chosen* costs."""
        for (agent, _), choices in self.variables.chosen.items():
            for option, var in choices:
                value = int((agent, option) in chosen)
                domain = self.model.proto.variables[var.index].domain
                domain[0], domain[1] = value, value
        solver = CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.cp_model_presolve = False
        assert solver.status_name(solver.solve(self.model)) == "OPTIMAL"
        return round(solver.objective_value) + self.free

    def from_roster(self, roster: Roster) -> int:
        """Return what *roster* costs by itself."""
        return self.objective.costs(roster, self.instance)[self.name]


@pytest.mark.parametrize(("rule", "instance"), CASES)
def test_a_soft_rule_costs_the_same_in_the_model_and_from_the_roster(rule: Rule, instance: Instance) -> None:
    priced, price = Priced(rule, instance), PRICES[rule.name]
    every = list(rosters(instance))
    costs = []
    for chosen, roster in every[:: 1 + len(every) // MOST_ROSTERS]:
        cost = priced.from_roster(roster)
        assert priced.cost(chosen) == cost, roster.assignments
        found = list(soft(rule).check(roster, instance))
        assert (cost > 0) == bool(found)
        if price.unit is Unit.VIOLATION:
            assert cost == SCALE * price.points * len(found)
        costs.append(cost)
    assert max(costs) > 0


def test_every_rule_that_may_be_soft_is_tried() -> None:
    assert {rule.name for _, rule, _ in TRIED} == PRICES.keys()


AFTERNOON = replace(LATE, part=DayPart.LATE)
KINDS = (EARLY, AFTERNOON, NIGHT, LONG)
SMALL = st.integers(0, 4)
BOUNDS = st.tuples(SMALL, SMALL).map(lambda pair: Bounds(min(pair) or None, max(pair) or None))
HOURS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
RULES: st.SearchStrategy[Rule] = st.one_of(
    st.just(DaysInRow()),
    st.just(DaysOffInRow()),
    st.just(PeriodHours()),
    SMALL.flatmap(lambda least: st.builds(NightsInRow, st.just(least), st.integers(max(1, least), 5))),
    st.builds(RecoveryAfterNights, st.integers(1, 3), st.sampled_from([12.0, 30.0, 54.5, 72.0])),
    st.builds(ForwardRotation, st.integers(1, 3)),
    st.sampled_from([ForbiddenSuccessions(), ForbiddenSuccessions(frozenset({"early>early", "late>night"}))]),
    st.builds(StartDistance, st.sampled_from([0, 120, 400])),
    st.builds(SteadyStarts, st.sampled_from([0, 120, 400])),
    st.builds(WeekendsWorked, st.integers(0, 2), st.integers(1, 4)),
    st.builds(WeekendsInRow, st.integers(0, 2)),
    st.just(WholeWeekends()),
    HOURS.map(lambda pair: HoursOfWeek(*pair)),
    HOURS.map(lambda pair: HoursOfMonth(*pair)),
    HOURS.flatmap(lambda pair: st.builds(HoursOfWindow, st.integers(2, 9), st.just(pair[0]), st.just(pair[1]))),
    st.builds(
        ShiftsOfKind,
        st.sampled_from([frozenset({"night"}), frozenset({"early", "long"})]),
        st.integers(0, 2),
        st.integers(2, 4),
        st.sampled_from(ShiftSpan),
    ),
    st.builds(Rotation, st.sampled_from([("early", "night", "off"), ("work", "any", "off", "early?")])),
    st.builds(WorkDays, st.sampled_from([frozenset({Weekday.MONDAY, Weekday.SUNDAY})]), st.just(frozenset())),
)
SHIFTS = st.sampled_from([None, None, *KINDS])


@st.composite
def months(draw: st.DrawFn) -> tuple[Instance, list[ShiftKind | None]]:
    """A person with a past, leave and bounds of the contract, and what they work on each planned day."""
    first = MONDAY + timedelta(days=draw(st.integers(0, 30)))
    planned = draw(st.lists(SHIFTS, min_size=3, max_size=17))
    days = [first + timedelta(days=index) for index in range(-3, len(planned))]
    hours = Bounds(*draw(HOURS))
    terms = contract(*KINDS, hours=hours, in_row=draw(BOUNDS), off_in_row=draw(BOUNDS))
    somebody = person(terms, leave=draw(st.sets(st.sampled_from(days), max_size=4)))
    instance = centre(somebody, KINDS, days=len(planned), first=first)
    past = draw(st.lists(SHIFTS, max_size=12))
    if not past:
        return instance, planned
    began = first - timedelta(days=len(past)) if draw(st.booleans()) else None
    return replace(after(instance, *past), period_from=began), planned


@settings(max_examples=120, deadline=None)
@given(rule=RULES, month=months())
def test_longer_lines_with_a_past_cost_the_same_in_the_model_and_from_the_roster(
    rule: Rule, month: tuple[Instance, list[ShiftKind | None]]
) -> None:
    instance, planned = month
    priced, roster = Priced(rule, instance), line(instance, *planned)
    chosen: Chosen = frozenset(
        (agent.id, option)
        for agent in instance.agents
        for day, kind in zip(instance.days(), planned, strict=True)
        for option in options_of(instance, agent, day)
        if option.kind == kind
    )
    assert priced.cost(chosen) == priced.from_roster(roster)
