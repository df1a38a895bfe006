"""What rules say of a crew as a whole, its people taken together and in fractions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scheduler.fluid.crews import Crew
from scheduler.instance import Instance
from scheduler.lines.menu import Flags, Ints
from scheduler.rules.base import Rule
from scheduler.rules.contract import PeriodHours, period_credit
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.hours import WeeklyHours, minutes_in
from scheduler.rules.sequence import weeks_of
from scheduler.rules.weekly_rest import WeeklyRest

ANY = float("inf")
NEAR = 1e-3  # of the bound


@dataclass(frozen=True)
class Held:
    """The sum of *amounts*, by option, over the shifts of a crew is at least *least* and at most *most*.

    It is about one *day*, or about all of them where it *is_whole*, or about some.
    """

    amounts: Ints
    least: float
    most: float
    day: int | None = None
    is_whole: bool = False

    def is_broken(self, done: float) -> bool:
        """Tell whether the sum *done* is out of bounds by more than rounding."""
        return not self.least - NEAR * abs(self.least) <= done <= self.most + NEAR * abs(self.most)


def held_by(crew: Crew, instance: Instance, rules: Sequence[Rule]) -> Iterator[Held]:
    """Yield what holds for *crew*: the people present each day, and hours, days in a row and weekly rest of *rules* for everybody.

    What is left out only makes prices worse; no bound rests on it.
    """
    menu = crew.shelf.menu
    ones = np.ones(len(menu.options), dtype=np.int64)
    for day, present in enumerate(crew.present.tolist()):
        yield Held(ones * (menu.day == day), 0.0, float(present), day=day)
    for rule in rules:
        yield from _by_rule(rule, crew, instance)


def _by_rule(rule: Rule, crew: Crew, instance: Instance) -> Iterator[Held]:
    contract = crew.members[0].programme.agent.contract
    if isinstance(rule, PeriodHours):
        yield _period(crew, instance)
    if isinstance(rule, WeeklyHours):
        for week in weeks_of(instance.grid):
            yield Held(crew.shelf.menu.paid * _on(crew, week), 0.0, float(minutes_in(rule.hours) * crew.size))
    if isinstance(rule, WeeklyRest):
        yield from _windows(crew, rule.days, 0, rule.days - 1)
    if isinstance(rule, DaysInRow) and contract.days_in_row.most is not None:
        yield from _windows(crew, contract.days_in_row.most + 1, 0, contract.days_in_row.most)
    most_off = contract.days_off_in_row.most
    if isinstance(rule, DaysOffInRow) and most_off is not None and not _anybody_away(crew):
        yield from _windows(crew, most_off + 1, 1, most_off + 1)


def _anybody_away(crew: Crew) -> bool:
    return any(bool(member.programme.on_leave.any()) for member in crew.members)


def _on(crew: Crew, days: Iterable[date]) -> Flags:
    menu = crew.shelf.menu
    return np.isin(menu.day, [menu.place_of(day) for day in days])


def _period(crew: Crew, instance: Instance) -> Held:
    least = most = 0.0
    for member in crew.members:
        agent = member.programme.agent
        bounds, credit = agent.contract.period_minutes, period_credit(agent, instance)
        least += member.count * (0 if bounds.least is None else max(0, bounds.least - credit))
        most += member.count * (ANY if bounds.most is None else max(0, bounds.most - credit))
    return Held(crew.shelf.menu.paid, least, most, is_whole=True)


def _windows(crew: Crew, days: int, least: int, most: int) -> Iterator[Held]:
    menu = crew.shelf.menu
    for first in range(menu.n_days - days + 1):
        inside = (menu.day >= first) & (menu.day < first + days)
        yield Held(inside.astype(np.int64), float(least * crew.size), float(most * crew.size))
