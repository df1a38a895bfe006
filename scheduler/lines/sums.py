"""Automata of sums: how much of something days bring, over stretches of days or the last few days."""

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np

from scheduler.lines.automaton import Plain, State
from scheduler.lines.menu import Ints, Menu

NO_BOUND = 1 << 40
FREE = -1  # room of a stretch that nothing bounds


@dataclass(frozen=True)
class Amounts:
    """What a shift counts: *by_kind* units a shift kind."""

    by_kind: tuple[int, ...]

    def letters(self, menu: Menu) -> Ints:
        """Return the units of each option."""
        return np.array(self.by_kind, dtype=np.int64)[menu.kind]


@dataclass(frozen=True)
class Stretches(Plain):
    """Of each stretch of days the sum leaves at most *spread* of its *room*; *room* is the most. Stretches follow each other.

    *begins* are the first days of the stretches, *rooms* and *spreads* by stretch. The state is what is left of the room:
    people with another start, because of leave or of days before, differ in their first state only.
    """

    amounts: Amounts
    begins: tuple[int, ...]
    rooms: tuple[int, ...]
    spreads: tuple[int, ...]
    n_days: int
    _turns: dict[int, int] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._turns.update({begin: number for number, begin in enumerate(self.begins)})

    def letters(self, menu: Menu) -> Ints:
        """Return the units of each option."""
        return self.amounts.letters(menu)

    def day_key(self, day: int) -> Hashable:
        """Return the stretch that begins after *day*, and the one that ends."""
        number = self._turns.get(day + 1)
        return None if number is None else (self.rooms[number], self.spreads[number - 1])

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Take the units from the room; at the end of a stretch ask for enough and begin the next."""
        left = state if state == FREE else state - max(0, letter)
        if left < 0 and state != FREE:
            return None
        number = self._turns.get(day + 1)
        if number is None:
            return left
        return self.rooms[number] if left <= self.spreads[number - 1] else None

    def end(self, state: State) -> int | None:
        """Ask the last stretch for enough."""
        return 0 if state <= self.spreads[-1] else None


@dataclass(frozen=True)
class Windows(Plain):
    """Sums of windows of days that overlap: the state is the units of the last days.

    *windows* are (first day, last day, least, most), both included; *depth* is how many days the longest has.
    """

    amounts: Amounts
    windows: tuple[tuple[int, int, int, int], ...]
    depth: int
    _by_day: dict[int, tuple[tuple[int, int, int], ...]] = field(
        init=False, compare=False, repr=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for first, last, least, most in self.windows:
            for day in range(first, last + 1):
                asked = (day - first + 1, least if day == last else 0, most)
                self._by_day[day] = (*self._by_day.get(day, ()), asked)

    def letters(self, menu: Menu) -> Ints:
        """Return the units of each option."""
        return self.amounts.letters(menu)

    def day_key(self, day: int) -> Hashable:
        """Return the windows that *day* lies in, as far as they have come."""
        return self._by_day.get(day, ())

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Note the units of *day* and look at the windows that it lies in."""
        days = (*state, max(0, letter))[-self.depth :]
        for length, least, most in self._by_day.get(day, ()):
            if not least <= sum(days[-length:]) <= most:
                return None
        return days[1:] if len(days) == self.depth else days
