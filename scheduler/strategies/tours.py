"""One CP-SAT model for the shifts of some agents, everybody else's being fixed."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr

from scheduler.agents import Agent, AgentId
from scheduler.draft import Draft, Line, expected_heads
from scheduler.objective import SCALE, add_cost_variables
from scheduler.rules.base import Rule, Severity
from scheduler.solution import Limits
from scheduler.variables import Variables

HEARTBEAT_SECONDS = 0.25
WITH_TOURS = {"OPTIMAL", "FEASIBLE"}


def find_tours(
    draft: Draft,
    agents: Sequence[Agent],
    rules: Sequence[Rule],
    hint: Mapping[AgentId, Line],
    limits: Limits,
    keep: Callable[[], bool],
) -> dict[AgentId, Line] | None:
    """Return the shifts of *agents* that cover the demand cheapest; empty where none were found in time, None where none exist.

    *agents* have been lifted off *draft*, whose heads are taken as they are. Breaks count as they are expected to lie.
    *hint* is where the search starts. *keep* is asked a few times a second whether to go on.
    """
    model = CpModel()
    variables = Variables.build(model, draft.instance, agents)
    for rule in rules:
        if rule.severity is Severity.HARD:
            rule.post(model, variables)
    teams = sorted({agent.team for agent in agents})
    model.minimize(LinearExpr.sum([cost for team in teams for cost in _coverage(model, variables, draft, team)]))
    for agent in agents:
        for day in variables.days:
            for option, var in variables.on(agent, day):
                model.add_hint(var, hint[agent.id].get(day) == option)
    solver = CpSolver()
    solver.parameters.max_time_in_seconds = limits.seconds
    solver.parameters.num_workers = limits.workers
    solver.parameters.random_seed = limits.seed
    solver.parameters.catch_sigint_signal = False
    if limits.workers > 1:
        solver.parameters.subsolvers.append("max_lp")
    status = _watched(solver, model, keep)
    if status not in WITH_TOURS:
        return None if status == "INFEASIBLE" else {}
    return {agent.id: _line(solver, variables, agent) for agent in agents}


def _coverage(model: CpModel, variables: Variables, draft: Draft, team: str) -> list[IntVar]:
    """Return the cost variables of the slots of *team* that its free agents can reach."""
    groups: dict[tuple[str, int], list[IntVar]] = {}
    members = [agent for agent in variables.agents if agent.team == team]
    for agent in members:
        for day in variables.days:
            for option, var in variables.on(agent, day):
                groups.setdefault((option.kind.name, option.first), []).append(var)
    n_slots = draft.instance.grid.n_slots
    reach: dict[int, list[tuple[IntVar, int]]] = {}
    for (kind, first), literals in groups.items():
        count = model.new_int_var(0, len(members), "")
        model.add(LinearExpr.sum(literals) == count)
        for ahead, share in enumerate(expected_heads(draft.patterns[kind]).tolist()):
            if 0 <= first + ahead < n_slots:
                reach.setdefault(first + ahead, []).append((count, share))
    heads: dict[int, tuple[IntVar, int]] = {}
    ceiling = len(members) + int(draft.heads[team].max(initial=0))
    for slot, pairs in reach.items():
        present = model.new_int_var(0, ceiling * SCALE, "")
        fixed = SCALE * int(draft.heads[team][slot])
        model.add(LinearExpr.weighted_sum([var for var, _ in pairs], [share for _, share in pairs]) + fixed == present)
        heads[slot] = (present, 1)
    return add_cost_variables(model, heads, draft.demand[team], draft.weights, ceiling)


def _watched(solver: CpSolver, model: CpModel, keep: Callable[[], bool]) -> str:
    """Solve in a thread of its own so that this one can answer signals and stop the search."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        job = pool.submit(solver.solve, model)
        stopped = False
        while True:
            try:
                return str(solver.status_name(job.result(timeout=HEARTBEAT_SECONDS)))
            except NotYet:
                if not stopped and not keep():
                    solver.stop_search()
                    stopped = True


def _line(solver: CpSolver, variables: Variables, agent: Agent) -> Line:
    return {
        day: option for day in variables.days for option, var in variables.on(agent, day) if solver.boolean_value(var)
    }
