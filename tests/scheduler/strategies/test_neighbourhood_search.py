"""The search by neighbourhoods: never worse, always lawful, the same for the same work, and stopped at once."""

import random
from dataclasses import replace
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.agents import AgentId, Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.draft import Draft
from scheduler.fairness import Burden
from scheduler.instance import Instance
from scheduler.objective import Objective, Weights
from scheduler.objective.aims import Aims
from scheduler.options import options_of
from scheduler.rules.base import Rule
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.rest import DailyRest
from scheduler.solution import Limits
from scheduler.strategies.crowd import Crowd
from scheduler.strategies.neighbourhood_search import Arm, improve
from scheduler.strategies.neighbourhoods import KINDS, Surroundings, everybody
from scheduler.streams import ShiftDemand, shift_cover
from tests.scheduler.tiny import EARLY, NIGHT, centre, contract, person

RULES: tuple[Rule, ...] = (PeriodHours(), DailyRest(), DaysInRow(), DaysOffInRow())


def question(seed: int, count: int = 5, days: int = 10) -> tuple[Instance, Objective]:
    chance = random.Random(seed)
    terms = contract(EARLY, NIGHT, hours=Bounds(32, 56), in_row=Bounds(2, 4), off_in_row=Bounds(2, None))
    instance = centre([person(terms, f"p{number}") for number in range(count)], (EARLY, NIGHT), days=days)
    rows = [
        ShiftDemand(day, kind.name, chance.randint(0, 3), 10_000, 100)
        for day in instance.days()
        for kind in (EARLY, NIGHT)
    ]
    return instance, Objective(Weights((), ()), streams=(shift_cover(instance, rows),))


def begun(instance: Instance, objective: Objective) -> Draft:
    draft = Draft.empty(instance, objective, RULES)
    assert not Crowd(draft, RULES, Limits(0.01), lambda _cost: False).settle()
    return draft


def goes_on() -> bool:
    return True


@settings(max_examples=2, deadline=None)
@given(st.integers(1, 1_000))
def test_a_roster_stays_lawful_and_gets_no_worse(seed: int) -> None:
    instance, objective = question(seed)
    draft = begun(instance, objective)
    before = draft.standing
    told = [before]
    proof = improve(draft, RULES, Limits(60, 2, seed, work=0.4), goes_on, told.append)
    assert draft.standing == told[-1]
    assert told == sorted(told, reverse=True)
    assert is_lawful(check_roster(draft.roster(), instance, RULES))
    assert proof.possible


def test_the_same_seed_and_work_find_the_same_roster() -> None:
    instance, objective = question(3)
    found = []
    for _run in range(2):
        draft = begun(instance, objective)
        improve(draft, RULES, Limits(120, 2, 5, work=0.5), goes_on)
        found.append(draft.roster())
    assert found[0] == found[1]


def test_nothing_more_is_taken_once_the_watcher_says_stop() -> None:
    instance, objective = question(4)
    draft = begun(instance, objective)
    before = draft.roster()
    began = monotonic()
    improve(draft, RULES, Limits(600, 2), lambda: False)
    assert draft.roster() == before
    assert monotonic() - began < 60


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_window_frees_people_and_days_of_the_plan(name: str) -> None:
    instance, objective = question(5)
    draft = begun(instance, objective)
    for size in (1.0, 60.0, 1e6):
        window = KINDS[name](Surroundings(draft, random.Random(1)), size)
        free = {day for days in window.free.values() for day in days}
        assert free
        assert free <= set(instance.days())
        assert set(window.free) <= set(instance.agent_by_id)
        assert len(window.free) > 1


def test_a_stretch_of_days_lies_in_the_plan_and_has_its_day() -> None:
    instance, objective = question(6)
    around = Surroundings(Draft.empty(instance, objective, RULES), random.Random(2))
    days = instance.days()
    for count in (1, 3, 10, 99):
        for day in days:
            stretch = around.stretch(day, count)
            assert day in stretch
            assert len(stretch) == min(count, len(days))


def test_a_kind_grows_while_it_is_solved_quickly_and_shrinks_when_not() -> None:
    arm = Arm(everybody, size=1_000)
    arm.resize("OPTIMAL", share=0.01, freed=1_000)
    assert arm.size == 1_500
    arm.resize("OPTIMAL", share=0.3, freed=1_500)
    assert arm.size == pytest.approx(1_725)
    arm.resize("FEASIBLE", share=1.0, freed=1_725)
    assert arm.size == pytest.approx(1_380)
    arm.resize("OPTIMAL", share=0.01, freed=100)
    assert arm.size == 200


def test_what_a_kind_gains_for_its_work_fades() -> None:
    arm = Arm(everybody)
    assert arm.rate == float("inf")
    arm.earn(100.0, 2.0)
    assert arm.rate == pytest.approx(50)
    arm.earn(0.0, 2.0)
    assert arm.rate == pytest.approx(90 / 3.8)


def test_people_trade_until_nights_are_shared_evenly() -> None:
    terms = contract(EARLY, NIGHT, hours=Bounds(24, 24))
    instance = centre([person(terms, name) for name in "abc"], (EARLY, NIGHT), days=9)
    rows = [
        ShiftDemand(day, kind.name, wanted, 100_000, 100_000)
        for day, early, night in zip(
            instance.days(), (1, 1, 1, 0, 0, 0, 0, 0, 0), (0, 0, 0, 1, 1, 1, 1, 1, 1), strict=True
        )
        for kind, wanted in ((EARLY, early), (NIGHT, night))
    ]
    aims = replace(Aims(), weights=Weights((), ()), shares={Burden.NIGHTS: 100})
    objective = replace(aims.objective(instance), streams=(shift_cover(instance, rows),))
    draft = Draft.empty(instance, objective, RULES)
    for name, letters in (("a", "EE-N-----"), ("b", "----NNN--"), ("c", "--E----NN")):
        agent = instance.agent_by_id[AgentId(name)]
        shifts = {
            day: next(o for o in options_of(instance, agent, day) if o.kind.name[0] == letter.lower())
            for day, letter in zip(instance.days(), letters, strict=True)
            if letter != "-"
        }
        draft.put(agent, shifts)
    assert draft.standing == (0, 200)  # nights 1, 3 and 2
    improve(draft, (PeriodHours(), DailyRest()), Limits(60, 2, 1, work=1.0), goes_on)
    assert draft.standing == (0, 0)


def test_people_are_known_by_their_ids() -> None:
    instance, objective = question(7)
    window = everybody(Surroundings(begun(instance, objective), random.Random(3)), 1.0)
    assert set(window.free) == {AgentId(f"p{number}") for number in range(5)}
