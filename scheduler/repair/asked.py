"""What one person may be asked for in a repair: which shifts, at what price, and the line that helps most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from scheduler.agents import Agent
from scheduler.lines.menu import Flags, Ints, Menu
from scheduler.lines.programme import NEVER_FREE, LineProgramme
from scheduler.objective.terms import DayTerm
from scheduler.options import Option
from scheduler.repair.floor import Floor
from scheduler.repair.mildness import ChangePrices, Mildness, Place, mildness_of
from scheduler.roster import Assignment
from scheduler.strategies.prices import day_costs

ONE_DAY = timedelta(days=1)
Places = Mapping[tuple[date, str, int], int]


@dataclass
class Asked:
    """One person of a repair: the line that they are *told* and the *line* as it stands, both by day.

    *places* tells the number of an option by day, kind and first slot. *open* are the options that may be asked for;
    nothing is changed on the days of *kept* shifts. *asked* counts the person's changes of late, *terms* cost single days.
    Whoever has *joined* is told nothing yet, so that no shift of theirs is a change.
    """

    programme: LineProgramme
    told: Mapping[date, Assignment]
    places: Places
    open: Flags
    kept: frozenset[date]
    prices: ChangePrices
    asked: int
    terms: tuple[DayTerm, ...]
    joined: bool = False
    line: dict[date, Assignment] = field(init=False)
    _costs: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.line = dict(self.told)

    @property
    def agent(self) -> Agent:
        """The person."""
        return self.programme.agent

    def best(self, floor: Floor, useful: Flags, refused: Flags) -> tuple[int, dict[date, Option]] | None:
        """Return how much the best line gains on the one that stands, and that line; None where nothing is gained.

        *useful* are options that are worth something as *floor* stands; those *refused* are not chosen. A line that takes none
        of the useful ones is not looked for.
        """
        current = {day: self.number_of(shift) for day, shift in self.line.items()}
        candidates = self._candidates(useful, current) & ~refused
        if not candidates.any():
            return None
        values = self._values(floor, candidates, current)
        barred = np.ones(len(candidates), dtype=np.bool_)
        barred[list(current.values())] = False
        kept, worth = self.programme.best(values, self._free(current, may_cancel=False), barred)
        if kept is None and not self.joined:
            return None
        line, better = self.programme.best(values, self._free(current, may_cancel=True), barred & ~candidates)
        if line is None:
            return None
        if kept is None:
            return max(1, better), line
        return (better - worth, line) if better > worth else None

    def number_of(self, shift: Assignment) -> int:
        """Return the number of *shift* among the options; KeyError where it is none of them."""
        grid = self.programme.menu.instance.grid
        return self.places[shift.day, shift.kind, grid.slot_containing(shift.start)]

    def changed(self, line: Mapping[date, Option]) -> dict[date, Option | None]:
        """Return the days on which *line* is another than the one that stands."""
        now = {day: self.programme.options[self.number_of(shift)] for day, shift in self.line.items()}
        return {day: line.get(day) for day in sorted(now.keys() | line.keys()) if now.get(day) != line.get(day)}

    def _candidates(self, useful: Flags, current: Mapping[date, int]) -> Flags:
        """Return the open options that are *useful*, and other starts of the shifts beside them, which may make room."""
        menu = self.programme.menu
        if self.joined:
            return self.open
        candidates = self.open & useful
        candidates[list(current.values())] = False
        near = np.zeros(menu.n_days + 2, dtype=np.bool_)
        for step in (0, 1, 2):
            near[menu.day[candidates] + step] = True
        for day, number in current.items():
            if near[menu.place_of(day) + 1]:
                first, end = menu.bounds[menu.place_of(day)], menu.bounds[menu.place_of(day) + 1]
                alike = menu.kind[first:end] == menu.kind[number]
                candidates[first:end] |= alike & self.open[first:end]
                candidates[number] = False
        return candidates

    def _values(self, floor: Floor, candidates: Flags, current: Mapping[date, int]) -> Ints:
        """Return what *candidates* and the shifts that stand are worth, without them, less what they cost."""
        options = self.programme.options
        values = np.zeros(len(options), dtype=np.int64)
        saving = floor.saving(self.agent.team, [floor.presence(shift) for shift in self.line.values()])
        numbers = np.flatnonzero(candidates)
        if len(numbers):
            chosen = [options[number] for number in numbers.tolist()]
            values[numbers] = floor.values(self.agent, chosen, saving, self.line.values())
        for day, number in current.items():
            values[number] = floor.worth(self.agent, self.line[day], saving, self.line.values())
        everything = [*numbers.tolist(), *current.values()]
        values[everything] -= self._costs_of(everything)
        return values

    def _costs_of(self, numbers: Sequence[int]) -> Ints:
        """Return what each of the options *numbers* costs: its change, and what the terms of days say beyond a day off."""
        new = [number for number in numbers if number not in self._costs]
        options, instance = [self.programme.options[number] for number in new], self.programme.menu.instance
        costs = day_costs(instance, self.agent, options, self.terms) if self.terms and new else [0] * len(new)
        for number, option, cost in zip(new, options, costs, strict=True):
            self._costs[number] = cost + self._price(option)
        return np.array([self._costs[number] for number in numbers], dtype=np.int64)

    def _price(self, option: Option) -> int:
        before, grid = self.told.get(option.day), self.programme.menu.instance.grid
        after = Place(option.kind.name, option.starts_at(grid), option.ends_at(grid))
        change = mildness_of(None if before is None else Place.of(before), after)
        return 0 if change is None or self.joined else self.prices.of(*change, self.asked)

    def _free(self, current: Mapping[date, int], *, may_cancel: bool) -> Ints:
        """Return what a day off is worth by day: impossible where the shift that stands may not be taken off."""
        menu = self.programme.menu
        free = np.zeros(menu.n_days, dtype=np.int64)
        for day in self.told.keys() | current.keys():
            if day in current and (not may_cancel or day in self.kept):
                free[menu.place_of(day)] = NEVER_FREE
            elif day in self.told and not self.joined:
                free[menu.place_of(day)] = -self.prices.of(Mildness.CANCELLED, timedelta(0), self.asked)
        return free


def places_of(menu: Menu) -> Places:
    """Return the number of each option of *menu* by day, kind and first slot."""
    return {(one.day, one.kind.name, one.first): number for number, one in enumerate(menu.options)}


def open_options(menu: Menu, border: datetime, kept: Iterable[date]) -> Flags:
    """Return which options of *menu* may be asked for: those that start no sooner than *border*, off the days *kept*, not on call."""
    grid = menu.instance.grid
    soonest = -(-(border - grid.origin) // grid.slot_length)
    serving = np.array([not kind.on_call for kind in menu.kinds], dtype=np.bool_)
    opened: Flags = (menu.first >= soonest) & serving[menu.kind]
    for day in kept:
        place = menu.place_of(day)
        opened[menu.bounds[place] : menu.bounds[place + 1]] = False
    return opened
