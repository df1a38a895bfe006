"""Every term, computed from the roster and in the model, and the best roster by all of them against trying them all."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import CpModel, CpSolver, LinearExpr

from scheduler.agents import AgentId, Bounds
from scheduler.draft import Draft
from scheduler.fairness import Burden, Ledger, LedgerRow
from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective, roster_terms
from scheduler.objective.aims import TERMS, Aims
from scheduler.objective.cover import EXCESS, SHORTAGE
from scheduler.objective.parting import Parting
from scheduler.objective.requests import Request
from scheduler.options import Option, options_of
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.law import law_pack
from scheduler.shifts import DayPart
from scheduler.solution import Limits, Status
from scheduler.solve import solve
from scheduler.strategies.tours import Costs
from scheduler.variables import Variables
from tests.scheduler.tiny import EARLY, LONG, MONDAY, NIGHT, after, centre, contract, kind, person, rosters, shift

HALF_PAST = replace(kind("late", "13:30", 8), part=DayPart.LATE)
LATE = replace(kind("late", "14:00", 8), part=DayPart.LATE)
KINDS = (EARLY, HALF_PAST, NIGHT, LONG)
A, B = AgentId("a"), AgentId("b")
FURTHER = tuple(name for name in TERMS if name not in {SHORTAGE, EXCESS})
NONE = law_pack("none")
THURSDAY = MONDAY + timedelta(days=3)
AIMS = Aims(
    overtime=250,
    weekly_minutes=1_200,
    unsteady_starts=170,
    shares={burden: 330 + 10 * index for index, burden in enumerate(Burden)},
    asked=(
        Request(A, MONDAY + timedelta(days=4), "off", weight=1.5),
        Request(A, MONDAY + timedelta(days=5), "night"),
        Request(B, MONDAY + timedelta(days=5), "early", against=True),
        Request(B, MONDAY + timedelta(days=6), "off", against=True),
    ),
    ledger=Ledger((LedgerRow(A, date(2026, 9, 1), {Burden.NIGHTS: 3, Burden.WEEKENDS: 1}),)),
)


def working(days: int = 12, need: float = 0.0) -> Instance:
    """Two people from a Thursday on, whose first days of the week are known; the second Friday is a holiday."""
    people = [person(contract(*KINDS), name) for name in "ab"]
    instance = centre(
        people, KINDS, days=days, first=THURSDAY, slot_minutes=30, need=need, holidays=[THURSDAY + timedelta(days=8)]
    )
    return after(after(instance, EARLY, HALF_PAST, None), None, None, NIGHT, agent=B)


WEEKS = working()
PUBLISHED = Roster.of(
    WEEKS.grid,
    [
        shift(WEEKS, agent.id, list(options_of(WEEKS, agent, day))[index % 4])
        for index, day in enumerate(WEEKS.days())
        for agent in WEEKS.agents
        if index % 3
    ],
)
OBJECTIVE = AIMS.objective(WEEKS, PUBLISHED)


def cost_in_model(
    chosen: frozenset[tuple[AgentId, Option]], instance: Instance, objective: Objective, name: str
) -> int:
    """Return what the model says that *chosen* costs by the term *name*, in hundredths of a point."""
    model = CpModel()
    variables = Variables.build(model, instance)
    parts = Costs(model, variables, Draft.empty(instance, objective)).of_level(frozenset([name]))
    for (agent, _), choices in variables.chosen.items():
        for option, var in choices:
            model.add(var == int((agent, option) in chosen))
    model.minimize(LinearExpr.weighted_sum([var for var, _ in parts], [cost for _, cost in parts]))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    assert solver.status_name(solver.solve(model)) == "OPTIMAL"
    free = sum(
        term.of_day(instance, agent, day, None)
        for term in objective.days
        if term.name == name
        for agent in instance.agents
        for day in instance.days()
    )
    return round(solver.objective_value) + free


@st.composite
def chosen_shifts(draw: st.DrawFn) -> frozenset[tuple[AgentId, Option]]:
    cells = [
        draw(st.sampled_from([None, *((agent.id, option) for option in options_of(WEEKS, agent, day))]))
        for agent in WEEKS.agents
        for day in WEEKS.days()
    ]
    return frozenset(cell for cell in cells if cell is not None)


def roster_of(chosen: frozenset[tuple[AgentId, Option]], instance: Instance) -> Roster:
    return Roster.of(instance.grid, (shift(instance, *cell) for cell in chosen))


def test_every_term_is_in_use() -> None:
    assert set(OBJECTIVE.names) == set(TERMS)


@pytest.mark.parametrize("name", FURTHER)
@settings(max_examples=12, deadline=None)
@given(chosen=chosen_shifts())
def test_a_term_costs_the_same_in_the_model_and_from_the_roster(
    name: str, chosen: frozenset[tuple[AgentId, Option]]
) -> None:
    costs = OBJECTIVE.costs(roster_of(chosen, WEEKS), WEEKS)
    assert costs[name] >= 0
    assert cost_in_model(chosen, WEEKS, OBJECTIVE, name) == costs[name]


AWAY = replace(
    WEEKS,
    agents=(
        replace(WEEKS.agents[0], leave=frozenset(WEEKS.days()[:5])),
        replace(WEEKS.agents[1], leave=frozenset([WEEKS.days()[2]])),
    ),
)
SHARES_AWAY = AIMS.objective(AWAY)


@pytest.mark.parametrize("name", [share.name for share in SHARES_AWAY.shares])
@settings(max_examples=10, deadline=None)
@given(chosen=chosen_shifts())
def test_shares_in_proportion_to_presence_cost_the_same_in_the_model_and_from_the_roster(
    name: str, chosen: frozenset[tuple[AgentId, Option]]
) -> None:
    costs = SHARES_AWAY.costs(roster_of(chosen, AWAY), AWAY)
    assert cost_in_model(chosen, AWAY, SHARES_AWAY, name) == costs[name]


@given(
    presence=st.lists(st.integers(0, 31), min_size=2, max_size=6).filter(any),
    seed=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), min_size=6, max_size=6),
    most=st.integers(1, 9),
)
def test_distances_from_fair_shares_are_what_fractions_say_and_rise_by_the_steps(
    presence: list[int], seed: list[tuple[int, int]], most: int
) -> None:
    size, whole = len(presence), sum(presence)
    before, counts = ([pair[place] for pair in seed[:size]] for place in (0, 1))
    fair = [Fraction(sum(before), size) + Fraction(sum(counts) * part, whole) for part in presence]
    distances = [mine + count - due for mine, count, due in zip(before, counts, fair, strict=True)]
    parts = Parting.of(presence)
    squares = Fraction(parts.squares(before, counts), parts.scale)
    assert squares == sum(distance * distance for distance in distances)
    counts[0] = 0
    first, further = parts.rise([mine + count for mine, count in zip(before, counts, strict=True)], sum(counts))
    risen = sum(first + step * further for step in range(most))
    more = parts.squares(before, [most, *counts[1:]]) - parts.squares(before, counts)
    assert risen * size == more


@settings(max_examples=25, deadline=None)
@given(chosen=chosen_shifts())
def test_a_draft_costs_what_its_roster_costs(chosen: frozenset[tuple[AgentId, Option]]) -> None:
    objective = replace(OBJECTIVE, order=("requests", "shortage"))
    draft = Draft.empty(WEEKS, objective)
    for agent in WEEKS.agents:
        draft.put(agent, {option.day: option for owner, option in chosen if owner == agent.id})
    costs = objective.costs(draft.roster(), WEEKS)
    rest = sum(costs.values()) - costs["requests"] - costs["shortage"]
    assert draft.rank() == (costs["requests"], costs["shortage"], rest)
    assert draft.cost() == sum(costs.values())


def best_ranks(instance: Instance, objective: Objective, rules: tuple[Rule, ...]) -> tuple[int, ...]:
    """Return the least cost by level of all lawful rosters, by trying them all."""
    hard = [rule for rule in rules if rule.severity is Severity.HARD]
    ranks = []
    for _, roster in rosters(instance):
        if not any(list(rule.check(roster, instance)) for rule in hard):
            costs = objective.costs(roster, instance)
            ranks.append(tuple(sum(costs[name] for name in level) for level in objective.levels))
    return min(ranks)


ORDERS = [(), ("requests",), ("uneven nights", "requests"), ("excess", "shortage"), ("unsteady starts", "changes")]


@pytest.mark.parametrize("order", ORDERS)
@settings(max_examples=6, deadline=None)
@given(need=st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), min_size=6, max_size=6), hours=st.sampled_from([None, 8]))
def test_a_small_roster_is_the_best_of_all_and_the_bound_lies_below(
    order: tuple[str, ...], need: list[float], hours: int | None
) -> None:
    kinds = (EARLY, LATE, NIGHT)
    people = [person(contract(*kinds, hours=Bounds(hours, None)), name) for name in "ab"]
    first = MONDAY + timedelta(days=5)
    instance = centre(people, kinds, days=2, first=first, need={8 * index: each for index, each in enumerate(need)})
    aims = replace(AIMS, order=order)
    known = Roster.of(instance.grid, [shift(instance, A, next(options_of(instance, people[0], first)))])
    objective = aims.objective(instance, known)
    result = solve(instance, NONE, Limits(seconds=20, workers=1), objective=objective)
    assert result.roster is not None
    costs = objective.costs(result.roster, instance)
    rank = tuple(sum(costs[name] for name in level) for level in objective.levels)
    best = best_ranks(instance, objective, NONE)
    assert rank == best
    assert result.bound is not None
    assert result.bound <= sum(best) / SCALE + 1e-6
    assert result.objective == pytest.approx(sum(best) / SCALE)
    assert result.terms == roster_terms(result.roster, instance, objective)


def test_a_bound_on_the_sum_does_not_prove_an_order() -> None:
    # One person covers the need exactly; the request to be off comes first and leaves eight hours uncovered.
    instance = centre(person(contract(EARLY), A), [EARLY], days=1, need=dict.fromkeys(range(8, 16), 1.0))
    aims = Aims(asked=(Request(A, MONDAY, "off"),), order=("requests",))
    result = solve(instance, NONE, Limits(seconds=20, workers=1), objective=aims.objective(instance))
    assert result.terms == {"shortage": 8 * 34.0, "excess": 0.0, "requests": 0.0}
    assert result.status is Status.FEASIBLE
    free = solve(instance, NONE, Limits(seconds=20, workers=1), objective=replace(aims, order=()).objective(instance))
    assert free.terms == {"shortage": 0.0, "excess": 0.0, "requests": 10.0}
    assert result.bound is not None
    assert free.objective is not None
    assert 0 <= result.bound <= free.objective + 1e-6
