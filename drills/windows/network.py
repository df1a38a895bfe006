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
        groups, teams = len(market.group_steps), len(market.steps)
        people, parts = len(market.team_of), len(market.wanted)
        team, person = 1 + groups, 1 + groups + teams
        part, sink = person + people, person + people + parts
        allowed = market.prices >= 0
        allowed[sorted(barred)] = False
        self.takers, self.taken = np.nonzero(allowed)
        offered = np.flatnonzero(allowed.any(axis=1))
        arcs = (
            (self.takers + person, self.taken + part, 1, market.prices[self.takers, self.taken]),
            (market.team_of[offered] + team, offered + person, 1, 0),
            (np.arange(parts) + part, sink, market.wanted, 0),
            _stepped(np.zeros(groups, np.int64), np.arange(1, team), market.group_steps, market.people_wanted),
            _stepped(
                np.array(market.group_of, np.int64) + 1, np.arange(team, person), market.steps, market.people_wanted
            ),
        )
        columns = [np.concatenate(column) for column in zip(*(_as_long(arc) for arc in arcs), strict=True)]
        self.flow = min_cost_flow.SimpleMinCostFlow()
        self.arcs = self.flow.add_arcs_with_capacity_and_unit_cost(*columns)[: len(self.takers)]
        self.flow.set_nodes_supplies([0, sink], [market.people_wanted, -market.people_wanted])

    def solved(self) -> Deal:
        self.flow.solve_max_flow_with_min_cost()
        used = self.flow.flows(self.arcs) > 0
        return Deal(self.takers[used], self.taken[used], int(self.flow.optimal_cost()), int(self.flow.maximum_flow()))


Arcs = tuple[Rows, Rows | int, Rows | tuple[int, ...] | int, Units | int]


def _stepped(tails: Rows, heads: Rows, steps: Sequence[Units], most: int) -> Arcs:
    """Return an arc for each of the first *most* of the *steps* between each tail and head."""
    few = [prices[:most] for prices in steps]
    counts = [len(prices) for prices in few]
    prices = np.concatenate([*few, np.zeros(0, np.int64)])
    return np.repeat(tails, counts), np.repeat(heads, counts), 1, prices


def _as_long(arcs: Arcs) -> list[Rows]:
    """Return the columns of *arcs*, single values as often as there are tails."""
    return [np.full(len(arcs[0]), column) if isinstance(column, int) else np.asarray(column) for column in arcs]
