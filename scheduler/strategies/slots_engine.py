"""The kernels of slots and turns compiled: some seconds at the first call on a machine, read from disk in later processes."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from forecasting.simulation.compiling import compiled_from
from scheduler.lines import graph, kernel
from scheduler.lines.graph import Graph, Small
from scheduler.lines.kernel import Room
from scheduler.lines.menu import Ints
from scheduler.strategies import slots_kernel, trellis, turns_kernel
from scheduler.strategies.slots_kernel import Slots
from scheduler.strategies.trellis import Trellis
from scheduler.strategies.turns_kernel import Answers, Desk, Goal, Offer, People

SOURCES = (slots_kernel, trellis)
TURNS = (graph, kernel, turns_kernel, *SOURCES)
Graphs = tuple[Graph, ...]
Rooms = tuple[Room, ...]
Offers = tuple[Offer, ...]
TakeTurns = Callable[[Graphs, Rooms, Offers, People, Goal, Goal, Desk, Ints, Ints, Answers], None]


class Engine(NamedTuple):
    """The functions of ``slots_kernel`` of the same names."""

    price_slots: Callable[[Slots, Ints, Ints, Ints], None]
    price_goal: Callable[[Goal, Ints, Ints], None]
    value_options: Callable[[Ints, Ints, Ints, Trellis, Ints, Ints], None]
    place_line: Callable[[Ints, Small, Ints, Ints, Trellis, Ints, Small], None]
    count_line: Callable[[Ints, Small, Ints, Ints, Trellis, Small, int], None]


@cache
def slots_engine() -> Engine:
    """Return the compiled functions, the same for the whole process."""

    def price_slots(slots: Slots, heads: Ints, reach: Ints, total: Ints) -> None:
        price(slots, heads, reach, total)

    def price_goal(goal: Goal, heads: Ints, total: Ints) -> None:
        by_goal(goal, heads, total)

    def value_options(total: Ints, first: Ints, kind: Ints, trellis: Trellis, least: Ints, values: Ints) -> None:
        value(total, first, kind, trellis, least, values)

    def place_line(
        total: Ints, line: Small, first: Ints, kind: Ints, trellis: Trellis, least: Ints, ways: Small
    ) -> None:
        place(total, line, first, kind, trellis, least, ways)

    def count_line(heads: Ints, line: Small, first: Ints, kind: Ints, trellis: Trellis, ways: Small, sign: int) -> None:
        count(heads, line, first, kind, trellis, ways, sign)

    return Engine(
        compiled_from(SOURCES, price_slots),
        compiled_from(TURNS, price_goal),
        compiled_from(SOURCES, value_options),
        compiled_from(SOURCES, place_line),
        compiled_from(SOURCES, count_line),
    )


@cache
def turns_engine() -> TakeTurns:
    """Return the compiled ``turns_kernel.take_turns``, the same for the whole process."""

    def take_turns(
        graphs: Graphs,
        rooms: Rooms,
        offers: Offers,
        people: People,
        goal: Goal,
        of_breaks: Goal,
        desk: Desk,
        order: Ints,
        heads: Ints,
        answers: Answers,
    ) -> None:
        turns(graphs, rooms, offers, people, goal, of_breaks, desk, order, heads, answers)

    return compiled_from(TURNS, take_turns)


price, by_goal, value = slots_kernel.price_slots, turns_kernel.price, slots_kernel.value_options
turns = turns_kernel.take_turns
place, count = slots_kernel.place_line, slots_kernel.count_line
