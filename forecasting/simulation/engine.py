"""The kernel compiled: some seconds at the first call on a machine, read from disk in later processes."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from forecasting.simulation import counting, heaps, kernel, people, plan, room, serving, tables, waiting
from forecasting.simulation.compiling import compiled, part
from forecasting.simulation.plan import Plan
from forecasting.simulation.tables import Contacts, State, Tally

Advance = Callable[[Plan, State, Contacts, Tally, float], int]

_SOURCES = (counting, heaps, kernel, people, plan, room, serving, tables, waiting)


@cache
def engine() -> Advance:
    """Return the compiled ``kernel.advance``, the same for the whole process."""
    return _built(_digest())


def _digest() -> str:
    """Return a word that changes with any of the kernel's sources."""
    return sha256(b"".join(Path(str(module.__file__)).read_bytes() for module in _SOURCES)).hexdigest()[:12]


def _built(sources: str) -> Advance:
    """Compile the kernel of *sources*.

    numba names the file in which it keeps compiled code after the function, and looks at the time of one source file only: with the
    digest in the name, code of older sources is neither run nor read.
    """
    inner = part(kernel.advance)

    def advance(plan: Plan, state: State, contacts: Contacts, tally: Tally, until: float) -> int:
        return inner(plan, state, contacts, tally, until)

    advance.__qualname__ = f"advance_{sources}"
    return compiled(advance)
