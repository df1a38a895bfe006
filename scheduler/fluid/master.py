"""The linear programme of people in fractions: how many of each crew work each shift with each arrangement of breaks.

Heads are counted by where they begin and end, so that a shift stands in a handful of rows, whatever its length. Interior
point without crossover: prices from the middle of the optimal face are nearer to those of the whole problem than any corner's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter
from scipy.sparse import csr_array

from scheduler.fluid.columns import Columns, Floats
from scheduler.fluid.held import Held
from scheduler.fluid.worths import Market
from scheduler.lines.menu import Ints
from scheduler.objective import SCALE

ENDED = mathopt.TerminationReason.OPTIMAL


@dataclass(frozen=True)
class Cut:
    """What the people of crew number *crew* are worth together at prices of which *total* holds the sums: no more than *worth*."""

    crew: int
    total: Ints
    worth: int


@dataclass(frozen=True)
class Optimum:
    """The least *cost* in hundredths of a point, *prices* and *heads* by slot, and by crew what its columns have and what they lack in worth."""

    cost: float
    prices: Ints
    heads: Floats
    shares: tuple[Floats, ...]
    lacks: tuple[Floats, ...]


@dataclass
class Master:
    """The programme of one team: its *market*, the *columns* of its crews and what is *held* by each."""

    market: Market
    columns: list[Columns]
    held: Sequence[Sequence[Held]]
    cuts: list[Cut]

    def solve(self, seconds: float, interrupter: SolveInterrupter) -> Optimum | None:
        """Return the optimum over the columns as they are; None where none was found in *seconds*."""
        table = self._table()
        parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.01, seconds)))
        parameters.highs.string_options["solver"] = "ipm"
        parameters.highs.string_options["run_crossover"] = "off"
        try:
            model = mathopt.Model.from_model_proto(table.proto())
            result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters, interrupter=interrupter)
            if result.termination.reason != ENDED:
                return None
            rows = _in_order({row.id: value for row, value in result.dual_values().items()}, table.rows)
            found = _in_order({var.id: value for var, value in result.variable_values().items()}, table.size)
        except (AttributeError, RuntimeError, ValueError):
            # HiGHS ended without a status; ortools 9.15 stumbles over its own error then.
            return None
        return self._optimum(table, rows, found)

    def _optimum(self, table: "_Table", rows: Floats, found: Floats) -> Optimum:
        n_slots = len(self.market.demand)
        prices = SCALE * (rows[:n_slots] - np.append(rows[1:n_slots], 0.0))
        slot, _, _ = self._pieces
        heads = np.zeros(n_slots)
        np.add.at(heads, slot, found[table.first_piece : table.first_piece + len(slot)])
        matrix = table.matrix()
        lacks = SCALE * (table.costs - matrix.T @ rows)
        spans = list(zip(table.firsts, [*table.firsts[1:], table.first_piece], strict=True))
        return Optimum(
            SCALE * float(table.costs @ found) + float(self.market.cost(self.market.before).sum()),
            np.rint(prices).astype(np.int64),
            heads + self.market.before,
            tuple(found[low:high] for low, high in spans),
            tuple(lacks[low:high] for low, high in spans),
        )

    def _table(self) -> "_Table":
        table = _Table(len(self.market.demand))
        for columns in self.columns:
            column, slot, change = columns.steps(table.n_slots)
            first = table.add(columns.crew.common[columns.options].astype(float))
            inside = slot < table.n_slots
            table.enter(slot[inside], first + column[inside], change[inside].astype(float))
            table.firsts.append(first)
        slot, slope, width = self._pieces
        table.first_piece = first = table.add(slope, width)
        pieces = first + np.arange(len(slot))
        table.enter(slot, pieces, -np.ones(len(slot)))
        after = slot + 1 < table.n_slots
        table.enter(slot[after] + 1, pieces[after], np.ones(int(after.sum())))
        for number, columns in enumerate(self.columns):
            self._hold(table, number, columns)
        return table

    def _hold(self, table: "_Table", number: int, columns: Columns) -> None:
        places = table.firsts[number] + np.arange(len(columns))
        for held in self.held[number]:
            table.row(places, held.amounts[columns.options].astype(float), held.least, held.most)
        cuts = [cut for cut in self.cuts if cut.crew == number]
        if cuts:
            paid = table.add(np.ones(1))
            for cut in cuts:
                values = columns.values(cut.total).astype(float)
                table.row(np.append(places, paid), np.append(values, -1.0), -np.inf, float(cut.worth))

    @property
    def _pieces(self) -> tuple[Ints, Floats, Floats]:
        """Return stretches of heads that cost alike: their slot, what each head costs, and how many there are."""
        market = self.market
        shares = [
            0.0,
            *(-share for share, _ in market.weights.shortage),
            *(share for share, _ in market.weights.excess),
        ]
        kinks = [market.demand + np.sign(share) * (abs(share) * market.demand).astype(np.int64) for share in shares]
        bends = [
            np.clip(edge, market.before, market.before + market.people)
            for kink in kinks
            for edge in (kink // SCALE, -(-kink // SCALE))
        ]
        borders = np.sort(np.stack([market.before, *bends, market.before + market.people]), axis=0)
        width = np.diff(borders, axis=0)
        costs = np.stack([market.cost(border) for border in borders])
        piece, slot = np.nonzero(width)
        slope = np.diff(costs, axis=0)[piece, slot] / width[piece, slot]
        return slot, slope, width[piece, slot].astype(float)


def _in_order(values: dict[int, float], size: int) -> Floats:
    found = np.zeros(size)
    found[list(values)] = list(values.values())
    return found


class _Table:
    """The arrays of a linear programme: rows by slot first, then those that :meth:`row` adds."""

    def __init__(self, n_slots: int) -> None:
        self.n_slots = n_slots
        self.least, self.most = [0.0] * n_slots, [0.0] * n_slots
        self.cost: list[Floats] = []
        self.width: list[Floats] = []
        self.size = 0
        self.firsts: list[int] = []
        self.first_piece = 0
        self._entries: list[tuple[Ints, Ints, Floats]] = []

    @property
    def rows(self) -> int:
        return len(self.least)

    @property
    def costs(self) -> Floats:
        return np.concatenate(self.cost) / SCALE

    def add(self, costs: Floats, widths: Floats | None = None) -> int:
        """Add variables of 0 and more; return the number of the first one."""
        first, self.size = self.size, self.size + len(costs)
        self.cost.append(costs)
        self.width.append(np.full(len(costs), np.inf) if widths is None else widths)
        return first

    def enter(self, rows: Ints, places: Ints, values: Floats) -> None:
        self._entries.append((rows, places, values))

    def row(self, places: Ints, values: Floats, least: float, most: float) -> None:
        there = np.flatnonzero(values)
        unit = float(np.abs(values).max(initial=0.0)) or 1.0  # minutes beside single heads are hard to solve
        self.enter(np.full(len(there), self.rows), places[there], values[there] / unit)
        self.least.append(least / unit)
        self.most.append(most / unit)

    def matrix(self) -> csr_array:
        """Return the coefficients, those of one place added up."""
        rows, places, values = (np.concatenate([entry[part] for entry in self._entries]) for part in range(3))
        found = csr_array((values, (rows, places)), shape=(self.rows, self.size))
        found.sum_duplicates()
        found.eliminate_zeros()
        return found

    def proto(self) -> model_pb2.ModelProto:
        """Return the programme as the solver takes it; one variable at a time would take longer than to solve it."""
        model, matrix = model_pb2.ModelProto(), self.matrix()
        model.variables.ids.extend(range(self.size))
        model.variables.lower_bounds.extend([0.0] * self.size)
        model.variables.upper_bounds.extend(np.concatenate(self.width).tolist())
        model.variables.integers.extend([False] * self.size)
        model.objective.linear_coefficients.ids.extend(range(self.size))
        model.objective.linear_coefficients.values.extend(self.costs.tolist())
        model.linear_constraints.ids.extend(range(self.rows))
        model.linear_constraints.lower_bounds.extend(self.least)
        model.linear_constraints.upper_bounds.extend(self.most)
        entries = model.linear_constraint_matrix
        entries.row_ids.extend(np.repeat(np.arange(self.rows), np.diff(matrix.indptr)).tolist())
        entries.column_ids.extend(matrix.indices.tolist())
        entries.coefficients.extend(matrix.data.tolist())
        return model
