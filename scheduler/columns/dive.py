"""Diving: lines that are nearly taken are taken, prices follow, until everybody has one line."""

from dataclasses import dataclass
from random import Random

import numpy as np

from scheduler.columns.clock import Clock
from scheduler.columns.generation import Generation
from scheduler.columns.master import Master, Solved
from scheduler.columns.pricing import Column

NEARLY = 0.85  # a share from which on a column is taken
AT_ONCE = 0.04  # part of the open people that a step settles at least
MOST_ROUNDS = 25  # of pricing after each step
KEPT = 25  # columns of each person after each step
BLUR = 0.4  # part of a share that chance may take away


@dataclass
class Dive:
    """A dive for the people of *part*, which nobody else changes, as a job of its own; with a *seed* one that ends elsewhere.

    It hurries to be done when *share* of the limits is spent. The outcome is in *found*, None where the time was up.
    """

    part: Generation
    seed: int | None
    share: float
    found: list[Column] | None = None

    @property
    def clock(self) -> Clock:
        """The clock of the part."""
        return self.part.clock

    def run(self) -> None:
        """Dive."""
        self.found = dive(self.part, None if self.seed is None else Random(self.seed), self.share)


def dive(generation: Generation, chance: Random | None = None, share: float = 1.0) -> list[Column] | None:
    """Return one column for each of the people of *generation*; None where the time is up.

    With *chance* shares are blurred before they are compared, so that another dive ends elsewhere. Steps price less often
    where more than their part of the time until *share* of the limits is spent.
    """
    taken: list[Column] = []
    latest: list[Column] = []
    open_people, master, solved = list(generation.people), generation.master, generation.solved
    began = generation.clock.spent()
    while open_people:
        if solved is None:
            return None
        master = master.part(open_people, latest, solved, KEPT)
        done = 1 - ((1 - AT_ONCE) * len(open_people) / len(generation.people)) ** 2  # people left cost for each other
        solved = _settled(generation, master, began + (share - began) * done)
        if solved is None:
            return None
        latest = _taken(master, solved, chance)
        taken += latest
        people = {column.person for column in latest}
        open_people = [person for person in open_people if person not in people]
    return taken


def _settled(generation: Generation, master: Master, share: float) -> Solved | None:
    """Return the optimum of *master* when its people have no better line, after some rounds or *share* of the limits."""
    solved = master.solve()
    for _ in range(MOST_ROUNDS):
        if solved is None or not generation.clock.step():
            return None
        if generation.clock.is_past(share):
            break
        if not generation.refill(master, solved):
            break
        solved = master.solve()
    return solved


def _taken(master: Master, solved: Solved, chance: Random | None) -> list[Column]:
    """Return the columns to take: those nearly taken, and at least some of the greatest shares."""
    best = []
    for person in master.people:
        numbers = master.of_person[person]
        shares = solved.shares[numbers]
        if chance is not None:
            shares *= [1 - BLUR * chance.random() for _ in numbers]
        place = int(shares.argmax())
        best.append((float(shares[place]), numbers[place]))
    best.sort(reverse=True)
    at_least = max(1, int(np.ceil(AT_ONCE * len(best))))
    return [master.columns[number] for place, (share, number) in enumerate(best) if share >= NEARLY or place < at_least]
