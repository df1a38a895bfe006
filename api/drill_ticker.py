"""Lets come what is due in running drills, once a second, though nobody gives an order."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from api.errors import ApiError
from api.settings import Clock
from api.store import Store, UnitOfWork
from api.usecases.drill_run import run_in, tick_run
from drills.errors import DrillError
from drills.exercise import Phase, next_tick

TICK_SECONDS = 1.0

_log = logging.getLogger(__name__)


class DrillTicker:
    """Looks at the drills under way in *store* at the time of *clock*; writes only where something is due.

    Processes may tick the same store at once: each reads the log again in the transaction in which it writes.
    """

    def __init__(self, store: Store, clock: Clock, tick_seconds: float = TICK_SECONDS) -> None:
        self._store = store
        self._tick_seconds = tick_seconds
        self._clock = clock
        self._next: dict[int, tuple[int, datetime | None]] = {}  # by drill: the log's length, and when something is due

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None, None]:
        """Tick as long as the context lasts."""
        ticking = asyncio.create_task(self.run(), name="drill ticker")
        try:
            yield
        finally:
            ticking.cancel()
            await asyncio.gather(ticking, return_exceptions=True)

    async def run(self) -> None:
        """Tick until cancelled. A failure is logged and the next second tried again."""
        while True:
            try:
                await asyncio.to_thread(self.tick)
            except Exception:  # noqa: BLE001  # whatever it is, drills go on and the next second is tried
                _log.exception("drills under way could not be looked at")
            await asyncio.sleep(self._tick_seconds)

    def tick(self) -> None:
        """Let come what is due now. A drill that cannot be ticked holds up no other."""
        now = self._clock()
        for drill_id in self._due(now):
            try:
                with self._store.unit() as unit:
                    tick_run(unit, drill_id, now)
            except (ApiError, DrillError, SQLAlchemyError):
                _log.exception("drill %s could not be ticked", drill_id)

    def _due(self, now: datetime) -> list[int]:
        """Return the running drills in which something is due at *now*; a log is read again only where it has grown."""
        with self._store.snapshot() as unit:
            running = [drill_id for drill_id, phase in unit.drill_runs.phases().items() if phase is Phase.RUNNING]
            lengths = unit.drill_runs.lengths(running)
            self._next = {
                drill_id: seen
                for drill_id, seen in self._next.items()
                if drill_id in lengths and seen[0] == lengths[drill_id]
            }
            for drill_id in running:
                if drill_id not in self._next:
                    self._next[drill_id] = (lengths[drill_id], _next_of(unit, drill_id))
        return [drill_id for drill_id, (_length, due) in self._next.items() if due is not None and due <= now]


def _next_of(unit: UnitOfWork, drill_id: int) -> datetime | None:
    """Return when something is due in a drill; None where nothing is, or its log cannot be read."""
    try:
        return next_tick(run_in(unit, drill_id))
    except DrillError:
        _log.exception("drill %s could not be read", drill_id)
        return None
