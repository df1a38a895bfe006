"""Long work in processes of its own: so much at a time, so much waiting, the rest refused, all of it gone with the service.

A process that is to stop is killed in the middle of its work. When the service itself was killed, its processes learn it by
the end of a pipe that only the service held open, and leave.
"""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from queue import LifoQueue
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

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
        self._context: _Context | None = None
        self._dismissed = False

    def run(
        self, most_seconds: float, work: Callable[Asked, Answer], *args: Asked.args, **named: Asked.kwargs
    ) -> Answer:
        """Return what *work* returns; stop the process when that takes longer than *most_seconds*."""
        try:
            future = self._started().submit(work, *args, **named)
        except (RuntimeError, OSError) as error:  # stopped while it started
            self.stop()
            raise _ended() from error
        try:
            return future.result(most_seconds)
        except (BrokenProcessPool, CancelledError) as error:
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
                self._context = _Context()
                listening = self._context.lifeline[0]
                self._pool = ProcessPoolExecutor(1, self._context, initializer=_leave_with, initargs=(listening,))
            return self._pool

    def dismiss(self) -> None:
        """End the process for good."""
        with self._lock:
            self._dismissed = True
        self.stop()

    def stop(self) -> None:
        """End the process, whatever it does."""
        with self._lock:
            pool, context, self._pool, self._context = self._pool, self._context, None, None
        if pool is not None and context is not None:
            context.end()
            pool.shutdown(wait=False, cancel_futures=True)


class _Context(SpawnContext):
    """Starts fresh processes (a fork would copy the service's threads in the middle of what they do) and remembers them."""

    def __init__(self) -> None:
        super().__init__()
        self.lifeline = self.Pipe(duplex=False)
        self._begun: list[SpawnProcess] = []

    def Process(self, *args: Any, **named: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802  # what executors call
        """Return a process that ``end`` knows of."""
        process = SpawnProcess(*args, **named)
        self._begun.append(process)
        return process

    def end(self) -> None:
        """End every process."""
        for process in self._begun:
            if process.pid is not None:
                process.kill()
        for side in self.lifeline:
            side.close()


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
