"""The kernel compiled: some seconds at the first call on a machine, read from disk in later processes."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from forecasting.simulation import counting, heaps, kernel, people, plan, serving, tables, waiting
from forecasting.simulation.compiling import compiled, part
from forecasting.simulation.plan import Plan
from forecasting.simulation.tables import Contacts, State, Tally

Advance = Callable[[Plan, State, Contacts, Tally, float], int]

_SOURCES = (counting, heaps, kernel, people, plan, serving, tables, waiting)


@cache
def engine() -> Advance:
    """Return the compiled ``kernel.advance``, the same for the whole process."""
    return _built(_digest())


def _digest() -> int:
    """Return a number that changes with any of the kernel's sources."""
    texts = (Path(str(module.__file__)).read_bytes() for module in _SOURCES)
    return int.from_bytes(sha256(b"".join(texts)).digest()[:6])


def _built(sources: int) -> Advance:
    """Compile the kernel of *sources*.

    numba looks at the time of one file only when it reads compiled code from disk, but at the values that a function
    closes over, too: with the digest among them, code of older sources is never run.
    """
    inner = part(kernel.advance)

    def advance(plan: Plan, state: State, contacts: Contacts, tally: Tally, until: float) -> int:
        return inner(plan, state, contacts, tally, until) if sources >= 0 else 0

    return compiled(advance)
