"""The one place that touches numba, with the types that it lacks."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import TypeVar, cast

from numba import njit
from numba.extending import register_jitable

F = TypeVar("F", bound=Callable[..., object])

# The kernel allocates nothing, so no array needs an owner counted in and out of every call: fifteen times as fast.
_COMPILE = cast("Callable[..., Callable[[object], object]]", njit)
_PART = cast("Callable[..., Callable[[object], object]]", register_jitable)


def part(function: F) -> F:
    """Leave *function* as it is for plain Python; compiled functions that call it take it in as a piece of themselves."""
    return cast("F", _PART(_nrt=False, forceinline=True)(function))


def called_part(function: F) -> F:
    """The same as ``part`` for what is called from many places: compiled once and called."""
    return cast("F", _PART(_nrt=False)(function))


def compiled_from(sources: Iterable[ModuleType], function: F) -> F:
    """Return *function* compiled, which is made of *sources*, so that code of older sources is neither run nor read.

    numba names the file in which it keeps compiled code after the function, and looks at the time of one source file only: the name
    gets the digest of all.
    """
    digest = sha256(b"".join(Path(str(module.__file__)).read_bytes() for module in sources)).hexdigest()[:12]
    function.__qualname__ = f"{function.__name__}_{digest}"
    return compiled(function)


def compiled(function: F) -> F:
    """Return *function* compiled at its first call, kept on disk for later processes where a cache folder can be written.

    Folders tried, by numba: the one that NUMBA_CACHE_DIR names, ``__pycache__`` beside the module, the user's cache.
    Where none can be written every process compiles anew. Others may run Python meanwhile: the compiled code holds no lock.
    """
    try:
        return cast("F", _COMPILE(cache=True, nogil=True, _nrt=False)(function))
    except RuntimeError:  # numba finds no folder to keep it in
        return cast("F", _COMPILE(nogil=True, _nrt=False)(function))
