"""Comprehensive working hours: the average counts instead of the week, where the site holds the permit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.hours import paid_minutes
from scheduler.rules.wording import HOURS, Figure, RuleText
from scheduler.variables import Variables


class Period(StrEnum):
    """Over what the hours are averaged."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


WORKING_DAYS = {Period.MONTH: 20.67, Period.QUARTER: 62.0, Period.YEAR: 248.0}
MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


@dataclass(frozen=True, slots=True)
class ComprehensiveHours:
    """At most *daily_hours* times the working days of each *period*, in proportion where the horizon cuts it off."""

    period: Period = Period.MONTH
    daily_hours: float = 8
    name: ClassVar[str] = "comprehensive-hours"
    citation: ClassVar[str] = "CH"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Comprehensive working hours"),
        N_(
            "Where the site holds the permit, the paid hours of a month, quarter or year are at most the daily hours times its working days: 20.67, 62 or 248."
        ),
        differs=N_(
            "Planned days, and known ones before them, that cover a part of the period are held to that part, which is stricter. The working days are those since 2025, to be confirmed before a site relies on them."
        ),
        figures={
            "period": Figure(N_("over what the hours are averaged")),
            "daily_hours": Figure(N_("paid hours of a working day"), HOURS),
        },
    )

    @property
    def days_back(self) -> int:
        """Days before the plan that may belong to a period of it."""
        return 31 * MONTHS[self.period]

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each agent and period with more."""
        for agent_id, line in roster.by_agent().items():
            for days in self.periods(roster.grid):
                planned, since = paid_minutes(line, days), self.start_of(days[0])
                minutes = planned + instance.paid_before(agent_id, since)
                most = self.most_minutes(self.counted(instance, agent_id, days))
                if planned and minutes > most:
                    yield Violation(
                        self.name,
                        self.citation,
                        self.severity,
                        N_(
                            "{agent} is planned for {hours:.2f} h from {first} to {last}; comprehensive hours allow {most:.2f} h"
                        ),
                        {
                            "agent": instance.agent_by_id[agent_id].name,
                            "hours": minutes / 60,
                            "first": self.counted(instance, agent_id, days)[0],
                            "last": days[-1],
                            "most": most / 60,
                        },
                        agent_id,
                        days[0],
                    )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the paid minutes of each period."""
        for agent in variables.agents:
            for days in self.periods(variables.instance.grid):
                before = variables.instance.paid_before(agent.id, self.start_of(days[0]))
                most = self.most_minutes(self.counted(variables.instance, agent.id, days)) - before
                model.add(variables.paid_minutes(agent, days) <= max(0, most))

    def periods(self, grid: TimeGrid) -> list[list[date]]:
        """Return the days of the horizon by the period they fall into."""
        months = MONTHS[self.period]
        by_period: dict[tuple[int, int], list[date]] = {}
        for day in grid.dates():
            by_period.setdefault((day.year, (day.month - 1) // months), []).append(day)
        return list(by_period.values())

    def start_of(self, day: date) -> date:
        """Return the first day of the period of *day*."""
        months = MONTHS[self.period]
        return date(day.year, (day.month - 1) // months * months + 1, 1)

    def counted(self, instance: Instance, agent: AgentId, days: list[date]) -> list[date]:
        """Return *days*, all planned ones of a period, and the known ones of the period before them."""
        since = min(days[0], instance.known_since(agent, self.start_of(days[0])))
        return [since + timedelta(days=index) for index in range((days[-1] - since).days + 1)]

    def most_minutes(self, days: list[date]) -> int:
        """Return the paid minutes that *days*, all of one period, allow."""
        months = MONTHS[self.period]
        start = self.start_of(days[0])
        end = date(start.year + (start.month + months > 12), (start.month + months - 1) % 12 + 1, 1)
        return int(WORKING_DAYS[self.period] * self.daily_hours * 60 * len(days) / (end - start).days)
