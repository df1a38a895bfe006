"""The kernel compiled: some seconds at the first call on a machine, read from disk in later processes."""

from collections.abc import Callable
from functools import cache

from forecasting.simulation.compiling import compiled_from
from scheduler.lines import graph, kernel, near
from scheduler.lines.graph import Graph, Small
from scheduler.lines.kernel import Room
from scheduler.lines.menu import Flags, Ints
from scheduler.lines.near import Trail

BestLines = Callable[[Graph, Room, Ints, Flags, Ints, Flags, Ints, Ints, Small, Ints], None]
NearLines = Callable[[Graph, Room, Trail, Ints, Flags, Ints, Flags, Ints, int, int, Small, Ints], int]
SOURCES = (graph, kernel, near)


@cache
def engine() -> BestLines:
    """Return the compiled ``kernel.best_lines``, the same for the whole process."""
    inner = kernel.best_lines

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
        inner(graph, room, values, barred, free, leave, marks, starts, lines, worths)

    return compiled_from(SOURCES, best_lines)


@cache
def near_engine() -> NearLines:
    """Return the compiled ``near.near_lines``, the same for the whole process."""
    inner = near.near_lines

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
        return inner(graph, room, trail, values, barred, free, leave, marks, start, slack, lines, losses)

    return compiled_from(SOURCES, near_lines)
