"""The linear programme of people in fractions: how many of each crew work each shift with each arrangement of breaks.

Heads are counted by where they begin and end, so that a shift stands in a handful of rows, whatever its length. Interior
point without crossover: prices from the middle of the optimal face are nearer to those of the whole problem than any corner's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduler.fluid.beside import Beside
from scheduler.fluid.columns import Columns, Floats
from scheduler.fluid.held import Held
from scheduler.fluid.inside import Spot
from scheduler.fluid.interior import solved
from scheduler.fluid.table import Table
from scheduler.fluid.worths import Market
from scheduler.lines.menu import Ints
from scheduler.objective import SCALE

DEAREST = 10_000_000  # hundredths of a point: no head is worth more, whatever a programme that went wrong says


@dataclass(frozen=True)
class Cut:
    """What the people of crew number *crew* are worth together at prices of which *total* holds the sums and *beside*, by option, what is worth something beside them: no more than *worth*."""

    crew: int
    total: Ints
    worth: float
    beside: Ints | None = None


@dataclass(frozen=True)
class Optimum:
    """The least *cost* in hundredths of a point, *prices* and *heads* by slot, what things *beside* ask, and by crew what its columns have and what they lack in worth."""

    cost: float
    prices: Ints
    heads: Floats
    beside: tuple[Floats, ...]
    shares: tuple[Floats, ...]
    lacks: tuple[Floats, ...]


@dataclass
class Master:
    """The programme of one team: its *market*, the *columns* of its crews and what is *held* by each."""

    market: Market
    columns: list[Columns]
    held: Sequence[Sequence[Held]]
    cuts: list[Cut]
    beside: Sequence[Beside] = ()
    broken: set[tuple[int, int]] = field(default_factory=set)

    def solve(self, within: float, go_on: Callable[[], bool]) -> Optimum | None:
        """Return a solution that costs at most the part *within* more than the best over the columns as they are; None where *go_on* said no."""
        table = self._table()
        point = solved(table.programme(), within, go_on)
        return None if point is None else self._optimum(table, point)

    def _optimum(self, table: Table, point: Spot) -> Optimum:
        n_slots = len(self.market.demand)
        found, all_rows = point.x, table.prices(point.y)
        rows = all_rows[:n_slots]
        prices = SCALE * (rows - np.append(rows[1:], 0.0))
        slot, sign, _, _ = self._pieces
        heads = np.zeros(n_slots)
        np.add.at(heads, slot, sign * found[table.first_piece : table.first_piece + len(slot)])
        lacks = SCALE * point.s
        spans = list(zip(table.firsts, [*table.firsts[1:], table.first_piece], strict=True))
        return Optimum(
            SCALE * float((table.costs * found[: table.size]).sum())
            + float(self.market.cost(self.market.before).sum()),
            np.rint(np.clip(np.nan_to_num(prices), -DEAREST, DEAREST)).astype(np.int64),
            heads + self.market.before,
            tuple(each.read(all_rows) for each in self.beside),
            tuple(found[low:high] for low, high in spans),
            tuple(lacks[low:high] for low, high in spans),
        )

    def _table(self) -> Table:
        table = Table(len(self.market.demand))
        for columns in self.columns:
            column, slot, change = columns.steps(table.n_slots)
            first = table.add(columns.crew.common[columns.options].astype(float))
            inside = slot < table.n_slots
            table.enter(slot[inside], first + column[inside], change[inside].astype(float))
            table.firsts.append(first)
        slot, sign, slope, width = self._pieces
        table.first_piece = first = table.add(slope, width)
        pieces = first + np.arange(len(slot))
        table.enter(slot, pieces, -sign)
        after = slot + 1 < table.n_slots
        table.enter(slot[after] + 1, pieces[after], sign[after])
        for number, columns in enumerate(self.columns):
            self._hold(table, number, columns)
        for each in self.beside:
            each.enter(table, self.columns)
        return table

    def learn(self, optimum: Optimum) -> bool:
        """Take what *optimum* does not hold into the next programme; return whether there are new rows."""
        for each in self.beside:
            each.learn(optimum.shares, self.columns)
        known = len(self.broken)
        for number, (columns, share) in enumerate(zip(self.columns, optimum.shares, strict=True)):
            by_option = np.bincount(columns.options, share, minlength=len(columns.crew.common))
            self.broken |= {
                (number, place)
                for place, held in enumerate(self.held[number])
                if held.is_broken(float(held.amounts @ by_option))
            }
        return len(self.broken) > known

    def _hold(self, table: Table, number: int, columns: Columns) -> None:
        places = table.firsts[number] + np.arange(len(columns))
        for place, held in enumerate(self.held[number]):
            if held.day is not None or held.is_whole or (number, place) in self.broken:
                at = None if held.day is None else columns.crew.middle_of(held.day)
                table.row(places, held.amounts[columns.options].astype(float), held.least, held.most, at)
        cuts = [cut for cut in self.cuts if cut.crew == number]
        if cuts:
            paid = table.add(np.ones(1))
            for cut in cuts:
                values = columns.values(cut.total).astype(float)
                if cut.beside is not None:
                    values += cut.beside[columns.options]
                table.row(np.append(places, paid), np.append(values, -1.0), -np.inf, float(cut.worth), None)

    @property
    def _pieces(self) -> tuple[Ints, Floats, Floats, Floats]:
        """Return stretches of heads that cost alike: their slot, whether they add heads or take them off, what each head costs, and how many there are.

        At the last prices heads can be taken off and added without end, which keeps prices in bounds where nobody works.
        """
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
        slots, ones = np.arange(len(market.demand)), np.ones(len(market.demand))
        dearest, least = (
            SCALE * sum(points for _, points in pieces) for pieces in (market.weights.shortage, market.weights.excess)
        )
        return (
            np.concatenate([slot, slots, slots]),
            np.concatenate([np.ones(len(slot)), -ones, ones]),
            np.concatenate([slope, dearest * ones, least * ones]),
            np.concatenate([width[piece, slot].astype(float), np.inf * ones, np.inf * ones]),
        )
