"""One person's lines as rules describe them: which shifts are out of the question, and the automata of the rest."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.lines.automaton import Automaton, State
from scheduler.lines.menu import Flags, Ints, Menu
from scheduler.lines.sums import FREE, NO_BOUND, Amounts, Stretches
from scheduler.roster import Assignment
from scheduler.rules.sequence import days_worked


class Part(NamedTuple):
    """An *automaton* with its first state; *origin* is the rule or the term that it stands for."""

    automaton: Automaton
    start: State
    origin: object


@dataclass
class Sketch:
    """What the rules say of the lines of *agent*, whose shifts are those of *menu*.

    *speaker* is the rule or term that is being asked. *refused* are the options that people like *agent* never have, *away* those that leave and the like take from this very person,
    *bound* the days on which the person has to work. *parts* are automata with their first states, and whose they are.
    """

    menu: Menu
    agent: Agent
    refused: Flags = field(init=False)
    away: Flags = field(init=False)
    bound: Flags = field(init=False)
    parts: list[Part] = field(default_factory=list)
    speaker: object = None

    def __post_init__(self) -> None:
        self.refused = np.zeros(len(self.menu.options), dtype=np.bool_)
        self.away = np.zeros(len(self.menu.options), dtype=np.bool_)
        self.bound = np.zeros(self.menu.n_days, dtype=np.bool_)

    @property
    def instance(self) -> Instance:
        """What is asked."""
        return self.menu.instance

    @cached_property
    def on_leave(self) -> Flags:
        """By planned day whether the agent is on leave."""
        return np.array([day in self.agent.leave for day in self.menu.days], dtype=np.bool_)

    @cached_property
    def past(self) -> tuple[Assignment, ...]:
        """The known shifts before the planned days, in time order."""
        return tuple(self.instance.lines_before.get(self.agent.id, ()))

    @cached_property
    def worked_before(self) -> frozenset[date]:
        """The days before the planned ones on which a shift started."""
        return frozenset(days_worked(self.past))

    @property
    def key(self) -> Hashable:
        """What people must have in common to share a compiled programme: all but where they begin and what leave takes."""
        refused = self.refused.tobytes()
        return Menu.key(self.instance, self.agent), refused, tuple(part.automaton for part in self.parts)

    @property
    def start(self) -> tuple[State, ...]:
        """The first states of the automata."""
        return tuple(part.start for part in self.parts)

    def refuse(self, options: Flags) -> None:
        """Note that *options* are never worked."""
        self.refused |= options

    def of_kinds(self, values: Iterable[int]) -> Ints:
        """Return *values*, given by kind, by option."""
        return np.fromiter(values, dtype=np.int64)[self.menu.kind]

    def add(self, automaton: Automaton, start: State) -> None:
        """Add *automaton*, which begins in *start*."""
        self.parts.append(Part(automaton, start, self.speaker))

    def run_before(self, days: Iterable[date]) -> tuple[int, bool]:
        """Return how many of the known days right before the plan are all in *days*, and whether no known day is left."""
        wanted, count = set(days), 0
        for day in reversed(self.instance.days_before):
            if day not in wanted:
                return count, False
            count += 1
        return count, True

    def bound_sums(self, amounts: Iterable[int], stretches: Iterable["Bounded"]) -> None:
        """Bound what shifts count, *amounts* by kind, in *stretches* that follow each other."""
        by_kind = list(amounts)
        unit = int(np.gcd.reduce([amount for amount in by_kind if amount] or [1]))
        most_a_day = max(by_kind, default=0) // unit
        begins, rooms, spreads = [], [], []
        for stretch in stretches:
            ceiling = most_a_day * stretch.n_days
            most = ceiling if stretch.most is None else min(ceiling, max(0, stretch.most) // unit)
            least = 0 if stretch.least is None else max(0, -(-stretch.least // unit))
            begins.append(stretch.first)
            rooms.append(most if least or most < ceiling else FREE)
            spreads.append(most - least if least else NO_BOUND)
        if set(rooms) == {FREE}:
            return
        counted = Amounts(tuple(amount // unit for amount in by_kind))
        free_start = (0, *rooms[1:])  # the first state holds the room of the first stretch
        self.add(Stretches(counted, tuple(begins), free_start, tuple(spreads), self.menu.n_days), rooms[0])


@dataclass(frozen=True, slots=True)
class Bounded:
    """Planned days from the place *first* on, *n_days* of them, and what they may count for; None is no bound."""

    first: int
    n_days: int
    least: int | None
    most: int | None
