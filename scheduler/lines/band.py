"""The best line whose sum lies between two numbers: forwards through a graph that has been weighed at a price of the sum.

At its price the sum of the best line jumps over what is allowed; a little worse lines lie between. Those that lose less than
what the price could gain are followed, of each node and sum the best one alone, as long as their sums stay near those of a
line that is known: so the answer is exact but for lines that are far from it on the way.

Plain Python that numba can compile; both give the same lines.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecasting.simulation.compiling import called_part
from scheduler.lines.graph import Graph, Small
from scheduler.lines.kernel import POSSIBLE, Room, follow, value_classes, weigh
from scheduler.lines.menu import Flags, Ints

WIDTH = 65  # sums that are told apart on a day at most, the known line's in the middle
MOST_LABELS = 300_000
NONE, TOO_MANY = -1, -2


class Labels(NamedTuple):
    """Ways so far: *node* of its day, *total* units, *loss* so far, the way *before* and the *kind*, the class of the last step. *seen* is by node and total the newest way."""

    node: Small
    total: Small
    loss: Ints
    before: Small
    kind: Small
    seen: Small
    first: Ints


def labels_of(graph: Graph) -> Labels:
    """Return room for the ways of *graph*."""
    days = len(graph.classes_from) - 1
    nodes = int(np.diff(graph.nodes_from).max(initial=1))
    small: list[npt.NDArray[np.int32]] = [np.empty(MOST_LABELS, dtype=np.int32) for _ in range(4)]
    return Labels(
        small[0],
        small[1],
        np.empty(MOST_LABELS, dtype=np.int64),
        small[2],
        small[3],
        np.full(nodes * WIDTH, -1, dtype=np.int32),
        np.zeros(days + 2, dtype=np.int64),
    )


@called_part
def priced_line(
    graph: Graph,
    room: Room,
    values: Ints,
    units: Ints,
    price: int,
    barred: Flags,
    free: Ints,
    leave: Flags,
    marks: Ints,
    start: int,
    paid: Ints,
    line: Small,
) -> int:
    """Write the best line where each unit costs *price*, and return its worth; *paid* is room for values less prices."""
    for option in range(len(values)):
        paid[option] = values[option] - price * units[option]
    value_classes(graph, room, paid, barred, free, leave)
    weigh(graph, room, marks)
    worth = int(room.worth[start])
    if worth > POSSIBLE:
        follow(graph, room, start, line)
    return worth


@called_part
def line_between(
    graph: Graph,
    room: Room,
    labels: Labels,
    class_units: Ints,
    known: Ints,
    price: int,
    least: int,
    most: int,
    start: int,
    slack: int,
    reach: int,
    line: Small,
) -> int:
    """Write to *line* the best one with a sum from *least* to *most*, if it loses at most *slack*; *room* is weighed at *price*.

    *known* is by day the sum before it of a line to stay near: within *reach* units. Returns its number among the ways, NONE where there is none and TOO_MANY where there was
    no room.
    """
    days = len(graph.classes_from) - 1
    labels.node[0], labels.total[0], labels.loss[0], labels.before[0], labels.kind[0] = start, 0, 0, -1, -1
    labels.first[0], labels.first[1] = 0, 1
    for day in range(days):
        count = _step(graph, room, labels, class_units, int(known[day + 1]), day, slack, min(reach, WIDTH // 2))
        if count < 0:
            return TOO_MANY
        labels.first[day + 2] = count
    best, place = 0, -1
    for number in range(labels.first[days], labels.first[days + 1]):
        total = int(labels.total[number])
        if least <= total <= most:
            gain = price * total - int(labels.loss[number])
            if place < 0 or gain > best:
                best, place = gain, number
    if place < 0:
        return NONE
    found = place
    for day in range(days - 1, -1, -1):
        line[day] = room.option[labels.kind[found]]
        found = labels.before[found]
    return place


@called_part
def _step(
    graph: Graph, room: Room, labels: Labels, class_units: Ints, middle: int, day: int, slack: int, reach: int
) -> int:
    """Go on from the ways to *day*; return how many ways there are in all, NONE where there is no room."""
    n_coarse, n_after, n_fine = graph.n_coarse[day], graph.n_coarse[day + 1], graph.n_fine[day]
    worth, here, after = room.worth, graph.nodes_from[day], graph.nodes_from[day + 1]
    first, count = labels.first[day], labels.first[day + 1]
    begin = count
    for number in range(first, begin):
        node = labels.node[number]
        fine, coarse = node // n_coarse, node % n_coarse
        left = slack - labels.loss[number] - worth[here + node]
        row = graph.steps_from[day] + coarse
        for arc in range(graph.arcs_from[day], graph.arcs_from[day + 1]):
            step = row + graph.arc_letter[arc] * n_coarse
            target = graph.coarse_step[step]
            if target < 0:
                continue
            following = graph.arc_fine[arc] * n_after + target
            kind = graph.arc_class[arc]
            gain = room.value[kind] + worth[after + following] - graph.arc_cost[arc]
            if graph.costs:
                gain -= graph.coarse_cost[step]
            if left + gain < 0 or not graph.holds[graph.holds_from[day] + graph.arc_hub[arc] * n_fine + fine]:
                continue
            total = labels.total[number] + class_units[kind]
            if abs(total - middle) > reach:
                continue
            place = total - middle + WIDTH // 2
            loss = slack - left - gain
            cell = following * WIDTH + place
            found = labels.seen[cell]
            if found < begin or found >= count or labels.node[found] != following or labels.total[found] != total:
                if count == len(labels.node):
                    return NONE
                found = count
                count += 1
                labels.seen[cell] = found
                labels.node[found], labels.total[found] = following, total
            elif labels.loss[found] <= loss:
                continue
            labels.loss[found], labels.before[found], labels.kind[found] = loss, number, kind
    return int(count)
