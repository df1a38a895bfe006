"""The restricted master in whole numbers: the best choice of one known line for each person, by CP-SAT."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr

from scheduler.columns.pricing import Column
from scheduler.columns.rows import Rows
from scheduler.lines.menu import Ints
from scheduler.solution import Limits

HEARTBEAT_SECONDS = 0.2
FOUND = {"OPTIMAL", "FEASIBLE"}


@dataclass
class Choice:
    """Which of *columns* to take, one a person, *rows* having *heads* of people who are held; costs are divided by *lattice*."""

    rows: Rows
    columns: Sequence[Column]
    heads: Ints
    lattice: int
    least: int | None = None
    model: CpModel = field(default_factory=CpModel)
    literals: list[IntVar] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.literals = [self.model.new_bool_var("") for _ in self.columns]
        by_person: dict[int, list[IntVar]] = {}
        by_row: dict[int, list[tuple[IntVar, int]]] = {}
        for column, literal in zip(self.columns, self.literals, strict=True):
            by_person.setdefault(column.person, []).append(literal)
            rows, counts = np.unique(column.rows, return_counts=True)
            for row, count in zip(rows.tolist(), counts.tolist(), strict=True):
                by_row.setdefault(row, []).append((literal, count))
        for literals in by_person.values():
            self.model.add_exactly_one(literals)
        parts = [(literal, column.cost) for column, literal in zip(self.columns, self.literals, strict=True)]
        for row, pairs in by_row.items():
            parts += self._add_row(row, pairs)
        total = LinearExpr.weighted_sum([var for var, _ in parts], [cost // self.lattice for _, cost in parts])
        self.model.minimize(total)
        if self.least is not None:
            at_none = int(sum(self.rows.costs[row, 0] for row in by_row))
            self.model.add(total >= (self.least - at_none - self._held(by_row)) // self.lattice)

    def _held(self, by_row: Iterable[int]) -> int:
        """Return what the rows cost that none of the columns touches."""
        heads, touched = self.rows.points[:, 0].copy(), list(by_row)
        untouched = np.setdiff1d(np.arange(len(heads)), touched)
        heads[untouched] = self.heads[untouched]
        cost = self.rows.cost(heads)
        return 0 if cost is None else cost - int(sum(self.rows.costs[row, 0] for row in touched))

    def _add_row(self, row: int, pairs: Sequence[tuple[IntVar, int]]) -> list[tuple[IntVar, int]]:
        """Add the heads of *row* as stretches between its points; return what the stretches cost a head."""
        points, costs = self.rows.points[row].tolist(), self.rows.costs[row].tolist()
        parts = []
        for place in range(1, len(points)):
            width = points[place] - points[place - 1]
            if width > 0:
                stretch = self.model.new_int_var(0, width, "")
                parts.append((stretch, (costs[place] - costs[place - 1]) // width))
        taken = LinearExpr.weighted_sum([literal for literal, _ in pairs], [count for _, count in pairs])
        self.model.add(taken + int(self.heads[row]) == LinearExpr.sum([part for part, _ in parts]) + points[0])
        return parts

    def best(self, hint: Iterable[object], limits: Limits, keep: Callable[[], bool]) -> "Found":
        """Return the best choice found within *limits*; *hint* are the keys of columns to start from."""
        wanted = set(hint)
        for column, literal in zip(self.columns, self.literals, strict=True):
            self.model.add_hint(literal, column.key in wanted)
        solver = CpSolver()
        solver.parameters.num_workers = limits.workers
        solver.parameters.random_seed = limits.seed
        solver.parameters.max_time_in_seconds = limits.seconds
        solver.parameters.catch_sigint_signal = False
        if limits.work is not None:
            solver.parameters.max_deterministic_time = limits.work
        if limits.workers > 1:
            solver.parameters.subsolvers.append("max_lp")
        status = _watched(solver, self.model, keep)
        chosen = None
        if status in FOUND:
            chosen = [
                c for c, literal in zip(self.columns, self.literals, strict=True) if solver.boolean_value(literal)
            ]
        return Found(chosen, status == "OPTIMAL", float(solver.response_proto.deterministic_time))


@dataclass(frozen=True, slots=True)
class Found:
    """The *columns* chosen, None where none were found in time; whether no choice *is_best*; the solver's *work*."""

    columns: list[Column] | None
    is_best: bool
    work: float


def _watched(solver: CpSolver, model: CpModel, keep: Callable[[], bool]) -> str:
    """Solve in a thread of its own so that this one can stop the search."""
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
