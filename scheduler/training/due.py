"""How much training is due in the planned days: a share of what is missing in the year, as large as their share of its rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.training.seats import seats_in

LEAST_HOURS = 1e-6  # below it a difference of hours is rounding


@dataclass(frozen=True, slots=True)
class YearPart:
    """The planned days of *year*: *planned* of its days on which training may take place, of *left* from the first on.

    Days barred to training count in neither, so that a month of festivals asks for less and the others for more.
    """

    year: int
    planned: int
    left: int

    @property
    def share(self) -> float:
        """The share of what is missing that is due."""
        return self.planned / self.left if self.left else 0.0

    @property
    def is_last(self) -> bool:
        """Whether nothing of the year is left behind the planned days."""
        return self.planned == self.left


def year_parts(grid: TimeGrid, barred: Iterable[date]) -> tuple[YearPart, ...]:
    """Return the planned days by the calendar year that they lie in."""
    off = frozenset(barred)
    parts = []
    for year in range(grid.first_day.year, grid.last_day.year + 1):
        first, last = max(grid.first_day, date(year, 1, 1)), min(grid.last_day, date(year, 12, 31))
        parts.append(YearPart(year, _open_days(first, last, off), _open_days(first, date(year, 12, 31), off)))
    return tuple(parts)


def _open_days(first: date, last: date, off: frozenset[date]) -> int:
    days = (first + timedelta(days=index) for index in range((last - first).days + 1))
    return sum(day not in off for day in days)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person has of a year's training: class hours *before* the planned days and *planned* in them, and the courses of each."""

    before: float = 0.0
    planned: float = 0.0
    courses_before: frozenset[str] = frozenset()
    courses_planned: frozenset[str] = frozenset()

    @property
    def hours(self) -> float:
        """All class hours of the year."""
        return self.before + self.planned

    @property
    def courses(self) -> frozenset[str]:
        """All courses of the year."""
        return self.courses_before | self.courses_planned

    def missing(self, hours_a_year: float) -> float:
        """Return the class hours that were missing when the planned days began."""
        return max(0.0, hours_a_year - self.before)


def standings(roster: Roster, instance: Instance, year: int) -> dict[AgentId, Standing]:
    """Return for every agent of *instance* what the record says of *year* and what *roster* plans on its days."""
    attended = instance.curriculum.attended(year, instance.grid.first_day)
    hours: dict[AgentId, float] = {}
    names: dict[AgentId, set[str]] = {}
    for seat in seats_in(roster, instance.curriculum):
        if seat.shift.day.year == year and not seat.teaches:
            hours[seat.agent] = hours.get(seat.agent, 0.0) + seat.hours
            names.setdefault(seat.agent, set()).add(seat.course.name)
    return {
        agent.id: Standing(
            sum(row.hours for row in attended.get(agent.id, ())),
            hours.get(agent.id, 0.0),
            frozenset(row.course for row in attended.get(agent.id, ())),
            frozenset(names.get(agent.id, ())),
        )
        for agent in instance.agents
    }


def due_count(before: int, wanted: int, part: YearPart) -> int:
    """Return how many of *wanted* must be there by the end of the planned days where *before* were at their start.

    Whole ones alone are due before the year ends.
    """
    if part.is_last:
        return max(before, wanted)
    return before + int(max(0, wanted - before) * part.share + LEAST_HOURS)
