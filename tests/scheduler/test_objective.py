"""The cost of a roster, computed in the model and from the roster."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import CpModel, CpSolver, LinearExpr

from scheduler.coverage import on_duty
from scheduler.draft import Draft
from scheduler.objective import (
    SCALE,
    Objective,
    Weights,
    add_cost_variables,
    lines_of,
    pieces_cost,
    roster_terms,
    slot_cost,
    whole_demand,
)
from scheduler.options import options_of
from tests.scheduler.tiny import EARLY, TEAM, centre, contract, line, person

POINTS = st.integers(0, 40)
PIECES = st.lists(st.tuples(st.integers(0, 60).map(lambda share: share / 100), POINTS), max_size=4).map(
    lambda pieces: tuple(sorted(pieces))
)
WEIGHTS = st.builds(Weights, PIECES, PIECES)
NEED = st.integers(0, 4000)


def test_one_head_missing_of_four_costs_sixteen_points() -> None:
    # 1 head × 10; beyond a tenth (0.4) 0.6 × 10; beyond a quarter (1.0) nothing: 16 points
    assert slot_cost(np.array([3]), np.array([400]), Weights()).tolist() == [1600]


def test_everybody_missing_costs_all_three_pieces() -> None:
    # of 4: 4 × 10 + 3.6 × 10 + 3 × 20 = 136 points
    assert slot_cost(np.array([0]), np.array([400]), Weights()).tolist() == [13600]


def test_two_heads_too_many_of_four_cost_three_points() -> None:
    # 2 × 1 + beyond a quarter (1.0) 1 × 1
    assert slot_cost(np.array([6]), np.array([400]), Weights()).tolist() == [300]


def test_the_terms_of_a_roster_are_named_and_in_points() -> None:
    instance = centre(person(contract(EARLY)), [EARLY], days=1, need={8: 2.0, 9: 1.0, 20: 1.0})
    terms = roster_terms(line(instance, EARLY), instance, Objective())
    # 08:00 one of two missing: 10 + 0.8 × 10 + 0.5 × 20 = 28; 20:00 one of one: 10 + 0.9 × 10 + 0.75 × 20 = 34
    # six hours of the shift without any need: 6 × (1 + 1) points
    assert terms == {"shortage": pytest.approx(62), "excess": pytest.approx(12)}


@given(need=NEED, beyond=st.integers(-5000, 5000), pieces=PIECES)
def test_the_greatest_of_the_lines_is_the_cost_of_the_pieces(
    need: int, beyond: int, pieces: tuple[tuple[float, int], ...]
) -> None:
    cost = pieces_cost(np.array([beyond]), np.array([need]), pieces).item()
    assert cost == max([0, *(slope * beyond - rest for slope, rest in lines_of(need, pieces))])


@given(need=NEED, weights=WEIGHTS)
def test_the_cost_of_a_slot_is_convex_in_its_heads(need: int, weights: Weights) -> None:
    cost = slot_cost(np.arange(60), np.full(60, need), weights)
    assert bool(np.all(np.diff(cost, 2) >= 0))


@pytest.mark.parametrize("pieces", [((0.2, 1), (0.1, 1)), ((0.0, -1),), ((-0.1, 1),)])
def test_weights_that_are_not_convex_are_refused(pieces: tuple[tuple[float, int], ...]) -> None:
    with pytest.raises(ValueError, match="weights: shortage"):
        Weights(shortage=pieces)


@settings(deadline=None)
@given(
    heads=st.lists(st.integers(0, 30), min_size=1, max_size=6),
    data=st.data(),
    weights=WEIGHTS,
)
def test_the_model_finds_the_cost_that_the_roster_has(heads: list[int], data: st.DataObject, weights: Weights) -> None:
    demand = np.array([data.draw(NEED) for _ in heads])
    model = CpModel()
    present = {slot: (model.new_constant(SCALE * count), 1) for slot, count in enumerate(heads)}
    costs = add_cost_variables(model, present, demand, weights, ceiling=30)
    model.minimize(LinearExpr.sum(costs))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    assert solver.status_name(solver.solve(model)) == "OPTIMAL"
    assert [solver.value(cost) for cost in costs] == slot_cost(np.array(heads), demand, weights).tolist()


@settings(deadline=None, max_examples=50)
@given(data=st.data(), weights=WEIGHTS)
def test_the_terms_add_up_to_the_cost_of_the_draft(data: st.DataObject, weights: Weights) -> None:
    need = {slot: data.draw(st.floats(0, 4)) for slot in range(0, 48, 3)}
    instance = centre([person(contract(EARLY), name) for name in "ab"], [EARLY], days=2, need=need)
    draft = Draft.empty(instance, Objective(weights))
    for agent in instance.agents:
        works = {day for day in instance.days() if data.draw(st.booleans())}
        draft.put(agent, {day: next(options_of(instance, agent, day)) for day in works})
    roster = draft.roster()
    assert draft.cost() == pytest.approx(SCALE * sum(roster_terms(roster, instance, Objective(weights)).values()))
    counted = slot_cost(on_duty(roster, instance)[TEAM], whole_demand(instance.demand.scheduled[TEAM]), weights)
    assert draft.cost() == counted.sum()
