"""Some people's shifts on some days decided anew: lawful, optimal for what is free, and nothing else is touched."""

from dataclasses import replace
from datetime import timedelta

from ortools.sat.python.cp_model import CpSolver

from scheduler.agents import AgentId, Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.draft import Draft
from scheduler.fairness import Burden
from scheduler.instance import Instance
from scheduler.objective import Objective, Weights
from scheduler.objective.aims import Aims
from scheduler.objective.requests import Request
from scheduler.options import options_of
from scheduler.rules.contract import PeriodHours
from scheduler.rules.nights import NightsInRow
from scheduler.rules.rest import DailyRest
from scheduler.strategies.windows import Window, WindowModel, changed_lines, lines_are_lawful
from scheduler.streams import ShiftDemand, shift_cover
from tests.scheduler.tiny import EARLY, MONDAY, NIGHT, centre, contract, person

RULES = (PeriodHours(), DailyRest(), NightsInRow(1, 2))
DAYS = 6


def people(count: int, hours: Bounds = Bounds(16, 32)) -> Instance:
    agents = [person(contract(EARLY, NIGHT, hours=hours), name) for name in "abcdef"[:count]]
    return centre(agents, (EARLY, NIGHT), days=DAYS)


def wanting(instance: Instance, early: int, night: int) -> Objective:
    rows = [
        ShiftDemand(day, kind.name, heads, 1_000, 100)
        for day in instance.days()
        for kind, heads in ((EARLY, early), (NIGHT, night))
    ]
    return Objective(Weights((), ()), streams=(shift_cover(instance, rows),))


def worked(instance: Instance, objective: Objective, **lines: str) -> Draft:
    """Return a draft of lines such as ``EE-NN-``, a letter a day."""
    draft = Draft.empty(instance, objective, RULES)
    for name, letters in lines.items():
        agent = instance.agent_by_id[AgentId(name)]
        line = {
            day: next(option for option in options_of(instance, agent, day) if option.kind.name[0] == letter.lower())
            for day, letter in zip(instance.days(), letters, strict=True)
            if letter != "-"
        }
        draft.put(agent, line)
    return draft


def solved(draft: Draft, window: Window) -> WindowModel:
    model = WindowModel.build(draft, window, RULES)
    solver = CpSolver()
    solver.parameters.num_workers = 1
    model.solve(solver)
    return model


def put(draft: Draft, found: WindowModel) -> None:
    for agent_id, line in changed_lines(draft, found).items():
        agent = draft.instance.agent_by_id[agent_id]
        draft.lift(agent)
        draft.put(agent, line)


def test_only_the_free_days_of_the_free_people_change() -> None:
    instance = people(2)
    draft = worked(instance, wanting(instance, 1, 0), a="EE----", b="EE----")
    days = frozenset(instance.days()[2:4])
    found = solved(draft, Window({AgentId("a"): days}))
    assert found.status == "OPTIMAL"
    put(draft, found)
    line = {AgentId(name): sorted(day.day - MONDAY.day for day in draft.fixed[AgentId(name)]) for name in "ab"}
    assert line == {"a": [0, 1, 2, 3], "b": [0, 1]}
    assert draft.standing == (0, 2 * 100 + 2 * 1_000)


def test_a_trade_between_two_that_neither_can_make_alone_is_found() -> None:
    instance = people(2, Bounds(24, 24))
    draft = worked(instance, wanting(instance, 1, 0), a="EEE---", b="EEE---")
    everything = Window(dict.fromkeys(map(AgentId, "ab"), frozenset(instance.days())))
    put(draft, solved(draft, everything))
    assert draft.standing == (0, 0)
    assert is_lawful(check_roster(draft.roster(), instance, RULES))


def test_rules_see_the_days_that_stay() -> None:
    instance = people(1)
    draft = worked(instance, wanting(instance, 1, 1), a="NN--E-")
    found = solved(draft, Window({AgentId("a"): frozenset(instance.days()[2:4])}))
    put(draft, found)
    kinds = {day.day - MONDAY.day: option.kind.name for day, option in draft.fixed[AgentId("a")].items()}
    assert kinds == {0: "night", 1: "night", 3: "early", 4: "early"}  # no third night, no early after one


def test_fair_shares_count_the_nights_of_days_that_stay() -> None:
    instance = people(3, Bounds(0, 48))
    aims = replace(Aims(), weights=Weights((), ()), shares={Burden.NIGHTS: 100})
    goal = replace(aims.objective(instance), streams=wanting(instance, 0, 1).streams)
    draft = worked(instance, goal, a="N-----", b="-NN-NN", c="---N--")
    days = frozenset(instance.days()[3:])
    put(draft, solved(draft, Window(dict.fromkeys(map(AgentId, "abc"), days))))
    assert draft.standing == (0, 0)


def test_levels_that_come_first_are_not_outweighed() -> None:
    instance = people(1, Bounds(0, 48))
    wishes = tuple(Request(AgentId("a"), day, "off", weight=100.0) for day in instance.days())
    aims = replace(Aims(), weights=Weights((), ()), asked=wishes, order=("heads per shift",))
    goal = replace(aims.objective(instance), streams=wanting(instance, 1, 0).streams)
    draft = worked(instance, goal, a="------")
    put(draft, solved(draft, Window({AgentId("a"): frozenset(instance.days())})))
    assert len(draft.fixed[AgentId("a")]) == DAYS


def test_lines_are_held_to_the_rules_of_one_person() -> None:
    instance = people(1)
    agent = instance.agents[0]
    nights = [next(o for o in options_of(instance, agent, day) if o.kind == NIGHT) for day in instance.days()]
    assert lines_are_lawful(instance, {agent.id: {option.day: option for option in nights[:2]}}, RULES)
    assert not lines_are_lawful(instance, {agent.id: {option.day: option for option in nights[:3]}}, RULES)
    assert nights[2].day == MONDAY + timedelta(days=2)
