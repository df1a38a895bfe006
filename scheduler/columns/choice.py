"""The restricted master in whole numbers: the best choice of one known line for each person, by HiGHS through MathOpt."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.columns.pricing import Column
from scheduler.columns.rows import Rows

HEARTBEAT_SECONDS = 0.1
ALMOST = 0.5  # a share that is taken for a whole


@dataclass(frozen=True, slots=True)
class Found:
    """The *columns* chosen, None where none were found; whether *is_all*: no choice is better, or none below the limit exists."""

    columns: list[Column] | None
    is_all: bool


class Choice:
    """Which of *columns* to take, one a person, *rows* having the heads of everybody else as their base.

    Costs are divided by *lattice*, which divides them all.
    """

    def __init__(self, rows: Rows, columns: Sequence[Column], lattice: int) -> None:
        self.rows = rows
        self.columns = columns
        self.lattice = lattice
        self.model = mathopt.Model(name="choice")
        self.taken = [self.model.add_binary_variable() for _ in columns]
        self.costs = [
            column.cost / lattice * literal for column, literal in zip(columns, self.taken, strict=True) if column.cost
        ]
        self.constant = 0
        by_person: dict[int, list[mathopt.Variable]] = {}
        by_row: dict[int, list[mathopt.Variable]] = {}
        for column, literal in zip(columns, self.taken, strict=True):
            by_person.setdefault(column.person, []).append(literal)
            for row in column.rows.tolist():
                by_row.setdefault(row, []).append(literal)
        for literals in by_person.values():
            self.model.add_linear_constraint(mathopt.fast_sum(literals) == 1)
        for row, literals in by_row.items():
            self._add_row(row, literals)
        heads = rows.base.copy()
        touched = np.array(sorted(by_row), dtype=np.int64)
        heads[touched] = rows.points[touched, 0]
        self.constant = rows.cost(heads) or 0

    def _add_row(self, row: int, literals: Sequence[mathopt.Variable]) -> None:
        """Add the heads of *row* as stretches between its points, and what the stretches cost."""
        points, costs = self.rows.points[row].tolist(), self.rows.costs[row].tolist()
        stretches = []
        for place in range(1, len(points)):
            width = points[place] - points[place - 1]
            if width > 0:
                stretch = self.model.add_variable(lb=0.0, ub=float(width))
                stretches.append(stretch)
                self.costs.append((costs[place] - costs[place - 1]) / width / self.lattice * stretch)
        need = float(points[0] - self.rows.base[row])
        self.model.add_linear_constraint(mathopt.fast_sum(literals) - mathopt.fast_sum(stretches) == need)

    def best(self, below: int, seconds: float, keep: Callable[[], bool], nodes: int | None = None) -> Found:
        """Return the best choice that costs less than *below*, found within *seconds* and *nodes* unless *keep* says stop."""
        total = mathopt.fast_sum(self.costs)
        self.model.minimize(total)
        self.model.add_linear_constraint(total <= (below - self.constant) / self.lattice - ALMOST)
        parameters = mathopt.SolveParameters(
            time_limit=timedelta(seconds=seconds),
            node_limit=nodes,
            absolute_gap_tolerance=1 - 1e-6,
            relative_gap_tolerance=0.0,
        )
        result = _watched(self.model, parameters, keep)
        if result is None:
            return Found(None, is_all=False)
        reason = result.termination.reason
        if not result.has_primal_feasible_solution():
            return Found(None, reason == mathopt.TerminationReason.INFEASIBLE)
        values = result.variable_values(self.taken)
        chosen = [column for column, value in zip(self.columns, values, strict=True) if value > ALMOST]
        return Found(chosen, reason == mathopt.TerminationReason.OPTIMAL)


def _watched(
    model: mathopt.Model, parameters: mathopt.SolveParameters, keep: Callable[[], bool]
) -> mathopt.SolveResult | None:
    """Solve in a thread of its own so that this one can stop the search."""
    interrupter = SolveInterrupter()
    with ThreadPoolExecutor(max_workers=1) as pool:
        job = pool.submit(mathopt.solve, model, mathopt.SolverType.HIGHS, params=parameters, interrupter=interrupter)
        while True:
            try:
                return job.result(timeout=HEARTBEAT_SECONDS)
            except NotYet:
                if not keep():
                    interrupter.interrupt()
            except (AttributeError, RuntimeError, ValueError):  # HiGHS ended without a status; ortools stumbles over it
                return None
