"""No lawful roster costs less than the bound, whatever the prices; good prices bring it up to what is possible."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.agents import Agent, Bounds, Team
from scheduler.breaks import Patterns
from scheduler.coverage import on_duty_before
from scheduler.demand import Demand
from scheduler.draft import Draft
from scheduler.fluid import search
from scheduler.fluid.bounds import lower_bound
from scheduler.fluid.crews import crews_of
from scheduler.fluid.exchange import Exchange
from scheduler.fluid.worths import Market, bound_of, worths_of
from scheduler.instance import Instance
from scheduler.lines.programme import Programmes
from scheduler.objective import SCALE, Objective, Weights, Whole, roster_terms, slot_cost, whole_demand
from scheduler.objective.aims import Aims
from scheduler.objective.requests import OFF, Request
from scheduler.options import Option, options_of
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.contract import PeriodHours
from scheduler.rules.law import law_pack
from scheduler.shifts import ShiftKind
from scheduler.solution import Limits
from scheduler.strategies.day_costs import DayCosts
from scheduler.strategies.shelves import Shelves
from scheduler.strategies.swept_crowd import SweptCrowd
from tests.scheduler.tiny import (
    EARLY,
    LATE,
    MONDAY,
    NIGHT,
    ROUND_THE_CLOCK,
    TEAM,
    centre,
    contract,
    heads,
    kind,
    next_days,
    pause,
    person,
    shift,
)

SHORT = kind("short", "08:00", 4, last="10:00")
LUNCH = kind("lunch", "08:00", 7, pause(60, "02:00", "04:00"), last="09:00")
USUAL = Weights()
CHINA = law_pack("china")
PIECES = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5]), st.integers(0, 40)), max_size=3).map(
    lambda pieces: tuple(sorted(pieces))
)


def bound_within(instance: Instance, rules: tuple[Rule, ...] = CHINA, aim: Objective | None = None) -> float:
    points, complete = lower_bound(instance, rules, (aim or Objective()).under(rules), 30.0, SolveInterrupter())
    assert complete or points == 0
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


@settings(max_examples=20, deadline=None)
@given(
    need=st.lists(st.floats(0, 3), min_size=14, max_size=14),
    kinds=st.sampled_from([(SHORT, NIGHT), (LUNCH,), (EARLY, LUNCH)]),
    hours=st.sampled_from([Bounds(), Bounds(8, None), Bounds(None, 14), Bounds(6, 8)]),
    days_of_leave=st.sampled_from([0, 1]),
    weights=st.builds(Weights, PIECES, PIECES) | st.just(Weights()),
    seed=st.integers(0, 9),
)
def test_the_bound_is_never_above_the_best_of_all_rosters(
    need: list[float], kinds: tuple[ShiftKind, ...], hours: Bounds, days_of_leave: int, weights: Weights, seed: int
) -> None:
    terms = contract(*kinds, hours=hours)
    people = [person(terms, "a"), person(terms, "b", leave=next_days(MONDAY, days_of_leave))]
    instance = centre(people, kinds, days=2, need=dict(enumerate(need, start=8)))
    rules = tuple(rule for rule in CHINA if rule.name != "rest-in-shift")
    best = least_cost(instance, rules, weights)
    aim = Objective(weights)
    assert bound_within(instance, rules, aim) <= best + 1e-6
    prices = np.random.default_rng(seed).integers(-300, 4500, instance.grid.n_slots)
    assert bound_at(instance, rules, aim, prices) / SCALE <= best + 1e-6


def bound_at(instance: Instance, rules: tuple[Rule, ...], aim: Objective, prices: Whole) -> int:
    """Return the bound of the one team at *prices*."""
    everybody = Programmes(instance, rules, aim, instance.agents, counted=False)
    crews = crews_of([everybody.of(agent) for agent in instance.agents], Shelves(instance.grid), DayCosts(aim.days))
    demand = whole_demand(instance.demand.scheduled[TEAM])
    market = Market(demand, on_duty_before(instance)[TEAM], len(instance.agents), aim.weights)
    worths = {number: worths_of(crew, prices, lambda: True) or [] for number, crew in enumerate(crews)}
    return bound_of(market, crews, prices, worths)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_no_roster_that_is_found_lies_below_the_bound_whatever_is_weighed(seed: int) -> None:
    random = np.random.default_rng(seed)
    terms = contract(LUNCH, LATE, NIGHT, hours=Bounds(24, 40), in_row=Bounds(None, 4))
    people = [person(terms, f"a{number}", leave=next_days(MONDAY, number % 3)) for number in range(6)]
    need = dict(enumerate(random.uniform(0, 4, 150).tolist(), start=8))
    instance = centre(people, [LUNCH, LATE, NIGHT], days=7, need=need)
    rules = tuple(rule for rule in CHINA if rule.name != "rest-in-shift")
    days = instance.days()
    asked = tuple(Request(agent.id, days[int(random.integers(7))], OFF) for agent in people)
    aim = Aims(asked=asked, overtime=400, unsteady_starts=100).objective(instance).under(rules)
    draft = Draft.empty(instance, aim, rules)
    assert SweptCrowd(draft, rules, Limits(10.0), lambda _: True).settle() == []
    found = sum(roster_terms(draft.roster(), instance, aim).values())
    bound = bound_within(instance, rules, aim)
    assert 0.8 * found <= bound <= found + 1e-6


def test_the_bound_of_a_centre_that_can_be_covered_is_nothing() -> None:
    instance = centre(person(contract(EARLY)), [EARLY], days=1, need=dict.fromkeys(range(8, 16), 1.0))
    assert bound_within(instance, law_pack("none")) == pytest.approx(0)


def test_the_bound_of_a_centre_that_nobody_can_cover_is_its_whole_cost() -> None:
    instance = centre(person(contract(EARLY)), [EARLY], days=1, need={20: 1.0})
    assert bound_within(instance, law_pack("none")) == pytest.approx(34, rel=1e-3)  # 10 + 0.9 × 10 + 0.75 × 20


def test_half_a_head_of_need_is_bounded_by_whole_heads() -> None:
    # nobody: 0.5 × 10 + 0.45 × 10 + 0.38 × 20 = 17.1 (a quarter of 50 hundredths is 12); one: 0.5 + 0.38 = 0.88 a slot
    instance = centre(person(contract(EARLY)), [EARLY], days=1, need=dict.fromkeys(range(8, 16), 0.5))
    best = slot_cost(np.array([1]), np.array([50]), USUAL).item() * 8 / SCALE
    assert bound_within(instance, law_pack("none")) == pytest.approx(best, rel=1e-3)


def test_rules_that_are_not_asked_for_do_not_lift_the_bound() -> None:
    instance = centre(person(contract(EARLY, hours=Bounds(16, None))), [EARLY], days=2, need=0.0)
    assert bound_within(instance, ()) == pytest.approx(0)
    assert bound_within(instance, (PeriodHours(),)) == pytest.approx(32, rel=1e-3)  # 16 slots × (1 + 1) points


def test_wishes_that_cannot_all_be_met_lift_the_bound() -> None:
    instance = centre(person(contract(EARLY, hours=Bounds(16, 16))), [EARLY], days=2, need={8: 1.0, 32: 1.0})
    off = Aims(asked=(Request(instance.agents[0].id, MONDAY, OFF),)).objective(instance)
    rules = law_pack("none")
    assert bound_within(instance, rules, off) == pytest.approx(bound_within(instance, rules) + 10, rel=1e-3)


def test_without_time_the_bound_is_nothing_and_says_so() -> None:
    instance = centre(person(contract(EARLY)), [EARLY], days=1, need={20: 1.0})
    assert lower_bound(instance, CHINA, Objective(), 0.0, SolveInterrupter()) == (0.0, False)


def test_both_sides_hear_of_each_other() -> None:
    terms = contract(LUNCH, LATE)
    instance = centre([person(terms, "a"), person(terms, "b")], [LUNCH, LATE], days=3, need=2.0)
    exchange = Exchange()
    lower_bound(instance, (), Objective(), 20.0, SolveInterrupter(), exchange)
    fluid = exchange.fluids[TEAM]
    assert fluid.bound > 0
    assert fluid.heads.sum() > 0


def test_people_in_crews_are_told_apart_by_leave_and_wishes_alone() -> None:
    terms = contract(EARLY, LATE)
    people = [person(terms, name, leave=next_days(MONDAY, int(name == "c"))) for name in "abcd"]
    instance = centre(people, [EARLY, LATE], days=3)
    everybody = Programmes(instance, law_pack("none"), Objective(), people)
    aim = Aims(asked=(Request(people[3].id, MONDAY, OFF),)).objective(instance)
    (crew,) = crews_of([everybody.of(agent) for agent in people], Shelves(instance.grid), DayCosts(aim.days))
    assert [member.count for member in crew.members] == [2, 1, 1]
    assert crew.size == 4
    assert crew.present.tolist() == [3, 4, 4]


def test_a_sample_that_answers_for_many_leaves_the_bound_as_good_and_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(4)
    terms = contract(LUNCH, LATE, hours=Bounds(24, 40))
    people = [person(terms, f"a{number:02}", leave=next_days(MONDAY, number % 5)) for number in range(20)]
    asked = tuple(Request(agent.id, next_days(MONDAY, 7)[int(random.integers(7))], OFF) for agent in people)
    instance = centre(people, [LUNCH, LATE], days=7, need=dict(enumerate(random.uniform(0, 9, 150).tolist(), start=8)))
    rules = tuple(rule for rule in CHINA if rule.name != "rest-in-shift")
    aim = Aims(asked=asked).objective(instance).under(rules)
    whole = bound_within(instance, rules, aim)
    monkeypatch.setattr(search, "SAMPLE", 4)
    assert bound_within(instance, rules, aim) == pytest.approx(whole, rel=0.02)


def test_all_teams_are_heard_of() -> None:
    terms = contract(EARLY, LATE)
    people = [person(terms, name, team=team) for name, team in zip("abcd", (TEAM, TEAM, "chat", "chat"), strict=True)]
    grid = centre(people[:2], [EARLY, LATE], days=2).grid
    teams = tuple(Team(name, (name,), ROUND_THE_CLOCK) for name in (TEAM, "chat"))
    wanted = Demand(grid, {TEAM: heads(grid, 1.5), "chat": heads(grid, 2.5)})
    instance = Instance(grid, teams, (EARLY, LATE), tuple(people), wanted)
    exchange = Exchange()
    points, complete = lower_bound(instance, (), Objective(), 30.0, SolveInterrupter(), exchange)
    assert complete
    assert set(exchange.fluids) == {TEAM, "chat"}
    assert points == pytest.approx(sum(fluid.bound for fluid in exchange.fluids.values()) / SCALE)
