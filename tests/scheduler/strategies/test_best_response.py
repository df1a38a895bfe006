"""The best line of one person, against all of their lines."""

import random
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.agents import Agent, Bounds, Restriction
from scheduler.breaks import Patterns
from scheduler.draft import Draft
from scheduler.instance import Instance, Tally
from scheduler.likeness import likeness
from scheduler.objective import Objective, Weights, slot_cost
from scheduler.options import Option, options_of
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.law import law_pack, with_parameters
from scheduler.rules.rest import DailyRest
from scheduler.rules.scope import Scoped
from scheduler.solution import Limits
from scheduler.strategies import crowd
from scheduler.strategies.best_response import Planner, option_values
from scheduler.strategies.crowd import Crowd
from scheduler.strategies.prices import smoothed_saving
from tests.scheduler.tiny import EARLY, MONDAY, NIGHT, centre, contract, kind, line, next_days, pause, person, rosters

LUNCH = kind("lunch", "08:00", 9, pause(60, "02:00", "05:00"), pause(60, "06:00", "07:00"), last="10:00")
DEEP = kind("deep", "22:00", 9, pause(60, "01:00", "06:00"))
CHINA = law_pack("china")


def everything_saved(instance: Instance, saved: list[int], kind_name: str, first: int) -> int:
    """Return the most that a shift of *kind_name* from slot *first* saves, over all arrangements of its breaks."""
    patterns = Patterns.of(instance.kind_by_name[kind_name], instance.grid)
    worth = dict(enumerate(saved))
    whole = sum(worth.get(slot, 0) for slot in range(first, first + patterns.length))
    lost = [
        sum(worth.get(first + slot, 0) for start, end in patterns.away(pattern) for slot in range(start, end))
        for pattern in range(len(patterns.starts))
    ]
    return whole - min(lost)


@settings(deadline=None, max_examples=60)
@given(
    saved=st.lists(st.integers(-200, 4000), min_size=72, max_size=72),
    clock=st.sampled_from([None, "Pacific/Auckland", "America/Los_Angeles"]),
)
def test_an_option_is_worth_what_it_saves_with_its_best_breaks(saved: list[int], clock: str | None) -> None:
    kinds = (LUNCH, DEEP, NIGHT)
    instance = centre(person(contract(*kinds), zone=clock), kinds, days=3)
    agent = instance.agents[0]
    options = [option for day in instance.days() for option in options_of(instance, agent, day)]
    patterns = {each.name: Patterns.of(each, instance.grid) for each in kinds}
    wanted = [everything_saved(instance, saved, option.kind.name, option.first) for option in options]
    assert option_values(options, patterns, np.array(saved)) == wanted


@settings(deadline=None, max_examples=25)
@given(data=st.data(), rules=st.sampled_from([CHINA, law_pack("none")]))
def test_the_line_of_a_planner_is_worth_most_of_all_lawful_lines(data: st.DataObject, rules: tuple[Rule, ...]) -> None:
    hours = Bounds(data.draw(st.sampled_from([None, 8])), data.draw(st.sampled_from([None, 16])))
    somebody = person(contract(LUNCH, NIGHT, hours=hours), leave=next_days(MONDAY, data.draw(st.integers(0, 1))))
    instance = centre(somebody, (LUNCH, NIGHT), days=3)
    planner = Planner.of(instance, somebody, rules, Objective())
    values = [data.draw(st.integers(-50, 400)) for _ in planner.options]
    worth = dict(zip(planner.options, values, strict=True))
    hard = [rule for rule in rules if rule.severity is Severity.HARD]
    totals = [
        sum(worth[option] for _, option in chosen)
        for chosen, roster in rosters(instance)
        if not any(list(rule.check(roster, instance)) for rule in hard)
    ]
    line = planner.best([planner.worth(values)], seed=1)
    assert (line is not None) == bool(totals)
    if line is not None:
        assert sum(worth[option] for option in line.values()) == max(totals)


def test_a_planner_without_a_lawful_line_says_so() -> None:
    somebody = person(contract(EARLY, hours=Bounds(16, None)))
    planner = Planner.of(centre(somebody, [EARLY], days=1), somebody, law_pack("none"), Objective())
    assert planner.best([planner.worth([1])], seed=1) is None


@pytest.mark.parametrize(
    "other",
    [
        person(contract(EARLY), "b", leave=[MONDAY]),
        person(contract(EARLY, NIGHT), "b"),
        person(contract(EARLY), "b", restrictions=[Restriction.YOUNG]),
        person(contract(EARLY), "b", zone="Asia/Tokyo"),
        person(contract(EARLY), "b", team="back"),
        person(contract(EARLY), "approved"),
    ],
)
def test_people_who_differ_in_what_they_may_do_share_no_model(other: Agent) -> None:
    rules = with_parameters(CHINA, {"daily-hours": {"overtime_approved": ["approved"]}})
    instance = centre([], [EARLY])
    usual = likeness(person(contract(EARLY), "a"), rules, instance)
    assert usual == likeness(person(contract(EARLY), "c"), rules, instance)
    assert usual != likeness(other, rules, instance)


def test_people_with_another_past_share_no_model() -> None:
    people = [person(contract(EARLY), name) for name in "abcd"]
    earlier = centre(people, [EARLY], days=2, first=MONDAY - timedelta(days=2))
    shifts = [
        *line(earlier, None, EARLY, agent=people[0].id).assignments,
        *line(earlier, EARLY, agent=people[2].id).assignments,
    ]
    instance = replace(
        centre(people, [EARLY]),
        before=Roster.of(earlier.grid, shifts),
        tallies=(Tally(people[3].id, MONDAY - timedelta(days=7), 480),),
    )
    alike = [likeness(agent, CHINA, instance) for agent in people]
    assert len(set(alike)) == 4
    assert likeness(person(contract(EARLY), "e"), CHINA, instance) == alike[1]


def test_people_of_whom_a_rule_speaks_share_no_model_with_others() -> None:
    instance = centre([], [EARLY])
    rules = [*CHINA, Scoped(DailyRest(12), agents=frozenset({"b"}))]
    first, second, third = (likeness(person(contract(EARLY), name), rules, instance) for name in "abc")
    assert first == third != second


def test_the_saving_of_one_more_head_is_exact_without_smoothing() -> None:
    heads, demand = np.array([0, 1, 2, 5]), np.array([150, 150, 150, 150])
    saved = smoothed_saving(heads, demand, Weights(), 0.0)
    wanted = slot_cost(heads, demand, Weights()) - slot_cost(heads + 1, demand, Weights())
    assert saved.tolist() == wanted.tolist()


def test_smoothing_takes_the_mean_over_heads_to_both_sides() -> None:
    # a tenth of 20 heads is 2: from 18 to 23 of 20 heads the cost falls from 20 to 0 points and rises to 3
    saved = smoothed_saving(np.array([20]), np.array([2000]), Weights(), 0.10)
    assert saved.tolist() == [(2000 - 300) // 5]


def busy_draft() -> Draft:
    kinds = (LUNCH, DEEP)
    people = [person(contract(*kinds, hours=Bounds(14, 28)), name) for name in "abcdefgh"]
    uneven = random.Random(7)
    need = {slot: uneven.choice([0, 1, 2, 3.5]) for slot in range(8, 120)}
    return Draft.empty(centre(people, kinds, days=5, need=need), Objective())


def cost_after(passes: int, smoothing: tuple[float, ...], patch: pytest.MonkeyPatch) -> int:
    patch.setattr(crowd, "MOST_PASSES", passes)
    patch.setattr(crowd, "SMOOTHING", smoothing)
    draft = busy_draft()
    assert not Crowd(draft, CHINA, Limits(60, 1), lambda _: True).settle()
    return draft.cost()


def test_turns_that_make_things_worse_are_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = cost_after(0, (), monkeypatch)
    assert cost_after(1, (9.0,), monkeypatch) == first  # smoothed beyond all sense: everybody takes the same line
    assert cost_after(12, (), monkeypatch) < first


def test_a_line_that_is_put_takes_the_breaks_that_cost_least() -> None:
    draft = busy_draft()
    instance = draft.instance
    first, second = instance.agents[:2]
    days = [MONDAY + timedelta(days=index) for index in range(5)]
    draft.put(first, {day: _last(instance, day) for day in days})
    draft.put(second, {day: _last(instance, day) for day in days[:2]})
    best = draft.cost()
    for day, (option, taken) in draft.snapshot([second])[second.id].items():
        for pattern in range(len(draft.patterns[option.kind.name].starts)):
            lines = draft.snapshot([second])
            lines[second.id][day] = (option, pattern)
            draft.restore([second], lines)
            assert draft.cost() >= best
            lines[second.id][day] = (option, taken)
            draft.restore([second], lines)


def _last(instance: Instance, day: date) -> Option:
    return list(options_of(instance, instance.agents[0], day))[2]
