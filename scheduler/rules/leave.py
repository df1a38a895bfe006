"""Leave: nobody works on a day off that was granted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.timegrid import local_instant
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.wording import RuleText
from scheduler.variables import Variables, forbid


@dataclass(frozen=True, slots=True)
class Leave:
    """No minute of duty on a day of leave, midnight to midnight on the agent's clock."""

    name: ClassVar[str] = "leave"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("No duty on leave"),
        N_("No minute of duty lies on a day of leave, midnight to midnight on the agent's clock."),
        note=N_("A night shift that ends on the first day of leave breaks it too."),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift that meets a day of leave."""
        for shift in roster.assignments:
            agent = instance.agent_by_id[shift.agent]
            zone = instance.zone_of(agent)
            for day in sorted(agent.leave):
                midnight, next_midnight = local_instant(day, 0, zone), local_instant(day + timedelta(days=1), 0, zone)
                if shift.start < next_midnight and midnight < shift.end:
                    yield Violation(
                        self.name,
                        self.citation,
                        self.severity,
                        N_("{agent} is on leave on {day} and has the shift {kind} of {shift_day}"),
                        {"agent": agent.name, "day": day, "kind": shift.kind, "shift_day": shift.day},
                        agent.id,
                        day,
                    )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shifts that meet a day of leave."""
        grid = variables.instance.grid
        for agent in variables.agents:
            zone = variables.instance.zone_of(agent)
            away = [(grid.slot_at(day, 0, zone), grid.slot_at(day + timedelta(days=1), 0, zone)) for day in agent.leave]
            if not away:
                continue
            for day in variables.days:
                forbid(
                    model,
                    (
                        c
                        for c in variables.on(agent, day)
                        if any(c[0].first < end and start < c[0].end for start, end in away)
                    ),
                )
