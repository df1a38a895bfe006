"""How far the starts of one agent's shifts lie apart within a week."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from forecasting.messages import N_
from forecasting.timegrid import MINUTES_A_DAY
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.objective.terms import Parts
from scheduler.rules.sequence import monday_of, weeks_of
from scheduler.variables import Variables
from scheduler.worked import MINUTES_AN_HOUR, Line, line_before, of_option

UNSTEADY_STARTS = N_("unsteady starts")
LATEST = MINUTES_A_DAY - 1


@dataclass(frozen=True, slots=True)
class UnsteadyStarts:
    """Each hour between the earliest and the latest start of an agent in a calendar week costs *hour_cost*.

    Starts are times on the agent's clock, *hour_cost* hundredths of a point, rounded down a week. Known days before the
    planned ones count in their week.
    """

    hour_cost: int
    name: ClassVar[str] = UNSTEADY_STARTS

    def of_line(self, instance: Instance, agent: Agent, line: Line) -> int:
        """Return what the spread of each week costs."""
        starts: dict[date, list[int]] = {}
        first = monday_of(instance.grid.first_day)
        for shift in [*line_before(agent, instance, first), *line]:
            starts.setdefault(monday_of(shift.day), []).append(shift.local_minute)
        return sum((max(week) - min(week)) * self.hour_cost // MINUTES_AN_HOUR for week in starts.values())

    def post(self, model: CpModel, variables: Variables, agent: Agent) -> Parts:
        """Hold an earliest and a latest start around those of each week and pay for what lies between."""
        instance = variables.instance
        parts: Parts = []
        for week in weeks_of(instance.grid):
            past = line_before(agent, instance, monday_of(week[0])) if week[0] == instance.grid.first_day else []
            earliest = model.new_int_var(0, min([LATEST, *(shift.local_minute for shift in past)]), "")
            latest = model.new_int_var(max([0, *(shift.local_minute for shift in past)]), LATEST, "")
            for day in week:
                self._hold(model, variables, agent, day, earliest, latest)
            cost = model.new_int_var(0, LATEST * self.hour_cost // MINUTES_AN_HOUR, "")
            # Minimised, the least whole number that is not below it, less one: the quotient rounded down.
            model.add(MINUTES_AN_HOUR * cost >= self.hour_cost * (latest - earliest) - (MINUTES_AN_HOUR - 1))
            parts.append((cost, 1))
        return parts

    @staticmethod
    def _hold(model: CpModel, variables: Variables, agent: Agent, day: date, earliest: IntVar, latest: IntVar) -> None:
        """Keep the start of *day*, where there is a shift, between *earliest* and *latest*; there is one shift a day."""
        choices = [
            (of_option(option, agent, variables.instance).local_minute, var) for option, var in variables.on(agent, day)
        ]
        literals = [var for _, var in choices]
        model.add(latest >= LinearExpr.weighted_sum(literals, [minute for minute, _ in choices]))
        model.add(earliest <= LATEST - LinearExpr.weighted_sum(literals, [LATEST - minute for minute, _ in choices]))
