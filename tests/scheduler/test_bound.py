"""No lawful roster of a tiny centre costs less than the bound."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.agents import Agent, Bounds
from scheduler.bound import crews_of, lower_bound, stretches_of, tangents
from scheduler.breaks import Patterns
from scheduler.instance import Instance
from scheduler.objective import SCALE, Weights, Whole, slot_cost, whole_demand
from scheduler.options import Option, options_of
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.contract import PeriodHours
from scheduler.rules.law import law_pack
from scheduler.shifts import ShiftKind
from tests.scheduler.tiny import EARLY, MONDAY, NIGHT, TEAM, centre, contract, kind, next_days, pause, person, shift

SHORT = kind("short", "08:00", 4, last="10:00")
LUNCH = kind("lunch", "08:00", 7, pause(60, "02:00", "04:00"), last="09:00")
USUAL = Weights()
CHINA = law_pack("china")
PIECES = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5]), st.integers(0, 40)), max_size=3).map(
    lambda pieces: tuple(sorted(pieces))
)


def bound_of(instance: Instance, rules: tuple[Rule, ...] = CHINA, weights: Weights = USUAL) -> float:
    points, complete = lower_bound(instance, rules, weights, 30.0, SolveInterrupter())
    assert complete
    return points


def heads_of_lines(instance: Instance, agent: Agent, rules: tuple[Rule, ...]) -> Whole:
    """Return the heads by slot of every lawful line of *agent* with every arrangement of breaks, one a row."""
    hard = [rule for rule in rules if rule.severity is Severity.HARD]
    alone = Instance(instance.grid, instance.teams, instance.kinds, (agent,), instance.demand)
    rows: set[tuple[int, ...]] = set()
    nobody = np.zeros(instance.grid.n_slots, dtype=np.int64)
    for options in product(*([None, *options_of(alone, agent, day)] for day in alone.days())):
        worked = [option for option in options if option is not None]
        roster = Roster.of(alone.grid, (shift(alone, agent.id, option) for option in worked))
        if not any(list(rule.check(roster, alone)) for rule in hard):
            placed = [spread(option, instance) for option in worked]
            rows |= {tuple(np.sum([nobody, *parts], axis=0).tolist()) for parts in product(*placed)}
    return np.array(sorted(rows))


def spread(option: Option, instance: Instance) -> list[Whole]:
    """Return the heads by slot of *option* for each arrangement of its breaks."""
    patterns = Patterns.of(option.kind, instance.grid)
    found = []
    for pattern in range(len(patterns.starts)):
        row = np.zeros(instance.grid.n_slots + 48, dtype=np.int64)
        row[option.first : option.end] += 1
        for start, end in patterns.away(pattern):
            row[option.first + start : option.first + end] -= 1
        found.append(row[: instance.grid.n_slots])
    return found


def least_cost(instance: Instance, rules: tuple[Rule, ...], weights: Weights) -> float:
    """Return the cost of the best roster of two people, in points, by trying all of them."""
    first, second = (heads_of_lines(instance, agent, rules) for agent in instance.agents)
    demand = whole_demand(instance.demand.scheduled[TEAM])
    together = (first[:, None, :] + second[None, :, :]).reshape(-1, instance.grid.n_slots)
    return float(slot_cost(together, np.broadcast_to(demand, together.shape), weights).sum(axis=1).min()) / SCALE


@settings(max_examples=25, deadline=None)
@given(
    need=st.lists(st.floats(0, 3), min_size=14, max_size=14),
    kinds=st.sampled_from([(SHORT, NIGHT), (LUNCH,), (EARLY, LUNCH)]),
    hours=st.sampled_from([Bounds(), Bounds(8, None), Bounds(None, 14), Bounds(6, 8)]),
    days_of_leave=st.sampled_from([0, 1]),
    weights=st.builds(Weights, PIECES, PIECES) | st.just(Weights()),
)
def test_the_bound_is_never_above_the_best_of_all_rosters(
    need: list[float], kinds: tuple[ShiftKind, ...], hours: Bounds, days_of_leave: int, weights: Weights
) -> None:
    terms = contract(*kinds, hours=hours)
    people = [person(terms, "a"), person(terms, "b", leave=next_days(MONDAY, days_of_leave))]
    instance = centre(people, kinds, days=2, need=dict(enumerate(need, start=8)))
    rules = tuple(rule for rule in CHINA if rule.name != "rest-in-shift")
    best = least_cost(instance, rules, weights)
    assert bound_of(instance, rules, weights) <= best + 1e-6


def test_the_bound_of_a_centre_that_can_be_covered_is_nothing() -> None:
    instance = centre(person(contract(EARLY)), [EARLY], days=1, need=dict.fromkeys(range(8, 16), 1.0))
    assert bound_of(instance, law_pack("none")) == pytest.approx(0)


def test_the_bound_of_a_centre_that_nobody_can_cover_is_its_whole_cost() -> None:
    instance = centre(person(contract(EARLY)), [EARLY], days=1, need={20: 1.0})
    assert bound_of(instance, law_pack("none")) == pytest.approx(34, rel=1e-5)  # 10 + 0.9 × 10 + 0.75 × 20


def test_half_a_head_of_need_is_bounded_by_whole_heads() -> None:
    # nobody: 0.5 × 10 + 0.45 × 10 + 0.38 × 20 = 17.1 (a quarter of 50 hundredths is 12); one: 0.5 + 0.38 = 0.88 a slot
    instance = centre(person(contract(EARLY)), [EARLY], days=1, need=dict.fromkeys(range(8, 16), 0.5))
    best = slot_cost(np.array([1]), np.array([50]), Weights()).item() * 8 / SCALE
    assert bound_of(instance, law_pack("none")) == pytest.approx(best, rel=1e-5)


def test_rules_that_are_not_asked_for_do_not_lift_the_bound() -> None:
    instance = centre(person(contract(EARLY, hours=Bounds(16, None))), [EARLY], days=2, need=0.0)
    assert bound_of(instance, ()) == pytest.approx(0)
    assert bound_of(instance, (PeriodHours(),)) == pytest.approx(32, rel=1e-5)  # 16 slots × (1 + 1) points


def test_contracts_of_one_name_and_different_hours_are_no_crew() -> None:
    busy, idle = contract(EARLY, hours=Bounds(8, 8)), contract(EARLY, hours=Bounds(None, 0))
    instance = centre([person(idle, "a"), person(busy, "b")], [EARLY], days=1, need=dict.fromkeys(range(8, 16), 1.0))
    assert len(crews_of(instance)) == 2
    assert bound_of(instance) == pytest.approx(0)


def test_without_time_the_bound_is_nothing_and_says_so() -> None:
    instance = centre(person(contract(EARLY)), [EARLY], days=1, need={20: 1.0})
    assert lower_bound(instance, CHINA, Weights(), 0.0, SolveInterrupter()) == (0.0, False)


@given(need=st.integers(0, 5000), weights=st.builds(Weights, PIECES, PIECES))
def test_tangents_meet_the_cost_at_whole_heads_and_lie_nowhere_above(need: int, weights: Weights) -> None:
    whole = np.arange(0, need // SCALE + 12)
    cost = slot_cost(whole, np.full(len(whole), need), weights)
    values = [[level + slope * int(heads) for heads in whole] for slope, level in tangents(need, weights)]
    highest = np.max([[0] * len(whole), *values], axis=0)
    assert highest.tolist() == cost.tolist()


def test_starts_far_apart_are_stretches_of_their_own() -> None:
    assert stretches_of([9, 1, 3, 20]) == [[1, 3], [9], [20]]
