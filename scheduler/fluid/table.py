"""The arrays of the programme of people in fractions while it is put together."""

import numpy as np
from scipy.sparse import csc_array

from scheduler.fluid.columns import Floats
from scheduler.fluid.interior import Programme
from scheduler.lines.menu import Ints
from scheduler.objective import SCALE


class Table:
    """The arrays of a linear programme: rows by slot first, then those that :meth:`row` adds."""

    def __init__(self, n_slots: int) -> None:
        self.n_slots = n_slots
        self.least, self.most = [0.0] * n_slots, [0.0] * n_slots
        self.at: list[float | None] = list(range(n_slots))
        self.cost: list[Floats] = []
        self.width: list[Floats] = []
        self.size = 0
        self.firsts: list[int] = []
        self.first_piece = 0
        self.units: list[float] = [1.0] * n_slots
        self._entries: list[tuple[Ints, Ints, Floats]] = []

    @property
    def costs(self) -> Floats:
        """What the variables cost, in points."""
        return np.concatenate(self.cost) / SCALE

    def add(self, costs: Floats, widths: Floats | None = None) -> int:
        """Add variables of 0 and more; return the number of the first one."""
        first, self.size = self.size, self.size + len(costs)
        self.cost.append(costs)
        self.width.append(np.full(len(costs), np.inf) if widths is None else widths)
        return first

    def enter(self, rows: Ints, places: Ints, values: Floats) -> None:
        """Add the *values* of the variables at *places* to *rows*."""
        self._entries.append((rows, places, values))

    def row(self, places: Ints, values: Floats, least: float, most: float, at: float | None) -> int:
        """Add a row about columns that lie around the slot *at*, or anywhere; return its number, 0 where it bounds nothing."""
        there = np.flatnonzero(values)
        if (least == -np.inf and most == np.inf) or not len(there):
            return 0
        unit = float(np.abs(values).max())  # minutes beside single heads are hard to solve
        self.enter(np.full(len(there), len(self.least)), places[there], values[there] / unit)
        self.least.append(least / unit)
        self.most.append(most / unit)
        self.at.append(at)
        self.units.append(unit)
        return len(self.least) - 1

    def programme(self) -> Programme:
        """Return the programme, a variable beside each row of which the sum may differ."""
        least, most = np.array(self.least), np.array(self.most)
        loose = np.flatnonzero(least < most)
        upwards = np.isfinite(most[loose])  # the room above the sum, or below it where there is no most
        right = np.where(np.isfinite(most), most, least)
        beside = self.size + np.arange(len(loose))
        rows, places, values = (np.concatenate([entry[part] for entry in self._entries]) for part in range(3))
        order = self._order()
        matrix = csc_array(
            (
                np.concatenate([values, np.where(upwards, 1.0, -1.0)]),
                (order[np.concatenate([rows, loose])], np.concatenate([places, beside])),
            ),
            shape=(len(least), self.size + len(loose)),
        )
        matrix.sum_duplicates()
        room = np.where(upwards, most[loose] - least[loose], np.inf)
        sums = np.empty_like(right)
        sums[order] = right
        return Programme(
            matrix,
            sum(at is not None for at in self.at),
            sums,
            np.concatenate([self.costs, np.zeros(len(loose))]),
            np.concatenate([*self.width, room]),
        )

    def prices(self, found: Floats) -> Floats:
        """Return the prices of the rows as they were added, *found* being those of the programme."""
        prices: Floats = found[self._order()] / np.array(self.units)
        return prices

    def _order(self) -> Ints:
        """Return the place of each row: in order of time, those of no time last."""
        keys = np.array([np.inf if at is None else at for at in self.at])
        places = np.empty(len(keys), dtype=np.int64)
        places[np.argsort(keys, kind="stable")] = np.arange(len(keys))
        return places
