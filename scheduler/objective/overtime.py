"""What overtime costs, by the kind of the day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel, LinearExpr

from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.objective.terms import Parts
from scheduler.rules.sequence import monday_of, weeks_of
from scheduler.variables import Variables
from scheduler.worked import Line, Worked, line_before, of_option

PERCENT_MINUTES_AN_HOUR = 6_000
DAYS_A_WEEK = 7
OVERTIME = N_("overtime")


def pay(minutes: int, percent: int, hour_cost: int) -> int:
    """Return what *minutes* at *percent* of the wage cost, *hour_cost* being that of an hour at 100, rounded down."""
    return minutes * percent * hour_cost // PERCENT_MINUTES_AN_HOUR


@dataclass(frozen=True, slots=True)
class OvertimeOfDays:
    """An hour above *daily_hours* costs *workday_percent*, every hour on a statutory holiday *holiday_percent*.

    *hour_cost* is what an hour at 100 percent costs, in hundredths of a point. Source: LL-44, CH. Differs from it: a
    night shift counts by the day it starts on.
    """

    hour_cost: int
    daily_minutes: int = 480
    workday_percent: int = 150
    holiday_percent: int = 300
    name: ClassVar[str] = OVERTIME

    def of_day(self, instance: Instance, agent: Agent, day: date, shift: Worked | None) -> int:  # noqa: ARG002  # the protocol of terms of a day
        """Return what the paid time of *shift* costs beyond the ordinary wage."""
        if shift is None:
            return 0
        if day in instance.statutory_holidays:
            return pay(shift.paid_minutes, self.holiday_percent, self.hour_cost)
        return pay(max(0, shift.paid_minutes - self.daily_minutes), self.workday_percent, self.hour_cost)


@dataclass(frozen=True, slots=True)
class OvertimeOfWeeks:
    """Ordinary time above *weekly_minutes* a calendar week is work on a rest day and costs *percent*.

    Time off in lieu frees it: what the following week, planned whole, has less than *weekly_minutes* is taken off.
    Ordinary time is that of a shift up to *daily_minutes*, none on a statutory holiday; known days before the planned
    ones count in their week. *forbidden* tells that a rule allows no such week: then the model has nothing to count. Source: LL-38, LL-44, WH-3. Differs from it: days in lieu lie in the following week, and
    minutes are told apart, not days.
    """

    hour_cost: int
    weekly_minutes: int = 2_400
    daily_minutes: int = 480
    percent: int = 200
    forbidden: bool = False
    name: ClassVar[str] = OVERTIME

    def of_line(self, instance: Instance, agent: Agent, line: Line) -> int:
        """Return what the rest days worked cost that no time off makes up for."""
        weeks = list(weeks_of(instance.grid))
        whole = [*line_before(agent, instance, monday_of(weeks[0][0])), *line]
        worked = {
            monday: sum(self._ordinary(instance, shift) for shift in whole if monday_of(shift.day) == monday)
            for monday in (monday_of(week[0]) for week in weeks)
        }
        total = 0
        for monday, minutes in worked.items():
            following = monday + timedelta(days=DAYS_A_WEEK)
            lieu = max(0, self.weekly_minutes - worked[following]) if self._planned(instance, following) else 0
            total += pay(max(0, minutes - self.weekly_minutes - lieu), self.percent, self.hour_cost)
        return total

    def post(self, model: CpModel, variables: Variables, agent: Agent) -> Parts:
        """Count each week's time above and below, and pay for what the week after does not take back."""
        if self.forbidden:
            return []
        instance, most = variables.instance, DAYS_A_WEEK * self.daily_minutes
        totals = {}
        for week in weeks_of(instance.grid):
            monday = monday_of(week[0])
            pairs = [
                (var, self._ordinary(instance, of_option(option, agent, instance)))
                for day in week
                for option, var in variables.on(agent, day)
            ]
            past = sum(self._ordinary(instance, shift) for shift in line_before(agent, instance, monday))
            before = past if week[0] == instance.grid.first_day else 0
            totals[monday] = LinearExpr.weighted_sum([var for var, _ in pairs], [size for _, size in pairs]) + before
        parts: Parts = []
        for monday, total in totals.items():
            above = model.new_int_var(0, 2 * most, "")
            model.add_max_equality(above, [total - self.weekly_minutes, 0])
            following, owed = monday + timedelta(days=DAYS_A_WEEK), above + 0
            if self._planned(instance, following):
                lieu = model.new_int_var(0, self.weekly_minutes, "")
                model.add_max_equality(lieu, [self.weekly_minutes - totals[following], 0])
                owed = above - lieu
            cost = model.new_int_var(0, pay(2 * most, self.percent, self.hour_cost), "")
            # Minimised, the least whole number that is not below it, less one: the quotient rounded down.
            model.add(
                PERCENT_MINUTES_AN_HOUR * cost >= self.percent * self.hour_cost * owed - (PERCENT_MINUTES_AN_HOUR - 1)
            )
            parts.append((cost, 1))
        return parts

    def _ordinary(self, instance: Instance, shift: Worked) -> int:
        return 0 if shift.day in instance.statutory_holidays else min(shift.paid_minutes, self.daily_minutes)

    @staticmethod
    def _planned(instance: Instance, monday: date) -> bool:
        """Tell whether the whole week from *monday* is planned."""
        last = monday + timedelta(days=DAYS_A_WEEK - 1)
        return instance.grid.first_day <= monday and last <= instance.grid.last_day
