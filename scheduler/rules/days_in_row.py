"""Days in a row, worked or off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.runs import post_least, post_most
from scheduler.rules.sequence import days_worked, runs_of, whole_lines
from scheduler.rules.wording import RuleText
from scheduler.variables import Variables

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DaysInRow:
    """The consecutive days with a shift lie within the contract's bounds."""

    name: ClassVar[str] = "days-in-row"
    citation: ClassVar[str] = N_("contract")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Working days in a row"),
        N_("The consecutive days with a shift lie within the contract's bounds."),
        note=N_(
            "A run that touches the border of the known days counts as long enough, and so does one that leave ends on the first planned day."
        ),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each run of worked days that is too long or too short."""
        days, first = instance.known_days(), roster.grid.first_day
        lines = whole_lines(roster, instance)
        for agent in instance.agents:
            bounds = agent.contract.days_in_row
            for run in runs_of(days, days_worked(lines[agent.id])):
                inside = run[0] != days[0] and first - ONE_DAY <= run[-1] != days[-1]
                inside = inside and not (run[-1] < first and first in agent.leave)
                if bounds.most is not None and len(run) > bounds.most and run[-1] >= first:
                    yield _run_violation(
                        self,
                        agent,
                        run,
                        N_("{agent} works {count} days in a row from {first}; contract {contract} allows {bound}"),
                        bounds.most,
                    )
                if bounds.least is not None and inside and len(run) < bounds.least:
                    yield _run_violation(
                        self,
                        agent,
                        run,
                        N_("{agent} works {count} days in a row from {first}; contract {contract} asks for {bound}"),
                        bounds.least,
                    )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the runs of worked days."""
        for agent in variables.agents:
            bounds = agent.contract.days_in_row
            line = [variables.works(agent, day) for day in variables.known]
            past = len(line) - len(variables.days)
            post_most(model, line, bounds.most, past)
            post_least(model, line, bounds.least, past + (variables.days[0] in agent.leave))


@dataclass(frozen=True, slots=True)
class DaysOffInRow:
    """The consecutive days without a shift lie within the contract's bounds."""

    name: ClassVar[str] = "days-off-in-row"
    citation: ClassVar[str] = N_("contract")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Days off in a row"),
        N_("The consecutive days without a shift lie within the contract's bounds."),
        note=N_(
            "A run that touches the border of the known days counts as long enough. Days of leave do not count towards the most. Where the days before the plan alone are too many already, the most is counted from the first planned day."
        ),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each run of days off that is too long or too short."""
        days, first = instance.known_days(), roster.grid.first_day
        lines = whole_lines(roster, instance)
        for agent in instance.agents:
            bounds = agent.contract.days_off_in_row
            worked, counted_from = days_worked(lines[agent.id]), _counted_from(agent, instance)
            for run in runs_of(days, set(days) - worked):
                inside = run[0] != days[0] and first - ONE_DAY <= run[-1] != days[-1]
                free = {day for day in run if day not in agent.leave and day >= counted_from}
                parts = [part for part in runs_of(days, free) if part[-1] >= first]
                if bounds.most is not None and any(len(part) > bounds.most for part in parts):
                    yield _run_violation(
                        self,
                        agent,
                        run,
                        N_("{agent} is off {count} days in a row from {first}; contract {contract} allows {bound}"),
                        bounds.most,
                    )
                if bounds.least is not None and inside and len(run) < bounds.least:
                    yield _run_violation(
                        self,
                        agent,
                        run,
                        N_("{agent} is off {count} days in a row from {first}; contract {contract} asks for {bound}"),
                        bounds.least,
                    )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the runs of days off."""
        for agent in variables.agents:
            bounds = agent.contract.days_off_in_row
            first = variables.days[0]
            post_least(
                model,
                [variables.works(agent, day).negated() for day in variables.known],
                bounds.least,
                variables.known.index(first),
            )
            counted_from = _counted_from(agent, variables.instance)
            counted = {day for day in variables.known if day not in agent.leave and day >= counted_from}
            for part in runs_of(variables.known, counted):
                literals = [variables.works(agent, day).negated() for day in part]
                post_most(model, literals, bounds.most, sum(day < first for day in part))


def _run_violation(
    rule: DaysInRow | DaysOffInRow, agent: Agent, run: list[date], template: str, bound: int
) -> Violation:
    values = {"agent": agent.name, "count": len(run), "first": run[0], "contract": agent.contract.name, "bound": bound}
    return Violation(rule.name, rule.citation, rule.severity, template, values, agent.id, run[0])


def _counted_from(agent: Agent, instance: Instance) -> date:
    """Return from which day on days off count: the first planned one where those before it are too many already."""
    most, worked = agent.contract.days_off_in_row.most, days_worked(instance.lines_before.get(agent.id, ()))
    free = [day for day in instance.days_before if day not in worked and day not in agent.leave]
    last_run = next(
        (run for run in runs_of(instance.days_before, set(free)) if run[-1] == instance.days_before[-1]), []
    )
    if most is not None and len(last_run) > most:
        return instance.grid.first_day
    return instance.known_days()[0]
