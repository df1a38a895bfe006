"""Shifts at prices of slots: the same worth and the same breaks as if every arrangement were tried, compiled or not."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.breaks import Patterns
from scheduler.lines.menu import Menu
from scheduler.objective import Weights, slot_cost
from scheduler.shifts import BreakPlan, BreakWindow, ShiftKind
from scheduler.strategies import slots_kernel
from scheduler.strategies.best_response import option_values
from scheduler.strategies.prices import smoothed_saving
from scheduler.strategies.shelves import Shelf, slots_of
from scheduler.strategies.slots_engine import slots_engine
from tests.scheduler.tiny import centre, contract, person

PLANS = (
    BreakPlan(),
    BreakPlan((BreakWindow(60, 120, 240),)),
    BreakPlan((BreakWindow(60, 120, 240), BreakWindow(60, 60, 300, paid=True)), least_gap=60),
    BreakPlan((BreakWindow(60, 60, 300), BreakWindow(120, 60, 300), BreakWindow(60, 60, 360)), 60, 180),
)
PRICES = st.lists(st.integers(-200, 4000), min_size=48, max_size=48)


def shelf(*plans: BreakPlan) -> Shelf:
    kinds = [
        ShiftKind(f"k{number}", 60 * (6 + 9 * number), 60 * (9 + 7 * number), 540, plan, step_minutes=60)
        for number, plan in enumerate(plans)
    ]
    instance = centre(person(contract(*kinds)), kinds, days=2)
    return Shelf.of(Menu.of(instance, instance.agents[0]), instance.grid)


@settings(max_examples=30, deadline=None)
@given(plans=st.lists(st.sampled_from(PLANS), min_size=1, max_size=2), prices=PRICES)
def test_an_option_is_worth_its_slots_less_its_cheapest_breaks(plans: list[BreakPlan], prices: list[int]) -> None:
    stand = shelf(*plans)
    saved = np.array(prices, dtype=np.int64)
    grid = stand.menu.instance.grid
    patterns = {kind.name: Patterns.of(kind, grid) for kind in stand.menu.kinds}
    total = np.concatenate(([0], np.cumsum(saved)))
    assert stand.values(total).tolist() == option_values(stand.menu.options, patterns, saved)


@settings(max_examples=30, deadline=None)
@given(plan=st.sampled_from(PLANS), prices=PRICES)
def test_the_breaks_placed_are_an_arrangement_of_the_plan_and_leave_that_worth(
    plan: BreakPlan, prices: list[int]
) -> None:
    stand = shelf(plan)
    grid, menu = stand.menu.instance.grid, stand.menu
    saved = np.array(prices, dtype=np.int64)
    total = np.concatenate(([0], np.cumsum(saved)))
    line, ways = np.array([0, len(menu.options) - 1], dtype=np.int32), stand.no_ways()
    stand.place(total, line, ways)
    known = Patterns.of(menu.kinds[0], grid)
    arrangements = {tuple(known.away(number)) for number in range(len(known.starts))}
    values = stand.values(total)
    for option, way in zip(line, ways, strict=True):
        assert stand.breaks(way) in arrangements
        heads = np.zeros(len(saved), dtype=np.int64)
        stand.count(heads, np.array([option], dtype=np.int32), way[None, :], 1)
        assert int((heads * saved).sum()) == values[option]


@settings(max_examples=30, deadline=None)
@given(
    heads=st.lists(st.integers(0, 9), min_size=48, max_size=48),
    needs=st.lists(st.integers(0, 900), min_size=48, max_size=48),
    share=st.sampled_from([0.0, 0.1, 0.3]),
)
def test_prices_of_slots_are_the_savings_of_the_objective(heads: list[int], needs: list[int], share: float) -> None:
    there, demand = np.array(heads, dtype=np.int64), np.array(needs, dtype=np.int64)
    reach = np.rint(share * demand / 100).astype(np.int64)
    total = np.zeros(len(demand) + 1, dtype=np.int64)
    slots = slots_of(demand, Weights())
    slots_engine().price_slots(slots, there, reach, total)
    assert np.diff(total).tolist() == smoothed_saving(there, demand, Weights(), share).tolist()
    costs = [slots_kernel.cost_of_slot(slots, slot, count) for slot, count in enumerate(heads)]
    assert costs == slot_cost(there, demand, Weights()).tolist()


def test_plain_python_and_compiled_code_agree() -> None:
    stand = shelf(PLANS[3], PLANS[2])
    random = np.random.default_rng(1)
    total = np.concatenate(([0], np.cumsum(random.integers(-100, 3000, 48))))
    menu, least = stand.menu, np.zeros(2 * len(stand.trellis.start), dtype=np.int64)
    plain = np.zeros(len(menu.options), dtype=np.int64)
    slots_kernel.value_options(total, menu.first, menu.kind, stand.trellis, least, plain)
    assert plain.tolist() == stand.values(total).tolist()


def test_who_is_on_call_brings_no_heads() -> None:
    kind = ShiftKind("reserve", 6 * 60, 6 * 60, 480, on_call=True)
    instance = centre(person(contract(kind)), [kind], days=1)
    stand = Shelf.of(Menu.of(instance, instance.agents[0]), instance.grid)
    assert stand.values(np.arange(25)).tolist() == [0]
