"""Checks and model of rules that count heads agree on random rosters of random people, some of them decided already."""

from dataclasses import replace
from datetime import date

from hypothesis import event, given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import CpModel, CpSolver

from scheduler.agents import AgentId, Grade, SkillLevel
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.heads_per_shift import HeadsPerShift
from scheduler.rules.levels import Level, LevelsOnDuty
from scheduler.rules.on_call import OnCallReserve
from scheduler.rules.supervisors import SupervisorOnDuty
from scheduler.rules.work_days import Weekday
from scheduler.variables import Variables
from tests.scheduler.rules.test_random_rosters_agree import centres, some_rosters
from tests.scheduler.tiny import shift

FEW = st.integers(0, 2)
DAYS = st.frozensets(st.sampled_from(Weekday), min_size=1)
KINDS = st.frozensets(st.sampled_from(["k0", "k1", "early", "late", "night"]), max_size=2)
LANGUAGES = st.sampled_from(["", "en"])
RULES: st.SearchStrategy[Rule] = st.one_of(
    st.builds(HeadsOnDuty, st.integers(1, 2), st.just(Severity.HARD)),
    st.builds(HeadsPerShift, st.integers(0, 1), st.integers(1, 2), KINDS, DAYS),
    st.builds(LevelsOnDuty, FEW, st.sampled_from(Level), LANGUAGES, kinds=KINDS, weekdays=DAYS),
    st.builds(SupervisorOnDuty, FEW, st.sampled_from(Grade), st.booleans(), DAYS),
    st.builds(OnCallReserve, FEW, st.sampled_from(Level), DAYS),
)


@st.composite
def staffed(draw: st.DrawFn) -> Instance:
    """Draw a centre whose people have levels, grades and languages, and perhaps a kind on call."""
    instance = draw(centres())
    agents = tuple(
        replace(
            agent,
            level=draw(st.sampled_from(SkillLevel)),
            grade=draw(st.sampled_from(Grade)),
            languages=draw(st.sampled_from([(), ("en",)])),
        )
        for agent in instance.agents
    )
    first, *others = instance.kinds
    if draw(st.booleans()) and not first.breaks.windows:
        first = replace(first, on_call=True)
    return replace(instance, agents=agents, kinds=(first, *others))


def accepts(
    instance: Instance, rule: Rule, chosen: dict[tuple[AgentId, date], Option], decided: frozenset[AgentId]
) -> bool:
    """Tell whether the model of those *decided* accepts their part of *chosen* beside that of the others, which is fixed."""
    model = CpModel()
    fixed: dict[AgentId, dict[date, Option]] = {
        agent.id: {day: option for (who, day), option in chosen.items() if who == agent.id}
        for agent in instance.agents
        if agent.id not in decided
    }
    variables = Variables.build(model, instance, [agent for agent in instance.agents if agent.id in decided], fixed)
    rule.post(model, variables)
    for (agent, day), choices in variables.chosen.items():
        for option, var in choices:
            model.add(var == (chosen.get((agent, day)) == option))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    return str(solver.status_name(solver.solve(model))) in {"OPTIMAL", "FEASIBLE"}


@settings(max_examples=150, deadline=None)
@given(instance=staffed(), rule=RULES, decided=st.frozensets(st.sampled_from("ab")), data=st.data())
def test_the_model_accepts_random_heads_exactly_when_the_check_finds_nothing(
    instance: Instance, rule: Rule, decided: frozenset[str], data: st.DataObject
) -> None:
    chosen = data.draw(some_rosters(instance))
    roster = Roster.of(instance.grid, (shift(instance, agent, option) for (agent, _), option in chosen.items()))
    lawful = not list(rule.check(roster, instance))
    event(f"{rule.name} {lawful}")
    assert accepts(instance, rule, chosen, frozenset(AgentId(name) for name in decided)) == lawful
