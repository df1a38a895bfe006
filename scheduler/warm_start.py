"""A roster to begin with: lines that are lawful are taken over, the others changed as little as makes them so.

What rules want of several people is not looked at here, but for those whom rules tie together: the strategies mend it as
they mend what they find themselves.
"""

from collections.abc import Iterable, Sequence

from ortools.sat.python.cp_model import CpModel, CpSolver, LinearExpr

from scheduler.agents import Agent, AgentId
from scheduler.checking import check_roster
from scheduler.draft import Draft, Line
from scheduler.instance import Instance
from scheduler.options import options_of
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.several import is_counting, tied_groups
from scheduler.variables import Variables

WORK_LIMIT = 2.0  # of mending one line, about as many seconds
SAME_SHIFT, SAME_KIND, SAME_DAY_OFF = 4, 2, 3  # what is kept of a day
WITH_LINE = {"OPTIMAL", "FEASIBLE"}


def begin_with(start: Roster, draft: Draft, rules: Sequence[Rule], seed: int) -> None:
    """Give everybody in *draft*, where nobody has a line, that of *start*, or the lawful one that keeps most of it.

    People whom *start* does not know, and those for whom no lawful line is found, have none afterwards; so have tied people
    together who break a rule.
    """
    instance, known = draft.instance, start.by_agent()
    lines = {agent.id: line_of(known[agent.id], agent, instance) for agent in instance.agents if agent.id in known}
    hard = [rule for rule in rules if rule.severity is Severity.HARD and not is_counting(rule)]
    unlawful = _unlawful(lines, draft, hard)
    tied = {agent for group in tied_groups(rules, instance) if group & unlawful for agent in group}
    for agent in instance.agents:
        line: Line | None = lines.get(agent.id)
        if line is not None and agent.id in unlawful:
            line = mended(line, agent, instance, hard, seed)
        if line is not None and agent.id not in tied:
            draft.put(agent, line)


def line_of(shifts: Iterable[Assignment], agent: Agent, instance: Instance) -> Line:
    """Return those of *shifts* that *agent* may be given, by day."""
    wanted = {(shift.day, shift.kind): shift.start for shift in shifts}
    return {
        day: option
        for day in instance.days()
        for option in options_of(instance, agent, day)
        if wanted.get((day, option.kind.name)) == option.starts_at(instance.grid)
    }


def mended(line: Line, agent: Agent, instance: Instance, rules: Sequence[Rule], seed: int) -> Line | None:
    """Return the line of *agent* that keeps *rules* and most of *line*; None where none is found."""
    model = CpModel()
    variables = Variables.build(model, instance, [agent])
    for rule in rules:
        rule.post(model, variables)
    kept = []
    for day in variables.days:
        before = line.get(day)
        if before is None:
            kept.append((variables.works(agent, day), -SAME_DAY_OFF))
            continue
        for option, var in variables.on(agent, day):
            same = SAME_SHIFT if option == before else SAME_KIND if option.kind == before.kind else 1
            kept.append((var, same))
    model.maximize(LinearExpr.weighted_sum([var for var, _ in kept], [worth for _, worth in kept]))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = WORK_LIMIT
    solver.parameters.catch_sigint_signal = False
    if solver.status_name(solver.solve(model)) not in WITH_LINE:
        return None
    return {
        day: option for day in variables.days for option, var in variables.on(agent, day) if solver.boolean_value(var)
    }


def _unlawful(lines: dict[AgentId, Line], draft: Draft, rules: Sequence[Rule]) -> set[AgentId]:
    """Return those whose *lines* break one of *rules*, everybody where a breach names nobody."""
    trial = draft.copy()
    for agent_id, line in lines.items():
        trial.put(draft.instance.agent_by_id[agent_id], line)
    broken = {
        violation.agent
        for violation in check_roster(trial.roster(), draft.instance, rules)
        if violation.severity is Severity.HARD
    }
    return set(lines) if None in broken else {agent for agent in broken if agent is not None}
