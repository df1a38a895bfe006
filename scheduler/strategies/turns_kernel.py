"""The turns of some people of one team, one after the other, each at what the heads of all others make of it.

Plain Python that numba can compile; both give the same lines. Nothing in it depends on anybody outside of the team.
"""

from typing import NamedTuple

from forecasting.simulation.compiling import called_part
from scheduler.lines.graph import Graph, Small
from scheduler.lines.kernel import POSSIBLE, Room, best_line
from scheduler.lines.menu import Flags, Ints
from scheduler.strategies.slots_kernel import Slots, count_line, place_line, price_aims, price_slots, value_options
from scheduler.strategies.trellis import Trellis

BY_REACH = -1  # the part of goals without aims


class Goal(NamedTuple):
    """How heads of *slots* are priced: averaged over *reach* where *part* is BY_REACH, else on the way to *aims*, see ``price_aims``."""

    slots: Slots
    reach: Ints
    prices: Ints
    aims: Ints
    pull: int
    part: int


class Offer(NamedTuple):
    """What people of a kind share: options, what everybody pays for them, *common*, how their breaks may lie, worth of marks."""

    first: Ints
    kind: Ints
    common: Ints
    trellis: Trellis
    marks: Ints


class People(NamedTuple):
    """By person: the number of the *kind*, *starts* and arrays of ``best_line``, and from *own_from* on what options cost the person alone.

    *idle* is what the days cost with no shift. Rows of *barred* are as long as the longest menu.
    """

    kind: Ints
    starts: Ints
    barred: Flags
    free: Ints
    leave: Flags
    own_from: Ints
    own_places: Ints
    own_costs: Ints
    idle: Ints


class Desk(NamedTuple):
    """Where turns work: sums of prices by slot, what options bring in cover and in all, room by break, a line."""

    total: Ints
    cover: Ints
    values: Ints
    least: Ints
    line: Small


class Answers(NamedTuple):
    """By person: the options of the line by day, their breaks, what the line costs (see ``Seat``), and whether one was found."""

    lines: Small
    ways: Small
    costs: Ints
    found: Flags


@called_part
def price(goal: Goal, heads: Ints, total: Ints) -> None:
    """Write to *total* the sums of the prices of *heads*."""
    if goal.part == BY_REACH:
        price_slots(goal.slots, heads, goal.reach, total)
    else:
        price_aims(goal.slots, goal.prices, goal.aims, goal.pull, goal.part, heads, total)


@called_part
def value_own(offer: Offer, people: People, person: int, desk: Desk) -> None:
    """Write what options are worth to *person* at the prices of the desk."""
    value_options(desk.total, offer.first, offer.kind, offer.trellis, desk.least, desk.cover)
    for option in range(len(offer.first)):
        desk.values[option] = desk.cover[option] - offer.common[option]
    for entry in range(people.own_from[person], people.own_from[person + 1]):
        desk.values[people.own_places[entry]] -= people.own_costs[entry]


@called_part
def answer(
    graph: Graph,
    room: Room,
    offer: Offer,
    people: People,
    goal: Goal,
    of_breaks: Goal,
    desk: Desk,
    person: int,
    heads: Ints,
    answers: Answers,
) -> None:
    """Give *person* the best line at *goal*, with breaks at *of_breaks*, and note the heads."""
    line, way = answers.lines[person], answers.ways[person]
    count_line(heads, line, offer.first, offer.kind, offer.trellis, way, -1)
    price(goal, heads, desk.total)
    value_own(offer, people, person, desk)
    worth = POSSIBLE
    if people.starts[person] >= 0:
        n_options = len(offer.first)
        worth = best_line(
            graph,
            room,
            desk.values[:n_options],
            people.barred[person, :n_options],
            people.free[person],
            people.leave[person],
            offer.marks,
            people.starts[person],
            desk.line,
        )
    answers.found[person] = worth > POSSIBLE
    if worth > POSSIBLE:
        cost = people.idle[person] - worth
        for day in range(len(line)):
            line[day] = desk.line[day]
            if line[day] >= 0:
                cost += desk.cover[line[day]]
        answers.costs[person] = cost
        price(of_breaks, heads, desk.total)
        place_line(desk.total, line, offer.first, offer.kind, offer.trellis, desk.least, way)
    count_line(heads, line, offer.first, offer.kind, offer.trellis, way, 1)


@called_part
def take_turns(
    graphs: tuple[Graph, ...],
    rooms: tuple[Room, ...],
    offers: tuple[Offer, ...],
    people: People,
    goal: Goal,
    of_breaks: Goal,
    desk: Desk,
    order: Ints,
    heads: Ints,
    answers: Answers,
) -> None:
    """Let everybody in *order* answer; those for whom there is no line keep theirs. *graphs*, *rooms* and *offers* are by kind."""
    for person in order:
        kind = people.kind[person]
        answer(graphs[kind], rooms[kind], offers[kind], people, goal, of_breaks, desk, person, heads, answers)
