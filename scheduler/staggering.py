"""Breaks moved apart: where too many of a team are on a break at once, some take theirs at another time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from scheduler.agents import Agent
from scheduler.coverage import Counts
from scheduler.draft import Draft
from scheduler.objective import slot_cost
from scheduler.options import Option
from scheduler.roster import Roster
from scheduler.rules.base import Rule
from scheduler.rules.scope import Scoped
from scheduler.rules.staggered import StaggeredBreaks, most_on_break, on_break

MOST_PASSES = 20


def stagger_breaks(draft: Draft, rules: Iterable[Rule]) -> None:
    """Move breaks of *draft* until no rule of *rules* on staggered breaks is broken, or no move of one shift helps.

    Each move leaves fewer people above what is allowed; among moves that do so alike, the one that hurts the cover least.
    """
    for rule in rules:
        stagger = rule.rule if isinstance(rule, Scoped) else rule
        if isinstance(stagger, StaggeredBreaks):
            agents = [agent for agent in draft.instance.agents if not isinstance(rule, Scoped) or rule.covers(agent)]
            for team in sorted({agent.team for agent in agents}):
                members = [agent for agent in agents if agent.team == team]
                _Team.of(draft, members, stagger.percent).settle()


@dataclass
class _Team:
    """The people of one team whose breaks are moved: how many are on a break by slot, and how many may be."""

    draft: Draft
    members: Collection[Agent]
    away: Counts
    allowed: Counts

    @staticmethod
    def of(draft: Draft, members: Collection[Agent], percent: int) -> "_Team":
        team = next(iter(members)).team
        mine = {agent.id for agent in members}
        known = () if draft.instance.before is None else draft.instance.before.assignments
        shifts = [shift for shift in (*known, *draft.roster().assignments) if shift.agent in mine]
        grid = draft.instance.grid
        present = np.zeros(grid.n_slots, dtype=np.int64)
        for shift in (one for one in shifts if not one.on_call):
            first, end = grid.slot_containing(shift.start), grid.slot_containing(shift.end)
            present[max(0, first) : max(0, end)] += 1
        away = on_break(Roster(grid, tuple(shifts)), draft.instance)[team]
        return _Team(draft, members, away, most_on_break(present, percent))

    def settle(self) -> None:
        """Move breaks shift by shift until nothing is gained."""
        for _ in range(MOST_PASSES):
            moved = False
            for agent in self.members:
                for day, (option, pattern) in list(self.draft.lines.get(agent.id, {}).items()):
                    if self._is_in_excess(option, pattern):
                        best = self._best(agent, option, pattern)
                        moved = moved or best != pattern
                        self.draft.move_breaks(agent, day, best)
            if not moved:
                return

    def _is_in_excess(self, option: Option, pattern: int) -> bool:
        arrangement = self.draft.patterns[option.kind.name]
        excess = self.away > self.allowed
        return any(
            bool(excess[max(0, option.first + start) : max(0, option.first + end)].any())
            for start, end in arrangement.away(pattern)
        )

    def _best(self, agent: Agent, option: Option, pattern: int) -> int:
        """Return the arrangement with the least excess, then the cheapest one, and count it instead of *pattern*."""
        arrangement = self.draft.patterns[option.kind.name]
        self._count(option, pattern, -1)
        first, end = max(0, option.first), min(len(self.away), option.end)
        heads, demand = self.draft.heads[agent.team][first:end], self.draft.demand[agent.team][first:end]
        weights = self.draft.weights
        hurt = slot_cost(heads, demand, weights) - slot_cost(heads + 1, demand, weights)
        beyond = np.maximum(0, self.away[first:end] + 1 - self.allowed[first:end])
        price = np.zeros(arrangement.length, dtype=np.int64)
        dearest = 2 * int(np.abs(hurt).sum(initial=0)) + 1  # one person less in excess outweighs all cover of the shift
        price[first - option.first : end - option.first] = hurt + dearest * beyond
        prices = arrangement.prices(price)
        best = int(prices.argmin())
        chosen = best if prices[best] < prices[pattern] else pattern
        self._count(option, chosen, 1)
        return chosen

    def _count(self, option: Option, pattern: int, sign: int) -> None:
        for start, end in self.draft.patterns[option.kind.name].away(pattern):
            first, last = max(0, option.first + start), min(len(self.away), option.first + end)
            if first < last:
                self.away[first:last] += sign
