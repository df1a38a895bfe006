"""One trial of a search by columns: some people are planned anew beside all others, who keep their lines.

A trial touches nothing that others see, so several run side by side; what it finds is compared and taken by the search.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np

from scheduler.columns.choice import Choice
from scheduler.columns.clock import Clock
from scheduler.columns.dive import dive
from scheduler.columns.generation import TINY, Generation, raised
from scheduler.columns.pricing import SCALE_OF_PRICES, Column
from scheduler.columns.tree import Tree

MOST_COLUMNS = 5_000  # in one choice
FEW_COLUMNS = 1_000  # so many are chosen from at once; where there are more, the part is split
MOST_LOOKS = 12  # at parts of the part
CHOICE_SECONDS = 8.0
CHOICE_NODES, CHOICE_WORK = 500, 1.0  # where work is counted and not time
LISTED = 8  # as many times as can be chosen from are listed, to keep the nearest


@dataclass
class Trial:
    """The people of *part* with their *present* columns; *effort* multiplies what a choice may take.

    The outcome is in *found*, None where nothing cheaper was found, and in *is_settled*: nothing cheaper exists beside the
    others' lines.
    """

    part: Generation
    present: list[Column]
    lattice: int
    seed: int
    keep: Callable[[], bool]
    may_choose: bool = True
    effort: float = 1.0
    found: list[Column] | None = None
    is_settled: bool = False

    @property
    def clock(self) -> Clock:
        """The clock of the part."""
        return self.part.clock

    def run(self) -> None:
        """Look for cheaper lines: at the bound, by a dive, and by a choice among all lines that are near enough."""
        cost = self.part.cost(self.present)
        if cost is None:
            return
        self.part.converge(cost, self.lattice)
        if raised(self.part.bound, self.lattice) >= cost - TINY:
            self.is_settled = True
            return
        cost = self._take(dive(self.part, Random(self.seed)), cost)
        if self.may_choose and self.part.clock.goes_on() and self.part.centre is not None:
            self._choose(cost)

    def _split(self, cost: int) -> None:
        """Split the question of the part again and again, as far as the effort goes."""
        tree, looks = Tree(self.part, self.lattice), int(self.effort * MOST_LOOKS)
        tree.begin()
        chance = Random(self.seed)
        for _ in range(looks):
            look = tree.next_look(cost, self.part.clock, chance.randrange(1 << 30))
            if look is None:
                break
            look.run()
            tree.take(look)
            cost = self._take(look.found, cost)
            if not self.part.clock.goes_on():
                return
        self.is_settled = tree.bound(cost) >= cost - TINY

    def _take(self, columns: list[Column] | None, cost: int) -> int:
        """Note *columns* where they cost less than *cost*; return what the cheapest known cost."""
        less = None if columns is None else self.part.cost(columns)
        if columns is None or less is None or less >= cost:
            return cost
        self.found = columns
        return less

    def _choose(self, cost: int) -> None:
        columns, is_all = self._near(cost)
        if len(columns) > FEW_COLUMNS:
            self._split(cost)
            return
        left = max(0.1, self.part.clock.seconds_left())
        by_work = self.part.clock.limits.work is not None
        seconds = left if by_work else min(self.effort * CHOICE_SECONDS, left)
        nodes = int(self.effort * CHOICE_NODES) if by_work else None
        chosen = Choice(self.part.rows, columns, self.lattice).best(cost, seconds, self.keep, nodes)
        self.part.clock.step(self.effort * CHOICE_WORK)
        self._take(chosen.columns, cost)
        self.is_settled = is_all and chosen.is_all

    def _near(self, cost: int) -> tuple[list[Column], bool]:
        """Return the columns that may be part of something cheaper than *cost*, and whether those are all."""
        part, price = self.part, self.part.paid
        room = int(self.effort * MOST_COLUMNS) // len(part.people)
        gap = cost - self.lattice - part.bound + TINY
        columns: dict[object, Column] = {}
        is_all = not part.rows.team_from  # breaks could lie elsewhere than where they are best
        for person in part.people:
            values = part.pricing.values(person, price)
            programme = part.pricing.programmes[person]
            lines, losses, is_whole = programme.near(values, int(gap * SCALE_OF_PRICES), LISTED * room)
            is_all &= is_whole and len(lines) <= room
            for place in np.argsort(losses, kind="stable")[:room].tolist():
                column = part.pricing.column(person, lines[place].astype(np.int64), price)
                columns[column.key] = column
        columns |= {column.key: column for column in part.master.columns if part.slack(column) <= gap}
        return list(columns.values()), is_all
