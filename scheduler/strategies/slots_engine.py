"""The kernel of slots compiled: some seconds at the first call on a machine, read from disk in later processes."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from forecasting.simulation.compiling import compiled_from
from scheduler.lines.graph import Small
from scheduler.lines.menu import Ints
from scheduler.strategies import slots_kernel, trellis
from scheduler.strategies.slots_kernel import Slots
from scheduler.strategies.trellis import Trellis

SOURCES = (slots_kernel, trellis)


class Engine(NamedTuple):
    """The functions of ``slots_kernel`` of the same names."""

    price_slots: Callable[[Slots, Ints, Ints, Ints], None]
    price_aims: Callable[[Slots, Ints, Ints, int, int, Ints, Ints], None]
    value_options: Callable[[Ints, Ints, Ints, Trellis, Ints, Ints], None]
    place_line: Callable[[Ints, Small, Ints, Ints, Trellis, Ints, Small], None]
    count_line: Callable[[Ints, Small, Ints, Ints, Trellis, Small, int], None]


@cache
def slots_engine() -> Engine:
    """Return the compiled functions, the same for the whole process."""

    def price_slots(slots: Slots, heads: Ints, reach: Ints, total: Ints) -> None:
        price(slots, heads, reach, total)

    def price_aims(slots: Slots, prices: Ints, aims: Ints, pull: int, part: int, heads: Ints, total: Ints) -> None:
        aim(slots, prices, aims, pull, part, heads, total)

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
        compiled_from(SOURCES, price_aims),
        compiled_from(SOURCES, value_options),
        compiled_from(SOURCES, place_line),
        compiled_from(SOURCES, count_line),
    )


price, aim, value = slots_kernel.price_slots, slots_kernel.price_aims, slots_kernel.value_options
place, count = slots_kernel.place_line, slots_kernel.count_line
