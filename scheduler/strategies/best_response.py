"""The best line of shifts for one agent at given values of cover, by a CP-SAT model with every rule in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python.cp_model import CpModel, CpSolver, LinearExpr

from scheduler.agents import Agent
from scheduler.breaks import Patterns
from scheduler.draft import Line
from scheduler.instance import Instance
from scheduler.objective import Whole
from scheduler.options import Option
from scheduler.rules.base import Rule, Severity
from scheduler.variables import Variables

STATUSES_WITH_LINE = {"OPTIMAL", "FEASIBLE"}
WORK_LIMIT = 20.0  # deterministic seconds; a line takes a hundredth of it


@dataclass
class Planner:
    """The model of one agent's lines, built once; agents who differ in name only share one."""

    agent: Agent
    model: CpModel
    variables: Variables
    options: list[Option]

    @staticmethod
    def of(instance: Instance, agent: Agent, rules: Sequence[Rule]) -> "Planner":
        """Build the model for *agent* with the hard rules of *rules*."""
        model = CpModel()
        variables = Variables.build(model, instance, [agent])
        for rule in rules:
            if rule.severity is Severity.HARD:
                rule.post(model, variables)
        options = [option for day in variables.days for option, _ in variables.on(agent, day)]
        return Planner(agent, model, variables, options)

    def best(self, values: Sequence[int], seed: int) -> Line | None:
        """Return the line with the greatest sum of *values*, one an option; None where the rules allow no line."""
        literals = [var for day in self.variables.days for _, var in self.variables.on(self.agent, day)]
        self.model.maximize(LinearExpr.weighted_sum(literals, values))
        solver = CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = WORK_LIMIT
        solver.parameters.catch_sigint_signal = False
        if solver.status_name(solver.solve(self.model)) not in STATUSES_WITH_LINE:
            return None
        chosen = (option for option, var in zip(self.options, literals, strict=True) if solver.boolean_value(var))
        return {option.day: option for option in chosen}


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
        arrangement = patterns[name]
        first = np.array([options[index].first for index in indices])
        whole = up_to(first + arrangement.length) - up_to(first)
        lost = np.zeros((len(first), len(arrangement.starts)), dtype=np.int64)
        for number in range(arrangement.starts.shape[1]):
            starts, ends = arrangement.starts[:, number], arrangement.ends[:, number]
            lost += up_to(first[:, None] + ends[None, :]) - up_to(first[:, None] + starts[None, :])
        values[indices] = whole - lost.min(axis=1)
    return values.tolist()
