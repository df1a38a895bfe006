"""Days in a row, worked or off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel, IntVar

from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.sequence import days_worked, runs_of
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class DaysInRow:
    """The consecutive days with a shift lie within the contract's bounds.

    Source: the contract. A run that touches the horizon's border counts as long enough.
    """

    name: ClassVar[str] = "days-in-row"
    citation: ClassVar[str] = N_("contract")
    severity: ClassVar[Severity] = Severity.HARD

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each run of worked days that is too long or too short."""
        days = list(roster.grid.dates())
        lines = roster.by_agent()
        for agent in instance.agents:
            bounds = agent.contract.days_in_row
            for run in runs_of(days, days_worked(lines.get(agent.id, []))):
                inside = run[0] != days[0] and run[-1] != days[-1]
                if bounds.most is not None and len(run) > bounds.most:
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
            line = [variables.works(agent, day) for day in variables.days]
            bounds = agent.contract.days_in_row
            _post_runs(model, line, bounds.least, bounds.most, wanted=True)


@dataclass(frozen=True, slots=True)
class DaysOffInRow:
    """The consecutive days without a shift lie within the contract's bounds.

    Source: the contract. A run that touches the horizon's border counts as long enough; one with leave in it may be longer.
    """

    name: ClassVar[str] = "days-off-in-row"
    citation: ClassVar[str] = N_("contract")
    severity: ClassVar[Severity] = Severity.HARD

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each run of days off that is too long or too short."""
        days = list(roster.grid.dates())
        lines = roster.by_agent()
        for agent in instance.agents:
            bounds = agent.contract.days_off_in_row
            worked = days_worked(lines.get(agent.id, []))
            for run in runs_of(days, set(days) - worked):
                inside = run[0] != days[0] and run[-1] != days[-1]
                free = [day for day in run if day not in agent.leave]
                if bounds.most is not None and any(len(part) > bounds.most for part in runs_of(days, set(free))):
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
            line = [variables.works(agent, day) for day in variables.days]
            _post_runs(model, line, bounds.least, None, wanted=False)
            if bounds.most is not None:
                for part in runs_of(variables.days, set(variables.days) - agent.leave):
                    _post_runs(model, [variables.works(agent, day) for day in part], None, bounds.most, wanted=False)


def _run_violation(
    rule: DaysInRow | DaysOffInRow, agent: Agent, run: list[date], template: str, bound: int
) -> Violation:
    values = {"agent": agent.name, "count": len(run), "first": run[0], "contract": agent.contract.name, "bound": bound}
    return Violation(rule.name, rule.citation, rule.severity, template, values, agent.id, run[0])


def _post_runs(model: CpModel, line: list[IntVar], least: int | None, most: int | None, *, wanted: bool) -> None:
    """Bound the runs of literals of *line* that equal *wanted*: windows above *most*, short runs between two others."""
    inside = [var if wanted else var.negated() for var in line]
    outside = [var.negated() if wanted else var for var in line]
    if most is not None:
        for start in range(len(line) - most):
            model.add_bool_or(outside[start : start + most + 1])
    for length in range(1, least or 0):
        for start in range(1, len(line) - length):
            run = [literal.negated() for literal in inside[start : start + length]]
            model.add_bool_or([*(var.negated() for var in (outside[start - 1], outside[start + length])), *run])
