"""Branch and price: the question is split in two again and again, each part bounded by columns of its own (Barnhart et al. 1998).

Parts are split by how many heads there are together in some rows, which changes prices and no line programme, and where all
heads are whole, by what somebody does on a day. The part with the least bound is split first; what parts that are left can
cost at least is a bound for every roster.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from scheduler.columns.branching import Half, Shares, best_split
from scheduler.columns.clock import Clock
from scheduler.columns.dive import dive
from scheduler.columns.generation import TINY, Generation, raised
from scheduler.columns.master import Solved
from scheduler.columns.pricing import Bars, Column
from scheduler.columns.rows import Band
from scheduler.lines.kernel import POSSIBLE

KEPT = 30  # columns of each person that a part begins with
DIVE_EVERY = 8  # parts
SHARED = 1e-3  # a share below it is none


@dataclass(frozen=True)
class Part:
    """Rosters within *bands* and *bars*, which cost at least *bound*; *columns* to begin with."""

    number: int
    depth: int
    bound: float
    bands: tuple[Band, ...]
    bars: Bars
    columns: Sequence[Column]


@dataclass
class Look:
    """One look at *part*: its bound, its halves, and rosters on the way.

    The outcome is in *bound*, in *halves*, empty where nothing below *upper* is left, and in *found*.
    """

    part: Part
    root: Generation
    clock: Clock
    upper: float
    lattice: int
    seed: int | None
    bound: float = float("-inf")
    halves: tuple[Half, ...] = ()
    columns: Sequence[Column] = ()
    found: list[Column] | None = None
    is_done: bool = False

    def run(self) -> None:
        """Bound the part; where it may hold something better, split it."""
        rows = self.root.rows.banded(self.part.bands)
        generation = Generation(self.root.pricing, rows, self.root.people, self.clock, bars=self.part.bars)
        generation.master.add(self.part.columns)
        if not self._has_lines(generation):
            self.bound, self.is_done = float("inf"), True
            return
        generation.converge(self.upper, self.lattice)
        self.bound = max(self.part.bound, generation.bound)
        solved = generation.solved
        if self._is_cut():
            self.is_done = True
            return
        if solved is None or not self.clock.goes_on():
            return
        self.columns = nearest(generation)
        shares = shares_of(generation, solved)
        if all(len(mine) == 1 for mine in shares.values()):
            self.found = [mine[0][0] for mine in shares.values()]
            self.is_done = True
            return
        self.halves = best_split(generation, shares, self.upper)
        self.is_done = True
        if self.seed is not None:
            self.found = dive(generation, Random(self.seed))

    def _has_lines(self, generation: Generation) -> bool:
        """Give those a column who have none; return whether everybody has one."""
        bare = [person for person, mine in generation.master.of_person.items() if not mine]
        if not bare:
            return True
        lines, worths = self.root.pricing.answers(bare, self.root.paid, self.part.bars)
        if worths.min() <= POSSIBLE:
            return False
        columns = [
            self.root.pricing.column(person, line, self.root.paid) for person, line in zip(bare, lines, strict=True)
        ]
        generation.master.add(columns)
        return True

    def _is_cut(self) -> bool:
        return raised(self.bound, self.lattice) >= self.upper - TINY


def shares_of(generation: Generation, solved: Solved) -> Shares:
    """Return by person the columns that *solved* takes, and how much of each."""
    columns, count = generation.master.columns, len(solved.shares)
    return {
        person: [
            (columns[number], float(solved.shares[number]))
            for number in numbers
            if number < count and solved.shares[number] > SHARED
        ]
        for person, numbers in generation.master.of_person.items()
    }


def nearest(generation: Generation) -> list[Column]:
    """Return the columns of each person that are nearest to being worked in something better."""
    kept: list[Column] = []
    columns = generation.master.columns
    for numbers in generation.master.of_person.values():
        slacks = sorted((generation.slack(columns[number]), number) for number in numbers)
        kept += [columns[number] for _, number in slacks[:KEPT]]
    return kept


@dataclass
class Tree:
    """The parts of the question of *root* that may hold something better, *under_way* those that are being looked at."""

    root: Generation
    lattice: int
    open_parts: list[tuple[float, int, int, Part]] = field(default_factory=list)
    under_way: dict[int, Part] = field(default_factory=dict)
    closed: float = float("inf")
    number: int = 0

    def begin(self) -> None:
        """Begin with the whole."""
        self._add(Part(0, 0, self.root.bound, (), {}, nearest(self.root)))

    def _add(self, part: Part) -> None:
        heapq.heappush(self.open_parts, (raised(part.bound, self.lattice), -part.depth, part.number, part))

    @property
    def is_empty(self) -> bool:
        """Whether no part is left to look at, nor looked at."""
        return not (self.open_parts or self.under_way)

    def bound(self, upper: float) -> float:
        """Return what no roster undercuts, where one of *upper* is known."""
        under_way = (raised(part.bound, self.lattice) for part in self.under_way.values())
        first = self.open_parts[0][0] if self.open_parts else upper
        return min([upper, self.closed, first, *under_way])

    def next_look(self, upper: float, clock: Clock, seed: int) -> Look | None:
        """Return a look at the part with the least bound, None where all are looked at."""
        while self.open_parts:
            bound, _, _, part = heapq.heappop(self.open_parts)
            if bound < upper - TINY:
                self.under_way[part.number] = part
                dives = part.number % DIVE_EVERY == 0 and part.number
                return Look(part, self.root, clock, upper, self.lattice, seed if dives else None)
        return None

    def leave(self, look: Look) -> None:
        """Put back the part of *look*, which was not waited for."""
        self._add(self.under_way.pop(look.part.number))

    def take(self, look: Look) -> None:
        """Take the halves of *look*, or the part itself where it was not looked at to the end."""
        part = self.under_way.pop(look.part.number)
        if not look.is_done:
            self._add(replace(part, bound=max(part.bound, look.bound)))
            return
        if not look.halves and look.bound < look.upper - TINY:
            self.closed = min(self.closed, raised(look.bound, self.lattice))
        for half in look.halves:
            self.number += 1
            bands, bars = half.within(part.bands, part.bars)
            columns = [
                column
                for column in look.columns
                if column.person not in bars or bars[column.person].allows(column.chosen)
            ]
            self._add(Part(self.number, part.depth + 1, look.bound, bands, bars, columns))
