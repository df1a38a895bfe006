"""Column generation: its bound lies above no roster, and it leaves drafts lawful, no worse, and often the best there is."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.agents import Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.columns.choice import Choice
from scheduler.columns.clock import Clock
from scheduler.columns.generation import Generation, lattice_of
from scheduler.columns.pricing import SCALE_OF_PRICES, Pricing, programmes_of
from scheduler.columns.rows import Rows
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective, Weights
from scheduler.objective.overtime import OvertimeOfWeeks
from scheduler.objective.requests import Request, RequestsMet
from scheduler.objective.starts import UnsteadyStarts
from scheduler.rules.base import Rule
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow
from scheduler.rules.rest import DailyRest
from scheduler.solution import Limits
from scheduler.strategies.columns import improve
from scheduler.streams import ShiftDemand, shift_cover
from tests.scheduler.tiny import EARLY, LATE, MONDAY, NIGHT, centre, contract, kind, person, rosters

RULES: tuple[Rule, ...] = (PeriodHours(), DailyRest(), DaysInRow())
NO_SLOTS = Weights((), ())
KINDS = (EARLY, NIGHT)


def wanted(instance: Instance, chance: random.Random) -> Iterator[ShiftDemand]:
    for day in instance.days():
        for one in KINDS:
            yield ShiftDemand(day, one.name, chance.randint(0, 2), 300, 100)


def question(seed: int, *, of_slots: bool) -> tuple[Instance, Objective]:
    """Two people of three days, wished and measured by shifts or by slots."""
    chance = random.Random(seed)
    people = [person(contract(*KINDS, hours=Bounds(8, 24), in_row=Bounds(None, 2)), name) for name in "ab"]
    need = {slot: chance.choice([0, 1, 1.5, 2]) for slot in range(8, 72)} if of_slots else 0.0
    instance = centre(people, KINDS, days=3, need=need, holidays=[MONDAY])
    asked = [Request(people[n].id, MONDAY + timedelta(days=chance.randint(0, 2)), "night", weight=3) for n in (0, 1)]
    days = (RequestsMet.of(asked, 50),)
    if of_slots:
        return instance, Objective(Weights(), days, (UnsteadyStarts(30), OvertimeOfWeeks(60, 700)))
    return instance, Objective(NO_SLOTS, days, streams=(shift_cover(instance, wanted(instance, chance)),))


def cheapest(instance: Instance, objective: Objective) -> int:
    """Return the least cost of all lawful rosters."""
    lawful = (roster for _, roster in rosters(instance) if is_lawful(check_roster(roster, instance, RULES)))
    return min(sum(objective.costs(roster, instance).values()) for roster in lawful)


def priced(draft: Draft) -> Pricing:
    programmes = programmes_of(draft, RULES, goes_on)
    assert programmes is not None
    return Pricing(draft, Rows.of(draft), programmes)


def goes_on() -> bool:
    return True


def first_draft(instance: Instance, objective: Objective) -> Draft:
    """Return a draft in which everybody works the first day early, which is lawful."""
    draft = Draft.empty(instance, objective, RULES)
    pricing = priced(draft)
    for person_place, programme in enumerate(pricing.programmes):
        values = np.array([10 if option.kind == EARLY else -10 for option in programme.options])
        lines, _ = pricing.answers([person_place], np.zeros(len(pricing.rows.base), dtype=np.int64))
        line, _ = programme.best(values, np.array([0, 20, 20]))
        assert line is not None
        assert lines
        draft.put(programme.agent, line)
    return draft


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), of_slots=st.booleans())
def test_the_bound_lies_above_no_roster_and_the_best_roster_is_found(seed: int, *, of_slots: bool) -> None:
    instance, objective = question(seed, of_slots=of_slots)
    draft, least = first_draft(instance, objective), cheapest(instance, objective)
    before = draft.standing
    proof = improve(draft, RULES, Limits(60, 1, seed, work=1.0), goes_on)
    assert proof.bound * SCALE <= least + 0.5
    assert draft.standing <= before
    assert is_lawful(check_roster(draft.roster(), instance, RULES))
    assert draft.cost() == least


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), of_slots=st.booleans())
def test_any_prices_give_a_bound_below_every_roster(seed: int, *, of_slots: bool) -> None:
    instance, objective = question(seed % 7, of_slots=of_slots)
    draft = first_draft(instance, objective)
    pricing = priced(draft)
    price = np.random.default_rng(seed).integers(-200, 900, len(pricing.rows.base)) * SCALE_OF_PRICES
    _, worths = pricing.answers([0, 1], price)
    bound = (pricing.rows.least_cost(price, SCALE_OF_PRICES) - int(worths.sum())) / SCALE_OF_PRICES
    assert bound + pricing.idle_cost <= cheapest(instance, objective)


@pytest.mark.parametrize("of_slots", [False, True])
def test_columns_cost_what_the_draft_does(*, of_slots: bool) -> None:
    instance, objective = question(5, of_slots=of_slots)
    draft = first_draft(instance, objective)
    rows = Rows.of(draft)
    pricing = priced(draft)
    generation = Generation(pricing, rows, range(2), Clock(Limits(), goes_on))
    price = np.zeros(len(rows.base), dtype=np.int64)
    lines = [{day: option for day, (option, _) in draft.lines[agent.id].items()} for agent in instance.agents]
    columns = [pricing.column_of(place, line, price) for place, line in enumerate(lines)]
    cost = generation.cost(columns)
    assert cost is not None
    assert cost + pricing.idle_cost == draft.cost()
    assert [pricing.line(column) for column in columns] == lines


def test_costs_of_whole_points_lie_on_their_lattice() -> None:
    instance, objective = question(1, of_slots=False)
    draft = Draft.empty(instance, objective, RULES)
    assert lattice_of(Rows.of(draft), priced(draft)) == 50


def test_a_choice_takes_the_cheapest_of_the_columns_it_is_given() -> None:
    instance, objective = question(2, of_slots=False)
    draft = first_draft(instance, objective)
    rows = Rows.of(draft)
    pricing = priced(draft)
    columns = []
    for seed in range(12):
        price = np.random.default_rng(seed).integers(-100, 400, len(rows.base)) * SCALE_OF_PRICES
        lines, _ = pricing.answers([0, 1], price)
        columns += [pricing.column(place, line, price) for place, line in enumerate(lines)]
    columns = list({column.key: column for column in columns}.values())
    generation = Generation(pricing, rows, range(2), Clock(Limits(), goes_on))
    lattice = lattice_of(rows, pricing)
    found = Choice(rows, columns, lattice).best(1_000_000, 60, goes_on)
    costs = [
        cost
        for first in columns
        for second in columns
        if (first.person, second.person) == (0, 1) and (cost := generation.cost([first, second])) is not None
    ]
    assert found.columns is not None
    assert found.is_all
    assert generation.cost(found.columns) == min(costs)
    nothing = Choice(rows, columns, lattice).best(min(costs), 60, goes_on)
    assert (nothing.columns, nothing.is_all) == (None, True)


def test_terms_in_an_order_are_left_alone() -> None:
    instance, objective = question(3, of_slots=False)
    draft = first_draft(instance, replace(objective, order=("requests",)))
    before = draft.roster()
    assert improve(draft, RULES, Limits(10), goes_on).bound == 0
    assert draft.roster() == before


def test_the_same_seed_and_work_find_the_same_roster() -> None:
    chance = random.Random(8)
    spread = kind("spread", "08:00", 8, last="12:00", step=120)
    kinds = (spread, LATE, NIGHT)
    people = [person(contract(*kinds, hours=Bounds(32, 48)), f"p{number}") for number in range(5)]
    instance = centre(people, kinds, days=9)
    rows = [ShiftDemand(day, one.name, chance.randint(0, 3), 1_000, 100) for day in instance.days() for one in kinds]
    objective = Objective(NO_SLOTS, streams=(shift_cover(instance, rows),))
    found = []
    for _ in range(2):
        draft = Draft.empty(instance, objective, RULES)
        for programme in priced(draft).programmes:
            line, _ = programme.best(np.arange(len(programme.options), dtype=np.int64))
            assert line is not None
            draft.put(programme.agent, line)
        before = draft.cost()
        improve(draft, RULES, Limits(120, 1, 5, work=1.5), goes_on)
        assert draft.cost() < before
        found.append(draft.roster())
    assert found[0] == found[1]
