"""Breaks: each shift takes the arrangement of its plan that hurts the coverage least, given everybody else's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

import numpy as np
import numpy.typing as npt

from forecasting.messages import N_, Sentence
from forecasting.timegrid import TimeGrid
from scheduler.errors import InstanceError
from scheduler.options import Option
from scheduler.roster import Break
from scheduler.shifts import BreakPlan, BreakWindow, ShiftKind

MOST_PATTERNS = 20_000


@dataclass(frozen=True)
class Patterns:
    """Every arrangement of the breaks of a kind: ``starts[p, b]`` and ``ends[p, b]`` in slots after the shift's start.

    ``paid[p, b]`` tells which breaks are paid. When there are more than ``MOST_PATTERNS``, an evenly spread part.
    """

    length: int
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    paid: npt.NDArray[np.bool_]

    @staticmethod
    def of(kind: ShiftKind, grid: TimeGrid) -> "Patterns":
        """Enumerate the arrangements of *kind*; refuse a kind that has none on the grid."""
        found = sorted(set(_arrangements(kind.breaks, grid)))
        if not found:
            raise InstanceError(
                Sentence(
                    N_("shift kind {kind}: its breaks fit no arrangement within their windows and gaps"), kind=kind.name
                )
            )
        step = -(-len(found) // MOST_PATTERNS)
        kept = found[::step]
        table = np.array(kept, dtype=np.int64).reshape(len(kept), len(kind.breaks.windows), 3)
        return Patterns(grid.slots_in(kind.length_minutes), table[:, :, 0], table[:, :, 1], table[:, :, 2].astype(bool))

    @cached_property
    def presence(self) -> npt.NDArray[np.float64]:
        """Share of the arrangements in which the agent works, by slot of the shift: what to expect before breaks are placed."""
        away = np.zeros(self.length + 1)
        np.add.at(away, self.starts, 1.0)
        np.add.at(away, self.ends, -1.0)
        return 1.0 - np.cumsum(away)[: self.length] / len(self.starts)

    def best(self, price: npt.NDArray[np.int64]) -> int:
        """Return the arrangement that gives up least, *price* being the cost of one head less by slot of the shift."""
        return int(self.prices(price).argmin())

    def prices(self, price: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return what each arrangement gives up, *price* being the cost of one head less by slot of the shift."""
        total = np.concatenate(([0], np.cumsum(price)))
        given_up: npt.NDArray[np.int64] = (total[self.ends] - total[self.starts]).sum(axis=1)
        return given_up

    def away(self, pattern: int) -> Iterator[tuple[int, int]]:
        """Yield the half-open slots of each break of *pattern*, after the shift's start."""
        return zip(self.starts[pattern].tolist(), self.ends[pattern].tolist(), strict=True)

    def breaks(self, pattern: int, option: Option, grid: TimeGrid) -> tuple[Break, ...]:
        """Return the breaks of *pattern* in the shift *option*."""
        return tuple(
            Break(grid.instant(option.first + int(start)), grid.instant(option.first + int(end)), paid=bool(paid))
            for start, end, paid in zip(self.starts[pattern], self.ends[pattern], self.paid[pattern], strict=True)
        )


def _arrangements(plan: BreakPlan, grid: TimeGrid) -> Iterator[tuple[tuple[int, int, int], ...]]:
    """Yield the arrangements of *plan* in order of time as (start, end, paid) in slots."""
    for order in set(permutations(plan.windows)):
        yield from _place(plan, [*order], grid, ())


def _place(
    plan: BreakPlan, windows: Sequence[BreakWindow], grid: TimeGrid, placed: tuple[tuple[int, int, int], ...]
) -> Iterator[tuple[tuple[int, int, int], ...]]:
    if not windows:
        yield placed
        return
    window = windows[0]
    low = -(-window.earliest // grid.slot_minutes)
    high = window.latest // grid.slot_minutes
    if placed:
        low = max(low, placed[-1][1] - (-plan.least_gap // grid.slot_minutes))
        high = min(high, placed[-1][1] + plan.greatest_gap // grid.slot_minutes)
    length = grid.slots_in(window.minutes)
    for start in range(low, high + 1):
        yield from _place(plan, windows[1:], grid, (*placed, (start, start + length, int(window.paid))))
