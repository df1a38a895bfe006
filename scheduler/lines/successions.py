"""Automata of two shifts one after the other: which may follow which, and how far apart they may start."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from scheduler.lines.automaton import Plain, State
from scheduler.lines.menu import Ints, Menu

NOTHING = -1


@dataclass(frozen=True)
class ForwardOnly(Plain):
    """The part of the day does not go back within *days_off* days without a shift. The state is (part, days off since)."""

    days_off: int

    is_fine: ClassVar[bool] = True

    def letters(self, menu: Menu) -> Ints:
        """Return the place of the part of the day."""
        return menu.part

    def step(self, state: State, day: int, letter: int) -> State | None:  # noqa: ARG002  # every day is alike
        """Refuse an earlier part that comes too soon."""
        part, free = state
        if letter < 0:
            return (part, free + 1) if part > 0 and free + 1 < self.days_off else (NOTHING, 0)
        if letter < part and free < self.days_off:
            return None
        return letter, 0


@dataclass(frozen=True)
class Successions(Plain):
    """*forbidden* pairs of kinds, by place, on consecutive days. The state is the place of the day before's kind."""

    forbidden: frozenset[tuple[int, int]]

    is_fine: ClassVar[bool] = True

    def letters(self, menu: Menu) -> Ints:
        """Return the kind."""
        return menu.kind

    def step(self, state: State, day: int, letter: int) -> State | None:  # noqa: ARG002  # every day is alike
        """Refuse a kind that may not follow."""
        if letter < 0:
            return NOTHING
        return None if (state, letter) in self.forbidden else letter


@dataclass(frozen=True)
class NearStarts(Plain):
    """Starts on consecutive days lie at most *minutes* apart. The state is the start of the day before."""

    minutes: int

    is_fine: ClassVar[bool] = True

    def letters(self, menu: Menu) -> Ints:
        """Return the start on the agent's clock."""
        return menu.minute

    def step(self, state: State, day: int, letter: int) -> State | None:  # noqa: ARG002  # every day is alike
        """Refuse a start too far from the one before."""
        if letter < 0:
            return NOTHING
        return letter if state == NOTHING or abs(letter - state) <= self.minutes else None


@dataclass(frozen=True)
class SpreadOfWeeks(Plain):
    """Within a calendar week starts lie at most *minutes* apart; what lies between costs *hour_cost* an hour.

    *mondays* are the days on which weeks begin, *n_days* are planned. The state is the earliest and the latest start.
    """

    mondays: frozenset[int]
    n_days: int
    minutes: int
    hour_cost: int = 0

    is_fine: ClassVar[bool] = True

    def letters(self, menu: Menu) -> Ints:
        """Return the start on the agent's clock."""
        return menu.minute

    def day_key(self, day: int) -> Hashable:
        """Return whether a week ends with *day*."""
        return self._ends(day)

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Widen what the week's starts span."""
        spanned = self._widened(state, letter)
        if letter >= 0 and spanned[1] - spanned[0] > self.minutes:
            return None
        return (NOTHING, NOTHING) if self._ends(day) else spanned

    def cost(self, state: State, day: int, letter: int) -> int:
        """Return at the end of a week what its spread costs."""
        low, high = self._widened(state, letter)
        return (high - low) * self.hour_cost // 60 if self._ends(day) else 0

    @staticmethod
    def _widened(state: State, letter: int) -> tuple[int, int]:
        low, high = state
        if letter < 0:
            return low, high
        return (letter, letter) if low == NOTHING else (min(low, letter), max(high, letter))

    def _ends(self, day: int) -> bool:
        return day + 1 in self.mondays or day + 1 == self.n_days


@dataclass(frozen=True)
class Tally(Plain):
    """Counts what a burden counts; lines of another count end with another mark. The state is the count.

    *days* are those on which shifts count, *kinds* by place those that do; *weekly* counts each calendar week once.
    """

    days: frozenset[int]
    kinds: tuple[bool, ...]
    mondays: frozenset[int] | None = None

    def letters(self, menu: Menu) -> Ints:
        """Return whether the kind counts."""
        return np.array(self.kinds, dtype=np.int64)[menu.kind]

    def day_key(self, day: int) -> Hashable:
        """Return whether *day* counts and whether a week begins."""
        return day in self.days, self.mondays is not None and day in self.mondays

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Count the shift."""
        count, counted = state
        if self.mondays is not None and day in self.mondays:
            counted = False
        if letter != 1 or day not in self.days or counted:
            return count, counted
        return count + 1, self.mondays is not None

    def end(self, state: State) -> int | None:
        """Return the count."""
        return int(state[0])
