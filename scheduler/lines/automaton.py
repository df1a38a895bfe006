"""What a rule about one person's line is to the line programme: a machine that reads the days one by one.

Each day is a letter: a number that the automaton gives every shift of the day, or one of two for a day without a shift.
What has been read is a state. Two lines that lead to the same state may go on in the same ways.
"""

from collections.abc import Hashable
from typing import Any, ClassVar, Protocol

from scheduler.lines.menu import Ints, Menu

State = Any  # hashable; every automaton has states of its own kind
OFF, LEAVE = -1, -2  # letters of a day without a shift; shifts have letters from 0 on


class Automaton(Protocol):
    """A rule, or a term of the objective, about one line of days. Equal automata accept the same lines from the same state.

    *is_fine* tells that it sees when in the day shifts start or end, so that hardly two shifts look alike to it.
    """

    @property
    def is_fine(self) -> bool:
        """Whether times of the day matter to it."""

    def letters(self, menu: Menu) -> Ints:
        """Return the letter of each option of *menu*, 0 or more."""

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Return the state after *letter* on *day*, None where it is against the rule."""

    def day_key(self, day: int) -> Hashable:
        """Return what the step of *day* depends on beside the state and the letter."""

    def end(self, state: State) -> int | None:
        """Return a mark of *state* after the last day, None where the line may not end so; lines of equal marks are alike."""

    def cost(self, state: State, day: int, letter: int) -> int:
        """Return what *letter* on *day* costs in *state*, in hundredths of a point."""


class Plain:
    """What most automata have in common: no cost, every day alike, every end accepted."""

    is_fine: ClassVar[bool] = False

    def day_key(self, day: int) -> Hashable:  # noqa: ARG002  # every day is alike
        """Return the same for every day."""
        return 0

    def end(self, state: State) -> int | None:  # noqa: ARG002  # every state may be the last
        """Return that every line may end."""
        return 0

    def cost(self, state: State, day: int, letter: int) -> int:  # noqa: ARG002  # most rules cost nothing
        """Return that nothing costs."""
        return 0
