"""Column generation: prices ask for lines, lines change the prices, until nobody has a better line; and the bound on the way.

Prices are smoothed towards those of the best bound so far (Wentges 1997). Any prices give a bound by Lagrange: the least
that the rows cost at them less the best that lines are worth; with whole prices it is exact, and holds for every roster.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduler.columns.clock import Clock
from scheduler.columns.master import BREACH, Floats, Master, Solved, gap
from scheduler.columns.pricing import SCALE_OF_PRICES, Column, Pricing
from scheduler.columns.rows import Rows
from scheduler.lines.menu import Ints

SMOOTHING = 0.7  # share of the prices of the best bound
TINY = 1e-6  # hundredths of a point: a line that gains less is no better


@dataclass
class Generation:
    """The columns of a draft and its bound, in hundredths of a point; *worths* are the best lines' at the prices of the bound."""

    pricing: Pricing
    master: Master
    clock: Clock
    bound: float = float("-inf")
    centre: Ints | None = None
    worths: Ints | None = None
    solved: Solved | None = None
    lattice: int = field(init=False)

    def __post_init__(self) -> None:
        self.lattice = lattice_of(self.rows, self.pricing)

    @property
    def rows(self) -> Rows:
        """The rows of the master problem."""
        return self.pricing.rows

    @property
    def whole_bound(self) -> int:
        """The bound raised to the next cost that a roster can have, at least 0."""
        if self.bound == float("-inf"):
            return 0
        return max(0, int(np.ceil((self.bound - TINY) / self.lattice)) * self.lattice)

    def everybody(self) -> list[int]:
        """Return the places of all people."""
        return list(range(len(self.pricing.programmes)))

    def converge(self, upper: float) -> None:
        """Add columns for everybody until none is missing, the bound reaches *upper* or the time is up."""
        people = self.everybody()
        solved = self.solved = self.master.solve()
        while solved is not None and self.clock.step():
            added = self._round(people, solved)
            if not added or self.whole_bound >= min(upper, solved.cost + self.pricing.idle_cost) - TINY:
                break
            solved = self.solved = self.master.solve()

    def _round(self, people: Sequence[int], solved: Solved) -> int:
        """Price at smoothed prices, and where that brings nothing at those of *solved*; return how many columns came in."""
        price = whole_price(solved.price)
        if self.centre is not None:
            smoothed = np.rint(SMOOTHING * self.centre + (1 - SMOOTHING) * price).astype(np.int64)
            added = self._ask(people, smoothed, solved)
            if added:
                return added
        return self._ask(people, price, solved)

    def _ask(self, people: Sequence[int], price: Ints, solved: Solved) -> int:
        lines, worths = self.pricing.answers(people, price)
        self._note_bound(price, worths)
        columns = [self.pricing.column(person, line, price) for person, line in zip(people, lines, strict=True)]
        return self.master.add(column for column in columns if gap(column, solved) < -TINY)

    def _note_bound(self, price: Ints, worths: Ints) -> None:
        scaled = self.rows.least_cost(price, SCALE_OF_PRICES) - int(worths.sum())
        bound = scaled / SCALE_OF_PRICES + self.pricing.idle_cost
        if bound > self.bound:
            self.bound, self.centre, self.worths = bound, price, worths

    def refill(self, master: Master, solved: Solved) -> int:
        """Add to *master*, of a part of the people, their best columns at the prices of *solved*; return how many came in."""
        price = whole_price(solved.price)
        lines, _ = self.pricing.answers(master.people, price)
        columns = [self.pricing.column(person, line, price) for person, line in zip(master.people, lines, strict=True)]
        better = [column for column in columns if gap(column, solved) < -TINY]
        if master is not self.master:
            self.master.add(better)
        return master.add(better)

    def slack(self, column: Column) -> float:
        """Return by how much the bound rises for rosters in which *column* is worked, in hundredths of a point."""
        if self.centre is None or self.worths is None:
            return 0.0
        worth = int(self.centre[column.rows].sum()) - SCALE_OF_PRICES * column.cost
        return (int(self.worths[column.person]) - worth) / SCALE_OF_PRICES

    def cost(self, columns: Sequence[Column]) -> int | None:
        """Return what the roster of *columns*, one a person, costs in hundredths of a point; None where a hard row is broken."""
        heads = self.rows.base.copy()
        for column in columns:
            np.add.at(heads, column.rows, 1)
        cost = self.rows.cost(heads)
        return None if cost is None else cost + sum(column.cost for column in columns) + self.pricing.idle_cost


def whole_price(price: Floats) -> Ints:
    """Return *price* as the whole numbers that lines are priced with."""
    return np.rint(np.clip(price, -BREACH, BREACH) * SCALE_OF_PRICES).astype(np.int64)


def lattice_of(rows: Rows, pricing: Pricing) -> int:
    """Return a number that divides the cost of every roster: 100 where only whole points cost."""
    widths = np.diff(rows.points, axis=1)
    steps = np.diff(rows.costs, axis=1)
    slopes, rest = np.divmod(steps, np.maximum(1, widths))
    if rest.any() or pricing.draft.objective.lines:
        return 1
    costs = [np.gcd.reduce(np.abs(rows.costs[:, :1]), axis=None), np.gcd.reduce(np.abs(slopes), axis=None)]
    costs += [np.gcd.reduce(np.abs(own)) for own in pricing.own if len(own)]
    return max(1, int(np.gcd.reduce([pricing.idle_cost, *(int(cost) for cost in costs)])))
