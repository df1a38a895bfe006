"""Automata of rest: how early the next shift may start. Times are in slots from the beginning of the day that is read next."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from scheduler.lines.automaton import Plain, State
from scheduler.lines.menu import Ints, Menu
from scheduler.shifts import DayPart

SHIFT_BITS = 1 << 14  # more slots than a shift, and the days around it, have
ANY_TIME = -SHIFT_BITS  # no slot that a shift could start in is earlier


@dataclass(frozen=True)
class _Timed(Plain):
    """Reads when shifts start and end. *dawns* are the first slots of the days and of the day after them."""

    dawns: tuple[int, ...]
    earliest: int

    is_fine: ClassVar[bool] = True

    def letters(self, menu: Menu) -> Ints:
        """Return the start after dawn, the length and whether it is a night shift, in one number."""
        dawn = np.array(self.dawns)[menu.day]
        night = np.array([kind.part is DayPart.NIGHT for kind in menu.kinds], dtype=np.int64)
        letter: Ints = ((menu.first - dawn + SHIFT_BITS) * SHIFT_BITS + (menu.end - menu.first)) * 2 + night[menu.kind]
        return letter

    def day_key(self, day: int) -> Hashable:
        """Return the length of *day* in slots."""
        return self.dawns[day + 1] - self.dawns[day]

    def read(self, letter: int, day: int) -> tuple[int, int, bool]:
        """Return the start after the dawn of *day*, the end after that of the next day, and whether it is a night shift."""
        times, night = divmod(letter, 2)
        start, length = divmod(times, SHIFT_BITS)
        start -= SHIFT_BITS
        return start, start + length - self.dawns[day + 1] + self.dawns[day], bool(night)

    def later(self, until: int, day: int) -> int:
        """Return *until* as seen from the day after *day*."""
        return self.bounded(until - self.dawns[day + 1] + self.dawns[day])

    def bounded(self, until: int) -> int:
        """Return *until*, or ANY_TIME where no shift starts before it."""
        return until if until > self.earliest else ANY_TIME


@dataclass(frozen=True)
class Rest(_Timed):
    """At least *slots* from the end of a shift to the start of the next. The state is the first slot allowed."""

    slots: int

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Refuse a start that is too early."""
        if letter < 0:
            return self.later(state, day)
        start, end, _ = self.read(letter, day)
        return self.bounded(end + self.slots) if start >= state else None


@dataclass(frozen=True)
class RestOfDaysOff(_Timed):
    """A day off brings at least *slots* from the shift before to the one after. The state is (first slot allowed, was off)."""

    slots: int

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Refuse a start that is too early after a day off."""
        until, was_off = state
        if letter < 0:
            left = self.later(until, day)
            return left, left != ANY_TIME
        start, end, _ = self.read(letter, day)
        if was_off and start < until:
            return None
        return self.bounded(end + self.slots), False


@dataclass(frozen=True)
class Recovery(_Timed):
    """At least *slots* after *nights* or more night shifts in a row. The state is (nights, first slot allowed, right before)."""

    nights: int
    slots: int

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Count the nights in a row, and refuse a start too early after enough of them."""
        count, until, is_fresh = state
        if letter < 0:
            left = self.later(until, day)
            return (count, left, False) if count >= self.nights and left != ANY_TIME else (0, ANY_TIME, False)
        start, end, night = self.read(letter, day)
        goes_on = night and is_fresh and count > 0
        if count >= self.nights and start < until and not goes_on:
            return None
        if not night:
            return 0, ANY_TIME, False
        return min(self.nights, count + 1 if goes_on else 1), self.bounded(end + self.slots), True
