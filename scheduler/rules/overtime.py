"""Overtime: time paid above the daily hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel, LinearExpr

from forecasting.messages import N_
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.hours import minutes_in
from scheduler.rules.sequence import months_of
from scheduler.rules.wording import HOURS, Figure, RuleText
from scheduler.variables import Variables, forbid


@dataclass(frozen=True, slots=True)
class Overtime:
    """Above *daily_hours* at most *hours_a_day* more, *hours_a_day_special* for special reasons, *hours_a_month* in all."""

    daily_hours: float = 8
    hours_a_day: float = 1
    hours_a_day_special: float = 3
    special_reasons: bool = False
    hours_a_month: float = 36
    name: ClassVar[str] = "overtime"
    citation: ClassVar[str] = "LL-41, OS-2.3"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Overtime"),
        N_(
            "Above the daily hours an agent works at most so many more a day, for special reasons more, and so many in a calendar month."
        ),
        differs=N_(
            "The day is the one on which the shift starts. Of a month that the planned days cut off, the days inside count and the known ones before. Work on a rest day is held by weekly-hours instead."
        ),
        figures={
            "daily_hours": Figure(N_("paid hours of a day above which overtime begins"), HOURS),
            "hours_a_day": Figure(N_("most overtime of a day"), HOURS),
            "hours_a_day_special": Figure(N_("most overtime of a day for special reasons"), HOURS),
            "special_reasons": Figure(N_("whether special reasons hold")),
            "hours_a_month": Figure(N_("most overtime of a calendar month"), HOURS),
        },
    )

    @property
    def most_minutes_a_day(self) -> int:
        """Overtime allowed on one day."""
        return minutes_in(self.hours_a_day_special if self.special_reasons else self.hours_a_day)

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each day and each month with more overtime."""
        for agent_id, line in roster.by_agent().items():
            name = instance.agent_by_id[agent_id].name
            for shift in line:
                minutes = self._overtime(shift)
                if minutes > self.most_minutes_a_day:
                    yield Violation(
                        self.name,
                        self.citation,
                        self.severity,
                        N_("{agent} has {hours:.2f} h of overtime on {day}; at most {most:g} h are allowed"),
                        {"agent": name, "hours": minutes / 60, "day": shift.day, "most": self.most_minutes_a_day / 60},
                        agent_id,
                        shift.day,
                    )
            for month in months_of(roster.grid):
                planned = sum(self._overtime(shift) for shift in line if shift.day in month)
                minutes = planned + self._before(instance, agent_id, month[0])
                if planned and minutes > minutes_in(self.hours_a_month):
                    yield Violation(
                        self.name,
                        self.citation,
                        self.severity,
                        N_(
                            "{agent} has {hours:.2f} h of overtime in the month of {day}; at most {most:g} h are allowed"
                        ),
                        {"agent": name, "hours": minutes / 60, "day": month[0], "most": self.hours_a_month},
                        agent_id,
                        month[0],
                    )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shifts with too much and bound the sum of each month."""
        daily = minutes_in(self.daily_hours)
        for agent in variables.agents:
            for month in months_of(variables.instance.grid):
                pairs = [
                    (var, option.kind.paid_minutes - daily)
                    for day in month
                    for option, var in variables.on(agent, day)
                    if option.kind.paid_minutes > daily
                ]
                if pairs:
                    total = LinearExpr.weighted_sum([var for var, _ in pairs], [minutes for _, minutes in pairs])
                    before = self._before(variables.instance, agent.id, month[0])
                    model.add(total <= max(0, minutes_in(self.hours_a_month) - before))
            for day in variables.days:
                most = daily + self.most_minutes_a_day
                forbid(model, (choice for choice in variables.on(agent, day) if choice[0].kind.paid_minutes > most))

    def _before(self, instance: Instance, agent: AgentId, day: date) -> int:
        """Return the overtime of the month of *day* before the planned days: as told, else of known shifts."""
        began = day.replace(day=1)
        told = instance.overtime_told(agent, began)
        past = instance.lines_before.get(agent, ())
        return sum(self._overtime(shift) for shift in past if shift.day >= began) if told is None else told

    def _overtime(self, shift: Assignment) -> int:
        return max(0, shift.paid_minutes - minutes_in(self.daily_hours))
