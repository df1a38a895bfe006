"""The keyboard and the clock of whoever runs a drill: words as they are typed, or the time when something else is due."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from queue import Empty, Queue
from threading import Thread
from typing import Protocol

LOOKS_AGAIN = timedelta(seconds=1)  # a clock can be set, and a machine sleep, while a key is waited for


class Terminal(Protocol):
    """Whatever types words and tells the time."""

    def now(self) -> datetime:
        """Return the instant that it is."""

    def read(self, until: datetime | None) -> str | None:
        """Return the next line typed, None once it is *until*. Raises EOFError where nobody will type any more."""


class Keyboard:
    """Standard input, read beside the clock; *clock* tells the time in UTC."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.now = clock
        self._typed: Queue[str] = Queue()
        self._reading = False

    def read(self, until: datetime | None) -> str | None:
        """Return the next line typed, None once it is *until*. Raises EOFError at the end of the input."""
        if not self._reading:
            self._reading = True
            Thread(target=self._listen, daemon=True).start()
        while until is None or self.now() < until:
            left = LOOKS_AGAIN if until is None else min(until - self.now(), LOOKS_AGAIN)
            try:
                line = self._typed.get(timeout=max(left.total_seconds(), 0.0))
            except Empty:
                continue
            if not line:
                raise EOFError
            return line
        return None

    def _listen(self) -> None:
        try:
            for line in sys.stdin:
                self._typed.put(line)
        finally:
            self._typed.put("")  # no line is empty, each has its end
