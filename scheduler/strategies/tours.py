"""One CP-SAT model for the shifts of some agents, everybody else's being fixed."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
from ortools.sat.python.cp_model import CpModel, CpSolver, CpSolverSolutionCallback, IntVar, LinearExpr

from scheduler.agents import Agent, AgentId
from scheduler.draft import Draft, Line, expected_heads
from scheduler.objective import SCALE, Weights, add_cost_variables
from scheduler.objective.goal import Level
from scheduler.objective.terms import Parts
from scheduler.rules.base import Rule, Severity
from scheduler.rules.several import cost_of_stream, is_counting
from scheduler.solution import Limits
from scheduler.strategies.hints import complete_hint
from scheduler.strategies.prices import day_costs
from scheduler.variables import Variables

HEARTBEAT_SECONDS = 0.25
LEAST_SECONDS = 0.1  # of a level whose turn comes when the time is up
LEAST_WORK = 0.1
WITH_TOURS = {"OPTIMAL", "FEASIBLE"}
Tours = dict[AgentId, Line]


def find_tours(
    draft: Draft,
    agents: Sequence[Agent],
    rules: Sequence[Rule],
    hint: Mapping[AgentId, Line],
    limits: Limits,
    keep: Callable[[], bool],
    *,
    mending: bool = False,
    told: Callable[[Tours], None] | None = None,
) -> Tours | None:
    """Return the shifts of *agents* that cover the demand cheapest; empty where none were found in time, None where none exist.

    *agents* have been lifted off *draft*, whose heads and lines are taken as they are. Breaks count as they are expected
    to lie. *hint* is where the search starts. *keep* is asked a few times a second whether to go on. In *mending* the heads
    that rules want may be missed, as few as can be; among lines that do so alike those change least, whatever they cost.
    *told* hears of the best shifts on the way when *keep* is asked.
    """
    model = CpModel()
    variables = Variables.build(model, draft.instance, agents, draft.fixed, draft.counted)
    for rule in rules:
        if rule.severity is Severity.HARD and not (mending and is_counting(rule)):
            rule.post(model, variables)
    costs = Costs(model, variables, draft)
    goals = [costs.of_mending(hint)] if mending else [costs.of_level(level) for level in draft.objective.levels]
    return _in_turn(model, variables, goals, hint, limits, _Watch(variables, keep, told))


def _in_turn(
    model: CpModel,
    variables: Variables,
    goals: Sequence[Parts],
    hint: Mapping[AgentId, Line],
    limits: Limits,
    watch: "_Watch",
) -> Tours | None:
    """Minimise *goals* one after the other, each held while the next are; they share the time or the work.

    No sum of weighted goals stands for their order, so nothing can overflow and nothing be outweighed.
    """
    began, spent, tours = monotonic(), 0.0, dict(hint)
    for rank, goal in enumerate(goals):
        cost = LinearExpr.weighted_sum([var for var, _ in goal], [points for _, points in goal])
        model.minimize(cost)
        model.clear_hints()  # type: ignore[no-untyped-call]  # of the library
        for agent in variables.agents:
            for day in variables.days:
                for option, var in variables.on(agent, day):
                    model.add_hint(var, tours[agent.id].get(day) == option)
        complete_hint(model)
        left = max(LEAST_SECONDS, limits.seconds - (monotonic() - began)) / (len(goals) - rank)
        work = None if limits.work is None else max(LEAST_WORK, limits.work - spent) / (len(goals) - rank)
        solver = _solver(Limits(left, limits.workers, limits.seed, work))
        status = watch.solved(solver, model)
        spent += solver.deterministic_time
        if status not in WITH_TOURS:
            if rank:
                break
            return None if status == "INFEASIBLE" else {}
        tours = _tours(solver, variables)
        model.add(cost <= round(solver.objective_value))
    return tours


def _solver(limits: Limits) -> CpSolver:
    solver = CpSolver()
    solver.parameters.max_time_in_seconds = limits.seconds
    solver.parameters.num_workers = limits.workers
    solver.parameters.random_seed = limits.seed
    solver.parameters.catch_sigint_signal = False
    if limits.workers > 1:
        solver.parameters.subsolvers.append("max_lp")
    if limits.work is not None:
        solver.parameters.max_deterministic_time = limits.work
        solver.parameters.interleave_search = limits.workers > 1  # workers that wait for each other find the same again
    return solver


@dataclass
class Costs:
    """The costs of a roster in *model*, the heads and shifts of *draft* being fixed."""

    model: CpModel
    variables: Variables
    draft: Draft

    def of_level(self, level: Level) -> Parts:
        """Return variables and what each costs a unit; their sum is what the terms of *level* cost, but for a constant."""
        model, variables, draft = self.model, self.variables, self.draft
        weights, parts = draft.objective.cover_of(level), []
        if weights.shortage or weights.excess:
            teams = sorted({agent.team for agent in variables.agents})
            parts += [(cost, 1) for team in teams for cost in _coverage(model, variables, draft, team, weights)]
        for agent in variables.agents:
            parts += self._of_agent(agent, level)
        for share in draft.objective.shares:
            if share.name in level:
                fixed = {agent: counts[share.burden] for agent, counts in draft.shared.items()}
                parts += share.post(model, variables, fixed)
        for stream in draft.objective.streams:
            if stream.name in level:
                parts += cost_of_stream(model, variables, stream)
        return parts

    def of_mending(self, hint: Mapping[AgentId, Line]) -> Parts:
        """Return variables whose sum is the heads that hard streams miss, before anything else, and the shifts unlike *hint*."""
        variables, parts = self.variables, Parts()
        dearest = 2 * len(variables.agents) * len(variables.days) + 1
        for agent in variables.agents:
            for day in variables.days:
                kept = hint[agent.id].get(day)
                if kept is None:
                    parts.append((variables.works(agent, day), 1))
                parts += [(var, -1) for option, var in variables.on(agent, day) if option == kept]
        for stream in self.draft.streams:
            if stream.hard:
                each = np.full_like(stream.least, dearest)
                parts += cost_of_stream(self.model, variables, replace(stream, under=each, over=each))
        return parts

    def _of_agent(self, agent: Agent, level: Level) -> Parts:
        instance, objective = self.draft.instance, self.draft.objective
        parts: Parts = []
        for each in objective.lines:
            if each.name in level:
                parts += each.post(self.model, self.variables, agent)
        days = [term for term in objective.days if term.name in level]
        if days:
            choices = [choice for day in self.variables.days for choice in self.variables.on(agent, day)]
            costs = day_costs(instance, agent, [option for option, _ in choices], days)
            parts += [(var, cost) for (_, var), cost in zip(choices, costs, strict=True) if cost]
        return parts


def _coverage(model: CpModel, variables: Variables, draft: Draft, team: str, weights: Weights) -> list[IntVar]:
    """Return the cost variables of the slots of *team* that its free agents can reach."""
    groups: dict[tuple[str, int], list[IntVar]] = {}
    members = [agent for agent in variables.agents if agent.team == team]
    for agent in members:
        for day in variables.days:
            for option, var in variables.on(agent, day):
                if not option.kind.on_call:
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
    return add_cost_variables(model, heads, draft.demand[team], weights, ceiling)


class _News(CpSolverSolutionCallback):
    """Holds the last shifts that a search has found until somebody takes them."""

    def __init__(self, variables: Variables) -> None:
        super().__init__()
        self.variables = variables
        self.tours: Tours | None = None

    def on_solution_callback(self) -> None:
        """Keep the shifts; called by the search, in a thread of its own."""
        self.tours = _tours(self, self.variables)

    def taken(self) -> Tours | None:
        """Return the shifts that nobody has taken yet."""
        tours, self.tours = self.tours, None
        return tours


@dataclass
class _Watch:
    """Watches searches: asks whether to go on, and tells what was found meanwhile, in the thread of whoever began them."""

    variables: Variables
    keep: Callable[[], bool]
    told: Callable[[Tours], None] | None

    def solved(self, solver: CpSolver, model: CpModel) -> str:
        """Solve in a thread of its own so that this one can answer signals and stop the search; return the status."""
        news = None if self.told is None else _News(self.variables)
        with ThreadPoolExecutor(max_workers=1) as pool:
            job = pool.submit(solver.solve, model, news)
            stopped = False
            while True:
                try:
                    return str(solver.status_name(job.result(timeout=HEARTBEAT_SECONDS)))
                except NotYet:
                    self._tell(news)
                    if not stopped and not self.keep():
                        solver.stop_search()
                        stopped = True

    def _tell(self, news: _News | None) -> None:
        tours = None if news is None else news.taken()
        if tours and self.told is not None:
            self.told(tours)


def _tours(found: CpSolver | CpSolverSolutionCallback, variables: Variables) -> Tours:
    return {agent.id: _line(found, variables, agent) for agent in variables.agents}


def _line(found: CpSolver | CpSolverSolutionCallback, variables: Variables, agent: Agent) -> Line:
    return {
        day: option for day in variables.days for option, var in variables.on(agent, day) if found.boolean_value(var)
    }
