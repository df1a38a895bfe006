"""Walks after people in fractions: when they are worth it, and that no roster is worse afterwards."""

import numpy as np
import pytest
from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.checking import check_roster, is_lawful
from scheduler.draft import Draft
from scheduler.fluid.bounds import lower_bound
from scheduler.fluid.exchange import UNKNOWN, Exchange, Fluid
from scheduler.lines.programme import Programmes
from scheduler.objective import Objective, Weights, slot_cost
from scheduler.strategies.news import News
from scheduler.strategies.shelves import slots_of
from scheduler.strategies.slots_engine import slots_engine
from scheduler.strategies.sweeps import Sweeps
from scheduler.strategies.turns_kernel import Goal
from tests.scheduler.strategies.test_sweeps import CHINA, week
from tests.scheduler.tiny import TEAM

NOTHING = np.zeros(3, dtype=np.int64)
COST = 1_000_000


def told(bound: int) -> dict[str, Fluid]:
    return {TEAM: Fluid(NOTHING, NOTHING, bound)}


@pytest.mark.parametrize(
    ("bound", "before", "worth"),
    [
        (UNKNOWN, None, False),
        (500_000, None, False),
        (800_000, None, True),
        (800_000, 780_000, False),
        (900_000, 800_000, True),
    ],
)
def test_prices_are_worth_a_walk_where_their_bound_is_near_or_much_nearer_than_before(
    bound: int, before: int | None, *, worth: bool
) -> None:
    news = News({} if before is None else {TEAM: before})
    assert bool(news.worth(told(bound), {TEAM: COST})) == worth


def test_the_last_walk_asks_for_less() -> None:
    news = News()
    news.note(told(800_000))
    assert not news.worth(told(801_000), {TEAM: COST})
    assert news.worth(told(801_000), {TEAM: COST}, last=True)
    assert not news.worth(told(800_100), {TEAM: COST}, last=True)


def test_going_for_people_in_fractions_leaves_a_lawful_roster_that_is_no_worse() -> None:
    instance, objective, exchange = week(12), Objective(), Exchange()
    lower_bound(instance, CHINA, objective, 5.0, SolveInterrupter(), exchange)
    everybody = Programmes(instance, CHINA, objective, instance.agents)
    draft = Draft.empty(instance, objective, CHINA)
    sweeps = Sweeps(draft, [everybody.of(agent) for agent in instance.agents], 1, lambda _: True)
    sweeps.fill()
    sweeps.finish()
    before = sweeps.costs[TEAM]
    sweeps.go_for(exchange.fluids)
    sweeps.seats.write()
    assert sweeps.costs[TEAM] == draft.cost() <= before
    assert is_lawful(check_roster(draft.roster(), instance, CHINA))


@pytest.mark.parametrize("part", [0, 40, 100])
def test_prices_on_the_way_to_aims_are_a_mixture(part: int) -> None:
    random = np.random.default_rng(part)
    demand, heads = random.integers(0, 900, 24), random.integers(0, 12, 24)
    prices, aims = random.integers(0, 3000, 24), random.integers(0, 1200, 24)
    total = np.zeros(25, dtype=np.int64)
    goal = Goal(slots_of(demand, Weights()), np.zeros_like(heads), prices, aims, 10, part)
    slots_engine().price_goal(goal, heads, total)
    aimed = prices + 10 * (aims - 100 * heads - 50) // 100
    saved = slot_cost(heads, demand, Weights()) - slot_cost(heads + 1, demand, Weights())
    assert np.diff(total).tolist() == (((100 - part) * aimed + part * saved) // 100).tolist()
