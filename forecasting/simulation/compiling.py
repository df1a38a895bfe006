"""The one place that touches numba, with the types that it lacks."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit
from numba.extending import register_jitable

# The kernel allocates nothing, so arrays need not be counted in and out of every call: without it fifteen times as fast.
_NO_OWNERS = {"_nrt": False}

F = TypeVar("F", bound=Callable[..., object])


def part(function: F) -> F:
    """Leave *function* as it is for plain Python and let compiled functions call it."""
    return cast("F", register_jitable(**_NO_OWNERS)(function))


def compiled(function: F) -> F:
    """Return *function* compiled at its first call, kept on disk for later processes where a cache folder can be written.

    Folders tried, by numba: the one that NUMBA_CACHE_DIR names, ``__pycache__`` beside the module, the user's cache.
    Where none can be written every process compiles anew. Others may run Python meanwhile: the compiled code holds no lock.
    """
    try:
        return cast("F", njit(cache=True, nogil=True, **_NO_OWNERS)(function))
    except RuntimeError:  # numba finds no folder to keep it in
        return cast("F", njit(nogil=True, **_NO_OWNERS)(function))
