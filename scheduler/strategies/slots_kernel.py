"""What shifts are worth at prices of slots, each with its best breaks, and the heads that they bring.

Plain Python that numba can compile; both give the same numbers. Prices are whole numbers; *total* holds their sums up to
each slot, so that a stretch is worth the difference of two of them. Slots outside the horizon are worth nothing.
"""

from typing import NamedTuple

from forecasting.simulation.compiling import called_part, part
from scheduler.lines.graph import Small
from scheduler.lines.menu import Ints
from scheduler.strategies.trellis import NONE, Trellis

NO_NODE = -1
FAR = 1 << 60  # the cost of no way


class Slots(NamedTuple):
    """What heads cost by slot: *demand* in hundredths of a head, and by piece (slope, slot) what lies beyond *short* or *spare* costs.

    *slopes_short* and *slopes_spare* are points a head, by piece; the pieces are added up.
    """

    demand: Ints
    short: Ints
    slopes_short: Ints
    spare: Ints
    slopes_spare: Ints


@part
def between(total: Ints, first: int, end: int) -> int:
    """Return what the slots from *first* to *end* are worth."""
    last = len(total) - 1
    return int(total[min(max(end, 0), last)]) - int(total[min(max(first, 0), last)])


@part
def cost_of_slot(slots: Slots, slot: int, heads: int) -> int:
    """Return what *heads* cost in *slot*, in hundredths of a point."""
    missing = slots.demand[slot] - 100 * heads
    cost = 0
    if missing > 0:
        for piece in range(len(slots.slopes_short)):
            cost += slots.slopes_short[piece] * max(0, missing - slots.short[piece, slot])
    else:
        for piece in range(len(slots.slopes_spare)):
            cost += slots.slopes_spare[piece] * max(0, -missing - slots.spare[piece, slot])
    return cost


@called_part
def price_slots(slots: Slots, heads: Ints, reach: Ints, total: Ints) -> None:
    """Write to *total* the sums of what one more head saves in each slot, averaged over *reach* heads to both sides."""
    total[0] = 0
    for slot in range(len(heads)):
        fewer = max(0, heads[slot] - reach[slot])
        more = heads[slot] + 1 + reach[slot]
        saved = cost_of_slot(slots, slot, fewer) - cost_of_slot(slots, slot, more)
        total[slot + 1] = total[slot] + saved // (more - fewer)


@called_part
def price_aims(slots: Slots, prices: Ints, aims: Ints, pull: int, part: int, heads: Ints, total: Ints) -> None:
    """Write to *total* the sums of *prices*, each raised by *pull* for every head that is missing to *aims*, hundredths of a head.

    *part* percent of each are what one more head truly saves.
    """
    total[0] = 0
    for slot in range(len(heads)):
        missing = aims[slot] - 100 * heads[slot] - 50  # up to the middle of one more head
        price = (100 - part) * (prices[slot] + pull * missing // 100)
        if part > 0:
            count = heads[slot]
            price += part * (cost_of_slot(slots, slot, count) - cost_of_slot(slots, slot, count + 1))
        total[slot + 1] = total[slot] + price // 100


@called_part
def value_options(total: Ints, first: Ints, kind: Ints, trellis: Trellis, least: Ints, values: Ints) -> None:
    """Write what each option is worth to *values*: its slots less those of its cheapest breaks. *least* is room, two by node."""
    for option in range(len(first)):
        number, start = kind[option], first[option]
        lost = weigh_breaks(total, start, number, trellis, least)
        values[option] = between(total, start, start + trellis.length[number]) - lost


@called_part
def weigh_breaks(total: Ints, start: int, kind: int, trellis: Trellis, least: Ints) -> int:
    """Write to *least* by node the cheapest way up to its break; return the cost of the cheapest whole one.

    The second half of *least* takes the cheapest way up to the breaks before each.
    """
    low, high, lasts = trellis.nodes_from[kind], trellis.nodes_from[kind + 1], trellis.lasts_from[kind]
    if start >= 0 and start + trellis.length[kind] < len(total):
        for node in range(low, high):
            begin = start + trellis.start[node]
            least[node] = total[begin + trellis.size[node]] - total[begin]
    else:
        for node in range(low, high):
            begin = start + trellis.start[node]
            least[node] = between(total, begin, begin + trellis.size[node])
    half = len(least) // 2
    for node in range(low, high):
        inner = trellis.inner[node]
        cheapest = least[half + inner] if inner != NONE else FAR
        for place in range(trellis.before_from[node], trellis.before_from[node + 1]):
            cheapest = min(cheapest, least[trellis.before[place]])
        least[half + node] = cheapest
        if cheapest < FAR:
            least[node] += cheapest
    if lasts == high:
        return 0
    best = least[lasts]
    for node in range(lasts + 1, high):
        best = min(best, least[node])
    return int(best)


@called_part
def place_breaks(total: Ints, start: int, kind: int, trellis: Trellis, least: Ints, way: Small) -> None:
    """Write the nodes of the cheapest breaks to *way*, the last one first, then NO_NODE; *least* is room, two by node."""
    best = weigh_breaks(total, start, kind, trellis, least)
    for place in range(len(way)):
        way[place] = NO_NODE
    node = trellis.lasts_from[kind]
    if node == trellis.nodes_from[kind + 1]:
        return
    while least[node] != best:
        node += 1
    half = len(least) // 2
    for place in range(len(way)):
        way[place] = node
        cheapest = least[half + node]
        if cheapest == FAR:
            return
        node = cheapest_before(trellis, least, node, cheapest)


@called_part
def cheapest_before(trellis: Trellis, least: Ints, node: int, cheapest: int) -> int:
    """Return the first of the nodes before *node* of which the way is as cheap as *cheapest*."""
    found = len(least)
    while node != NONE:
        for place in range(trellis.before_from[node], trellis.before_from[node + 1]):
            other = trellis.before[place]
            if least[other] == cheapest:
                found = min(found, other)
        node = trellis.inner[node]
    return found


@called_part
def count_shift(heads: Ints, start: int, kind: int, trellis: Trellis, way: Small, sign: int) -> None:
    """Add *sign* to the *heads* of the slots of a shift in which its breaks, *way*, are not."""
    last = len(heads)
    for slot in range(max(0, start), min(last, start + trellis.length[kind])):
        heads[slot] += sign
    for node in way:
        if node == NO_NODE:
            return
        begin = start + trellis.start[node]
        for slot in range(max(0, begin), min(last, begin + trellis.size[node])):
            heads[slot] -= sign


@called_part
def count_line(heads: Ints, line: Small, first: Ints, kind: Ints, trellis: Trellis, ways: Small, sign: int) -> None:
    """Do so for the options of *line*, by day, with their breaks *ways*."""
    for day in range(len(line)):
        option = line[day]
        if option >= 0:
            count_shift(heads, first[option], kind[option], trellis, ways[day], sign)


@called_part
def place_line(total: Ints, line: Small, first: Ints, kind: Ints, trellis: Trellis, least: Ints, ways: Small) -> None:
    """Write to *ways* the cheapest breaks of the options of *line*, by day; prices do not change in between."""
    for day in range(len(line)):
        option = line[day]
        if option >= 0:
            place_breaks(total, first[option], kind[option], trellis, least, ways[day])
