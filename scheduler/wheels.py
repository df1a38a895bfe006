"""Wheels of shifts: patterns that crews turn through one after the other, so that every shift has its crew every day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent
from scheduler.shifts import DayPart

OFF = "off"
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Wheel:
    """A *pattern* of so many days and the *offsets*, in days, with which its crews run through it."""

    pattern: tuple[str, ...]
    offsets: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.pattern:
            raise ValueError(Sentence(N_("wheel: the pattern is empty; expected at least one day")))
        if not self.offsets:
            raise ValueError(Sentence(N_("wheel: there is no crew; expected at least one offset")))

    def place(self, crew: int, day: int) -> str:
        """Return what *crew* (0 for the first) has *day* days after the wheel's first."""
        return self.pattern[(day - self.offsets[crew]) % len(self.pattern)]

    def crews_on(self, name: str, day: int) -> int:
        """Return how many crews have *name* on *day*."""
        return sum(self.place(crew, day) == name for crew in range(len(self.offsets)))

    def weekly_hours(self, shift_hours: float) -> float:
        """Return the hours that each crew works a week on average, with *shift_hours* paid a shift."""
        worked = sum(name != OFF for name in self.pattern)
        return DAYS_A_WEEK * shift_hours * worked / len(self.pattern)

    def listing(self, first_day: date, days: int) -> Iterator[tuple[date, tuple[str, ...]]]:
        """Yield for *days* days from *first_day*, on which the wheel begins, what each crew has."""
        for index in range(days):
            row = tuple(self.place(crew, index) for crew in range(len(self.offsets)))
            yield first_day + timedelta(days=index), row


def wheel(shifts: Sequence[str], days_each: int, days_off: int, *, crews: int) -> Wheel:
    """Return the wheel in which each of *shifts* is worked *days_each* days in a row, then *days_off* days are off.

    *shifts* are shift kinds or parts of the day in the order in which they are turned through. The crews start evenly
    spread over the pattern. Raises ValueError where the pattern cannot be shared out evenly among *crews*.
    """
    if days_each < 1 or days_off < 0 or crews < 1 or not shifts:
        template = N_(
            "wheel of {shifts} shifts for {days_each} days each, {days_off} days off, {crews} crews: expected one shift, day and crew at least"
        )
        counts = {"shifts": len(shifts), "days_each": days_each, "days_off": days_off, "crews": crews}
        raise ValueError(Sentence(template, **counts))
    pattern = tuple(name for name in shifts for _ in range(days_each)) + (OFF,) * days_off
    step, rest = divmod(len(pattern), crews)
    if rest:
        template = N_("wheel: {crews} crews do not share {days} days evenly; expected a divisor of them")
        raise ValueError(Sentence(template, crews=crews, days=len(pattern)))
    return Wheel(pattern, tuple(crew * step for crew in range(crews)))


def two_shift_wheel(days_each: int = 2) -> Wheel:
    """Return early and late turned through by three crews, one of them off: OS-2.1, two shifts a day."""
    return wheel((DayPart.EARLY.value, DayPart.LATE.value), days_each, days_each, crews=3)


def three_shift_wheel(days_each: int = 2) -> Wheel:
    """Return early, late and night turned through forward by four crews, one of them off: OS-2.1, round the clock."""
    parts = tuple(part.value for part in DayPart)
    return wheel(parts, days_each, days_each, crews=4)


def crews_of(agents: Iterable[Agent], crews: int) -> list[tuple[Agent, ...]]:
    """Share *agents* out among so many *crews*, as even in number and in levels as can be.

    The highest levels are dealt first, forth and back over the crews; within a level by id. Raises ValueError where a
    crew would have nobody.
    """
    people = sorted(agents, key=lambda agent: (-agent.level, agent.id))
    if len(people) < crews:
        template = N_("wheel: {people} people are too few for {crews} crews; expected one a crew at least")
        raise ValueError(Sentence(template, people=len(people), crews=crews))
    dealt: list[list[Agent]] = [[] for _ in range(crews)]
    for number, agent in enumerate(people):
        lap, place = divmod(number, crews)
        dealt[place if lap % 2 == 0 else crews - 1 - place].append(agent)
    return [tuple(sorted(crew, key=lambda agent: agent.id)) for crew in dealt]
