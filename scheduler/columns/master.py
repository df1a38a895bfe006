"""The master problem: which lines of people, each in part, cost least together; its prices tell which lines are missing.

Dantzig and Wolfe (1960): a row a person, whose lines add up to one, and a row for the heads of each bucket and slot. The
simplex method goes on from where it stood when columns have come in.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from ortools.linear_solver import pywraplp

from scheduler.columns.pricing import Column
from scheduler.columns.rows import Rows

Floats = npt.NDArray[np.float64]
BREACH = 1e7  # hundredths of a point for a head that a hard row misses: above all else, and only until lines are found


@dataclass(frozen=True)
class Solved:
    """An optimum: its *cost* in hundredths of a point, the *price* by row and band, what each person *owes*, shares by column.

    *of_heads* is what a head is paid by row, that of bands among it.
    """

    cost: float
    price: Floats
    of_heads: Floats
    owed: Mapping[int, float]
    shares: Floats


@dataclass
class Master:
    """The linear programme over *rows* for *people*; the base of the rows holds everybody else. Columns are numbered as they come."""

    rows: Rows
    people: Sequence[int]
    columns: list[Column] = field(default_factory=list)
    known: dict[Hashable, int] = field(default_factory=dict)
    of_person: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.solver = pywraplp.Solver("columns", pywraplp.Solver.GLOP_LINEAR_PROGRAMMING)
        self.parameters = pywraplp.MPSolverParameters()
        self.parameters.SetIntegerParam(self.parameters.PRESOLVE, self.parameters.PRESOLVE_OFF)
        self.goal = self.solver.Objective()
        self.goal.SetMinimization()
        self.variables: list[pywraplp.Variable] = []
        self.ones = {person: self.solver.Constraint(1.0, 1.0) for person in self.people}
        self.heads = [self._add_row(row) for row in range(len(self.rows.base))]
        self.of_person = {person: [] for person in self.people}

    def _add_row(self, row: int) -> pywraplp.Constraint:
        """Add the row number *row*: heads of columns less those of its points' stretches."""
        points, costs = self.rows.points[row].tolist(), self.rows.costs[row].tolist()
        need = float(points[0] - self.rows.base[row])
        constraint = self.solver.Constraint(need, need)
        for place in range(1, len(points)):
            width = points[place] - points[place - 1]
            if width > 0:
                self._add_stretch(constraint, -1.0, (costs[place] - costs[place - 1]) / width, float(width))
        if self.rows.hard[row]:
            self._add_stretch(constraint, 1.0, BREACH, self.solver.infinity())
            self._add_stretch(constraint, -1.0, BREACH, self.solver.infinity())
        return constraint

    def _add_stretch(self, row: pywraplp.Constraint, heads: float, slope: float, width: float) -> None:
        stretch = self.solver.NumVar(0.0, width, "")
        row.SetCoefficient(stretch, heads)
        self.goal.SetCoefficient(stretch, slope)

    def add(self, columns: Iterable[Column]) -> int:
        """Add those of *columns* that are new; return how many."""
        added = 0
        for column in columns:
            if column.key in self.known:
                continue
            added += 1
            self.known[column.key] = len(self.columns)
            self.of_person[column.person].append(len(self.columns))
            self.columns.append(column)
            variable = self.solver.NumVar(0.0, self.solver.infinity(), "")
            self.variables.append(variable)
            self.goal.SetCoefficient(variable, float(column.cost))
            self.ones[column.person].SetCoefficient(variable, 1.0)
            for row, count in self.rows.counts(column.rows):
                self.heads[row].SetCoefficient(variable, float(count))
        return added

    def solve(self) -> Solved | None:
        """Return the optimum over the columns that there are; None where the solver gave up."""
        if self.solver.Solve(self.parameters) != pywraplp.Solver.OPTIMAL:
            return None
        price = np.array([row.dual_value() for row in self.heads])
        return Solved(
            self.goal.Value() + float(self.rows.costs[:, 0].sum()),
            price,
            self.rows.of_heads(price),
            {person: row.dual_value() for person, row in self.ones.items()},
            np.array([variable.solution_value() for variable in self.variables]),
        )

    def probe(self, counts: Mapping[int, int], low: int, high: int) -> tuple[float, float]:
        """Return what the optimum costs where the *counts* of columns sum up to *low* at most, and to *high* at least."""
        endless = self.solver.infinity()
        row = self.solver.Constraint(-endless, float(low))
        for number, count in counts.items():
            row.SetCoefficient(self.variables[number], float(count))
        costs = []
        for least, most in ((-endless, float(low)), (float(high), endless)):
            row.SetBounds(least, most)
            is_solved = self.solver.Solve(self.parameters) == pywraplp.Solver.OPTIMAL
            costs.append(self.goal.Value() + float(self.rows.costs[:, 0].sum()) if is_solved else endless)
        row.SetBounds(-endless, endless)
        return costs[0], costs[1]

    def part(self, people: Sequence[int], taken: Iterable[Column], solved: Solved, most: int) -> "Master":
        """Return the programme of *people* alone beside the columns *taken* of the others, with the *most* best columns of each."""
        base = self.rows.heads(column.rows for column in taken)
        part = Master(replace(self.rows, base=base), people)
        for person in people:
            mine = [self.columns[number] for number in self.of_person[person]]
            gaps = [gap(column, solved) for column in mine]
            part.add(mine[place] for place in sorted(range(len(mine)), key=gaps.__getitem__)[:most])
        return part


def gap(column: Column, solved: Solved) -> float:
    """Return what *column* costs beyond what its person owes, negative where it would gain."""
    return float(column.cost - solved.of_heads[column.rows].sum() - solved.owed[column.person])
