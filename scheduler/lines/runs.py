"""Automata of runs: how many days in a row are of a kind."""

from dataclasses import dataclass

import numpy as np

from scheduler.lines.automaton import LEAVE, OFF, Plain, State
from scheduler.lines.menu import Ints, Menu
from scheduler.shifts import DayPart

BORDER = -1  # a run that touches the border of what is known: long enough, however long


@dataclass(frozen=True, slots=True)
class Marking:
    """Which days a run is made of: those with a shift (of the night alone), or those without (leave too)."""

    shifts: bool
    nights_alone: bool = False
    leave: bool = True

    def letters(self, menu: Menu) -> Ints:
        """Return 1 for a shift that *nights_alone* asks for, else 0."""
        if not self.nights_alone:
            return np.ones(len(menu.options), dtype=np.int64)
        night = np.array([kind.part is DayPart.NIGHT for kind in menu.kinds], dtype=np.int64)
        return night[menu.kind]

    def holds(self, letter: int) -> bool:
        """Tell whether the run goes on with *letter*."""
        if self.shifts:
            return letter == 1
        return letter == OFF or (letter == LEAVE and self.leave)


@dataclass(frozen=True)
class RunsAtMost(Plain):
    """Runs of marked days are no longer than *most*. The state is the length of the run."""

    marking: Marking
    most: int

    def letters(self, menu: Menu) -> Ints:
        """Return what the marking sees."""
        return self.marking.letters(menu)

    def step(self, state: State, day: int, letter: int) -> State | None:  # noqa: ARG002  # every day is alike
        """Count the marked days of the run."""
        if not self.marking.holds(letter):
            return 0
        return state + 1 if state + 1 <= self.most else None


@dataclass(frozen=True)
class RunsAtLeast(Plain):
    """Runs of marked days are no shorter than *least*, unless they touch the border. The state is (length, excused).

    The length is counted up to *least*; a run from before the plan may be *excused* where it ends on the first planned day.
    """

    marking: Marking
    least: int

    def letters(self, menu: Menu) -> Ints:
        """Return what the marking sees."""
        return self.marking.letters(menu)

    def step(self, state: State, day: int, letter: int) -> State | None:  # noqa: ARG002  # every day is alike
        """Count the marked days of the run, and ask for enough of them at its end."""
        length, excused = state
        if self.marking.holds(letter):
            longer = BORDER if length == BORDER else length + 1
            return (BORDER if longer >= self.least else longer), False
        ends_well = length in {0, BORDER} or excused
        return (0, False) if ends_well else None
