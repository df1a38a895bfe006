"""What one person may be asked for in a repair: which shifts, at what price, and the line that helps most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from scheduler.agents import Agent
from scheduler.lines.menu import Flags, Ints, Menu
from scheduler.lines.programme import NEVER_FREE, LineProgramme
from scheduler.objective import Whole
from scheduler.objective.terms import DayTerm
from scheduler.options import Option
from scheduler.repair.floor import Brought, Floor, Presence
from scheduler.repair.mildness import ChangePrices, Mildness
from scheduler.roster import Assignment
from scheduler.strategies.prices import day_costs

BOUNDLESS = 2**60
NOTHING = -1  # in the place of a slot or a kind: no shift on this day


@dataclass(frozen=True)
class Offer:
    """The *menu* of people of one contract and clock, with the *places* of its options by day, kind and first slot."""

    menu: Menu
    places: Mapping[tuple[date, str, int], int]

    @staticmethod
    def of(menu: Menu) -> "Offer":
        """Return the offer of *menu*."""
        return Offer(menu, {(one.day, one.kind.name, one.first): number for number, one in enumerate(menu.options)})

    def place_of(self, shift: Assignment) -> int | None:
        """Return the number of *shift* among the options, None where it is none of them."""
        return self.places.get((shift.day, shift.kind, self.menu.instance.grid.slot_containing(shift.start)))

    def open(self, border: datetime, kept: Iterable[date]) -> Flags:
        """Return which options may be asked for: those that start no sooner than *border*, off the days *kept*, not on call."""
        menu, grid = self.menu, self.menu.instance.grid
        soonest = -(-(border - grid.origin) // grid.slot_length)
        serving = np.array([not kind.on_call for kind in menu.kinds], dtype=np.bool_)
        opened: Flags = (menu.first >= soonest) & serving[menu.kind]
        for day in kept:
            place = menu.place_of(day)
            opened[menu.bounds[place] : menu.bounds[place + 1]] = False
        return opened


@dataclass
class Asked:
    """One *agent* of a repair: the line that they are *told* and the *line* as it stands, both by day.

    *open* are the options that may be asked for; nothing is changed on the days of *kept* shifts. *asked* counts the person's
    changes of late, *terms* cost single days. Whoever has *joined* is told nothing yet, so that no shift of theirs is a
    change. *most_minutes* are all that the rules let the line have, None where they let it have any.
    """

    agent: Agent
    offer: Offer
    told: Mapping[date, Assignment]
    open: Flags
    kept: frozenset[date]
    prices: ChangePrices
    asked: int
    terms: tuple[DayTerm, ...]
    joined: bool = False
    most_minutes: int | None = None
    programme: LineProgramme | None = None
    line: dict[date, Assignment] = field(init=False)
    spent: Ints = field(init=False, repr=False)
    _current: dict[date, int] = field(init=False)
    _presences: dict[date, Presence] = field(default_factory=dict)
    _of_days: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stand(dict(self.told))
        self.spent = self._prices()

    def stand(self, line: dict[date, Assignment]) -> None:
        """Let *line* be the one that stands; all its shifts are options of the person."""
        self.line = line
        numbers = {day: self.offer.place_of(shift) for day, shift in line.items()}
        self._current = {day: number for day, number in numbers.items() if number is not None}
        self._presences.clear()

    def most(self, floor: Floor, brought: Brought) -> int:
        """Return a bound on what the best line could gain as *floor* stands; 0 where nobody could gain anything."""
        if self.joined:
            return BOUNDLESS
        menu, gains = self.offer.menu, np.where(self.open, self._net(floor, brought), 0)
        best = np.zeros(menu.n_days, dtype=np.int64)
        np.maximum.at(best, menu.day, gains)
        return int(best.sum())

    def best(self, floor: Floor, brought: Brought, refused: Flags) -> tuple[int, dict[date, Option]] | None:
        """Return how much the best line gains on the one that stands, and that line; None where nothing is gained.

        *brought* is what heads bring as *floor* stands; options *refused* are not chosen.
        """
        if self.programme is None:
            return None
        candidates = self._candidates(floor, brought) & ~refused
        if not candidates.any():
            return None
        values = self._values(floor, candidates)
        barred = np.ones(len(candidates), dtype=np.bool_)
        barred[list(self._current.values())] = False
        kept, worth = self.programme.best(values, self._free(may_cancel=False), barred)
        if kept is None and not self.joined:
            return None
        line, better = self.programme.best(values, self._free(may_cancel=True), barred & ~candidates)
        if line is None:
            return None
        if kept is None:
            return max(1, better), line
        return (better - worth, line) if better > worth else None

    def changed(self, line: Mapping[date, Option]) -> dict[date, Option | None]:
        """Return the days on which *line* is another than the one that stands."""
        now = {day: self.offer.menu.options[number] for day, number in self._current.items()}
        return {day: line.get(day) for day in sorted(now.keys() | line.keys()) if now.get(day) != line.get(day)}

    def _net(self, floor: Floor, brought: Brought) -> Ints:
        """Return what each option could gain at most; where the hours are full an extra shift costs another one."""
        net, menu = self._most(floor, brought) - self.spent, self.offer.menu
        if self.most_minutes is None:
            return net
        room = self.most_minutes - sum(shift.paid_minutes for shift in self.line.values())
        off = np.ones(menu.n_days, dtype=np.bool_)
        off[[menu.place_of(day) for day in self.line]] = False
        beyond = off[menu.day] & (menu.paid > room)
        if beyond.any():
            net[beyond] -= self._least_loss(floor, brought)
        return net

    def _least_loss(self, floor: Floor, brought: Brought) -> int:
        """Return what it costs at least to take paid time off the line, by another shift where some are shorter than others."""
        if len({kind.paid_minutes for kind in self.offer.menu.kinds}) > 1:
            return min(self.prices.changes.values())
        losses, lost = [BOUNDLESS // 2], _totals(brought.harm - brought.relief)
        for day, (first, there) in self._own(floor).items():
            if day not in self.kept:
                # breaks are left out of what is lost: there nobody is missed
                whole = int(_between(lost, np.array([first]), np.array([first + len(there)]))[0])
                away = np.flatnonzero(there == 0) + first
                inside = away[(away >= 0) & (away < len(brought.harm))]
                losses.append(max(0, whole - int((brought.harm - brought.relief)[inside].sum())))
        return min(losses) + self.prices.changes[Mildness.CANCELLED] + self.prices.again * self.asked

    def _most(self, floor: Floor, brought: Brought) -> Ints:
        """Return what each option could save at most, in the place of the shift of its day.

        It may bring heads where that shift does not serve, and may leave wherever it does; where it is not, it is missed.
        """
        menu, served = self.offer.menu, np.zeros(len(brought.bring), dtype=np.int64)
        for begins, there in self._own(floor).values():
            start, stop = max(0, begins), min(len(served), begins + len(there))
            if start < stop:
                served[start:stop] = there[start - begins : stop - begins]
        first, end = self._spans(self._current)
        here, after = first[menu.day], end[menu.day]
        common_first = np.maximum(menu.first, here)
        common_end = np.maximum(common_first, np.minimum(menu.end, after))
        harm = _totals(brought.harm * served)
        most: Ints = _between(_totals(brought.bring * (1 - served)), menu.first, menu.end)
        most += _between(_totals(brought.relief * served), here, after)
        most -= _between(harm, here, after) - _between(harm, common_first, common_end)
        return most

    def _spans(self, numbers: Mapping[date, int]) -> tuple[Ints, Ints]:
        """Return the first slot and the end of the options *numbers* by place of the day, an empty span without one."""
        menu = self.offer.menu
        first, end = np.zeros(menu.n_days, dtype=np.int64), np.zeros(menu.n_days, dtype=np.int64)
        for day, number in numbers.items():
            first[menu.place_of(day)], end[menu.place_of(day)] = menu.first[number], menu.end[number]
        return first, end

    def _candidates(self, floor: Floor, brought: Brought) -> Flags:
        """Return the open options that could be worth their price, and other starts of the shifts beside them, to make room."""
        menu = self.offer.menu
        if self.joined:
            return self.open
        candidates: Flags = self.open & (self._net(floor, brought) > 0)
        candidates[list(self._current.values())] = False
        near = np.zeros(menu.n_days + 2, dtype=np.bool_)
        for step in (0, 1, 2):
            near[menu.day[candidates] + step] = True
        for day, number in self._current.items():
            if near[menu.place_of(day) + 1]:
                first, end = menu.bounds[menu.place_of(day)], menu.bounds[menu.place_of(day) + 1]
                candidates[first:end] |= (menu.kind[first:end] == menu.kind[number]) & self.open[first:end]
                candidates[number] = False
        return candidates

    def _values(self, floor: Floor, candidates: Flags) -> Ints:
        """Return what *candidates* and the shifts that stand are worth, without them, less what they cost."""
        values = np.zeros(len(candidates), dtype=np.int64)
        own = self._own(floor)
        saving = floor.saving(self.agent.team, [own[day] for day in self.line])
        numbers = np.flatnonzero(candidates)
        if len(numbers):
            values[numbers] = floor.values(self.agent, self.offer.menu, numbers, saving, self.line.values())
        for day, shift in self.told.items():
            number = self.offer.place_of(shift) if self.line.get(day) != shift else None
            if number is not None and candidates[number]:  # it would come back with the breaks it had
                values[number] = floor.worth(self.agent, shift, floor.presence(shift), saving, self.line.values())
        for day, number in self._current.items():
            values[number] = floor.worth(self.agent, self.line[day], own[day], saving, self.line.values())
        everything = [*numbers.tolist(), *self._current.values()]
        values[everything] -= self.spent[everything] + self._costs_of_days(everything)
        return values

    def _own(self, floor: Floor) -> dict[date, Presence]:
        if not self._presences:
            self._presences = {day: floor.presence(shift) for day, shift in self.line.items()}
        return self._presences

    def _costs_of_days(self, numbers: Sequence[int]) -> Ints:
        """Return what the terms of days cost for each of the options *numbers* beyond a day off."""
        if not self.terms:
            return np.zeros(len(numbers), dtype=np.int64)
        new = [number for number in numbers if number not in self._of_days]
        if new:
            menu = self.offer.menu
            options = [menu.options[number] for number in new]
            self._of_days.update(zip(new, day_costs(menu.instance, self.agent, options, self.terms), strict=True))
        return np.array([self._of_days[number] for number in numbers], dtype=np.int64)

    def _prices(self) -> Ints:
        """Return what each option costs as a change of what the person was told; :func:`mildness_of` tells the same of one."""
        menu, prices, asked = self.offer.menu, self.prices.changes, self.prices.again * self.asked
        if self.joined:
            return np.zeros(len(menu.options), dtype=np.int64)
        first, end = self._spans(self._current)
        kinds = np.full(menu.n_days, NOTHING, dtype=np.int64)
        for day, number in self._current.items():
            kinds[menu.place_of(day)] = menu.kind[number]
        here, stop, kind = first[menu.day], end[menu.day], kinds[menu.day]
        slots = np.maximum(np.abs(menu.first - here), np.abs(menu.end - stop))
        moved = self.prices.hour * slots * menu.instance.grid.slot_minutes // 60
        price = np.where(kind == menu.kind, prices[Mildness.MOVED], prices[Mildness.OTHER_KIND])
        longer = (menu.first <= here) & (stop <= menu.end) & (slots > 0)
        price = np.where(longer, prices[Mildness.LONGER], price) + moved + asked
        price = np.where((kind == menu.kind) & (slots == 0), 0, price)
        found: Ints = np.where(kind == NOTHING, prices[Mildness.EXTRA] + asked, price)
        return found

    def _free(self, *, may_cancel: bool) -> Ints:
        """Return what a day off is worth by day: impossible where the shift that stands may not be taken off."""
        menu = self.offer.menu
        free = np.zeros(menu.n_days, dtype=np.int64)
        cancelled = self.prices.changes[Mildness.CANCELLED] + self.prices.again * self.asked
        for day in self.told.keys() | self._current.keys():
            if day in self._current and (not may_cancel or day in self.kept):
                free[menu.place_of(day)] = NEVER_FREE
            elif day in self.told and not self.joined:
                free[menu.place_of(day)] = -cancelled
        return free


def _totals(values: Whole) -> Ints:
    """Return the sums of *values* up to each slot."""
    return np.concatenate(([0], np.cumsum(values)))


def _between(totals: Ints, first: Ints, end: Ints) -> Ints:
    """Return the sums from *first* to *end* by *totals*, slots outside the horizon counting for nothing."""
    last = len(totals) - 1
    found: Ints = totals[np.minimum(np.maximum(end, 0), last)] - totals[np.minimum(np.maximum(first, 0), last)]
    return found
