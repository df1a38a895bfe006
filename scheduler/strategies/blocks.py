"""People of one team and one compiled programme who take their turns in one call of compiled code, which holds no lock."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduler.draft import Draft
from scheduler.lines.menu import Flags, Ints
from scheduler.lines.programme import NEVER_FREE
from scheduler.strategies.seats import Seat, Seats
from scheduler.strategies.slots_engine import turns_engine
from scheduler.strategies.turns_kernel import Desk, Goal, Offer, People

MOST_PEOPLE = 16
SHARE = 0.001  # of a team: more who are alike, one after the other, would go far astray before the others answer


@dataclass
class Block:
    """The *seats* of some people; *offer* is what they choose from."""

    seats: Sequence[Seat]
    offer: Offer

    @property
    def team(self) -> str:
        """The team of all of them."""
        return self.seats[0].agent.team

    @property
    def kind(self) -> int:
        """The number of the compiled programme."""
        return id(self.seats[0].programme.compiled)

    @cached_property
    def people(self) -> People:
        """What tells them apart."""
        programmes = [seat.programme for seat in self.seats]
        sizes = [len(seat.own.places) for seat in self.seats]
        return People(
            np.array([programme.start for programme in programmes], dtype=np.int64),
            np.stack([programme.away for programme in programmes]),
            np.stack([np.where(programme.bound, NEVER_FREE, 0) for programme in programmes]),
            np.stack([programme.on_leave for programme in programmes]),
            programmes[0].compiled.mark_values(None),
            np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
            np.concatenate([seat.own.places for seat in self.seats]),
            np.concatenate([seat.own.costs for seat in self.seats]),
            np.array([seat.own.idle for seat in self.seats], dtype=np.int64),
        )

    def take_turns(self, goal: Goal, of_breaks: Goal, order: Ints, heads: Ints) -> Flags:
        """Let everybody answer in *order* at *goal*, breaks lying where *of_breaks* has them; return for whom there is a line.

        *heads* are the team's.
        """
        compiled, shelf = self.seats[0].programme.compiled, self.seats[0].shelf
        options = len(self.offer.first)
        desk = Desk(
            np.empty(len(heads) + 1, dtype=np.int64),
            np.empty(options, dtype=np.int64),
            np.empty(options, dtype=np.int64),
            shelf.room(),
            np.empty(shelf.menu.n_days, dtype=np.int32),
        )
        lines = np.stack([seat.line for seat in self.seats])
        ways = np.stack([seat.ways for seat in self.seats])
        costs = np.array([seat.cost for seat in self.seats], dtype=np.int64)
        found: Flags = np.zeros(len(self.seats), dtype=np.bool_)
        turns_engine()(
            compiled.graph,
            compiled.room(),
            self.offer,
            self.people,
            goal,
            of_breaks,
            desk,
            order,
            heads,
            lines,
            ways,
            costs,
            found,
        )
        for seat, line, way, cost in zip(self.seats, lines, ways, costs.tolist(), strict=True):
            seat.line, seat.ways, seat.cost = line, way, cost
        return found


def blocks_of(seats: Seats, draft: Draft, random: np.random.Generator) -> dict[str, list[Block]]:
    """Return by team the people of *seats* in blocks, put together at random; none where heads of streams or shares tie them.

    Of everybody the terms of lines and days alone are counted in blocks.
    """
    if draft.objective.shares or any(draft.streams_by_agent[seat.agent.id] for seat in seats.seats):
        return {}
    alike: dict[tuple[str, int, int], list[Seat]] = {}
    for place in random.permutation(len(seats.seats)).tolist():
        seat = seats.seats[place]
        key = seat.agent.team, id(seat.programme.compiled), id(seat.programme.menu)
        alike.setdefault(key, []).append(seat)
    found: dict[str, list[Block]] = {seat.agent.team: [] for seat in seats.seats}
    people = Counter(seat.agent.team for seat in seats.seats)
    for members in alike.values():
        menu, shelf = members[0].programme.menu, members[0].shelf
        common = seats.costs.common(menu, members[0].agent)
        offer = Offer(menu.first, menu.kind, common, shelf.trellis)
        size = min(MOST_PEOPLE, max(1, round(SHARE * people[members[0].agent.team])))
        for first in range(0, len(members), size):
            block = Block(members[first : first + size], offer)
            found[block.team].append(block)
    return found


def mixed(blocks: Sequence[Block], random: np.random.Generator) -> list[Block]:
    """Return *blocks* at random, those of every kind spread evenly: turns get near each other's answers soonest so."""
    kinds = Counter(block.kind for block in blocks)
    ranks = Counter[int]()
    keys = []
    shuffled = [blocks[place] for place in random.permutation(len(blocks)).tolist()]
    for block, chance in zip(shuffled, random.random(len(blocks)).tolist(), strict=True):
        keys.append((ranks[block.kind] + chance) / kinds[block.kind])
        ranks[block.kind] += 1
    return [shuffled[place] for place in np.argsort(keys, kind="stable").tolist()]
