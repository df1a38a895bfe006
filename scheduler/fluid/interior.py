"""Linear programmes by an interior point: the prices lie in the middle of what is nearly best."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.sparse import csc_array

from forecasting.simulation.compiling import compiled_from
from scheduler.fluid import elimination, inside
from scheduler.fluid.elimination import Floats
from scheduler.fluid.inside import FAILED, GOING, Desk, Spot, Task

MOST_STEPS = 80
PATIENCE = 4  # steps without gain: no more can be had in numbers of this precision
Advance = Callable[[Task, Spot, Spot, Desk, float, int], int]


@cache
def engine() -> Advance:
    """Return ``inside.advance`` compiled, the same for the whole process."""
    inner = inside.advance

    def advance(task: Task, at: Spot, way: Spot, desk: Desk, within: float, number: int) -> int:
        return inner(task, at, way, desk, within, number)

    return compiled_from((elimination, inside), advance)


@dataclass(frozen=True)
class Programme:
    """Find 0 ≤ x ≤ *most* with *matrix* x = *right* of the least *costs*; the first *band* rows are in order of time."""

    matrix: csc_array
    band: int
    right: Floats
    costs: Floats
    most: Floats

    def task(self) -> Task:
        """Return this as the compiled code takes it."""
        matrix = self.matrix
        matrix.sort_indices()
        begins, rows = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64)
        return Task(begins, rows, matrix.data, self.right, self.costs, self.most)

    def reach(self) -> int:
        """Return how many rows of the band a column touches at most, those between its first and last included."""
        matrix = self.matrix
        inner = matrix.indices < self.band
        column = np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))[inner]
        first, last = np.full(matrix.shape[1], self.band), np.full(matrix.shape[1], -1)
        np.minimum.at(first, column, matrix.indices[inner])
        np.maximum.at(last, column, matrix.indices[inner])
        return int((last - first).max(initial=0)) + 1


def solved(programme: Programme, within: float, go_on: Callable[[], bool]) -> Spot | None:
    """Return a point whose cost is at most the part *within* from the best; None where *go_on* said no before, or nothing was found."""
    task = programme.task()
    at, way, desk = _spot(task), _spot(task), _desk(task, programme.band, programme.reach())
    advance = engine()
    if advance(task, at, way, desk, within, 0) == FAILED:
        return None
    best, since = np.inf, 0
    for number in range(1, MOST_STEPS):
        if not go_on():
            return None
        state = advance(task, at, way, desk, within, number)
        since = 0 if desk.told[0] < best else since + 1
        best = min(best, float(desk.told[0]))
        if state != GOING or since >= PATIENCE:
            break
    return at


def _spot(task: Task) -> Spot:
    columns, rows = len(task.costs), len(task.right)
    return Spot(*(np.zeros(size) for size in (columns, rows, columns, columns, columns)))


def _desk(task: Task, band: int, reach: int) -> Desk:
    columns, rows = len(task.costs), len(task.right)
    border = rows - band
    n = np.zeros
    return Desk(
        n((band + reach, reach)),
        n((band + reach, border)),
        n((border, border)),
        n(columns),
        n(rows),
        n(columns),
        n(columns),
        n(columns),
        n(columns),
        n(rows),
        n(rows),
        n(rows + reach),
        n(1),
    )
