"""The kernel compiled: some seconds at the first call on a machine, read from disk in later processes."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from forecasting.simulation.compiling import compiled
from scheduler.lines import graph, kernel
from scheduler.lines.graph import Graph, Small
from scheduler.lines.kernel import Room
from scheduler.lines.menu import Flags, Ints

BestLines = Callable[[Graph, Room, Ints, Flags, Ints, Flags, Ints, Ints, Small, Ints], None]


@cache
def engine() -> BestLines:
    """Return the compiled ``kernel.best_lines``, the same for the whole process."""
    sources = b"".join(Path(str(module.__file__)).read_bytes() for module in (graph, kernel))

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
        kernel_lines(graph, room, values, barred, free, leave, marks, starts, lines, worths)

    # numba names its files after the function: with the sources' digest in the name no older code is read
    best_lines.__qualname__ = f"best_lines_{sha256(sources).hexdigest()[:12]}"
    return compiled(best_lines)


kernel_lines = kernel.best_lines
