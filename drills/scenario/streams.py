"""Seeded draws. One integer seed; every purpose has its own named stream, so that a new draw moves no other."""

import hashlib
import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def named_number(seed: int, *names: str) -> int:
    """Return a number of 256 bits that depends on *seed* and *names* alone, on any machine and Python."""
    return int.from_bytes(hashlib.sha256("\x1f".join((str(seed), *names)).encode()).digest(), "big")


class Stream:
    """The draws for one purpose. Uses ``random()`` alone, the method whose sequence Python promises to keep."""

    def __init__(self, seed: int, *names: str) -> None:
        self._random = random.Random(named_number(seed, *names))

    def integer(self, least: int, most: int, step: int = 1) -> int:
        """Return one of *least*, *least* + *step*, … up to *most*, each equally likely."""
        return least + step * int(self._random.random() * ((most - least) // step + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of *items*, each equally likely."""
        return items[self.integer(0, len(items) - 1)]


def favourite(seed: int, purpose: str, names: Iterable[str]) -> str:
    """Return the name that *seed* prefers; a name more or less in the list leaves the choice among the others as it was."""
    return max(names, key=lambda name: named_number(seed, purpose, name))
