"""Terms of the objective that look at whole lines, as automata that cost something or count."""

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np

from scheduler.fairness import PARTS, SATURDAY, Burden
from scheduler.lines.automaton import Plain, State
from scheduler.lines.menu import Ints, Menu
from scheduler.lines.orders import spread_of_weeks
from scheduler.lines.sketch import Sketch
from scheduler.lines.successions import Tally
from scheduler.objective.overtime import OvertimeOfWeeks, pay
from scheduler.objective.starts import LATEST, UnsteadyStarts
from scheduler.objective.terms import LineTerm
from scheduler.rules.sequence import monday_of, weeks_of
from scheduler.worked import line_before

Week = tuple[int, bool]


@dataclass(frozen=True)
class WeeksPaid(Plain):
    """Ordinary time above that of a week, less what the week after has less. The state is (minutes so far, owed so far).

    *weeks* are the last days of the weeks, each with whether the one after is planned whole; *unpaid* the days on which
    no time is ordinary.
    """

    term: OvertimeOfWeeks
    weeks: tuple[Week, ...]
    unpaid: frozenset[int]
    _ends: dict[int, bool] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._ends.update(self.weeks)

    def letters(self, menu: Menu) -> Ints:
        """Return the ordinary minutes of each option."""
        ordinary = np.minimum(menu.paid, self.term.daily_minutes)
        return np.where(np.isin(menu.day, list(self.unpaid)), 0, ordinary)

    def day_key(self, day: int) -> Hashable:
        """Return whether a week ends with *day*, and how."""
        return self._ends.get(day)

    def step(self, state: State, day: int, letter: int) -> State | None:
        """Add up the week; at its end keep what is owed where the week after may free it."""
        minutes, owed = self._read(state, letter)
        if day not in self._ends:
            return minutes, owed
        return 0, max(0, minutes - self.term.weekly_minutes) if self._ends[day] else 0

    def cost(self, state: State, day: int, letter: int) -> int:
        """Return at the end of a week what is owed of the week before, and of this one where none comes after it."""
        if day not in self._ends:
            return 0
        minutes, owed = self._read(state, letter)
        weekly = self.term.weekly_minutes
        last = self._pay(max(0, owed - max(0, weekly - minutes)))
        return last if self._ends[day] else last + self._pay(max(0, minutes - weekly))

    def _pay(self, minutes: int) -> int:
        return pay(minutes, self.term.percent, self.term.hour_cost)

    @staticmethod
    def _read(state: State, letter: int) -> tuple[int, int]:
        return state[0] + max(0, letter), state[1]


def encode_term(term: LineTerm, sketch: Sketch) -> bool:
    """Add *term* to *sketch*; return whether it is known."""
    sketch.speaker = term
    if isinstance(term, OvertimeOfWeeks):
        if not term.forbidden:
            _overtime(term, sketch)
        return True
    if isinstance(term, UnsteadyStarts):
        sketch.add(*spread_of_weeks(sketch, LATEST + 1, term.hour_cost))
        return True
    return False


def _overtime(term: OvertimeOfWeeks, sketch: Sketch) -> None:
    instance, menu = sketch.instance, sketch.menu
    weeks = list(weeks_of(instance.grid))
    whole = [len(week) == 7 for week in weeks[1:]] + [False]
    ends = tuple((menu.place_of(week[-1]), follows) for week, follows in zip(weeks, whole, strict=True))
    unpaid = frozenset(place for place, day in enumerate(menu.days) if day in instance.statutory_holidays)
    before = line_before(sketch.agent, instance, monday_of(instance.grid.first_day))
    known = sum(
        min(shift.paid_minutes, term.daily_minutes) for shift in before if shift.day not in instance.statutory_holidays
    )
    sketch.add(WeeksPaid(term, ends, unpaid), (known, 0))


def tally_of(burden: Burden, sketch: Sketch) -> None:
    """Add the count of *burden* to *sketch*."""
    days, instance = sketch.menu.days, sketch.instance
    kinds = tuple(burden not in PARTS or kind.part is PARTS[burden] for kind in sketch.menu.kinds)
    counted, mondays = list(range(len(days))), None
    sketch.speaker = burden
    if burden is Burden.HOLIDAYS:
        counted = [place for place, day in enumerate(days) if day in instance.statutory_holidays]
    if burden is Burden.WEEKENDS:
        counted = [place for place, day in enumerate(days) if day.weekday() >= SATURDAY]
        mondays = frozenset(place for place, day in enumerate(days) if day.weekday() == 0)
    sketch.add(Tally(frozenset(counted), kinds, mondays), (0, False))
