"""Tells listeners of runs that lines were added, by whichever process: one look at the store for all of them at a time."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator

from sqlalchemy.exc import SQLAlchemyError

from api.store import Store
from drills.exercise import Line

LOOK_SECONDS = 0.5
HEARTBEAT_SECONDS = 15.0

_log = logging.getLogger(__name__)


class DrillNews:
    """What is new in the logs of *store*. It looks only while somebody listens."""

    def __init__(
        self, store: Store, look_seconds: float = LOOK_SECONDS, heartbeat_seconds: float = HEARTBEAT_SECONDS
    ) -> None:
        self._store = store
        self._look_seconds = look_seconds
        self._heartbeat_seconds = heartbeat_seconds
        self._listeners: Counter[int] = Counter()
        self._lengths: dict[int, int] = {}
        self._changed = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._closed = False

    async def lines(self, drill_id: int, after: int) -> AsyncGenerator[tuple[Line, ...], None]:
        """Yield the lines of a drill behind number *after* as they come, in order, none left out and none twice.

        Yields nothing, an empty tuple, when there was nothing for a while. Ends with the service.
        """
        self._listeners[drill_id] += 1
        try:
            while not self._closed:
                self._look_on()
                fresh = await asyncio.to_thread(self._read, drill_id, after)
                after = fresh[-1].number if fresh else after
                yield fresh
                await self._wait(drill_id, after)
        finally:
            self._listeners[drill_id] -= 1
            if not self._listeners[drill_id]:
                del self._listeners[drill_id]

    async def _wait(self, drill_id: int, after: int) -> None:
        """Return when a drill has lines behind *after*, or nothing came for a while."""
        clock = asyncio.get_running_loop().time
        until = clock() + self._heartbeat_seconds
        while not self._closed and self._lengths.get(drill_id, 0) <= after and (left := until - clock()) > 0:
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                return

    def _look_on(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="drill news")

    async def _look(self) -> None:
        """Look at the lengths of the logs that are listened to, again and again, until nobody listens."""
        while self._listeners and not self._closed:
            try:
                lengths = await asyncio.to_thread(self._measure, tuple(self._listeners))
            except SQLAlchemyError:
                _log.exception("the store could not be looked at for news of drills")
            else:
                if lengths != self._lengths:
                    self._lengths = lengths
                    self._wake()
            await asyncio.sleep(self._look_seconds)

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def _measure(self, drill_ids: tuple[int, ...]) -> dict[int, int]:
        with self._store.snapshot() as unit:
            return unit.drill_runs.lengths(drill_ids)

    def _read(self, drill_id: int, after: int) -> tuple[Line, ...]:
        with self._store.snapshot() as unit:
            return unit.drill_runs.lines(drill_id, after)

    def close(self) -> None:
        """End every listener's stream."""
        self._closed = True
        self._wake()
