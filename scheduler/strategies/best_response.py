"""The best line of shifts for one agent, or for a few tied together, at given values, by a CP-SAT model with every rule in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr

from scheduler.agents import Agent, AgentId
from scheduler.breaks import Patterns
from scheduler.draft import Line
from scheduler.fairness import Burden
from scheduler.instance import Instance
from scheduler.objective import Objective, Whole
from scheduler.objective.shares import most_of, planned
from scheduler.objective.terms import Parts
from scheduler.options import Option
from scheduler.rules.base import Rule, Severity
from scheduler.rules.several import is_counting
from scheduler.variables import Variables

STATUSES_WITH_LINE = {"OPTIMAL", "FEASIBLE"}
DECIDED = {"OPTIMAL", "INFEASIBLE"}
QUICK_WORK = 0.008  # deterministic seconds without presolving
PRESOLVED_FROM = 500  # options
WORK_LIMIT = 20.0  # deterministic seconds; a line takes a hundredth of it


@dataclass
class Planner:
    """The model of one agent's lines, built once; agents who differ in name only share one.

    The planners of people who are tied together share one model, in which each has the own part.
    """

    agent: Agent
    model: CpModel
    variables: Variables
    options: list[Option]
    literals: list[IntVar]
    parts: dict[str, Parts]
    steps: dict[Burden, list[IntVar]]

    @staticmethod
    def of(instance: Instance, agent: Agent, rules: Sequence[Rule], objective: Objective) -> "Planner":
        """Build the model for *agent* with the hard rules of *rules* and what *objective* says of lines."""
        return Planner.together(instance, [agent], rules, objective)[0]

    @staticmethod
    def together(
        instance: Instance, agents: Sequence[Agent], rules: Sequence[Rule], objective: Objective
    ) -> list["Planner"]:
        """Build one model for *agents*, in which rules that tie them hold; return the planner of each.

        Heads that rules want are in the values, not in the model: there are others who may bring them.
        """
        model = CpModel()
        variables = Variables.build(model, instance, agents)
        for rule in rules:
            if rule.severity is Severity.HARD and not is_counting(rule):
                rule.post(model, variables)
        return [Planner._part(model, variables, agent, objective) for agent in agents]

    @staticmethod
    def _part(model: CpModel, variables: Variables, agent: Agent, objective: Objective) -> "Planner":
        choices = [choice for day in variables.days for choice in variables.on(agent, day)]
        parts: dict[str, Parts] = {}
        for term in objective.lines:
            parts.setdefault(term.name, []).extend(term.post(model, variables, agent))
        steps = {
            share.burden: _steps(model, variables, agent, share.burden)
            for share in objective.shares
            if share.group_of(agent.id)
        }
        return Planner(
            agent, model, variables, [option for option, _ in choices], [var for _, var in choices], parts, steps
        )

    def best(self, goals: Sequence[Parts], seed: int) -> Line | None:
        """Return the line with the greatest worth; None where the rules allow no line.

        The worth of each of *goals* is the sum of its variables times what they are worth; a later goal only decides
        between lines that are equal in the earlier ones.
        """
        lines = best_of([self], goals, seed)
        return None if lines is None else lines[self.agent.id]

    def worth(self, values: Iterable[int]) -> Parts:
        """Return what a line is worth by *values*, one an option."""
        return list(zip(self.literals, values, strict=True))

    def line(self, solver: CpSolver) -> Line:
        """Return the shifts that *solver* has chosen."""
        chosen = zip(self.options, self.literals, strict=True)
        return {option.day: option for option, var in chosen if solver.boolean_value(var)}


def best_of(planners: Sequence[Planner], goals: Sequence[Parts], seed: int) -> dict[AgentId, Line] | None:
    """Return the lines with the greatest worth by *goals*, see :meth:`Planner.best`, of *planners* that share a model."""
    model, lines = planners[0].model, None
    size = sum(len(planner.options) for planner in planners)
    for rank, goal in enumerate(goals):
        worth = LinearExpr.weighted_sum([var for var, _ in goal], [value for _, value in goal])
        model.maximize(worth)
        solver = _solved(model, size, seed)
        if solver is None:
            return lines
        lines = {planner.agent.id: planner.line(solver) for planner in planners}
        if rank + 1 < len(goals):
            model = model.clone()
            model.add(worth >= round(solver.objective_value))
    return lines


def _solved(model: CpModel, size: int, seed: int) -> CpSolver | None:
    """Solve *model* of *size* options, at first without presolving: most lines take 2 to 11 ms so, 8 to 34 ms with it.

    Where hours must add up exactly, a line can take seconds without it; what is not done quickly is presolved. So is
    a line with many options from the start: 800 take 6 ms with it and 29 without.
    """
    status, solver = "UNKNOWN", CpSolver()
    quick = ((False, QUICK_WORK),) if size < PRESOLVED_FROM else ()
    for presolve, work in (*quick, (True, WORK_LIMIT)):
        solver = CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.cp_model_presolve = presolve
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = work
        solver.parameters.catch_sigint_signal = False
        status = solver.status_name(solver.solve(model))
        if status in DECIDED:
            break
    return solver if status in STATUSES_WITH_LINE else None


def _steps(model: CpModel, variables: Variables, agent: Agent, burden: Burden) -> list[IntVar]:
    """Return one Boolean a unit of *burden* that the line of *agent* may have; as many are 1 as it has.

    What a unit costs rises from one to the next, so a cheapest line takes the first ones.
    """
    steps = [model.new_bool_var("") for _ in range(most_of(variables, burden))]
    model.add(LinearExpr.sum(steps) == planned(model, variables, agent, burden))
    return steps


def option_values(options: Sequence[Option], patterns: Mapping[str, Patterns], saved: Whole) -> list[int]:
    """Return what each of *options* would save with its best breaks, *saved* being the saving by slot of the horizon."""
    total = np.concatenate(([0], np.cumsum(saved)))

    def up_to(slots: Whole) -> Whole:
        """Return the saving before *slots*, which may lie outside the horizon on an agent's own clock."""
        before: Whole = total[np.clip(slots, 0, len(saved))]
        return before

    values = np.zeros(len(options), dtype=np.int64)
    by_kind: dict[str, list[int]] = {}
    for index, option in enumerate(options):
        by_kind.setdefault(option.kind.name, []).append(index)
    for name, indices in by_kind.items():
        if options[indices[0]].kind.on_call:
            continue
        arrangement = patterns[name]
        first = np.array([options[index].first for index in indices])
        whole = up_to(first + arrangement.length) - up_to(first)
        lost = np.zeros((len(first), len(arrangement.starts)), dtype=np.int64)
        for number in range(arrangement.starts.shape[1]):
            starts, ends = arrangement.starts[:, number], arrangement.ends[:, number]
            lost += up_to(first[:, None] + ends[None, :]) - up_to(first[:, None] + starts[None, :])
        values[indices] = whole - lost.min(axis=1)
    return values.tolist()
