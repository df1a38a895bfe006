"""The kernels of priced sums compiled: some seconds at the first call on a machine, read from disk in later processes."""

from collections.abc import Callable
from functools import cache

from forecasting.simulation.compiling import compiled_from
from scheduler.lines import band, graph, kernel
from scheduler.lines.band import Labels
from scheduler.lines.graph import Graph, Small
from scheduler.lines.kernel import Room
from scheduler.lines.menu import Flags, Ints

PricedLine = Callable[[Graph, Room, Ints, Ints, int, Flags, Ints, Flags, Ints, int, Ints, Small], int]
LineBetween = Callable[[Graph, Room, Labels, Ints, Ints, int, int, int, int, int, int, Small], int]
SOURCES = (graph, kernel, band)


@cache
def priced_engine() -> PricedLine:
    """Return the compiled ``band.priced_line``, the same for the whole process."""
    inner = band.priced_line

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
        return inner(graph, room, values, units, price, barred, free, leave, marks, start, paid, line)

    return compiled_from(SOURCES, priced_line)


@cache
def between_engine() -> LineBetween:
    """Return the compiled ``band.line_between``, the same for the whole process."""
    inner = band.line_between

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
        return inner(graph, room, labels, class_units, known, price, least, most, start, slack, reach, line)

    return compiled_from(SOURCES, line_between)
