"""Paid hours a day, a week, a month."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.sequence import monday_of, weeks_of
from scheduler.rules.wording import HOURS, Figure, RuleText
from scheduler.variables import Variables, forbid


@dataclass(frozen=True, slots=True)
class DailyHours:
    """At most *hours* paid a day, but for the agents in *overtime_approved* (OS-2.3: overtime is approved before)."""

    hours: float = 8
    overtime_approved: frozenset[str] = frozenset()
    name: ClassVar[str] = "daily-hours"
    citation: ClassVar[str] = "LL-36, OS-2.1, OS-2.3"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Hours a day"),
        N_("No more paid hours a day, but for agents whose overtime was approved before."),
        differs=N_("A night shift counts whole on the day on which it starts."),
        figures={
            "hours": Figure(N_("most paid hours of a day"), HOURS),
            "overtime_approved": Figure(N_("ids of the agents whose overtime is approved")),
        },
    )

    @property
    def agent_names(self) -> frozenset[str]:
        """The ids of the agents whose overtime is approved."""
        return self.overtime_approved

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each day on which an agent is paid for more."""
        for agent_id, line in roster.by_agent().items():
            if agent_id in self.overtime_approved:
                continue
            for day in sorted({shift.day for shift in line}):
                minutes = paid_minutes(line, [day])
                if minutes > minutes_in(self.hours):
                    yield Violation(
                        self.name,
                        self.citation,
                        self.severity,
                        N_(
                            "{agent} is planned for {hours:.2f} h on {day}; above {most:g} h overtime must be approved first"
                        ),
                        {
                            "agent": instance.agent_by_id[agent_id].name,
                            "hours": minutes / 60,
                            "day": day,
                            "most": self.hours,
                        },
                        agent_id,
                        day,
                    )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shifts that are longer; there is one shift a day at most."""
        for agent in variables.agents:
            if agent.id in self.overtime_approved:
                continue
            for day in variables.days:
                forbid(model, (c for c in variables.on(agent, day) if c[0].kind.paid_minutes > minutes_in(self.hours)))


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """At most *hours* paid in a calendar week, Monday to Sunday."""

    hours: float = 40
    name: ClassVar[str] = "weekly-hours"
    citation: ClassVar[str] = "WH-3"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Hours a week"),
        N_("No more paid hours in a calendar week, Monday to Sunday."),
        differs=N_(
            "Of the last week, where the planned days cut it off, only the days inside count; of the first one the days before too, as far as they are known."
        ),
        figures={
            "hours": Figure(N_("most paid hours of a week"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each week in which an agent is paid for more."""
        for agent_id, line in roster.by_agent().items():
            for week in weeks_of(roster.grid):
                planned = paid_minutes(line, week)
                minutes = planned + instance.paid_before(agent_id, monday_of(week[0]))
                if planned and minutes > minutes_in(self.hours):
                    yield Violation(
                        self.name,
                        self.citation,
                        self.severity,
                        N_(
                            "{agent} is planned for {hours:.2f} h in the week of {monday}; at most {most:g} h are allowed"
                        ),
                        {
                            "agent": instance.agent_by_id[agent_id].name,
                            "hours": minutes / 60,
                            "monday": monday_of(week[0]),
                            "most": self.hours,
                        },
                        agent_id,
                        week[0],
                    )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the paid minutes of each week."""
        for agent in variables.agents:
            for week in weeks_of(variables.instance.grid):
                before = variables.instance.paid_before(agent.id, monday_of(week[0]))
                model.add(variables.paid_minutes(agent, week) <= max(0, minutes_in(self.hours) - before))


@dataclass(frozen=True, slots=True)
class AverageWeeklyHours:
    """At most *hours* a week on average over the horizon."""

    hours: float = 44
    name: ClassVar[str] = "average-weekly-hours"
    citation: ClassVar[str] = "LL-36"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Average hours a week"),
        N_("No more paid hours a week on average over the planned days."),
        differs=N_(
            "The average is taken over the planned days and, of the week that they begin in, the known days before; fewer than seven days count as a week."
        ),
        figures={
            "hours": Figure(N_("most paid hours a week on average"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each agent whose average is above."""
        monday = monday_of(roster.grid.first_day)
        for agent_id, line in roster.by_agent().items():
            days = (roster.grid.last_day - instance.known_since(agent_id, monday)).days + 1
            minutes = paid_minutes(line, roster.grid.dates()) + instance.paid_before(agent_id, monday)
            hours = minutes / 60 / max(1.0, days / 7)
            if hours > self.hours + 1e-9:
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_("{agent} is planned for {hours:.2f} h a week on average; at most {most:g} h are allowed"),
                    {"agent": instance.agent_by_id[agent_id].name, "hours": hours, "most": self.hours},
                    agent_id,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the paid minutes of the horizon; one shorter than a week counts as a week."""
        instance = variables.instance
        monday = monday_of(instance.grid.first_day)
        for agent in variables.agents:
            days = instance.grid.days + (instance.grid.first_day - instance.known_since(agent.id, monday)).days
            most = int(self.hours * 60 * max(1.0, days / 7) + 1e-6) - instance.paid_before(agent.id, monday)
            model.add(variables.paid_minutes(agent, variables.days) <= max(0, most))


def minutes_in(hours: float) -> int:
    """Return *hours* in whole minutes: 8.2 hours are 492 minutes, which floating point falls short of."""
    return round(hours * 60)


def paid_minutes(line: Iterable[Assignment], days: Iterable[date]) -> int:
    """Return the paid minutes of the shifts of *line* that start on *days*."""
    wanted = set(days)
    return sum(shift.paid_minutes for shift in line if shift.day in wanted)
