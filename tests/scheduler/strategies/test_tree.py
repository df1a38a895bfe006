"""Branch and price: halves leave no roster out, and looks at all of them end with the best roster and its proof."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.columns.branching import Half, best_split
from scheduler.columns.clock import Clock
from scheduler.columns.generation import Generation, lattice_of
from scheduler.columns.pricing import SCALE_OF_PRICES, Bar, Column, Pricing, programmes_of
from scheduler.columns.rows import Band, Rows
from scheduler.columns.tree import Tree, shares_of
from scheduler.draft import Draft
from scheduler.formats.nrp import read_nrp
from scheduler.rules.base import Rule
from scheduler.solution import Limits
from tests.scheduler.strategies.test_columns import (
    DATA,
    FURTHER,
    RULES,
    begun,
    cheapest,
    first_draft,
    goes_on,
    question,
    staffed,
)


def generation_of(draft: Draft, rules: Sequence[Rule] = RULES) -> Generation:
    """Return the columns of everybody in *draft*, begun with the lines that stand there."""
    programmes = programmes_of(draft, rules, goes_on)
    assert programmes is not None
    pricing = Pricing(draft, Rows.of(draft), programmes)
    generation = Generation(pricing, pricing.rows, range(len(programmes)), Clock(Limits(120), goes_on))
    generation.master.add(lines_of(generation, draft))
    return generation


def lines_of(generation: Generation, draft: Draft) -> list[Column]:
    at = np.zeros(len(generation.rows.base), dtype=np.int64)
    lines = [
        {day: option for day, (option, _) in draft.lines[one.agent.id].items()} for one in generation.pricing.programmes
    ]
    return [generation.pricing.column_of(place, line, at) for place, line in enumerate(lines)]


def looked_through(generation: Generation, upper: float, lattice: int) -> tuple[float, float]:
    """Look at every part; return the cost of the best roster found, or *upper*, and the bound."""
    tree = Tree(generation, lattice)
    tree.begin()
    while (look := tree.next_look(upper, generation.clock, 1)) is not None:
        look.run()
        tree.take(look)
        cost = None if look.found is None else generation.cost(look.found)
        upper = upper if cost is None else min(upper, cost)
    assert tree.is_empty
    return upper, tree.bound(upper)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), of_slots=st.booleans())
def test_looks_at_all_parts_end_with_the_cheapest_roster_and_its_proof(seed: int, *, of_slots: bool) -> None:
    instance, objective = question(seed, of_slots=of_slots)
    generation = generation_of(first_draft(instance, objective))
    lattice = lattice_of(generation.rows, generation.pricing)
    generation.converge(float("inf"), lattice)
    cost, bound = looked_through(generation, 10_000_000, lattice)
    least = cheapest(instance, objective) - generation.pricing.idle_cost
    assert bound <= least
    assert cost >= least
    if not of_slots:
        assert cost == bound == least


def test_a_roster_of_a_fortnight_is_proven_by_looks() -> None:
    instance, objective = staffed(5, 14, 3)
    draft = begun(instance, objective, FURTHER)
    generation = generation_of(draft, FURTHER)
    lattice = lattice_of(generation.rows, generation.pricing)
    generation.converge(float("inf"), lattice)
    cost, bound = looked_through(generation, draft.cost(), lattice)
    assert cost == bound
    assert cost < draft.cost() - generation.pricing.idle_cost


def test_each_roster_lies_in_one_of_two_halves() -> None:
    instance, objective = staffed(6, 14, 3)
    generation = generation_of(begun(instance, objective, FURTHER), FURTHER)
    generation.converge(float("inf"), 1)
    assert generation.solved is not None
    halves = best_split(generation, shares_of(generation, generation.solved), float("inf"))
    assert len(halves) == 2
    chosen = [generation.master.columns[numbers[-1]] for numbers in generation.master.of_person.values()]
    assert sum(holds(half, generation.rows, chosen) for half in halves) == 1


def holds(half: Half, rows: Rows, columns: list[Column]) -> bool:
    bands, bars = half.within((), {})
    heads = rows.heads(column.rows for column in columns)
    within = all(band.least <= heads[list(band.rows)].sum() <= band.most for band in bands)
    return within and all(bars[column.person].allows(column.chosen) for column in columns if column.person in bars)


def test_halves_of_halves_hold_what_both_do() -> None:
    half = Half(Band((1, 2), 0, 3))
    bands, _ = half.within((Band((1, 2), 2, 5), Band((4,), 0, 1)), {})
    assert set(bands) == {Band((1, 2), 2, 3), Band((4,), 0, 1)}
    none, one = np.zeros(2, dtype=np.bool_), np.array([True, False])
    _, bars = Half(person=7, bar=Bar(one, none)).within((), {7: Bar(none, one)})
    assert [bars[7].allows(np.array(chosen)) for chosen in product((-1, 0, 1), (-1, 1))] == [
        False,  # off on the first day
        False,
        False,  # the first option
        False,
        True,
        True,
    ]


def test_bands_cost_nothing_and_count_the_heads_of_their_rows() -> None:
    instance, objective = question(4, of_slots=False)
    rows = Rows.of(Draft.empty(instance, objective))
    banded = rows.banded([Band((0, 2), 0, 3)])
    lines = [np.array([0, 1]), np.array([0, 2, 3])]
    assert banded.heads(lines).tolist() == [*rows.heads(lines).tolist(), 3]
    assert banded.cost(banded.heads(lines)) == rows.cost(rows.heads(lines))
    assert banded.cost(banded.heads([*lines, np.array([2])])) is None
    price = np.arange(len(banded.base))
    assert banded.of_heads(price).tolist() == [
        value + (price[-1] if row in {0, 2} else 0) for row, value in enumerate(price[:-1].tolist())
    ]
    assert dict(banded.counts(lines[1])) == {0: 1, 2: 1, 3: 1, len(rows.base): 2}


def test_losses_and_slacks_add_up_to_the_gap() -> None:
    instance, objective = staffed(5, 14, 6)
    draft = begun(instance, objective, FURTHER)
    generation = generation_of(draft, FURTHER)
    generation.converge(float("inf"), 1)
    columns = lines_of(generation, draft)
    cost = generation.cost(columns)
    assert cost is not None
    total = sum(generation.losses(columns)) + sum(generation.slack(column) for column in columns)
    assert total == pytest.approx(cost - generation.bound, abs=1 / SCALE_OF_PRICES)


@pytest.mark.skipif(not (DATA / "nrp").is_dir(), reason="the benchmark's files are not there")
@pytest.mark.parametrize(("number", "looks", "least", "best_known"), [(1, 10, 607, 607), (9, 12, 435, 439)])
def test_a_few_looks_bound_public_instances_that_fractions_leave_open(
    number: int, looks: int, least: int, best_known: int
) -> None:
    case = read_nrp(DATA / "nrp" / f"Instance{number}.txt")
    draft = begun(case.instance, case.objective, case.rules)
    generation = generation_of(draft, case.rules)
    pricing = generation.pricing
    lattice = lattice_of(pricing.rows, pricing)
    generation.converge(float("inf"), lattice)
    tree, upper = Tree(generation, lattice), 100.0 * (best_known + 1) - pricing.idle_cost
    tree.begin()
    for _ in range(looks):
        look = tree.next_look(upper, generation.clock, 1)
        if look is not None:
            look.run()
            tree.take(look)
    assert least <= (tree.bound(upper) + pricing.idle_cost) / 100 <= best_known


def test_a_part_whose_look_was_left_is_looked_at_again() -> None:
    instance, objective = staffed(5, 14, 3)
    generation = generation_of(begun(instance, objective, FURTHER), FURTHER)
    generation.converge(float("inf"), 1)
    tree = Tree(generation, 1)
    tree.begin()
    bound = tree.bound(10_000_000)
    look = tree.next_look(10_000_000, generation.clock, 1)
    assert look is not None
    assert tree.next_look(10_000_000, generation.clock, 1) is None
    tree.leave(look)
    again = tree.next_look(10_000_000, generation.clock, 1)
    assert again is not None
    assert again.part == look.part
    assert tree.bound(10_000_000) == bound
