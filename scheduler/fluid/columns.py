"""Shifts with their breaks as columns of the programme of people in fractions: which slots each of a crew's brings heads to."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scheduler.fluid.crews import Crew
from scheduler.lines.graph import Small
from scheduler.lines.menu import Ints
from scheduler.strategies.slots_kernel import NO_NODE

Floats = npt.NDArray[np.float64]


@dataclass
class Columns:
    """The columns of *crew*: by column an option of its menu and the nodes of its breaks."""

    crew: Crew
    options: Small = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    ways: Small = field(init=False)

    def __post_init__(self) -> None:
        self.ways = np.empty((0, self.crew.shelf.no_ways().shape[1]), dtype=np.int32)

    def __len__(self) -> int:
        return len(self.options)

    def add(self, options: Small, ways: Small) -> int:
        """Add the columns that are not there yet; return how many."""
        known = len(self)
        rows = np.column_stack([np.concatenate([self.options, options]), np.concatenate([self.ways, ways])])
        _, first = np.unique(rows, axis=0, return_index=True)
        kept = np.sort(first)
        self.options, self.ways = rows[kept, 0].astype(np.int32), rows[kept, 1:].astype(np.int32)
        return len(self) - known

    def add_best(self, total: Ints) -> int:
        """Add every option that anybody can work with its best breaks at prices of which *total* holds the sums."""
        options = np.flatnonzero(self.crew.open).astype(np.int32)
        ways = np.full((len(options), self.ways.shape[1]), NO_NODE, dtype=np.int32)
        self.crew.shelf.place(total, options, ways)
        return self.add(options, ways)

    def keep(self, chosen: npt.NDArray[np.bool_]) -> None:
        """Drop the columns that are not *chosen*."""
        self.options, self.ways = self.options[chosen], self.ways[chosen]

    def steps(self, n_slots: int) -> tuple[Ints, Ints, Ints]:
        """Return where heads begin and end: column, slot and change; slots outside of [0, *n_slots*) are at its borders."""
        shelf = self.crew.shelf
        first = shelf.menu.first[self.options]
        ends = first + shelf.trellis.length[shelf.menu.kind[self.options]]
        column = np.arange(len(self))
        parts = [(column, first, 1), (column, ends, -1)]
        for place in range(self.ways.shape[1]):
            there = np.flatnonzero(self.ways[:, place] != NO_NODE)
            node = self.ways[there, place]
            begin = first[there] + shelf.trellis.start[node]
            parts += [(there, begin, -1), (there, begin + shelf.trellis.size[node], 1)]
        return (
            np.concatenate([part[0] for part in parts]),
            np.clip(np.concatenate([part[1] for part in parts]), 0, n_slots),
            np.concatenate([np.full(len(part[0]), part[2]) for part in parts]),
        )

    def values(self, total: Ints) -> Ints:
        """Return what each column is worth at prices of which *total* holds the sums, what everybody pays for it taken off."""
        column, slot, change = self.steps(len(total) - 1)
        worth = np.zeros(len(self), dtype=np.int64)
        np.add.at(worth, column, -change * total[slot])
        worth -= self.crew.common[self.options]
        return worth
