"""Linear algebra on one thread, so that the same data give the same bits, also where several calculations go on at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from threadpoolctl import threadpool_limits


class _OneThread:
    """The limit, for as long as anybody in this process wants it: who leaves first must not lift it for the others."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._limit: threadpool_limits | None = None

    def enter(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._limit = threadpool_limits(limits=1, user_api="blas")
            self._inside += 1

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0 and self._limit is not None:
                self._limit.restore_original_limits()
                self._limit = None


_LIMIT = _OneThread()


@contextmanager
def on_one_thread() -> Iterator[None]:
    """Keep the linear algebra of this process on one thread meanwhile.

    The matrices of a forecast are small: threads wait for each other longer than they work, and how many there are changes last bits.
    """
    _LIMIT.enter()
    try:
        yield
    finally:
        _LIMIT.leave()
