"""The kernel compiled: some seconds at the first call on a machine, read from disk in later processes."""

from collections.abc import Callable
from functools import cache

from forecasting.simulation import counting, heaps, kernel, people, plan, room, serving, tables, waiting
from forecasting.simulation.compiling import compiled_from, part
from forecasting.simulation.plan import Plan
from forecasting.simulation.tables import Contacts, State, Tally

Advance = Callable[[Plan, State, Contacts, Tally, float], int]

_SOURCES = (counting, heaps, kernel, people, plan, room, serving, tables, waiting)


@cache
def engine() -> Advance:
    """Return the compiled ``kernel.advance``, the same for the whole process."""
    inner = part(kernel.advance)

    def advance(plan: Plan, state: State, contacts: Contacts, tally: Tally, until: float) -> int:
        return inner(plan, state, contacts, tally, until)

    return compiled_from(_SOURCES, advance)
