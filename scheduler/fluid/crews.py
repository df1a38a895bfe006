"""People of a team who choose from shifts that are alike, whatever the shifts are called, and who among them are the same person twice."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from scheduler.agents import AgentId
from scheduler.lines.menu import Flags, Ints, Menu
from scheduler.lines.programme import LineProgramme
from scheduler.strategies.day_costs import DayCosts, OwnCosts
from scheduler.strategies.shelves import Shelf, Shelves


@dataclass(frozen=True)
class Member:
    """*count* people who differ in nothing that matters: the first one's *programme* and what the days cost them."""

    programme: LineProgramme
    own: OwnCosts
    count: int


@dataclass(frozen=True)
class Crew:
    """The *members* of a *team* for whom the options of one *shelf* stand, with what everybody pays for them, *common*.

    *people* are all of them by name.
    """

    team: str
    shelf: Shelf
    common: Ints
    members: tuple[Member, ...]
    people: tuple[AgentId, ...]

    @cached_property
    def size(self) -> int:
        """How many people there are."""
        return sum(member.count for member in self.members)

    @cached_property
    def open(self) -> Flags:
        """By option whether anybody can work it."""
        known: Flags = np.zeros(len(self.shelf.menu.options), dtype=np.bool_)
        for member in self.members:
            known |= self._open_to(member)
        return known

    @cached_property
    def present(self) -> Ints:
        """By day how many people can work any shift."""
        menu = self.shelf.menu
        total = np.zeros(menu.n_days, dtype=np.int64)
        for member in self.members:
            total += member.count * (np.bincount(menu.day[self._open_to(member)], minlength=menu.n_days) > 0)
        return total

    def middle_of(self, day: int) -> float:
        """Return the slot around which the shifts of *day* lie."""
        menu = self.shelf.menu
        first, end = int(menu.bounds[day]), int(menu.bounds[day + 1])
        if first == end:
            return float(menu.dawns[day])
        return (int(menu.first[first:end].min()) + int(menu.end[first:end].max())) / 2

    @staticmethod
    def _open_to(member: Member) -> Flags:
        worked: Flags = member.programme.compiled.graph.option_class >= 0
        return worked & ~member.programme.away


def crews_of(
    programmes: Iterable[LineProgramme],
    shelves: Shelves,
    costs: DayCosts,
    apart: Callable[[AgentId], Hashable] = lambda _: None,
) -> list[Crew]:
    """Return the crews of *programmes*, in the order in which they come; people whom the rules leave no line are in none.

    Those for whom *apart* answers differently are in different crews.
    """
    gathering: dict[Hashable, _Gathered] = {}
    for programme in programmes:
        if programme.start < 0:
            continue
        common = costs.common(programme.menu, programme.agent)
        key = programme.agent.team, _shape(programme.menu), common.tobytes(), apart(programme.agent.id)
        if key not in gathering:
            gathering[key] = _Gathered(programme.agent.team, shelves.of(programme.menu), common)
        gathering[key].add(programme, costs.own(programme.menu, programme.agent))
    return [gathered.crew() for gathered in gathering.values()]


@dataclass
class _Gathered:
    team: str
    shelf: Shelf
    common: Ints
    found: dict[Hashable, tuple[LineProgramme, OwnCosts]] = field(default_factory=dict)
    counts: Counter[Hashable] = field(default_factory=Counter)
    people: list[AgentId] = field(default_factory=list)

    def add(self, programme: LineProgramme, own: OwnCosts) -> None:
        key = (
            id(programme.compiled),
            programme.start,
            *(array.tobytes() for array in (programme.away, programme.bound, programme.on_leave)),
            *(array.tobytes() for array in (own.places, own.costs)),
            own.idle,
        )
        self.found.setdefault(key, (programme, own))
        self.counts[key] += 1
        self.people.append(programme.agent.id)

    def crew(self) -> Crew:
        members = tuple(Member(programme, own, self.counts[key]) for key, (programme, own) in self.found.items())
        return Crew(self.team, self.shelf, self.common, members, tuple(self.people))


def _shape(menu: Menu) -> Hashable:
    """Return what the options of *menu* are like, but for the names of kinds."""
    kinds = tuple(
        (
            kind.length_minutes,
            tuple(sorted((window.earliest, window.latest, window.minutes) for window in kind.breaks.windows)),
            kind.breaks.least_gap,
            kind.breaks.greatest_gap,
            kind.on_call,
        )
        for kind in menu.kinds
    )
    return kinds, *(array.tobytes() for array in (menu.first, menu.end, menu.kind, menu.paid))
