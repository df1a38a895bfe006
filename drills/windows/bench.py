"""The people on offer in one window, thinned to those who can be in a cheapest cast, and the cheapest casts they make."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from drills.windows.network import Deal, Market, Rows, Units, cheapest
from drills.windows.prices import CANNOT, Prices
from scheduler.agents import SkillLevel

Pairs = tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Bench:
    """*free* rows of agents, all of them on duty through the window, and what they cost on its day.

    *base* by agent for any part, lots included, *command* by agent for the commander's besides. *steps*, *group_of* and *group_steps*
    are those of a Market, teams in the order of *teams*. *leaders*: whether people of a leading grade are on the roster; where none is
    the highest level there is commands. *never_both* are pairs of rows of which one stays.
    """

    prices: Prices
    teams: tuple[str, ...]
    free: Rows
    base: Units
    command: Units
    steps: tuple[Units, ...]
    group_of: tuple[int, ...]
    group_steps: tuple[Units, ...]
    leaders: bool
    never_both: Pairs = ()

    @cached_property
    def commanders(self) -> frozenset[int]:
        """The free rows who may command."""
        if self.leaders:
            return frozenset(self.free[self.prices.leading[self.free]].tolist())
        agents, rows = self.prices.agents, self.free.tolist()
        highest = max((agents[row].level for row in rows), default=SkillLevel.JUNIOR)
        return frozenset(row for row in rows if agents[row].level is highest)

    def cast(self) -> "Taken | None":
        """Return the cheapest cast, None where there is none; nobody left to take over from the commander costs the backup's price."""
        found = self._lawful(frozenset())
        if found is None or not self._led or self.commanders - found.away:
            return found
        bare = replace(found, backup_price=self.prices.units_of_backup)
        others = [self._lawful(frozenset({row})) for row in sorted(self.commanders)]
        return min((one for one in (bare, *others) if one is not None), key=lambda one: one.price)

    def can_fill(self) -> int:
        """Return how many of the people wanted can be had, pairs left aside.

        That depends on how many there are of each kind, as far as there are parts for them, and on how many teams and service let go:
        it is worked out once for all windows that are alike in that.
        """
        known = self.prices.fillings
        return known[self._likeness] if self._likeness in known else self._solve(frozenset()).filled

    @cached_property
    def _likeness(self) -> Hashable:
        """What benches have in common of which as many parts can be filled."""
        kinds = self.prices.kinds
        there = np.minimum(np.bincount(kinds[self.free], minlength=len(kinds)), self.prices.wanted)
        let_go = tuple(len(steps) for steps in (*self.steps, *self.group_steps))
        return there.tobytes(), let_go, self.teams, self.group_of, self.leaders

    def takers(self) -> tuple[int, ...]:
        """Return by part how many of the free people could take it whose team can spare anybody."""
        spared = np.array([len(steps) > 0 for steps in self.steps], np.bool_)
        rows = self.free[spared[self.prices.team_of(self.teams)[self.free]]]
        return tuple((self._priced(rows) >= 0).sum(axis=0).tolist())

    @property
    def _led(self) -> bool:
        return any(part.commands for part, _count in self.prices.parts)

    def _lawful(self, barred: frozenset[int]) -> "Taken | None":
        """Return the cheapest full cast without the rows *barred* and with nobody of a pair beside the other, None where none is."""
        if self.prices.fillings.get(self._likeness, self.prices.wanted) < self.prices.wanted:
            return None  # nor with anybody barred
        found = self._solve(barred)
        if found.filled < self.prices.wanted:
            return None
        broken = next((pair for pair in self.never_both if pair <= found.away), None)
        if broken is None:
            return found
        others = [self._lawful(barred | {row}) for row in sorted(broken)]
        return min((one for one in others if one is not None), key=lambda one: one.price, default=None)

    def _solve(self, barred: frozenset[int]) -> "Taken":
        rows = self._thinned(barred)
        found = Taken.of(cheapest(self._market(rows)), rows)
        if not barred:
            self.prices.fillings[self._likeness] = found.filled
        return found

    def market(self) -> Market:
        """Return everybody on offer with what they cost."""
        return self._market(self.free)

    def _market(self, rows: Rows) -> Market:
        return Market(
            team_of=self.prices.team_of(self.teams)[rows],
            prices=self._priced(rows),
            wanted=tuple(count for _part, count in self.prices.parts),
            steps=self.steps,
            group_of=self.group_of,
            group_steps=self.group_steps,
        )

    def _thinned(self, barred: frozenset[int]) -> Rows:
        """Return the free rows not *barred* that can be in a cheapest cast.

        Of people of one team whom every part takes at the same price but for their own, only as many as there are parts can
        be: one beyond them could be exchanged for a cheaper one whom nobody has taken.
        """
        rows = self.free[~np.isin(self.free, sorted(barred))] if barred else self.free
        kinds = self.prices.kinds[rows]
        kept = [
            rows[order[_rank(kinds[order]) < self.prices.wanted]]
            for order in (np.lexsort((price[rows], kinds)) for price in (self.base, self.base + self.command))
        ]
        return np.unique(np.concatenate(kept))

    def _priced(self, rows: Rows) -> Units:
        prices = np.where(
            self.prices.skill[rows] == CANNOT, CANNOT, self.prices.skill[rows] + self.base[rows][:, None]
        ).astype(np.int64)
        for column, (part, _count) in enumerate(self.prices.parts):
            if part.commands:
                able = np.isin(rows, sorted(self.commanders))
                commanding = prices[:, column] + self.command[rows]
                prices[:, column] = np.where(able & (prices[:, column] != CANNOT), commanding, CANNOT)
        return prices


@dataclass(frozen=True, slots=True)
class Taken:
    """Agents' *rows* and the numbers of the *parts* that they take; *price* is that of all, *filled* how many there are."""

    rows: tuple[int, ...]
    parts: tuple[int, ...]
    paid: int
    filled: int
    backup_price: int = 0

    @staticmethod
    def of(deal: Deal, rows: Rows) -> "Taken":
        """Return *deal* in rows of agents."""
        return Taken(tuple(rows[deal.people].tolist()), tuple(deal.parts.tolist()), deal.price, deal.filled)

    @property
    def away(self) -> frozenset[int]:
        """The rows taken."""
        return frozenset(self.rows)

    @property
    def price(self) -> int:
        """What the cast costs, the missing backup included."""
        return self.paid + self.backup_price


def _rank(kinds: Rows) -> Rows:
    """Return by place how many of the same kind stand before it; *kinds* is sorted."""
    places = np.arange(len(kinds))
    firsts = np.ones(len(kinds), np.bool_)
    firsts[1:] = kinds[1:] != kinds[:-1]
    return np.asarray(places - np.maximum.accumulate(np.where(firsts, places, 0)), np.int64)
