"""A day of rest a week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster, elapsed
from scheduler.rules.base import Severity, Violation
from scheduler.rules.sequence import consecutive, days_worked, rest_between, runs_of, whole_lines
from scheduler.rules.wording import DAYS, HOURS, Figure, RuleText
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class WeeklyRest:
    """In any *days* consecutive days one on which no shift starts, and a day off brings *hours* of unbroken rest."""

    days: int = 7
    hours: float = 24
    name: ClassVar[str] = "weekly-rest"
    citation: ClassVar[str] = "LL-38"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("A day of rest a week"),
        N_(
            "In any so many consecutive days there is one on which no shift starts, and a day off brings so many hours of unbroken rest."
        ),
        differs=N_(
            "Stricter than the text, which asks one day of rest of each week: here of any seven days. A day after a night shift, whose morning was worked, counts only with the whole rest."
        ),
        figures={
            "days": Figure(N_("length of the stretch of days"), DAYS),
            "hours": Figure(N_("least rest around a day off"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each run of *days* worked days and each day off that brings less rest."""
        calendar = instance.known_days()
        for agent_id, line in whole_lines(roster, instance).items():
            for run in runs_of(calendar, days_worked(line)):
                if len(run) >= self.days and run[-1] >= roster.grid.first_day:
                    yield Violation(
                        self.name,
                        self.citation,
                        self.severity,
                        N_("{agent} works {count} days in a row from {first}; one day in any {days} must be free"),
                        {
                            "agent": instance.agent_by_id[agent_id].name,
                            "count": len(run),
                            "first": run[0],
                            "days": self.days,
                        },
                        agent_id,
                        run[0],
                    )
        for agent, earlier, later in consecutive(roster, instance):
            rest = rest_between(earlier, later)
            if (later.day - earlier.day).days >= 2 and rest < timedelta(hours=self.hours):
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_(
                        "{agent} has {rest:.2f} h of rest around the day off before {day}; a day off must bring {hours:g} h"
                    ),
                    {"agent": agent.name, "rest": rest / timedelta(hours=1), "day": later.day, "hours": self.hours},
                    agent.id,
                    later.day,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the worked days of every window and forbid the pairs around a day off that are too close."""
        for agent in variables.agents:
            for window in variables.runs(agent, self.days):
                model.add(sum(window) <= self.days - 1)
        for agent in variables.agents:
            self._post_border(model, variables, agent)
        slots = -(-timedelta(hours=self.hours) // variables.instance.grid.slot_length)
        reach_days = 2 + -(-timedelta(hours=self.hours) // timedelta(days=1))
        for agent in variables.agents:
            for day, ahead in product(variables.days, range(2, reach_days + 1)):
                after = variables.on(agent, day + timedelta(days=ahead))
                if not after:
                    continue
                between = [variables.works(agent, day + timedelta(days=index)) for index in range(1, ahead)]
                for option, var in variables.on(agent, day):
                    for shift, other in after:
                        if shift.first < option.end + slots:
                            model.add_bool_or(var.negated(), other.negated(), *between)

    def _post_border(self, model: CpModel, variables: Variables, agent: Agent) -> None:
        """Forbid a first shift too early after a day off that followed the last one before the planned days."""
        last = variables.last_before(agent)
        if last is None:
            return
        for option, var in (choice for day in variables.days for choice in variables.on(agent, day)):
            rest = elapsed(last.end, option.starts_at(variables.instance.grid))
            if (option.day - last.day).days >= 2 and rest < timedelta(hours=self.hours):
                between = [variables.works(agent, day) for day in variables.days if day < option.day]
                model.add_bool_or(var.negated(), *between)
