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


class Room(NamedTuple):
    """Where the kernel works: *worth* by node, *value* and *option* by class, *hub* for the hubs of one coarse state."""

    worth: Ints
    value: Ints
    option: Small
    hub: Ints


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
        _weigh_day(graph, room, day)


@called_part
def _weigh_day(graph: Graph, room: Room, day: int) -> None:
    for coarse in range(graph.n_coarse[day]):
        _weigh_hubs(graph, room, day, coarse)
        _weigh_nodes(graph, room, day, coarse)


@called_part
def _weigh_hubs(graph: Graph, room: Room, day: int, coarse: int) -> None:
    """Give each hub of *coarse* the worth of its best arc."""
    worth, value, hub = room.worth, room.value, room.hub
    after, n_after = graph.nodes_from[day + 1], graph.n_fine[day + 1]
    row = graph.steps_from[day] + coarse * graph.n_letters[day]
    for number in range(graph.hubs_from[day + 1] - graph.hubs_from[day]):
        hub[number] = NEVER
    for arc in range(graph.arcs_from[day], graph.arcs_from[day + 1]):
        step = row + graph.arc_letter[arc]
        target = graph.coarse_step[step]
        if target >= 0:
            gain = value[graph.arc_class[arc]] + worth[after + target * n_after + graph.arc_fine[arc]]
            gain -= graph.arc_cost[arc] + (graph.coarse_cost[step] if graph.costs else 0)
            hub[graph.arc_hub[arc]] = max(gain, hub[graph.arc_hub[arc]])


@called_part
def _weigh_nodes(graph: Graph, room: Room, day: int, coarse: int) -> None:
    """Give each fine state of *coarse* the best of the hubs that it is in."""
    worth, hub, first_hub = room.worth, room.hub, graph.hubs_from[day]
    node = graph.nodes_from[day] + coarse * graph.n_fine[day]
    for fine in range(graph.n_fine[day]):
        worth[node + fine] = NEVER
    for number in range(graph.hubs_from[day + 1] - first_hub - 1, -1, -1):
        gain = hub[number]
        if gain > POSSIBLE:
            place = first_hub + number
            inner = graph.hub_base[place]
            if inner >= 0:
                hub[inner] = max(gain, hub[inner])
            for entry in range(graph.hub_fine_from[place], graph.hub_fine_from[place + 1]):
                fine = node + graph.hub_fine[entry]
                worth[fine] = max(gain, worth[fine])


@called_part
def follow(graph: Graph, room: Room, start: int, line: Small) -> None:
    """Write the options on the best way from node *start* of the first day."""
    node = start
    for day in range(len(line)):
        n_fine, n_after = graph.n_fine[day], graph.n_fine[day + 1]
        coarse, fine = node // n_fine, node % n_fine
        wanted = room.worth[graph.nodes_from[day] + node]
        row = graph.steps_from[day] + coarse * graph.n_letters[day]
        for arc in range(graph.arcs_from[day], graph.arcs_from[day + 1]):
            step = row + graph.arc_letter[arc]
            target = graph.coarse_step[step]
            if target < 0 or not graph.holds[graph.holds_from[day] + graph.arc_hub[arc] * n_fine + fine]:
                continue
            following = target * n_after + graph.arc_fine[arc]
            gain = room.value[graph.arc_class[arc]] + room.worth[graph.nodes_from[day + 1] + following]
            if gain - graph.arc_cost[arc] - (graph.coarse_cost[step] if graph.costs else 0) == wanted:
                line[day] = room.option[graph.arc_class[arc]]
                node = following
                break
