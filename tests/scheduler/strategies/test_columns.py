"""Column generation: its bound lies above no roster, and it leaves drafts lawful, no worse, and often the best there is."""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import CpModel

from scheduler.agents import Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.columns.choice import Choice
from scheduler.columns.clock import Clock
from scheduler.columns.generation import Generation, lattice_of
from scheduler.columns.pricing import SCALE_OF_PRICES, Pricing, programmes_of
from scheduler.columns.rows import Rows
from scheduler.draft import Draft
from scheduler.fairness import Burden
from scheduler.formats.nrp import read_nrp
from scheduler.instance import Instance
from scheduler.lines.programme import LineProgramme, Programmes
from scheduler.objective import SCALE, Objective, Weights
from scheduler.objective.overtime import OvertimeOfWeeks
from scheduler.objective.requests import Request, RequestsMet
from scheduler.objective.shares import Sharing
from scheduler.objective.starts import UnsteadyStarts
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity, Violation, broken
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.rest import DailyRest
from scheduler.rules.scope import Scoped
from scheduler.solution import Limits
from scheduler.strategies.columns import ColumnSearch, improve
from scheduler.streams import ShiftDemand, shift_cover
from scheduler.variables import Variables
from tests.scheduler.tiny import EARLY, LATE, MONDAY, NIGHT, centre, contract, person, rosters

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


def test_who_is_on_call_adds_no_head_to_slots() -> None:
    ready = replace(NIGHT, name="ready", on_call=True)
    instance = centre(person(contract(EARLY, ready)), (EARLY, ready), days=1, need=1.0)
    draft = Draft.empty(instance, Objective(), RULES)
    pricing = priced(draft)
    price = np.full(len(pricing.rows.base), 100 * SCALE_OF_PRICES)
    values = dict(
        zip((option.kind.name for option in pricing.programmes[0].options), pricing.values(0, price), strict=True)
    )
    assert values == {"early": 8 * 100 * SCALE_OF_PRICES, "ready": 0}
    assert [len(pricing.column(0, np.array([place]), price).rows) for place in (0, 1)] == [8, 0]


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


def staffed(count: int, days: int, seed: int) -> tuple[Instance, Objective]:
    """Return a question of *count* people that a first dive does not settle."""
    chance = random.Random(seed)
    kinds = (EARLY, LATE, NIGHT)
    terms = contract(*kinds, hours=Bounds(4 * days, 6 * days), in_row=Bounds(2, 4), off_in_row=Bounds(2, None))
    people = [person(terms, f"p{number}") for number in range(count)]
    instance = centre(people, kinds, days=days)
    rows = [ShiftDemand(day, one.name, chance.randint(0, 4), 10_000, 100) for day in instance.days() for one in kinds]
    asked = [
        Request(one.id, day, chance.choice(("early", "night", "off")), weight=chance.randint(1, 3))
        for one in people
        for day in instance.days()
        if chance.random() < 0.3
    ]
    return instance, Objective(NO_SLOTS, (RequestsMet.of(asked, 100),), streams=(shift_cover(instance, rows),))


def begun(instance: Instance, objective: Objective, rules: tuple[Rule, ...]) -> Draft:
    draft = Draft.empty(instance, objective, rules)
    for programme in programmes_of(draft, rules, goes_on) or ():
        line, _ = programme.best(np.zeros(len(programme.options), dtype=np.int64))
        assert line is not None
        draft.put(programme.agent, line)
    return draft


FURTHER = (*RULES, DaysOffInRow())


def test_the_same_seed_and_work_find_the_same_roster() -> None:
    instance, objective = staffed(7, 14, 1)
    objective = replace(objective, shares=(Sharing.of(Burden.NIGHTS, 500, instance, {}),))  # which no bound counts
    found, trials = [], []
    for _ in range(2):
        draft = begun(instance, objective, FURTHER)
        search = ColumnSearch(draft, FURTHER, Clock(Limits(300, 2, 5, work=2.0), goes_on))
        before = draft.cost()
        assert search.begin()
        search.run()
        assert draft.cost() < before
        assert is_lawful(check_roster(draft.roster(), instance, FURTHER))
        found.append((draft.roster(), search.bound))
        trials.append(search.number)
    assert found[0] == found[1]
    assert trials[0] == trials[1] > 1


def test_far_from_a_proof_a_search_ends_with_its_share() -> None:
    instance, objective = staffed(6, 14, 1)
    unseen = (Sharing.of(Burden.NIGHTS, 100_000, instance, {}),)  # which no bound counts: the gap stays wide
    draft = begun(instance, replace(objective, shares=unseen), FURTHER)
    told: list[tuple[int, ...]] = []
    clock = Clock(Limits(300, 1, 5, work=2.0), goes_on)
    search = ColumnSearch(draft, FURTHER, clock, lambda standing, _bound: told.append(standing), share=0.001)
    before = draft.standing
    assert search.begin()
    search.run()
    assert search.number == 0
    assert bool(told) == (draft.standing < before)


def test_nothing_is_taken_once_the_watcher_says_stop() -> None:
    instance, objective = staffed(5, 14, 2)
    draft = begun(instance, objective, FURTHER)
    before = draft.roster()
    assert improve(draft, FURTHER, Limits(60), lambda: False).bound == 0
    assert draft.roster() == before


@dataclass(frozen=True)
class NoNightOnMondays:
    """A rule that no line programme knows."""

    name: str = "no-night-on-mondays"
    citation: str = "test"
    severity: Severity = Severity.HARD

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        for shift in roster.assignments:
            if shift.day.weekday() == 0 and shift.kind == "night":
                yield broken(self, instance.agent_by_id[shift.agent], shift.day, "{agent}")

    def post(self, model: CpModel, variables: Variables) -> None:
        raise NotImplementedError


def test_lines_that_break_a_rule_left_over_are_not_taken() -> None:
    instance, objective = staffed(6, 14, 3)
    wished = [Request(instance.agents[0].id, MONDAY, "night", weight=100)]
    objective = replace(objective, days=(RequestsMet.of(wished, 100),))
    rules = (*FURTHER, Scoped(NoNightOnMondays(), agents=frozenset({"p0"})))
    draft = begun(instance, objective, FURTHER)
    agent = instance.agents[0]
    draft.lift(agent)
    alone = LineProgramme.of(instance, agent, FURTHER, objective)
    line, _ = alone.best(np.array([-(option.kind == NIGHT) for option in alone.options]))
    assert line is not None
    draft.put(agent, line)
    improve(draft, rules, Limits(60, 1, 1, work=1.0), goes_on)
    assert is_lawful(check_roster(draft.roster(), instance, rules))


def test_many_lines_to_be_checked_afterwards_are_left_to_others() -> None:
    instance, objective = staffed(3, 7, 4)
    draft = begun(instance, objective, FURTHER)
    before = draft.roster()
    assert improve(draft, (*FURTHER, NoNightOnMondays()), Limits(60), goes_on).bound == 0
    assert draft.roster() == before


def test_columns_go_on_from_what_others_have_made_of_the_draft() -> None:
    instance, objective = staffed(5, 14, 2)
    draft = begun(instance, objective, FURTHER)
    first = {agent.id: draft.lines[agent.id] for agent in instance.agents}
    dear = draft.cost()
    search = ColumnSearch(draft, FURTHER, Clock(Limits(300, 2, 5, work=2.0), goes_on))
    assert search.begin()
    search.open()
    assert draft.cost() < dear
    for agent in instance.agents:
        draft.lift(agent)
        draft.put(agent, {day: option for day, (option, _) in first[agent.id].items()})
    search.go_on(1.0)
    assert draft.cost() < dear
    assert [search.pricing.line(column) for column in search.incumbent] == [
        {day: option for day, (option, _) in draft.lines[agent.id].items()} for agent in instance.agents
    ]


def test_programmes_that_are_known_find_the_same_roster() -> None:
    instance, objective = staffed(5, 14, 2)
    programmes = Programmes(instance, FURTHER, objective, instance.agents)
    known = {agent.id: programmes.of(agent) for agent in instance.agents}
    found = []
    for given_ones in (None, known):
        draft = begun(instance, objective, FURTHER)
        proof = improve(draft, FURTHER, Limits(300, 1, 5, work=1.0), goes_on, known=given_ones)
        found.append((draft.roster(), proof.bound))
    assert found[0] == found[1]


def test_programmes_that_are_known_are_not_taken_where_lines_cost() -> None:
    instance, objective = staffed(2, 7, 2)
    costly = replace(objective, lines=(UnsteadyStarts(30),))
    programmes = Programmes(instance, FURTHER, costly, instance.agents)
    known = {agent.id: programmes.of(agent) for agent in instance.agents}
    taken = programmes_of(Draft.empty(instance, costly, FURTHER), FURTHER, goes_on, known)
    assert taken is not None
    assert all(one is not known[one.agent.id] for one in taken)


DATA = Path(os.environ.get("WATCHBILL_DATA", Path(__file__).parents[4] / "shared" / "data"))


@pytest.mark.skipif(not (DATA / "nrp").is_dir(), reason="the benchmark's files are not there")
@pytest.mark.parametrize(("number", "best_known"), [(2, 828), (3, 1001), (4, 1716)])
def test_the_bound_of_a_public_instance_is_what_the_best_known_roster_costs(number: int, best_known: int) -> None:
    case = read_nrp(DATA / "nrp" / f"Instance{number}.txt")
    draft = begun(case.instance, case.objective, case.rules)
    proof = improve(draft, case.rules, Limits(120, 1, 1, work=6.0), goes_on)
    assert proof.bound == best_known
    assert draft.cost() >= best_known * SCALE
    assert draft.cost() <= 1.03 * best_known * SCALE
    assert is_lawful(check_roster(draft.roster(), case.instance, case.rules))
