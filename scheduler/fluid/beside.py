"""What counts beside the heads of slots: heads that several people's rules want, and burdens that groups share out.

Each has prices of its own in the programme of people in fractions, and a part of Lagrange's bound: what it costs at best when
heads, or burdens, are bought at these prices. People whom it treats alike are in one crew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

from scheduler.fluid.columns import Columns, Floats
from scheduler.fluid.table import Table
from scheduler.lines.menu import Ints
from scheduler.objective import SCALE

HARD = 200_000  # hundredths of a point a head that a hard rule misses, in the programme alone
FREE = 2**39  # heads: as many as this are no bound
MOST_TANGENTS = 12
CLOSE = 0.01  # of a unit: tangents at much the same point say the same


class Beside(Protocol):
    """Something that counts beside the heads of slots; *asked* are prices of it, as ``read`` makes them of those of rows."""

    def enter(self, table: Table, columns: Sequence[Columns]) -> None:
        """Add its rows to *table*, *columns* by crew."""

    def read(self, rows: Floats) -> Floats:
        """Return what is asked when *rows* are the prices of all rows, in points."""

    def learn(self, shares: Sequence[Floats], columns: Sequence[Columns]) -> None:
        """Take what the crews do, how much of each of their columns, into the programmes to come."""

    def worth(self, asked: Floats, crew: int) -> Ints:
        """Return what each option is worth to a crew at what is *asked*, in hundredths of a point."""

    def cheapest(self, asked: Floats) -> int:
        """Return what it costs at least when it is paid what is *asked*, in hundredths of a point."""


@dataclass
class HeadsBeside:
    """Heads of a stream: by row *least* and *most* of them, *before* being there anyhow and *people* who may come.

    *touched* tells by crew which options touch which rows, *times* the slots around which rows lie, *under* and *over* what a
    head missing or too many costs; no roster has either where it is *hard*.
    """

    touched: Sequence[csr_array]
    times: Floats
    least: Ints
    most: Ints
    under: Ints
    over: Ints
    before: Ints
    people: int
    hard: bool
    _rows: Ints = field(init=False)

    def enter(self, table: Table, columns: Sequence[Columns]) -> None:
        """Add a row for each bucket: heads, those missing and less those too many, are as many as wanted."""
        ones = np.ones(len(self.times))
        under, over = (HARD * ones, HARD * ones) if self.hard else (self.under, self.over)
        missing, spare = table.add(under.astype(float)), table.add(over.astype(float))
        counted = [
            csr_array(of_crew[each.options]).tocsc() for of_crew, each in zip(self.touched, columns, strict=True)
        ]
        self._rows = np.empty(len(self.times), dtype=np.int64)
        for row, at in enumerate(self.times.tolist()):
            places = [
                table.firsts[crew] + each.indices[each.indptr[row] : each.indptr[row + 1]]
                for crew, each in enumerate(counted)
            ]
            found = np.concatenate([*places, [missing + row, spare + row]])
            values = np.ones(len(found))
            values[-1] = -1.0
            least = float(self.least[row] - self.before[row])
            most = np.inf if self.most[row] >= FREE else float(self.most[row] - self.before[row])
            self._rows[row] = table.row(found, values, least, most, at)

    def read(self, rows: Floats) -> Floats:
        """Return the price of a head by row."""
        return np.clip(np.rint(SCALE * np.nan_to_num(rows[self._rows])), -HARD, HARD)

    def learn(self, shares: Sequence[Floats], columns: Sequence[Columns]) -> None:
        """Learn nothing: everything is known."""

    def worth(self, asked: Floats, crew: int) -> Ints:
        """Return the sums of prices over the rows that options touch."""
        found: Ints = self.touched[crew] @ asked.astype(np.int64)
        return found

    def cheapest(self, asked: Floats) -> int:
        """Return what the best heads cost, each more than those before bought at its price."""
        low, high = self.before, self.before + self.people
        if self.hard:  # where these cross no roster is lawful, and any bound holds
            low, high = np.maximum(low, self.least), np.maximum(low, np.minimum(high, self.most))
        bends = [
            low,
            np.clip(self.least, low, np.maximum(low, high)),
            np.clip(self.most, low, np.maximum(low, high)),
            high,
        ]
        prices = asked.astype(np.int64)
        costs = [self._cost(heads) + prices * (heads - self.before) for heads in bends]
        return int(np.min(costs, axis=0).sum())

    def _cost(self, heads: Ints) -> Ints:
        if self.hard:
            return np.zeros_like(heads)
        under, over = np.maximum(0, self.least - heads), np.maximum(0, heads - self.most)
        cost: Ints = self.under * under + self.over * over
        return cost


@dataclass
class BurdenBeside:
    """A burden that a group shares out at *cost* a squared distance from the fair share, see ``parting``.

    By crew: *counts* of the burden by option, and the *shares* of its members of the whole and what they had *earlier*; both empty
    where nobody of it is in the group. Any point of distances gives a plane below the cost: what is asked is by crew the
    distance of its people from their share, the same for all of them.
    """

    cost: int
    counts: Sequence[Ints]
    shares: Sequence[Floats]
    earlier: Sequence[Floats]
    _tangents: list[Floats] = field(default_factory=list)
    _rows: list[int] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.sizes = np.array([len(each) for each in self.shares], dtype=float)
        self.parts = np.array([float(each.sum()) for each in self.shares])
        self.known = np.array([float(each.sum()) for each in self.earlier])
        self._tangents.append(np.zeros(len(self.counts)))

    def enter(self, table: Table, columns: Sequence[Columns]) -> None:
        """Add what the burden costs, which lies above each plane."""
        paid = table.add(np.full(1, float(SCALE)))
        self._rows = []
        for asked in self._tangents:
            slopes = self._slopes(asked) / SCALE
            places, values = [np.array([paid])], [np.ones(1)]
            for crew, each in enumerate(columns):
                places.append(table.firsts[crew] + np.arange(len(each)))
                values.append(-slopes[crew] * self.counts[crew][each.options])
            row = table.row(np.concatenate(places), np.concatenate(values), self._constant(asked) / SCALE, np.inf, None)
            self._rows.append(row)

    def read(self, rows: Floats) -> Floats:
        """Return the mean of the planes that hold the cost up."""
        weights = np.maximum(0.0, np.nan_to_num(rows[self._rows]))
        together = weights.sum()
        mean: Floats = np.stack(self._tangents).T @ (weights / together if together > 1.0 else weights)
        return mean

    def learn(self, shares: Sequence[Floats], columns: Sequence[Columns]) -> None:
        """Add the plane that touches the cost of what crews do."""
        done = np.array(
            [
                float((self.counts[crew][each.options[: len(share)]] * share).sum())
                for crew, (each, share) in enumerate(zip(columns, shares, strict=True))
            ]
        )
        members = np.maximum(1.0, self.sizes)
        distance = (done + self.known - self.parts * done.sum()) / members - self.known.sum() / self.sizes.sum()
        distance[self.sizes == 0] = 0.0
        if min(float(np.abs(distance - each).max()) for each in self._tangents) > CLOSE:
            self._tangents = [*self._tangents, distance][-MOST_TANGENTS:]

    def worth(self, asked: Floats, crew: int) -> Ints:
        """Return what the burden of each option costs, negated, rounded in its favour."""
        found: Ints = -int(np.floor(self._slopes(asked)[crew])) * self.counts[crew]
        return found

    def cheapest(self, asked: Floats) -> int:
        """Return the part of the plane that does not depend on what anybody does, rounded down."""
        return int(np.floor(self._constant(asked)))

    def _slopes(self, asked: Floats) -> Floats:
        """Return by crew what one more unit of the burden costs its person on the plane of *asked*."""
        slopes: Floats = 2.0 * self.cost * (asked - float((asked * self.parts).sum()))
        return slopes

    def _constant(self, asked: Floats) -> float:
        mean = self.known.sum() / self.sizes.sum()
        apart = (asked * (self.known - self.sizes * mean)).sum()
        return self.cost * float(2.0 * apart - (asked * asked * self.sizes).sum())
