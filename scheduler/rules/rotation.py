"""Fixed patterns and rotations: which shift each day of a cycle has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.marks import part_of
from scheduler.rules.wording import DAYS, Figure, RuleText
from scheduler.shifts import DayPart
from scheduler.variables import Variables, forbid

OFF, WORK, ANY = "off", "work", "any"
OR, MAYBE = "|", "?"
PARTS = frozenset(part.value for part in DayPart)
A_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Rotation:
    """Each day has what its place in *pattern* says; the pattern's first place falls on *first_day*, *offset* days later for a crew."""

    pattern: tuple[str, ...] = ()
    first_day: date = A_MONDAY
    offset: int = 0
    name: ClassVar[str] = "rotation"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Rotation"),
        N_(
            "Each day has what its place in the pattern says; the pattern begins on the first day, for a crew so many days later."
        ),
        note=N_(
            "A place is off, work (any shift), any (a shift or none), or shift kinds and parts of the day such as early|late; ? behind it makes the shift optional. A day of leave asks for nothing."
        ),
        figures={
            "pattern": Figure(N_("places of the pattern, day by day")),
            "first_day": Figure(N_("day of the first place")),
            "offset": Figure(N_("how many days later a crew begins"), DAYS),
        },
    )

    def __post_init__(self) -> None:
        for place in self.pattern:
            names = names_of(place)
            if not names or "" in names or (len(names) > 1 and names & {OFF, WORK, ANY}):
                template = N_("places such as off, work, any, early or early|late?, not {place}")
                raise ValueError(Sentence(template, place=repr(place)))

    @property
    def kind_names(self) -> frozenset[str]:
        """The names of shift kinds that *pattern* speaks of."""
        return frozenset(name for place in self.pattern for name in names_of(place)) - PARTS - {OFF, WORK, ANY}

    def place_of(self, day: date) -> str:
        """Return what the pattern says of *day*; ``any`` without a pattern."""
        if not self.pattern:
            return ANY
        return self.pattern[((day - self.first_day).days - self.offset) % len(self.pattern)]

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each day that differs from the pattern."""
        lines = roster.by_agent()
        for agent in instance.agents:
            shifts = {shift.day: shift for shift in lines.get(agent.id, [])}
            for day in roster.grid.dates():
                place, shift = self.place_of(day), shifts.get(day)
                if shift is None:
                    missing = not may_be_off(place) and day not in agent.leave
                    template = N_("{agent} has no shift on {day}; the rotation has {place}")
                    if missing:
                        yield broken(self, agent, day, template, day=day, place=place)
                elif not allows(place, {shift.kind, part_of(shift, instance).value}):
                    template = N_("{agent} has the shift {kind} on {day}; the rotation has {place}")
                    yield broken(self, agent, day, template, kind=shift.kind, day=day, place=place)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Fix each day to its place of the pattern."""
        for agent in variables.agents:
            for day in variables.days:
                self._post_day(model, variables, agent, day)

    def _post_day(self, model: CpModel, variables: Variables, agent: Agent, day: date) -> None:
        place = self.place_of(day)
        forbid(
            model,
            (
                choice
                for choice in variables.on(agent, day)
                if not allows(place, {choice[0].kind.name, choice[0].kind.part.value})
            ),
        )
        if not may_be_off(place) and day not in agent.leave:
            model.add(variables.works(agent, day) == 1)


def names_of(place: str) -> frozenset[str]:
    """Return the names in *place*, without what makes it optional."""
    return frozenset(name.strip() for name in place.removesuffix(MAYBE).split(OR))


def may_be_off(place: str) -> bool:
    """Tell whether *place* allows a day without a shift."""
    return place.endswith(MAYBE) or place in {OFF, ANY}


def allows(place: str, names: set[str]) -> bool:
    """Tell whether *place* allows a shift that goes by *names*: its kind and its part of the day."""
    return bool(names_of(place) & {WORK, ANY, *names})
