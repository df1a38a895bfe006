"""Automata of weekends."""

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np

from scheduler.lines.automaton import Plain, State
from scheduler.lines.menu import Ints, Menu


@dataclass(frozen=True)
class Weekends(Plain):
    """At most so many weekends with a shift in stretches of weekends. The state is (weekends worked before, this one is).

    *weekends* tells by day which weekend it belongs to, -1 for none and for one that was worked before the plan anyhow.
    *closes* holds by day on which a weekend ends the (number of weekends, most) that are asked then. Where only the sum
    over all weekends matters, *depth* is None and the state holds the sum alone, else the last *depth* weekends one by one.
    """

    weekends: tuple[int, ...]
    closes: tuple[tuple[int, int, int], ...]
    depth: int | None
    _by_day: dict[int, tuple[int, int]] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_day.update({day: (length, most) for day, length, most in self.closes})

    def letters(self, menu: Menu) -> Ints:
        """Return that a shift is a shift."""
        return np.zeros(len(menu.options), dtype=np.int64)

    def day_key(self, day: int) -> Hashable:
        """Return what happens on *day*."""
        return self.weekends[day] >= 0, self._by_day.get(day)

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Note work on a weekend, and count when it is over."""
        *earlier, this = state
        this = int(this or (letter >= 0 and self.weekends[day] >= 0))
        if day not in self._by_day:
            return (*earlier, this)
        length, most = self._by_day[day]
        worked = [*earlier, this]
        if sum(worked if self.depth is None else worked[-length:]) > most:
            return None
        return (sum(worked), 0) if self.depth is None else (*worked[len(worked) - min(len(worked), self.depth) :], 0)


@dataclass(frozen=True)
class WeekendsAlike(Plain):
    """Of the weekends that begin on *saturdays* both days are worked or none. The state is what the Saturday was.

    A Saturday before the plan is day -1.
    """

    saturdays: frozenset[int]

    def letters(self, menu: Menu) -> Ints:
        """Return that a shift is a shift."""
        return np.zeros(len(menu.options), dtype=np.int64)

    def day_key(self, day: int) -> Hashable:
        """Return which days of a weekend *day* is."""
        return day in self.saturdays, day - 1 in self.saturdays

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Compare the Sunday with the Saturday."""
        works = int(letter >= 0)
        if day - 1 in self.saturdays and works != state:
            return None
        return works if day in self.saturdays else 0
