"""The people of a team in tables, whose turns are taken in a few calls of compiled code that holds no lock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from scheduler.draft import Draft
from scheduler.lines.graph import Graph
from scheduler.lines.kernel import Room
from scheduler.lines.menu import Ints
from scheduler.lines.programme import NEVER_FREE
from scheduler.strategies.day_costs import DayCosts
from scheduler.strategies.seats import Seat, Seats
from scheduler.strategies.slots_engine import turns_engine
from scheduler.strategies.slots_kernel import NO_NODE
from scheduler.strategies.turns_kernel import Answers, Desk, Goal, Offer, People

KINDS = (
    8  # of people in one table: each table has so many graphs, or the code would be compiled for every number of them
)
SHARE = 0.001  # of a team: more of one table, one after the other, would go far astray before the others answer


@dataclass
class Table:
    """Some *seats* of one team, of KINDS kinds at most; *people* are what tells them apart."""

    seats: Sequence[Seat]
    people: People
    graphs: tuple[Graph, ...]
    rooms: tuple[Room, ...]
    offers: tuple[Offer, ...]
    desk: Desk

    @staticmethod
    def of(kinds: Sequence[Sequence[Seat]], costs: DayCosts) -> "Table":
        """Return the table of the people of *kinds*, who have a compiled programme and a menu in common."""
        seats = [seat for members in kinds for seat in members]
        padded = [*kinds, *([kinds[0]] * (KINDS - len(kinds)))]
        compiled = [members[0].programme.compiled for members in padded]
        offers = tuple(_offer(members[0], costs) for members in padded)
        kind = np.repeat(np.arange(len(kinds)), [len(members) for members in kinds])
        options, menu = max(len(offer.first) for offer in offers), seats[0].shelf.menu
        desk = Desk(
            np.empty(menu.instance.grid.n_slots + 1, dtype=np.int64),
            np.empty(options, dtype=np.int64),
            np.empty(options, dtype=np.int64),
            np.empty(2 * max(1, *(len(offer.trellis.start) for offer in offers)), dtype=np.int64),
            np.empty(menu.n_days, dtype=np.int32),
        )
        rooms = tuple(one.room() for one in compiled)
        return Table(seats, _people(seats, kind, options), tuple(one.graph for one in compiled), rooms, offers, desk)

    def order(self, random: np.random.Generator) -> Ints:
        """Return everybody's place at random, people of every kind spread evenly: answers get near each other soonest so."""
        places = random.permutation(len(self.seats))
        kind = self.people.kind[places]
        keys = np.empty(len(places))
        for number in np.unique(kind).tolist():
            alike = np.flatnonzero(kind == number)
            keys[alike] = (np.arange(len(alike)) + random.random(len(alike))) / len(alike)
        return places[np.argsort(keys, kind="stable")]


class Part(NamedTuple):
    """The next people of a pass: the number of their table, and their places in it."""

    table: int
    order: Ints


@dataclass
class Walk:
    """A pass of the people of a team, who are in *tables* and bring *heads*; their seats hear of it at the end."""

    tables: Sequence[Table]
    heads: Ints
    random: np.random.Generator

    def __post_init__(self) -> None:
        self.answers = [_answers(table.seats) for table in self.tables]

    def parts(self, most: int) -> Iterator[Part]:
        """Yield everybody in parts of *most* people, of whatever kind; fewer at once where they are in several tables."""
        orders = [table.order(self.random) for table in self.tables]
        people = sum(map(len, orders))
        if len(orders) > 1:
            most = min(most, max(1, round(SHARE * people)))
        parts = [
            ((first + self.random.random() * most) / len(order), Part(number, order[first : first + most]))
            for number, order in enumerate(orders)
            for first in range(0, len(order), most)
        ]
        return (part for _, part in sorted(parts, key=itemgetter(0)))

    def take(self, part: Part, goal: Goal, of_breaks: Goal) -> None:
        """Let the people of *part* answer at *goal*, breaks lying where *of_breaks* has them."""
        table = self.tables[part.table]
        turns_engine()(
            table.graphs,
            table.rooms,
            table.offers,
            table.people,
            goal,
            of_breaks,
            table.desk,
            part.order,
            self.heads,
            self.answers[part.table],
        )

    def tell(self) -> list[Seat]:
        """Give the seats their lines; return those for whom none was found."""
        without = []
        for table, (lines, ways, costs, found) in zip(self.tables, self.answers, strict=True):
            for seat, line, way, cost in zip(table.seats, lines, ways, costs.tolist(), strict=True):
                seat.line, seat.ways, seat.cost = line, np.ascontiguousarray(way[:, : seat.ways.shape[1]]), cost
            without += [table.seats[place] for place in np.flatnonzero(~found).tolist()]
        return without


def _answers(seats: Sequence[Seat]) -> Answers:
    ways = np.full((len(seats), len(seats[0].line), max(seat.ways.shape[1] for seat in seats)), NO_NODE, dtype=np.int32)
    for row, seat in zip(ways, seats, strict=True):
        row[:, : seat.ways.shape[1]] = seat.ways
    return Answers(
        np.stack([seat.line for seat in seats]),
        ways,
        np.array([seat.cost for seat in seats], dtype=np.int64),
        np.ones(len(seats), dtype=np.bool_),
    )


def tables_of(seats: Seats, draft: Draft) -> dict[str, list[Table]]:
    """Return the people of *seats* in tables by team; none where heads of streams or shares tie them.

    Of everybody the terms of lines and days alone are counted there.
    """
    if draft.objective.shares or any(draft.streams_by_agent[seat.agent.id] for seat in seats.seats):
        return {}
    kinds: dict[str, dict[tuple[int, int], list[Seat]]] = {}
    for seat in seats.seats:
        key = id(seat.programme.compiled), id(seat.programme.menu)
        kinds.setdefault(seat.agent.team, {}).setdefault(key, []).append(seat)
    found = {}
    for team, known in kinds.items():
        members = list(known.values())
        found[team] = [Table.of(members[first : first + KINDS], seats.costs) for first in range(0, len(members), KINDS)]
    return found


def _offer(seat: Seat, costs: DayCosts) -> Offer:
    menu, compiled = seat.programme.menu, seat.programme.compiled
    return Offer(menu.first, menu.kind, costs.common(menu, seat.agent), seat.shelf.trellis, compiled.mark_values(None))


def _people(seats: Sequence[Seat], kind: Ints, options: int) -> People:
    programmes = [seat.programme for seat in seats]
    barred = np.ones((len(seats), options), dtype=np.bool_)
    for row, programme in zip(barred, programmes, strict=True):
        row[: len(programme.away)] = programme.away
    return People(
        kind,
        np.array([programme.start for programme in programmes], dtype=np.int64),
        barred,
        np.stack([np.where(programme.bound, NEVER_FREE, 0) for programme in programmes]),
        np.stack([programme.on_leave for programme in programmes]),
        np.concatenate(([0], np.cumsum([len(seat.own.places) for seat in seats]))).astype(np.int64),
        np.concatenate([seat.own.places for seat in seats]),
        np.concatenate([seat.own.costs for seat in seats]),
        np.array([seat.own.idle for seat in seats], dtype=np.int64),
    )
