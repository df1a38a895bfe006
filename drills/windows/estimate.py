"""What the finder wants to know of live service: a price for each further person away, how many can be, and why no more."""

from collections.abc import Sequence
from typing import Protocol

from drills.placement import Cost
from drills.windows.network import Units


class LiveEstimate(Protocol):
    """Live service by window, a window being told by the slot in which it begins.

    Teams whose customers overlap make a group: what one of them lacks the others feel.
    """

    @property
    def groups(self) -> tuple[frozenset[str], ...]:
        """The teams of each group; teams without customers who wait are in none."""

    def steps(self, first: int) -> Sequence[Units]:
        """Return by group what the first, the second … person away costs, rising; as many as service lets go."""

    def already(self, first: int) -> tuple[str, ...]:
        """Return the queues that are below their floor too often even when nobody is away."""

    def limits(self, first: int) -> tuple[str, ...]:
        """Return the queues that would be, were one more person away than service lets go."""

    def cost(self, first: int, away: Sequence[int]) -> Cost:
        """Return what it costs that *away* people of each group are."""
