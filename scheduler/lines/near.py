"""Every line that is worth nearly as much as the best: forwards through a graph that has been weighed, never off its way.

Plain Python that numba can compile; both give the same lines in the same order.
"""

from typing import NamedTuple

import numpy as np

from forecasting.simulation.compiling import called_part
from scheduler.lines.graph import Graph, Small
from scheduler.lines.kernel import POSSIBLE, Room, value_classes, weigh
from scheduler.lines.menu import Flags, Ints


class Trail(NamedTuple):
    """Where the search stands, by day: *node*, *left* of what may be lost, next *arc*, next *member* of its class, *option* taken."""

    node: Ints
    left: Ints
    arc: Ints
    member: Ints
    option: Small


def trail_of(days: int) -> Trail:
    """Return room for a trail of *days*."""
    numbers = [np.zeros(days + 1, dtype=np.int64) for _ in range(4)]
    return Trail(numbers[0], numbers[1], numbers[2], numbers[3], np.full(days + 1, -1, dtype=np.int32))


@called_part
def near_lines(
    graph: Graph,
    room: Room,
    trail: Trail,
    values: Ints,
    barred: Flags,
    free: Ints,
    leave: Flags,
    marks: Ints,
    start: int,
    slack: int,
    lines: Small,
    losses: Ints,
) -> int:
    """Write to *lines* and *losses* the lines from node *start* that are worth at most *slack* less than the best.

    Returns how many there are; one more than there is room for where there are too many.
    """
    value_classes(graph, room, values, barred, free, leave)
    weigh(graph, room, marks)
    if start < 0 or room.worth[start] <= POSSIBLE:
        return 0
    days, found, day = len(graph.classes_from) - 1, 0, 0
    enter(graph, trail, 0, start, slack)
    while day >= 0:
        if day == days:
            if found == len(lines):
                return found + 1
            for place in range(days):
                lines[found, place] = trail.option[place]
            losses[found] = slack - trail.left[days]
            found += 1
            day -= 1
        elif advance(graph, room, trail, values, barred, day):
            day += 1
        else:
            day -= 1
    return found


@called_part
def enter(graph: Graph, trail: Trail, day: int, node: int, left: int) -> None:
    """Stand at *node* of *day*, about to try its first arc."""
    trail.node[day] = node
    trail.left[day] = left
    trail.member[day] = 0
    trail.arc[day] = graph.arcs_from[day] if day < len(graph.arcs_from) - 1 else 0


@called_part
def advance(graph: Graph, room: Room, trail: Trail, values: Ints, barred: Flags, day: int) -> bool:
    """Take the next step from *day* that does not lose too much; return whether there was one."""
    n_coarse, n_after, n_fine = graph.n_coarse[day], graph.n_coarse[day + 1], graph.n_fine[day]
    node = trail.node[day]
    fine, coarse = node // n_coarse, node % n_coarse
    best = room.worth[graph.nodes_from[day] + node]
    while trail.arc[day] < graph.arcs_from[day + 1]:
        arc = trail.arc[day]
        step = graph.steps_from[day] + graph.arc_letter[arc] * n_coarse + coarse
        target = graph.coarse_step[step]
        held = graph.holds[graph.holds_from[day] + graph.arc_hub[arc] * n_fine + fine]
        if target >= 0 and held:
            following = graph.arc_fine[arc] * n_after + target
            rest = room.worth[graph.nodes_from[day + 1] + following] - graph.arc_cost[arc]
            rest -= graph.coarse_cost[step] if graph.costs else 0
            kind = graph.arc_class[arc]
            first, end = graph.members_from[kind], graph.members_from[kind + 1]
            is_free = kind - graph.classes_from[day] < 2  # a day off or leave: no options
            while trail.member[day] < (1 if is_free else end - first):
                option = -1 if is_free else graph.members[first + trail.member[day]]
                trail.member[day] += 1
                if option >= 0 and barred[option]:
                    continue
                gain = room.value[kind] if option < 0 else values[option]
                loss = best - gain - rest
                if loss <= trail.left[day]:
                    trail.option[day] = option
                    enter(graph, trail, day + 1, following, trail.left[day] - loss)
                    return True
        trail.arc[day] += 1
        trail.member[day] = 0
    return False
