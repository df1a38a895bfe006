"""The cheapest people for the parts of a drill, as a flow: from groups of teams over teams and people to parts.

Each further person away from a group costs no less than the one before (the loss of service is convex there), and so does each
further one away from a team, so that flow of least cost takes the marginal prices in order and its answer is exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow

Units = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Market:
    """People on offer and what they cost.

    *team_of* by person; ``prices[person, part]``, -1 for who cannot take the part; *wanted* people by part. *steps* by team: what the
    first, the second … person away from it costs, as many as it can spare, none cheaper than the one before. *group_of* by team, and
    *group_steps* by group alike, for teams whose customers are the same.
    """

    team_of: Rows
    prices: Units
    wanted: tuple[int, ...]
    steps: tuple[Units, ...]
    group_of: tuple[int, ...]
    group_steps: tuple[Units, ...]

    @property
    def people_wanted(self) -> int:
        """How many people all parts want together."""
        return sum(self.wanted)


@dataclass(frozen=True, slots=True)
class Deal:
    """Who takes what: *people* and their *parts*, and the *price* of it all. *filled* is less than wanted where people are lacking."""

    people: Rows
    parts: Rows
    price: int
    filled: int


def cheapest(market: Market, barred: frozenset[int] = frozenset()) -> Deal:
    """Return the cheapest way to fill as many parts of *market* as possible with people who are not *barred*."""
    network = _Network(market, barred)
    return network.solved()


class _Network:
    """The nodes: the source, groups, teams, people, parts, the sink, in this order."""

    def __init__(self, market: Market, barred: frozenset[int]) -> None:
        self.market = market
        groups, teams, people, parts = (
            len(market.group_steps),
            len(market.steps),
            len(market.team_of),
            len(market.wanted),
        )
        self.first_team, self.first_person = 1 + groups, 1 + groups + teams
        self.first_part = self.first_person + people
        self.sink = self.first_part + parts
        self.flow = min_cost_flow.SimpleMinCostFlow()
        self._add_steps(np.zeros(groups, np.int64), np.arange(1, 1 + groups), market.group_steps)
        self._add_steps(np.array(market.group_of, np.int64) + 1, np.arange(teams) + self.first_team, market.steps)
        offered = np.array([row for row in range(people) if row not in barred], np.int64)
        self._add(market.team_of[offered] + self.first_team, offered + self.first_person, 1, 0)
        allowed = market.prices >= 0
        allowed[sorted(barred)] = False
        self.takers, self.taken = np.nonzero(allowed)
        self.arcs = self._add(
            self.takers + self.first_person, self.taken + self.first_part, 1, market.prices[self.takers, self.taken]
        )
        self._add(np.arange(parts) + self.first_part, np.full(parts, self.sink), np.array(market.wanted), 0)
        self.flow.set_nodes_supplies([0, self.sink], [market.people_wanted, -market.people_wanted])

    def _add(self, tails: Rows, heads: Rows, capacity: Rows | int, price: Units | int) -> Rows:
        shape = tails.shape
        arcs: Rows = self.flow.add_arcs_with_capacity_and_unit_cost(
            tails, heads, np.broadcast_to(np.int64(capacity), shape), np.broadcast_to(np.int64(price), shape)
        )
        return arcs

    def _add_steps(self, tails: Rows, heads: Rows, steps: Sequence[Units]) -> None:
        for tail, head, prices in zip(tails.tolist(), heads.tolist(), steps, strict=True):
            few = prices[: self.market.people_wanted]
            self._add(np.full(len(few), tail), np.full(len(few), head), 1, few)

    def solved(self) -> Deal:
        self.flow.solve_max_flow_with_min_cost()
        used = self.flow.flows(self.arcs) > 0
        return Deal(self.takers[used], self.taken[used], int(self.flow.optimal_cost()), int(self.flow.maximum_flow()))
