"""The linear programme of people in fractions: how many of each crew work each shift with each arrangement of breaks.

Heads are counted by where they begin and end, so that a shift stands in a handful of rows, whatever its length. Interior
point without crossover: prices from the middle of the optimal face are nearer to those of the whole problem than any corner's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csc_array

from scheduler.fluid.columns import Columns, Floats
from scheduler.fluid.held import Held
from scheduler.fluid.inside import Spot
from scheduler.fluid.interior import Programme, solved
from scheduler.fluid.worths import Market
from scheduler.lines.menu import Ints
from scheduler.objective import SCALE


@dataclass(frozen=True)
class Cut:
    """What the people of crew number *crew* are worth together at prices of which *total* holds the sums: no more than *worth*."""

    crew: int
    total: Ints
    worth: float


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
    broken: set[tuple[int, int]] = field(default_factory=set)

    def solve(self, within: float, go_on: Callable[[], bool]) -> Optimum | None:
        """Return a solution that costs at most the part *within* more than the best over the columns as they are; None where *go_on* said no."""
        table = self._table()
        point = solved(table.programme(), within, go_on)
        return None if point is None else self._optimum(table, point)

    def _optimum(self, table: "_Table", point: Spot) -> Optimum:
        n_slots = len(self.market.demand)
        found, rows = point.x, point.y[table.place_of_slots]
        prices = SCALE * (rows - np.append(rows[1:], 0.0))
        slot, sign, _, _ = self._pieces
        heads = np.zeros(n_slots)
        np.add.at(heads, slot, sign * found[table.first_piece : table.first_piece + len(slot)])
        lacks = SCALE * point.s
        spans = list(zip(table.firsts, [*table.firsts[1:], table.first_piece], strict=True))
        return Optimum(
            SCALE * float((table.costs * found[: table.size]).sum())
            + float(self.market.cost(self.market.before).sum()),
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
        slot, sign, slope, width = self._pieces
        table.first_piece = first = table.add(slope, width)
        pieces = first + np.arange(len(slot))
        table.enter(slot, pieces, -sign)
        after = slot + 1 < table.n_slots
        table.enter(slot[after] + 1, pieces[after], sign[after])
        for number, columns in enumerate(self.columns):
            self._hold(table, number, columns)
        return table

    def note_broken(self, optimum: Optimum) -> bool:
        """Take what *optimum* does not hold into the next programme; return whether there is anything new."""
        known = len(self.broken)
        for number, (columns, share) in enumerate(zip(self.columns, optimum.shares, strict=True)):
            by_option = np.bincount(columns.options, share, minlength=len(columns.crew.common))
            self.broken |= {
                (number, place)
                for place, held in enumerate(self.held[number])
                if held.is_broken(float(held.amounts @ by_option))
            }
        return len(self.broken) > known

    def _hold(self, table: "_Table", number: int, columns: Columns) -> None:
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


class _Table:
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
        self._entries: list[tuple[Ints, Ints, Floats]] = []

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

    def row(self, places: Ints, values: Floats, least: float, most: float, at: float | None) -> None:
        """Add a row about columns that lie around the slot *at*, or anywhere; none where it bounds nothing."""
        there = np.flatnonzero(values)
        if (least == -np.inf and most == np.inf) or not len(there):
            return
        unit = float(np.abs(values).max())  # minutes beside single heads are hard to solve
        self.enter(np.full(len(there), len(self.least)), places[there], values[there] / unit)
        self.least.append(least / unit)
        self.most.append(most / unit)
        self.at.append(at)

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

    @property
    def place_of_slots(self) -> Ints:
        """The places of the rows by slot."""
        return self._order()[: self.n_slots]

    def _order(self) -> Ints:
        """Return the place of each row: in order of time, those of no time last."""
        keys = np.array([np.inf if at is None else at for at in self.at])
        places = np.empty(len(keys), dtype=np.int64)
        places[np.argsort(keys, kind="stable")] = np.arange(len(keys))
        return places
