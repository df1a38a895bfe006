"""Long work in processes of its own: so much at a time, so much waiting, the rest refused, all of it gone with the service.

Each process is told when the service ends by the end of a pipe that only the service holds open: it leaves at once, in the
middle of its work, even when the service was killed.
"""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import LifoQueue
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from api.errors import BusyError, WorkStoppedError
from forecasting.messages import N_, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Computing:
    """Does work in up to *processes*; 0 does it in the caller's. At most *waiting* more may wait for their turn.

    Nothing is started before it is needed. Safe for threads; what is handed in and out has to be plain data and functions
    of modules.
    """

    def __init__(self, processes: int, waiting: int, most_seconds: float) -> None:
        self._inline = processes == 0
        self._most_seconds = most_seconds
        self._admitted = threading.BoundedSemaphore(max(1, processes) + waiting)
        self._workers = [_Worker() for _place in range(processes)]
        self._free: LifoQueue[_Worker] = LifoQueue()
        for worker in self._workers:
            self._free.put(worker)

    def run(self, work: Callable[Asked, Answer], *args: Asked.args, **named: Asked.kwargs) -> Answer:
        """Return what *work* returns, or raise what it raises.

        Raises BusyError when too many wait, WorkStoppedError when the service ends, the process dies or the time is up.
        """
        if not self._admitted.acquire(blocking=False):
            raise BusyError
        try:
            if self._inline:
                return work(*args, **named)
            with self._worker() as worker:
                return worker.run(self._most_seconds, work, *args, **named)
        finally:
            self._admitted.release()

    @contextmanager
    def _worker(self) -> "Iterator[_Worker]":
        worker = self._free.get()
        try:
            yield worker
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """Stop everything that is under way; nothing can be run afterwards."""
        for worker in self._workers:
            worker.dismiss()


class _Worker:
    """One process, started when there is work and again after it was stopped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._lifeline: Connection | None = None
        self._dismissed = False

    def run(
        self, most_seconds: float, work: Callable[Asked, Answer], *args: Asked.args, **named: Asked.kwargs
    ) -> Answer:
        """Return what *work* returns; stop the process when that takes longer than *most_seconds*."""
        future = self._started().submit(work, *args, **named)
        try:
            return future.result(most_seconds)
        except BrokenProcessPool as error:
            self.stop()
            raise _ended() from error
        except TimeoutError as error:
            self.stop()
            template = N_("this takes longer than {seconds:g} seconds; ask for fewer days or queues")
            raise WorkStoppedError(Sentence(template, seconds=most_seconds)) from error

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._dismissed:
                raise _ended()
            if self._pool is None:
                # A fork would copy the service's threads in the middle of what they do.
                context = get_context("spawn")
                listening, self._lifeline = context.Pipe(duplex=False)
                self._pool = ProcessPoolExecutor(1, context, initializer=_leave_with, initargs=(listening,))
            return self._pool

    def dismiss(self) -> None:
        """End the process for good."""
        with self._lock:
            self._dismissed = True
        self.stop()

    def stop(self) -> None:
        """End the process, whatever it does."""
        with self._lock:
            pool, lifeline, self._pool, self._lifeline = self._pool, self._lifeline, None, None
        if pool is not None and lifeline is not None:
            lifeline.close()
            pool.shutdown(wait=False, cancel_futures=True)


def _ended() -> WorkStoppedError:
    return WorkStoppedError(Sentence(N_("the service ended or lost the process at work; nothing was stored")))


def _leave_with(lifeline: Connection) -> None:
    """Let this process end as soon as the other end of *lifeline* is closed; Ctrl-C is the service's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def wait() -> None:
        with suppress(EOFError, OSError):
            lifeline.recv()
        os._exit(1)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
