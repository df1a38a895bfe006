"""What a shift is worth to the cover of a team, for everybody who may choose from one menu, at prices of slots."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from forecasting.timegrid import TimeGrid
from scheduler.lines.graph import Small
from scheduler.lines.menu import Ints, Menu
from scheduler.objective import Weights, Whole
from scheduler.strategies.slots_engine import slots_engine
from scheduler.strategies.slots_kernel import NO_NODE, Slots
from scheduler.strategies.trellis import Trellis, trellis_of
from scheduler.streams import SlotBuckets, Stream


@dataclass
class Shelf:
    """A *menu* with the arrangements of its breaks. Values are in hundredths of a point."""

    menu: Menu
    trellis: Trellis

    @staticmethod
    def of(menu: Menu, grid: TimeGrid) -> "Shelf":
        """Return the shelf of *menu*."""
        return Shelf(menu, trellis_of(menu.kinds, grid))

    def room(self) -> Ints:
        """Return room by node of the trellis, twice: of each call its own, as people are asked in several threads."""
        return np.empty(2 * max(1, len(self.trellis.start)), dtype=np.int64)

    def values(self, total: Ints) -> Ints:
        """Return what each option is worth with its best breaks; *total* sums the prices of the slots up to each."""
        values = np.empty(len(self.menu.options), dtype=np.int64)
        slots_engine().value_options(total, self.menu.first, self.menu.kind, self.trellis, self.room(), values)
        return values

    def no_ways(self) -> Small:
        """Return room for the breaks of a line."""
        return np.full((self.menu.n_days, max(1, self.trellis.most)), NO_NODE, dtype=np.int32)

    def place(self, total: Ints, line: Small, ways: Small) -> None:
        """Write the best breaks of *line* to *ways*."""
        slots_engine().place_line(total, line, self.menu.first, self.menu.kind, self.trellis, self.room(), ways)

    def count(self, heads: Ints, line: Small, ways: Small, sign: int) -> None:
        """Add *sign* for every head of *line* to *heads*."""
        slots_engine().count_line(heads, line, self.menu.first, self.menu.kind, self.trellis, ways, sign)

    def breaks(self, way: Small) -> tuple[tuple[int, int], ...]:
        """Return the breaks of *way* in order of time, (start, end) in slots after the shift's start."""
        nodes = [int(node) for node in way if node != NO_NODE][::-1]
        start, size = self.trellis.start, self.trellis.size
        return tuple((int(start[node]), int(start[node] + size[node])) for node in nodes)


@dataclass
class Shelves:
    """The shelves of many people, one a menu, and how options touch the buckets of streams."""

    grid: TimeGrid
    _shelves: dict[int, Shelf] = field(default_factory=dict)
    _touched: dict[tuple[int, int], csr_array] = field(default_factory=dict)

    def of(self, menu: Menu) -> Shelf:
        """Return the shelf of *menu*."""
        if id(menu) not in self._shelves:
            self._shelves[id(menu)] = Shelf.of(menu, self.grid)
        return self._shelves[id(menu)]

    def worth(self, menu: Menu, stream: Stream, price: Ints) -> Ints:
        """Return what each option of *menu* is worth where a head in a bucket of *stream* is worth its *price*."""
        if isinstance(stream.buckets, SlotBuckets):
            total = np.concatenate(([0], np.cumsum(price)))
            last = stream.buckets.size
            there = np.array([not kind.on_call for kind in menu.kinds], dtype=np.int64)[menu.kind]
            slots: Ints = total[np.clip(menu.end, 0, last)] - total[np.clip(menu.first, 0, last)]
            return slots * there
        found: Ints = self.touched(menu, stream) @ price
        return found

    def touched(self, menu: Menu, stream: Stream) -> csr_array:
        """Return by option and bucket of *stream* whether the option touches it."""
        key = id(menu), id(stream)
        if key not in self._touched:
            pairs = [
                (place, bucket)
                for place, option in enumerate(menu.options)
                for bucket in stream.buckets.of_option(option)
            ]
            places = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
            shape = len(menu.options), stream.buckets.size
            ones = np.ones(len(pairs), dtype=np.int64)
            self._touched[key] = csr_array((ones, (places[:, 0], places[:, 1])), shape=shape)
        return self._touched[key]


def slots_of(demand: Whole, weights: Weights) -> Slots:
    """Return what heads cost where *demand*, in hundredths of a head, is wanted."""
    return Slots(
        demand,
        _beyond(demand, dict(enumerate(share for share, _ in weights.shortage))),
        np.array([points for _, points in weights.shortage], dtype=np.int64),
        _beyond(demand, dict(enumerate(share for share, _ in weights.excess))),
        np.array([points for _, points in weights.excess], dtype=np.int64),
    )


def _beyond(demand: Whole, shares: Mapping[int, float]) -> Whole:
    table = np.zeros((len(shares), len(demand)), dtype=np.int64)
    for row, share in shares.items():
        table[row] = (share * demand).astype(np.int64)
    return table
