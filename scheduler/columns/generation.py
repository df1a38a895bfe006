"""Column generation: prices ask for lines, lines change the prices, until nobody has a better line; and the bound on the way.

Prices are smoothed towards those of the best bound so far (Wentges 1997). Any prices give a bound by Lagrange: the least
that the rows cost at them less the best that lines are worth; with whole prices it is exact, and holds for every roster.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from scheduler.columns.clock import Clock
from scheduler.columns.master import BREACH, Floats, Master, Solved, gap
from scheduler.columns.pricing import SCALE_OF_PRICES, Bars, Column, Pricing
from scheduler.columns.rows import Rows
from scheduler.lines.kernel import POSSIBLE
from scheduler.lines.menu import Ints

SMOOTHING = 0.7  # share of the prices of the best bound
TINY = 1e-6  # hundredths of a point: a line that gains less is no better
SEEDS = 25  # columns of each person that a part begins with


@dataclass
class Generation:
    """The columns of *people* and the bound of what they cost with *rows*, whose base holds everybody else's heads.

    Costs are in hundredths of a point and leave out what people cost who are held, and days off. *worths* are those of the
    best lines at the prices of the bound, *centre*, at which a head is *paid* so much by row; *solved* is the last optimum of the master problem. *bars* tell by person
    what they may not do here.
    """

    pricing: Pricing
    rows: Rows
    people: Sequence[int]
    clock: Clock
    bound: float = float("-inf")
    centre: Ints | None = None
    paid: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    worths: dict[int, int] = field(default_factory=dict)
    solved: Solved | None = None
    bars: Bars = field(default_factory=dict)
    master: Master = field(init=False)

    def __post_init__(self) -> None:
        self.master = Master(self.rows, self.people)

    def converge(self, upper: float, lattice: int, share: float = 1.0) -> None:
        """Add columns until none is missing, the bound raised to *lattice* reaches *upper* or *share* of the time is spent."""
        solved = self.solved = self.master.solve()
        while solved is not None and self.clock.step() and not self.clock.is_past(share):
            added = self._round(solved)
            if not added or raised(self.bound, lattice) >= min(upper, solved.cost) - TINY:
                break
            solved = self.solved = self.master.solve()

    def _round(self, solved: Solved) -> int:
        """Price at smoothed prices, and where that brings nothing at those of *solved*; return how many columns came in."""
        price = whole_price(solved.price)
        if self.centre is not None:
            smoothed = np.rint(SMOOTHING * self.centre + (1 - SMOOTHING) * price).astype(np.int64)
            added = self._ask(smoothed, solved)
            if added:
                return added
        return self._ask(price, solved)

    def _ask(self, price: Ints, solved: Solved) -> int:
        paid = self.rows.of_heads(price)
        lines, worths = self.pricing.answers(self.people, paid, self.bars)
        self._note_bound(price, worths)
        if worths.min(initial=0) <= POSSIBLE:
            return 0
        columns = [self.pricing.column(person, line, paid) for person, line in zip(self.people, lines, strict=True)]
        return self.master.add(column for column in columns if gap(column, solved) < -TINY)

    def _note_bound(self, price: Ints, worths: Ints) -> None:
        bound = (self.rows.least_cost(price, SCALE_OF_PRICES) - int(worths.sum())) / SCALE_OF_PRICES
        if worths.min(initial=0) <= POSSIBLE:
            self.bound = float("inf")
        elif bound > self.bound:
            self.bound, self.centre, self.paid = bound, price, self.rows.of_heads(price)
            self.worths = dict(zip(self.people, worths.tolist(), strict=True))

    def refill(self, master: Master, solved: Solved) -> int:
        """Add to *master*, of a part of the people, their best columns at the prices of *solved*; return how many came in."""
        price = master.rows.of_heads(whole_price(solved.price))
        lines, _ = self.pricing.answers(master.people, price, self.bars)
        columns = [self.pricing.column(person, line, price) for person, line in zip(master.people, lines, strict=True)]
        better = [column for column in columns if gap(column, solved) < -TINY]
        self.master.add(better)
        return master.add(better)

    def slack(self, column: Column) -> float:
        """Return by how much the bound rises for rosters in which *column* is worked."""
        if self.centre is None:
            return 0.0
        worth = int(self.paid[column.rows].sum()) - SCALE_OF_PRICES * column.cost
        return (self.worths[column.person] - worth) / SCALE_OF_PRICES

    def losses(self, columns: Iterable[Column]) -> list[float]:
        """Return by row what its heads cost beyond the bound where *columns* are worked; with all slacks these add up to the gap."""
        if self.centre is None:
            return [0.0] * len(self.rows.base)
        heads = self.rows.heads(column.rows for column in columns)
        paid = SCALE_OF_PRICES * self.rows.by_row(heads) + self.centre * (heads - self.rows.base)
        losses: list[float] = ((paid - self.rows.least_by_row(self.centre, SCALE_OF_PRICES)) / SCALE_OF_PRICES).tolist()
        return losses

    def part(
        self, people: Sequence[int], held: Iterable[Column], known: Iterable[Column], clock: Clock
    ) -> "Generation":
        """Return the same for *people* alone, everybody else working *held*; it begins with the nearest columns and *known*."""
        base = self.rows.heads(column.rows for column in held)
        part = Generation(self.pricing, replace(self.rows, base=base), people, clock)
        part.master.add(known)
        for person in people:
            mine = [self.master.columns[number] for number in self.master.of_person[person]]
            order = sorted(range(len(mine)), key=lambda place, mine=mine: (self.slack(mine[place]), place))  # type: ignore[misc]  # a default
            part.master.add(mine[place] for place in order[:SEEDS])
        return part

    def copied(self, clock: Clock) -> "Generation":
        """Return the same with columns of its own, the nearest ones, and the last optimum."""
        copy = self.part(self.people, (), (), clock)
        copy.solved = self.solved
        return copy

    def cost(self, columns: Iterable[Column]) -> int | None:
        """Return what *columns*, one of each of the people, cost; None where a hard row is broken."""
        columns = list(columns)
        of_rows = self.rows.cost(self.rows.heads(column.rows for column in columns))
        return None if of_rows is None else of_rows + sum(column.cost for column in columns)


def raised(bound: float, lattice: int) -> float:
    """Return *bound* raised to the next multiple of *lattice*."""
    return bound if bound == float("-inf") else float(np.ceil((bound - TINY) / lattice)) * lattice


def whole_price(price: Floats) -> Ints:
    """Return *price* as the whole numbers that lines are priced with."""
    return np.rint(np.clip(price, -BREACH, BREACH) * SCALE_OF_PRICES).astype(np.int64)


def lattice_of(rows: Rows, pricing: Pricing) -> int:
    """Return a number that divides the cost of every roster, days off left out: 100 where only whole points cost."""
    widths = np.diff(rows.points, axis=1)
    slopes, rest = np.divmod(np.diff(rows.costs, axis=1), np.maximum(1, widths))
    if rest.any() or pricing.draft.objective.lines:
        return 1
    steps = [rows.costs[:, :1], slopes, *(own for own in pricing.own if len(own))]
    return max(1, int(np.gcd.reduce([int(np.gcd.reduce(np.abs(step), axis=None)) for step in steps])))
