"""The best line of a graph: backwards over the days what each node is worth at best, then forwards along it.

Plain Python that numba can compile; both give the same numbers. Worth is in whole numbers, NEVER that of what is not possible.
"""

from typing import NamedTuple

from forecasting.simulation.compiling import called_part
from scheduler.lines.graph import Graph, Small
from scheduler.lines.menu import Flags, Ints

NEVER = -(1 << 60)
POSSIBLE = -(1 << 59)  # above it worth is real
OFF_CLASS, LEAVE_CLASS = 0, 1
BLOCK = 256  # coarse states that are weighed side by side: what the processor keeps near


class Room(NamedTuple):
    """Where the kernel works: *worth* by node, *value* and *option* by class, *hub* (hub, coarse state of a block), *gain* alike."""

    worth: Ints
    value: Ints
    option: Small
    hub: Ints
    gain: Ints


@called_part
def best_line(
    graph: Graph,
    room: Room,
    values: Ints,
    barred: Flags,
    free: Ints,
    leave: Flags,
    marks: Ints,
    start: int,
    line: Small,
) -> int:
    """Write the options of the best line from node *start* of the first day to *line*, -1 for a day off; return its worth.

    *values* and *barred* are by option, *free* by day what a day off is worth (NEVER: not possible) and *leave* whether
    it is leave; *marks* by mark of the end.
    """
    value_classes(graph, room, values, barred, free, leave)
    weigh(graph, room, marks)
    worth = int(room.worth[start])
    if worth > POSSIBLE:
        follow(graph, room, start, line)
    return worth


@called_part
def best_lines(
    graph: Graph,
    room: Room,
    values: Ints,
    barred: Flags,
    free: Ints,
    leave: Flags,
    marks: Ints,
    starts: Ints,
    lines: Small,
    worths: Ints,
) -> None:
    """Do so for many people, each a row of every array from *values* to *worths*."""
    for person in range(len(starts)):
        worths[person] = NEVER
        if starts[person] >= 0:
            worths[person] = best_line(
                graph,
                room,
                values[person],
                barred[person],
                free[person],
                leave[person],
                marks[person],
                starts[person],
                lines[person],
            )


@called_part
def value_classes(graph: Graph, room: Room, values: Ints, barred: Flags, free: Ints, leave: Flags) -> None:
    """Give each class the worth of its best option, the first of equal ones."""
    value, option = room.value, room.option
    for number in range(graph.classes_from[-1]):
        value[number] = NEVER
        option[number] = -1
    for day in range(len(free)):
        first = graph.classes_from[day]
        value[first + (LEAVE_CLASS if leave[day] else OFF_CLASS)] = free[day]
    for number in range(len(values)):
        place = graph.option_class[number]
        if place >= 0 and not barred[number] and values[number] > value[place]:
            value[place] = values[number]
            option[place] = number


@called_part
def weigh(graph: Graph, room: Room, marks: Ints) -> None:
    """Give each node the worth of the best way from it to an end."""
    worth, days = room.worth, len(graph.classes_from) - 1
    base = graph.nodes_from[days]
    for node in range(graph.nodes_from[days + 1] - base):
        mark = graph.ends[node]
        worth[base + node] = marks[mark] if mark >= 0 else NEVER
    for day in range(days - 1, -1, -1):
        for first in range(0, graph.n_coarse[day], BLOCK):
            width = min(BLOCK, graph.n_coarse[day] - first)
            _weigh_hubs(graph, room, day, first, width)
            _weigh_nodes(graph, room, day, first, width)


@called_part
def _weigh_hubs(graph: Graph, room: Room, day: int, first: int, width: int) -> None:
    """Give each hub of each of *width* coarse states from *first* on the worth of its best arc."""
    n_hubs = graph.hubs_from[day + 1] - graph.hubs_from[day]
    for number in range(n_hubs):
        _clear(room.hub[number, :width])
    gain = room.gain[:width]
    letter, fine = -1, -1
    for arc in range(graph.arcs_from[day], graph.arcs_from[day + 1]):
        value = room.value[graph.arc_class[arc]]
        if value <= POSSIBLE:
            continue
        if graph.arc_letter[arc] != letter or graph.arc_fine[arc] != fine:  # arcs of one target lie side by side
            letter, fine = graph.arc_letter[arc], graph.arc_fine[arc]
            row = graph.nodes_from[day + 1] + fine * graph.n_coarse[day + 1]
            after = room.worth[row : row + graph.n_coarse[day + 1]]
            step = graph.steps_from[day] + letter * graph.n_coarse[day] + first
            _gather(after, graph.coarse_step[step : step + width], gain)
            if graph.costs:
                _take_off(graph.coarse_cost[step : step + width], gain)
        _raise(room.hub[graph.arc_hub[arc], :width], gain, value - graph.arc_cost[arc])


@called_part
def _weigh_nodes(graph: Graph, room: Room, day: int, first: int, width: int) -> None:
    """Give each fine state of each of *width* coarse states from *first* on the best of the hubs that it is in."""
    first_hub, n_coarse = graph.hubs_from[day], graph.n_coarse[day]
    start = graph.nodes_from[day] + first
    for fine in range(graph.n_fine[day]):
        row = start + fine * n_coarse
        _clear(room.worth[row : row + width])
    for number in range(graph.hubs_from[day + 1] - first_hub - 1, -1, -1):
        gain, place = room.hub[number, :width], first_hub + number
        inner = graph.hub_base[place]
        if inner >= 0:
            _raise(room.hub[inner, :width], gain, 0)
        for entry in range(graph.hub_fine_from[place], graph.hub_fine_from[place + 1]):
            row = start + graph.hub_fine[entry] * n_coarse
            _raise(room.worth[row : row + width], gain, 0)


@called_part
def _clear(row: Ints) -> None:
    for place in range(len(row)):
        row[place] = NEVER


@called_part
def _gather(after: Ints, steps: Small, gain: Ints) -> None:
    """Write to *gain* what the states after *steps* are worth."""
    for place in range(len(gain)):
        target = steps[place]
        gain[place] = after[target] if target >= 0 else NEVER


@called_part
def _take_off(cost: Ints, gain: Ints) -> None:
    for place in range(len(gain)):
        gain[place] -= cost[place]


@called_part
def _raise(row: Ints, gain: Ints, more: int) -> None:
    """Raise *row* to *gain* and *more* where that is greater."""
    for place in range(len(row)):
        row[place] = max(row[place], gain[place] + more)


@called_part
def follow(graph: Graph, room: Room, start: int, line: Small) -> None:
    """Write the options on the best way from node *start* of the first day."""
    node = start
    for day in range(len(line)):
        n_coarse, n_after, n_fine = graph.n_coarse[day], graph.n_coarse[day + 1], graph.n_fine[day]
        fine, coarse = node // n_coarse, node % n_coarse
        wanted = room.worth[graph.nodes_from[day] + node]
        for arc in range(graph.arcs_from[day], graph.arcs_from[day + 1]):
            step = graph.steps_from[day] + graph.arc_letter[arc] * n_coarse + coarse
            target = graph.coarse_step[step]
            if target < 0 or not graph.holds[graph.holds_from[day] + graph.arc_hub[arc] * n_fine + fine]:
                continue
            following = graph.arc_fine[arc] * n_after + target
            gain = room.value[graph.arc_class[arc]] + room.worth[graph.nodes_from[day + 1] + following]
            if gain - graph.arc_cost[arc] - (graph.coarse_cost[step] if graph.costs else 0) == wanted:
                line[day] = room.option[graph.arc_class[arc]]
                node = following
                break
