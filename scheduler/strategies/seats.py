"""The people of a crowd as arrays: who has which shifts with which breaks, put down and lifted by compiled code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from scheduler.agents import Agent
from scheduler.draft import Draft, Line
from scheduler.fairness import PARTS, SATURDAY, Burden
from scheduler.lines.graph import Small
from scheduler.lines.menu import Ints, Menu
from scheduler.lines.programme import LineProgramme
from scheduler.options import Option
from scheduler.rules.sequence import monday_of
from scheduler.strategies.day_costs import DayCosts, OwnCosts
from scheduler.strategies.shelves import Shelf, Shelves, slots_of
from scheduler.strategies.slots_engine import slots_engine
from scheduler.worked import of_option

NOBODY = -1


@dataclass
class Seat:
    """One person: the options of *line* by day, NOBODY for none, with their breaks, *ways*.

    *cost* is what the terms of days and lines take for it, in hundredths of a point.
    """

    agent: Agent
    programme: LineProgramme
    shelf: Shelf
    own: OwnCosts
    line: Small
    ways: Small
    cost: int = 0


@dataclass
class Seats:
    """The seats of people of *draft*, whose heads are counted in the draft's own arrays."""

    draft: Draft
    shelves: Shelves
    costs: DayCosts
    seats: list[Seat] = field(default_factory=list)
    _burdens: dict[tuple[int, Burden], Ints] = field(default_factory=dict)
    _number_of: dict[int, Mapping[Option, int]] = field(default_factory=dict)

    @staticmethod
    def of(draft: Draft, programmes: Iterable[LineProgramme]) -> "Seats":
        """Return a seat for each of *programmes*, nobody having shifts."""
        found = Seats(draft, Shelves(draft.instance.grid), DayCosts(draft.objective.days))
        found.seats = [found._seat(programme) for programme in programmes]
        return found

    def _seat(self, programme: LineProgramme) -> Seat:
        shelf = self.shelves.of(programme.menu)
        line = np.full(programme.menu.n_days, NOBODY, dtype=np.int32)
        own = self.costs.own(programme.menu, programme.agent)
        return Seat(programme.agent, programme, shelf, own, line, shelf.no_ways())

    def count(self, seat: Seat, sign: int) -> None:
        """Add *sign* for every head of *seat*."""
        draft = self.draft
        seat.shelf.count(draft.heads[seat.agent.team], seat.line, seat.ways, sign)
        chosen = seat.line[seat.line != NOBODY]
        for number in draft.streams_by_agent[seat.agent.id]:
            stream = draft.streams[number]
            touched = self.shelves.touched(seat.programme.menu, stream)
            for option in chosen:
                buckets = touched.indices[touched.indptr[option] : touched.indptr[option + 1]]
                draft.counts[number][buckets] += sign
        if sign < 0:
            draft.shared.pop(seat.agent.id, None)
        elif draft.objective.shares:
            draft.shared[seat.agent.id] = self.burdens(seat)

    def burdens(self, seat: Seat) -> dict[Burden, int]:
        """Return how much of each burden that is shared out *seat* has."""
        return {share.burden: self._burden(seat, share.burden) for share in self.draft.objective.shares}

    def _burden(self, seat: Seat, burden: Burden) -> int:
        marks = self._marks(seat.programme.menu, burden)
        mine = marks[seat.line[seat.line != NOBODY]]
        return len(np.unique(mine[mine > 0])) if burden is Burden.WEEKENDS else int((mine > 0).sum())

    def _marks(self, menu: Menu, burden: Burden) -> Ints:
        """Return by option a number above 0 where it counts; the shifts of one weekend have the same one."""
        key = id(menu), burden
        if key not in self._burdens:
            holidays = self.draft.instance.statutory_holidays
            if burden is Burden.WEEKENDS:
                days = [monday_of(day).toordinal() if day.weekday() >= SATURDAY else 0 for day in menu.days]
                marks = np.array(days, dtype=np.int64)[menu.day]
            elif burden is Burden.HOLIDAYS:
                marks = np.array([int(day in holidays) for day in menu.days], dtype=np.int64)[menu.day]
            else:
                marks = np.array([int(kind.part is PARTS[burden]) for kind in menu.kinds], dtype=np.int64)[menu.kind]
            self._burdens[key] = marks
        return self._burdens[key]

    def snapshot(self) -> list[tuple[Small, Small, int]]:
        """Return the shifts of everybody as they stand, for :meth:`restore`."""
        return [(seat.line.copy(), seat.ways.copy(), seat.cost) for seat in self.seats]

    def restore(self, lines: Iterable[tuple[Small, Small, int]]) -> None:
        """Put everybody back to what :meth:`snapshot` returned."""
        for seat, (line, ways, cost) in zip(self.seats, lines, strict=True):
            self.count(seat, -1)
            seat.line, seat.ways, seat.cost = line.copy(), ways.copy(), cost
            self.count(seat, 1)

    def read(self) -> None:
        """Take over the lines that the draft has otherwise, each with the breaks that hurt least as things stand."""
        for seat in self.seats:
            if not self._is_written(seat):
                self._take_over(seat)

    @property
    def are_written(self) -> bool:
        """Whether the draft has everybody's shifts and breaks as they are here."""
        return all(self._is_written(seat) for seat in self.seats)

    def _is_written(self, seat: Seat) -> bool:
        mine, line = self.draft.lines.get(seat.agent.id, {}), {}
        for number, way in zip(seat.line.tolist(), seat.ways, strict=True):
            if number != NOBODY:
                option = seat.programme.options[number]
                line[option.day] = (option, self._patterns[option.kind.name].get(seat.shelf.breaks(way), NOBODY))
        return line == mine

    def _take_over(self, seat: Seat) -> None:
        number_of = self._numbers(seat.programme)
        wanted = self.draft.lift(seat.agent)
        seat.line = np.full(seat.programme.menu.n_days, NOBODY, dtype=np.int32)
        for option in wanted.values():
            number = number_of[option]
            seat.line[seat.programme.menu.day[number]] = number
        total = np.zeros(self.draft.instance.grid.n_slots + 1, dtype=np.int64)
        slots = slots_of(self.draft.demand[seat.agent.team], self.draft.weights)
        heads = self.draft.heads[seat.agent.team]
        slots_engine().price_slots(slots, heads, np.zeros_like(heads), total)
        seat.ways = seat.shelf.no_ways()
        seat.shelf.place(total, seat.line, seat.ways)
        seat.cost = self._cost(seat.agent, wanted)
        self.count(seat, 1)

    def _cost(self, agent: Agent, line: Line) -> int:
        """Return what the terms of days and lines take for *line*."""
        instance, objective = self.draft.instance, self.draft.objective
        worked = {day: of_option(option, agent, instance) for day, option in sorted(line.items())}
        of_lines = sum(term.of_line(instance, agent, list(worked.values())) for term in objective.lines)
        return of_lines + sum(
            term.of_day(instance, agent, day, worked.get(day)) for term in objective.days for day in instance.days()
        )

    def _numbers(self, programme: LineProgramme) -> Mapping[Option, int]:
        if id(programme.menu) not in self._number_of:
            self._number_of[id(programme.menu)] = {option: number for number, option in enumerate(programme.options)}
        return self._number_of[id(programme.menu)]

    def write(self) -> None:
        """Tell the draft the shifts of everybody; their heads are counted already."""
        for seat in self.seats:
            line, unknown = {}, []
            for number, way in zip(seat.line.tolist(), seat.ways, strict=True):
                if number != NOBODY:
                    option = seat.programme.options[number]
                    pattern = self._patterns[option.kind.name].get(seat.shelf.breaks(way), NOBODY)
                    line[option.day] = (option, max(0, pattern))
                    unknown += [(option, way)] if pattern == NOBODY else []
            self.draft.lines[seat.agent.id] = line
            for option, way in unknown:
                self._move(seat, option, way)

    def _move(self, seat: Seat, option: Option, way: Small) -> None:
        """Give *option* the first arrangement of those that the draft knows, which are not all where there are very many."""
        heads = self.draft.heads[seat.agent.team]
        away = [(seat.shelf.breaks(way), 1), (tuple(self.draft.patterns[option.kind.name].away(0)), -1)]
        for breaks, sign in away:
            for start, end in breaks:
                heads[max(0, option.first + start) : max(0, option.first + end)] += sign

    @cached_property
    def _patterns(self) -> Mapping[str, Mapping[tuple[tuple[int, int], ...], int]]:
        """By kind the number of each arrangement of breaks; of those that differ in nothing but pay, the first."""
        found: dict[str, dict[tuple[tuple[int, int], ...], int]] = {}
        for name, patterns in self.draft.patterns.items():
            numbers: dict[tuple[tuple[int, int], ...], int] = {}
            for pattern in range(len(patterns.starts)):
                numbers.setdefault(tuple(patterns.away(pattern)), pattern)
            found[name] = numbers
        return found
