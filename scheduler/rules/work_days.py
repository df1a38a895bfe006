"""Days of the week on which a person has to, may or may not work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.sequence import days_worked
from scheduler.rules.wording import Figure, RuleText
from scheduler.variables import Variables


class Weekday(StrEnum):
    """The days of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


WEEK = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class WorkDays:
    """A shift on each of the *required* days of the week, perhaps one on the *optional* ones, none on the others."""

    required: frozenset[Weekday] = frozenset()
    optional: frozenset[Weekday] = frozenset(Weekday)
    name: ClassVar[str] = "work-days"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Working days of the week"),
        N_("There is a shift on each required day of the week, perhaps one on the optional ones, none on the others."),
        note=N_("A required day asks for nothing on leave, on a statutory holiday and where the team is closed."),
        figures={
            "required": Figure(N_("days of the week with a shift")),
            "optional": Figure(N_("days of the week that may have a shift")),
        },
    )

    def __post_init__(self) -> None:
        unknown = sorted((self.required | self.optional).difference(WEEK))
        if unknown:
            template = N_("days of the week ({names}), not {unknown}")
            raise ValueError(Sentence(template, names=", ".join(WEEK), unknown=", ".join(unknown)))

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each required day without a shift and each day off with one."""
        lines = roster.by_agent()
        for agent in instance.agents:
            worked = days_worked(lines.get(agent.id, []))
            for day in roster.grid.dates():
                weekday = WEEK[day.weekday()]
                if day in worked and weekday not in self.required | self.optional:
                    template = N_("{agent} has a shift on {day}, which is no working day of theirs")
                    yield broken(self, agent, day, template, day=day)
                if day not in worked and weekday in self.required and not is_excused(day, agent, instance):
                    template = N_("{agent} has no shift on {day}, which is a working day of theirs")
                    yield broken(self, agent, day, template, day=day)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Fix the days that are required or free."""
        for agent in variables.agents:
            for day in variables.days:
                weekday, works = WEEK[day.weekday()], variables.works(agent, day)
                if weekday in self.required:
                    if not is_excused(day, agent, variables.instance):
                        model.add(works == 1)
                elif weekday not in self.optional:
                    model.add(works == 0)


def is_excused(day: date, agent: Agent, instance: Instance) -> bool:
    """Tell whether *day* asks *agent* for no shift: leave, a statutory holiday, or closed for the team."""
    team = next(team for team in instance.teams if team.name == agent.team)
    return day in agent.leave or day in instance.statutory_holidays or team.opening.span_on(day) is None
