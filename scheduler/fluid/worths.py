"""What no roster undercuts at given prices of heads: Lagrange's bound.

Whoever may buy and sell heads at the prices pays the least by choosing the heads of each slot by themselves, and everybody's
line by itself: every roster is among these choices, at no profit. So the cost of the cheapest heads at the prices, less the
worth of everybody's best line, bounds the cost of rosters, whatever the prices are; good ones bring the bound up to that of
people in fractions. Terms of lines that programmes leave out, and what people share out, cost nothing less and count for
nothing here. All numbers are whole, so nothing is lost in rounding.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.coverage import Counts
from scheduler.fluid.crews import Crew, Member
from scheduler.lines.kernel import POSSIBLE
from scheduler.lines.menu import Ints
from scheduler.lines.programme import best_of_many
from scheduler.objective import Weights, Whole, slot_cost

BATCH = 256  # people asked in one call


@dataclass(frozen=True)
class Market:
    """The slots of a team: *demand* and heads of shifts *before* the planned days, and how many *people* may come."""

    demand: Whole
    before: Counts
    people: int
    weights: Weights

    def cheapest(self, prices: Ints) -> int:
        """Return what the heads of all slots cost at best where each one more than *before* is bought at its price."""
        low, high = self.before.copy(), self.before + self.people
        while bool((low < high).any()):  # the first number of heads after which one more costs more than it saves
            middle = (low + high) // 2
            rises = self.cost(middle + 1) - self.cost(middle) + prices >= 0
            high = np.where(rises, middle, high)
            low = np.where(rises, low, np.minimum(middle + 1, high))
        return int((self.cost(low) + prices * (low - self.before)).sum())

    def cost(self, heads: Counts) -> Whole:
        """Return what each slot costs with *heads*."""
        return slot_cost(heads, self.demand, self.weights)


def worths_of(crew: Crew, prices: Ints, go_on: Callable[[], bool]) -> list[int] | None:
    """Return the worth of the best line of each member of *crew* at *prices* by slot; None when it is to end."""
    total = np.concatenate(([0], np.cumsum(prices)))
    values = crew.shelf.values(total) - crew.common
    worths: list[int] = []
    for first in range(0, len(crew.members), BATCH):
        if not go_on():
            return None
        batch = crew.members[first : first + BATCH]
        _, found = best_of_many([member.programme for member in batch], [_own(member, values) for member in batch])
        worths += [int(worth) - member.own.idle for worth, member in zip(found.tolist(), batch, strict=True)]
    return worths


def _own(member: Member, values: Ints) -> Ints:
    if not len(member.own.places):
        return values
    mine = values.copy()
    member.own.taken_from(mine)
    return mine


def bound_of(market: Market, crews: Sequence[Crew], prices: Ints, worths: Mapping[int, Sequence[int]]) -> int:
    """Return the bound on the cost of the team at *prices*, in hundredths of a point; *worths* are those of ``worths_of`` by crew."""
    best = sum(
        worth * member.count
        for number, crew in enumerate(crews)
        for worth, member in zip(worths[number], crew.members, strict=True)
        if worth > POSSIBLE
    )
    return market.cheapest(prices) - best
