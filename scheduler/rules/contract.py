"""What an agent's contract allows: kinds of shift and paid time of the period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.timegrid import local_instant
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster, elapsed
from scheduler.rules.base import Severity, Violation
from scheduler.rules.hours import paid_minutes
from scheduler.rules.sequence import weeks_of
from scheduler.rules.wording import RuleText
from scheduler.variables import Variables

LEAVE_DAYS_A_WEEK = 5


@dataclass(frozen=True, slots=True)
class OneShiftADay:
    """At most one shift starts on a day of an agent."""

    name: ClassVar[str] = "one-shift-a-day"
    citation: ClassVar[str] = "OS-2.1"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("One shift a day"),
        N_("At most one shift of an agent starts on a local day."),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each day with more."""
        for agent_id, line in roster.by_agent().items():
            starts = [shift.day for shift in line]
            for day in sorted({day for day in starts if starts.count(day) > 1}):
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_("{agent} has {count} shifts on {day}; one is allowed"),
                    {"agent": instance.agent_by_id[agent_id].name, "count": starts.count(day), "day": day},
                    agent_id,
                    day,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: a day has one variable a shift and they sum to one at most."""


@dataclass(frozen=True, slots=True)
class ShiftOfContract:
    """A shift is of a kind of the agent's contract, starts in its window and on its step, and has its length."""

    name: ClassVar[str] = "shift-of-contract"
    citation: ClassVar[str] = N_("contract")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Shifts that the contract offers"),
        N_(
            "Each shift is of a kind that the agent's contract names, starts in the kind's window and on its step, and has its length."
        ),
        note=N_("Shift kinds carry the start windows and the two- and three-shift patterns of OS-2.1."),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift that is not one that the contract offers on its day."""
        days = set(roster.grid.dates())
        for shift in roster.assignments:
            agent = instance.agent_by_id[shift.agent]
            if shift.day not in days or not self._offered(shift, agent, instance):
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_(
                        "{agent} has a shift {kind} on {day} from {start} to {end}, which contract {contract} does not offer"
                    ),
                    {
                        "agent": agent.name,
                        "kind": shift.kind,
                        "day": shift.day,
                        "start": f"{shift.start.astimezone(instance.zone_of(agent)):%H:%M}",
                        "end": f"{shift.end.astimezone(instance.zone_of(agent)):%H:%M}",
                        "contract": agent.contract.name,
                    },
                    agent.id,
                    shift.day,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: options come from the contract."""

    @staticmethod
    def _offered(shift: Assignment, agent: Agent, instance: Instance) -> bool:
        kind = instance.kind_by_name.get(shift.kind)
        if kind is None or kind.name not in agent.contract.kinds:
            return False
        zone = instance.zone_of(agent)
        starts = {local_instant(shift.day, minute, zone) for minute in kind.starts()}
        # in UTC: a local time that the clock shows twice equals no instant of another zone (PEP 495)
        return shift.start.astimezone(UTC) in starts and elapsed(shift.start, shift.end) == timedelta(
            minutes=kind.length_minutes
        )


@dataclass(frozen=True, slots=True)
class PeriodHours:
    """The paid minutes of the period lie within the contract's bounds; leave counts as worked."""

    name: ClassVar[str] = "period-hours"
    citation: ClassVar[str] = N_("contract")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Contract hours of the period"),
        N_("The paid hours of the planned days lie within the contract's bounds; leave counts as worked."),
        note=N_(
            "A day of leave counts the minutes that the contract says, on at most five days of a calendar week. Where the period began before the planned days, what was worked in it before counts too."
        ),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each agent with more or less."""
        lines = roster.by_agent()
        for agent in instance.agents:
            planned, credit = paid_minutes(lines.get(agent.id, []), roster.grid.dates()), period_credit(agent, instance)
            minutes = planned + credit
            bounds = agent.contract.period_minutes
            if bounds.least is not None and minutes < bounds.least:
                yield self._violation(
                    agent,
                    minutes,
                    bounds.least,
                    N_("{agent} has {hours:g} h in the period; contract {contract} asks for at least {bound:g} h"),
                )
            if bounds.most is not None and minutes > max(bounds.most, credit):
                yield self._violation(
                    agent,
                    minutes,
                    bounds.most,
                    N_("{agent} has {hours:g} h in the period; contract {contract} allows at most {bound:g} h"),
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the paid minutes of each agent, less what leave counts for."""
        for agent in variables.agents:
            credit = period_credit(agent, variables.instance)
            bounds = agent.contract.period_minutes
            worked = variables.paid_minutes(agent, variables.days)
            if bounds.least is not None:
                model.add(worked >= bounds.least - credit)
            if bounds.most is not None:
                model.add(worked <= max(0, bounds.most - credit))

    def _violation(self, agent: Agent, minutes: int, bound: int, template: str) -> Violation:
        values = {"agent": agent.name, "hours": minutes / 60, "contract": agent.contract.name, "bound": bound / 60}
        return Violation(self.name, self.citation, self.severity, template, values, agent.id)


def period_credit(agent: Agent, instance: Instance) -> int:
    """Return the paid minutes of the period that no planned shift makes: of leave, and worked before the planned days."""
    before = 0 if instance.period_from is None else instance.paid_before(agent.id, instance.period_from)
    return leave_credit_minutes(agent, instance) + before


def leave_credit_minutes(agent: Agent, instance: Instance) -> int:
    """Return the paid minutes that the leave of *agent* within the horizon counts for."""
    days = sum(min(LEAVE_DAYS_A_WEEK, len(agent.leave.intersection(week))) for week in weeks_of(instance.grid))
    return days * agent.contract.leave_day_minutes
