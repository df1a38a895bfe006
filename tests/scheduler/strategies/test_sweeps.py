"""Turns of many in sweeps: lawful, never worse than before, heads and costs as the draft counts them."""

import numpy as np
import pytest

from scheduler.agents import Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.coverage import on_duty
from scheduler.draft import Draft
from scheduler.fairness import Burden
from scheduler.instance import Instance
from scheduler.lines.programme import Programmes
from scheduler.objective import Objective, roster_terms
from scheduler.objective.aims import Aims
from scheduler.objective.requests import OFF, Request
from scheduler.rules.law import law_pack
from scheduler.solution import Limits
from scheduler.strategies.fair_steps import fair_steps
from scheduler.strategies.sweeps import Sweeps, _Best
from scheduler.strategies.swept_crowd import SweptCrowd
from tests.scheduler.tiny import LATE, MONDAY, NIGHT, TEAM, centre, contract, kind, next_days, pause, person

LUNCH = kind("lunch", "08:00", 9, pause(60, "02:00", "05:00"), last="12:00")
CHINA = tuple(rule for rule in law_pack("china") if rule.name != "rest-in-shift")


def week(people: int = 8) -> Instance:
    terms = contract(LUNCH, LATE, NIGHT, hours=Bounds(24, 40), in_row=Bounds(None, 4))
    agents = [person(terms, f"a{number}", leave=next_days(MONDAY, number % 2)) for number in range(people)]
    need = {slot: 1 + (slot * 7) % 4 for slot in range(8, 7 * 24)}
    return centre(agents, [LUNCH, LATE, NIGHT], days=7, need=need)


def everything(instance: Instance) -> Objective:
    days = instance.days()
    asked = tuple(
        Request(agent.id, days[number % 7], OFF if number % 2 else "late")
        for number, agent in enumerate(instance.agents)
    )
    shares = {Burden.NIGHTS: 50, Burden.WEEKENDS: 70}
    return Aims(asked=asked, overtime=300, unsteady_starts=100, shares=shares).objective(instance).under(CHINA)


def sweeps_of(instance: Instance, objective: Objective) -> Sweeps:
    draft = Draft.empty(instance, objective, CHINA)
    everybody = Programmes(instance, CHINA, objective, instance.agents)
    return Sweeps(draft, [everybody.of(agent) for agent in instance.agents], 1, lambda _: True)


def settled(instance: Instance, objective: Objective) -> Sweeps:
    sweeps = sweeps_of(instance, objective)
    assert sweeps.fill() == []
    sweeps.settle(dict)
    sweeps.finish()
    sweeps.seats.write()
    return sweeps


@pytest.mark.parametrize("alone", [True, False])
def test_what_sweeps_count_is_what_the_roster_costs(*, alone: bool) -> None:
    instance = week()
    objective = Objective() if alone else everything(instance)
    sweeps = settled(instance, objective)
    draft = sweeps.draft
    roster = draft.roster()
    assert draft.heads[TEAM].tolist() == on_duty(roster, instance)[TEAM].tolist()
    assert (
        _Best(sweeps).standing[1]
        == draft.cost()
        == round(100 * sum(roster_terms(roster, instance, objective).values()))
    )


def test_the_lines_of_sweeps_are_lawful() -> None:
    instance = week()
    roster = settled(instance, everything(instance)).draft.roster()
    assert is_lawful(check_roster(roster, instance, CHINA))


def test_turns_never_leave_a_roster_worse_than_the_first_lines() -> None:
    instance = week()
    sweeps = sweeps_of(instance, everything(instance))
    sweeps.fill()
    sweeps.seats.write()
    first = sweeps.draft.cost()
    sweeps.settle(dict)
    sweeps.seats.write()
    assert sweeps.draft.cost() <= first


def test_the_same_seed_gives_the_same_lines() -> None:
    rosters = [settled(week(), everything(week())).draft.roster() for _ in range(2)]
    assert rosters[0] == rosters[1]


def test_turns_that_are_stopped_leave_what_was_best() -> None:
    instance = week()
    sweeps = sweeps_of(instance, Objective())
    sweeps.fill()
    before = _Best(sweeps).standing
    sweeps.keep = lambda _: False
    sweeps.settle(dict)
    sweeps.finish()
    assert _Best(sweeps).standing == before


def test_lines_that_others_have_given_are_taken_over() -> None:
    instance = week()
    sweeps = settled(instance, everything(instance))
    draft, agent = sweeps.draft, instance.agents[0]
    line = draft.lift(agent)
    draft.put(agent, dict(list(line.items())[:-1]))
    heads = draft.heads[TEAM].copy()
    sweeps.seats.read()
    sweeps.seats.write()
    assert draft.lines[agent.id].keys() == set(list(line)[:-1])
    assert on_duty(draft.roster(), instance)[TEAM].tolist() == draft.heads[TEAM].tolist()
    assert draft.heads[TEAM].sum() == heads.sum()
    assert _Best(sweeps).standing[1] == draft.cost()


def test_what_a_burden_more_costs_is_what_the_term_says() -> None:
    instance = week()
    objective = everything(instance)
    random = np.random.default_rng(2)
    for share in objective.shares:
        counts = {agent.id: int(random.integers(0, 4)) for agent in instance.agents}
        asked = instance.agents[0].id
        others = {agent: count for agent, count in counts.items() if agent != asked}
        (steps,) = fair_steps((share,), {agent: {share.burden: count} for agent, count in others.items()})
        worth = steps.worth(asked, 3)
        assert worth is not None
        first = share.of_counts({**others, asked: 0})
        rises = [share.of_counts({**others, asked: count}) - first for count in range(4)]
        assert np.abs(worth + np.array(rises)).max() <= 2  # both round a hundredth of a point


def test_a_crowd_of_people_who_are_alike_is_planned_in_sweeps() -> None:
    instance = week()
    draft = Draft.empty(instance, everything(instance), CHINA)
    crowd = SweptCrowd(draft, CHINA, Limits(10.0), lambda _: True)
    assert crowd.settle() == []
    assert crowd.planners == {}
    assert is_lawful(check_roster(draft.roster(), instance, CHINA))


def test_who_can_have_no_line_is_named() -> None:
    terms = contract(LUNCH, hours=Bounds(56, 60))
    instance = centre([person(terms, "a"), person(terms, "b")], [LUNCH], days=3, need=1.0)
    crowd = SweptCrowd(Draft.empty(instance, Objective(), CHINA), CHINA, Limits(10.0), lambda _: True)
    (conflict,) = crowd.settle()
    assert conflict.agent in {"a", "b"}  # they are alike: one stands for both


def test_breaks_that_others_have_moved_are_counted_as_they_lie() -> None:
    instance = week()
    sweeps = settled(instance, Objective())
    draft = sweeps.draft
    written_at_first = sweeps.seats.are_written
    agent, day = next(
        (agent, day)
        for agent in instance.agents
        for day, (option, _) in draft.lines[agent.id].items()
        if option.kind == LUNCH
    )
    draft.move_breaks(agent, day, (draft.lines[agent.id][day][1] + 1) % len(draft.patterns[LUNCH.name].starts))
    assert (written_at_first, sweeps.seats.are_written) == (True, False)
    sweeps.seats.read()
    sweeps.seats.write()
    assert draft.heads[TEAM].tolist() == on_duty(draft.roster(), instance)[TEAM].tolist()
