"""Strategies keep rules over several people: heads that are wanted, people who are tied, hard and soft."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import CpModel, CpSolver, LinearExpr

from scheduler.agents import Agent, AgentId, Bounds, SkillLevel
from scheduler.checking import check_roster, is_lawful
from scheduler.coverage import on_duty
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Objective, Weights, roster_terms
from scheduler.objective.terms import Parts
from scheduler.options import Option, options_of
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.rules.heads_per_shift import HeadsPerShift
from scheduler.rules.law import law_pack
from scheduler.rules.levels import Level, LevelsOnDuty
from scheduler.rules.on_call import OnCallReserve
from scheduler.rules.several import cost_of_stream, tied_groups
from scheduler.solution import Limits, Result, Status
from scheduler.solve import solve
from scheduler.strategies import exact
from scheduler.strategies.mending import mend
from scheduler.streams import ShiftBuckets, ShiftDemand, SlotBuckets, shift_cover
from scheduler.variables import Variables
from tests.scheduler.tiny import MONDAY, ROUND_THE_CLOCK, TEAM, centre, contract, kind, next_days, person

DAY, LATE, NIGHT = kind("day", "06:00", 8), kind("late", "14:00", 8), kind("night", "22:00", 8)
KINDS = (DAY, LATE, NIGHT)
NONE = law_pack("none")
LIMITS = Limits(seconds=4.0, workers=1, seed=3)


def staff(count: int, *, seniors: int = 0, hours: int | None = None) -> list[Agent]:
    terms = contract(*KINDS, hours=Bounds(None, hours))
    people = [person(terms, f"p{number:02d}") for number in range(count)]
    return [
        replace(agent, level=SkillLevel.SENIOR if number < seniors else SkillLevel.JUNIOR)
        for number, agent in enumerate(people)
    ]


def shop(people: Iterable[Agent], days: int, need: float = 0.0) -> Instance:
    return centre(people, KINDS, days=days, need=need, opening=ROUND_THE_CLOCK)


@dataclass(frozen=True, slots=True)
class Together:
    """Two people work on the same days, for tests of ties alone."""

    first: AgentId
    second: AgentId
    name: ClassVar[str] = "together"
    citation: ClassVar[str] = "site"
    severity: ClassVar[Severity] = Severity.HARD

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        lines = roster.by_agent()
        mine, yours = ({shift.day for shift in lines.get(who, ())} for who in (self.first, self.second))
        for day in sorted(mine ^ yours):
            agent = instance.agent_by_id[self.first]
            yield Violation(self.name, self.citation, self.severity, "{agent}", {"agent": agent.name}, agent.id, day)

    def ties(self, instance: Instance) -> Iterable[frozenset[AgentId]]:
        assert instance.agents
        return [frozenset({self.first, self.second})]

    def post(self, model: CpModel, variables: Variables) -> None:
        if variables.knows((self.first, self.second)):
            agents = variables.instance.agent_by_id
            for day in variables.days:
                model.add(variables.works(agents[self.first], day) == variables.works(agents[self.second], day))


def solved(instance: Instance, rules: tuple[Rule, ...], objective: Objective | None = None) -> Result:
    result = solve(instance, rules, LIMITS, objective=objective, relax=False)
    assert result.roster is not None, [conflict.message for conflict in result.conflicts]
    assert is_lawful(check_roster(result.roster, instance, rules))
    return result


@pytest.fixture(params=["at once", "in turns"])
def _either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in turns":
        monkeypatch.setattr(exact, "MOST_CHOICES", 0)


@pytest.mark.usefixtures("_either_way")
def test_seniors_are_on_every_night_and_two_on_every_shift() -> None:
    instance = shop(staff(9, seniors=3, hours=40), 5, need=0.5)
    solved(
        instance,
        (*NONE, HeadsPerShift(2, kinds=frozenset({"day", "late"})), LevelsOnDuty(1, kinds=frozenset({"night"}))),
    )


@pytest.mark.usefixtures("_either_way")
def test_too_many_on_a_shift_are_sent_to_others() -> None:
    instance = shop(staff(6, hours=40), 4, need=2.0)
    result = solved(instance, (*NONE, HeadsPerShift(1, 2, kinds=frozenset({"day"}))))
    assert result.roster is not None
    counts = [sum(shift.kind == "day" for shift in result.roster.on(day)) for day in instance.days()]
    assert set(counts) <= {1, 2}


@pytest.mark.usefixtures("_either_way")
def test_people_who_are_tied_are_planned_together() -> None:
    instance = shop(staff(5, hours=24), 5, need=1.0)
    rules = (*NONE, Together(AgentId("p00"), AgentId("p03")), Together(AgentId("p03"), AgentId("p04")))
    assert tied_groups(rules, instance) == (frozenset({"p00", "p03", "p04"}),)
    roster = solved(instance, rules).roster
    assert roster is not None
    days = {who: {shift.day for shift in line} for who, line in roster.by_agent().items()}
    assert days[AgentId("p00")] == days[AgentId("p03")] == days[AgentId("p04")]


def test_people_who_are_tied_and_cannot_be_are_named_together() -> None:
    people = [
        person(contract(DAY, hours=Bounds(16, None)), "a"),
        person(contract(DAY), "b", leave=next_days(MONDAY, 2)),
    ]
    result = solve(shop(people, 2), (*NONE, Together(AgentId("a"), AgentId("b"))), LIMITS, relax=False)
    assert result.status is Status.INFEASIBLE
    (conflict,) = result.conflicts
    assert conflict.people == ("a", "b")
    assert conflict.message == (
        "A (a), B (b) together can have no shifts that keep all of: leave [site]; period-hours [contract]; together [site]"
    )


def wanted(days: Iterable[date]) -> list[ShiftDemand]:
    """Want two on days and one at night, a head too few being ten times as dear as one too many."""
    return [
        ShiftDemand(day, name, heads, 1_000, 100)
        for day in days
        for name, heads in (("day", 2), ("late", 0), ("night", 1))
    ]


@pytest.mark.usefixtures("_either_way")
def test_wanted_heads_by_day_and_kind_are_met_at_the_least_cost() -> None:
    # four people, three shifts of 8 hours each: twelve shifts for fifteen wanted heads, three are missing at 10 points
    instance = shop(staff(4, hours=24), 5)
    objective = Objective(Weights((), ()), streams=(shift_cover(instance, wanted(instance.days())),))
    result = solved(instance, NONE, objective)
    assert result.objective == 30
    assert result.terms == {"shortage": 0, "excess": 0, "heads per shift": 30}


def test_a_soft_rule_is_paid_for_by_the_objective() -> None:
    instance = shop(staff(1), 1, need=1.0)
    soft = HeadsPerShift(2, kinds=frozenset({"day"}), severity=Severity.SOFT, weight=7.5)
    result = solved(instance, (*NONE, soft))
    assert result.terms["rule: heads-per-shift"] == 7.5
    assert [violation.severity for violation in result.violations if violation.rule == "heads-per-shift"] == [
        Severity.SOFT
    ]


STANDBY = replace(kind("standby", "10:00", 12), on_call=True)


def with_standby() -> Instance:
    people = [
        replace(agent, contract=replace(agent.contract, kinds=("day", "night", "standby")))
        for agent in staff(3, seniors=1)
    ]
    return centre(people, [*KINDS, STANDBY], days=3, opening=ROUND_THE_CLOCK)


INSTANCE = with_standby()
STREAMS = (
    shift_cover(INSTANCE, wanted(INSTANCE.days())),
    *LevelsOnDuty(1, severity=Severity.SOFT, weight=0.5).streams(INSTANCE),
    *OnCallReserve(severity=Severity.SOFT, weight=1.25).streams(INSTANCE),
    *LevelsOnDuty(2, Level.JUNIOR, severity=Severity.SOFT, weight=0.25, kinds=frozenset({"night"})).streams(INSTANCE),
)


@st.composite
def lines(draw: st.DrawFn) -> dict[AgentId, dict[date, Option]]:
    return {
        agent.id: {
            option.day: option
            for day in INSTANCE.days()
            for option in [draw(st.sampled_from([None, *options_of(INSTANCE, agent, day)]))]
            if option is not None
        }
        for agent in INSTANCE.agents
    }


@settings(max_examples=60, deadline=None)
@given(chosen=lines(), split=st.integers(0, 3))
def test_streams_cost_the_same_in_the_draft_the_roster_and_the_model(
    chosen: dict[AgentId, dict[date, Option]], split: int
) -> None:
    draft = Draft.empty(INSTANCE, Objective(Weights((), ()), streams=STREAMS))
    for agent in INSTANCE.agents:
        draft.put(agent, chosen[agent.id])
    roster = draft.roster()
    for stream, heads in zip(draft.streams, draft.counts, strict=True):
        assert np.array_equal(heads, stream.heads(roster, INSTANCE))
    assert np.array_equal(draft.heads[TEAM], on_duty(roster, INSTANCE)[TEAM])
    cost = draft.cost()
    assert cost == round(100 * sum(roster_terms(roster, INSTANCE, draft.objective).values()))
    decided = INSTANCE.agents[:split]
    for agent in decided:
        draft.lift(agent)
    apart = draft.cost()
    model = CpModel()
    variables = Variables.build(model, INSTANCE, decided, draft.fixed, draft.counted)
    parts = [part for stream in draft.streams for part in cost_of_stream(model, variables, stream)]
    empty = _least(model, variables, parts, {})
    assert _least(model, variables, parts, chosen) - empty == cost - apart


def _least(model: CpModel, variables: Variables, parts: Parts, chosen: dict[AgentId, dict[date, Option]]) -> int:
    asked = model.clone()
    for agent in variables.agents:
        for day in variables.days:
            for option, var in variables.on(agent, day):
                wanted_here = chosen.get(agent.id, {}).get(day) == option
                asked.add(asked.get_bool_var_from_proto_index(var.index) == wanted_here)
    variable = [asked.get_int_var_from_proto_index(var.index) for var, _ in parts]
    asked.minimize(LinearExpr.weighted_sum(variable, [points for _, points in parts]))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    assert solver.status_name(solver.solve(asked)) == "OPTIMAL"
    return round(solver.objective_value)


def test_mending_proves_that_too_few_people_can_be_there() -> None:
    people = [replace(agent, leave=frozenset({MONDAY})) for agent in staff(3, seniors=1)]
    rules = (*NONE, LevelsOnDuty(1, kinds=frozenset({"day"})))
    instance = shop(people, 2)
    draft = Draft.empty(instance, Objective(), rules)
    for agent in instance.agents:
        draft.put(agent, {})
    assert not mend(draft, rules, LIMITS, lambda: True)
    assert draft.missing == 1  # Tuesday is mended


@pytest.mark.usefixtures("_either_way")
def test_somebody_is_on_call_every_day_and_the_rest_serve() -> None:
    people = [replace(agent, contract=replace(agent.contract, kinds=("day", "standby"))) for agent in staff(3)]
    instance = centre(people, [*KINDS, STANDBY], days=3, need={6: 2.0, 30: 2.0, 54: 2.0}, opening=ROUND_THE_CLOCK)
    rules = (*NONE, OnCallReserve(), HeadsPerShift(2, kinds=frozenset({"day"})))
    roster = solved(instance, rules).roster
    assert roster is not None
    kinds = [sorted(shift.kind for shift in roster.on(day)) for day in instance.days()]
    assert kinds == [["day", "day", "standby"]] * 3


@settings(max_examples=60, deadline=None)
@given(
    option_day=st.integers(0, 2),
    price=st.lists(st.integers(-9, 9), min_size=72, max_size=72),
    kinds=st.lists(st.sampled_from(["day", "late", "night", "standby"]), min_size=1, max_size=3, unique=True),
)
def test_options_are_worth_the_prices_of_the_buckets_that_they_touch(
    option_day: int, price: list[int], kinds: list[str]
) -> None:
    options = list(options_of(INSTANCE, INSTANCE.agents[0], INSTANCE.days()[option_day]))
    in_slots = SlotBuckets(INSTANCE.grid)
    in_shifts = ShiftBuckets(tuple(INSTANCE.days()) * 2, (frozenset(kinds),) * 3 + (frozenset({"day"}),) * 3)
    for buckets, prices in ((in_slots, price), (in_shifts, price[:6])):
        worth = buckets.values(options, np.array(prices))
        assert worth.tolist() == [sum(prices[bucket] for bucket in buckets.of_option(option)) for option in options]
        assert {buckets.day(bucket) for bucket in range(buckets.size)} == set(INSTANCE.days())


def test_streams_that_contradict_themselves_are_refused() -> None:
    (stream,) = LevelsOnDuty(1).streams(INSTANCE)
    with pytest.raises(ValueError, match="bucket 0; expected 0 to most heads"):
        replace(stream, least=stream.most + 1)
    with pytest.raises(ValueError, match=r"\[1, 72\] values; expected 72"):
        replace(stream, under=stream.under[:1])
    with pytest.raises(ValueError, match="2 sets of kinds; expected as many"):
        ShiftBuckets((MONDAY,), (frozenset(), frozenset()))
    with pytest.raises(ValueError, match="under -1; expected 0 or more"):
        ShiftDemand(MONDAY, "day", 1, -1, 0)
