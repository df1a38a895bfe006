"""Each agent's hours, nights and weekends in a roster: the rows behind the hours figure and the table of people."""

from dataclasses import dataclass
from datetime import date, timedelta

from forecasting.timegrid import local_instant
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.rules.contract import leave_credit_minutes

NIGHT_STARTS, NIGHT_ENDS = 22, 6  # LL-61: 22:00-06:00
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class AgentHours:
    """What a roster asks of one agent over the planned days.

    *paid_minutes* are of shifts alone; *leave_minutes* is what leave counts for on top. *least_minutes* and
    *most_minutes* are the contract's bounds on the sum of both, None where it has none. *nights* are the shifts that
    touch 22:00 to 06:00 on the agent's clock (LL-61), *weekend_days* the Saturdays and Sundays on which a shift starts.
    """

    agent: AgentId
    name: str
    team: str
    contract: str
    shifts: int
    paid_minutes: int
    leave_minutes: int
    least_minutes: int | None
    most_minutes: int | None
    nights: int
    weekend_days: int
    leave_days: int

    @property
    def counted_minutes(self) -> int:
        """Minutes that count against the contract: shifts and leave."""
        return self.paid_minutes + self.leave_minutes


def agent_hours(roster: Roster, instance: Instance) -> tuple[AgentHours, ...]:
    """Return one row for each agent of *instance*, people without a shift included, in the instance's order."""
    lines = roster.by_agent()
    planned = frozenset(instance.days())
    return tuple(_hours_of(agent, lines.get(agent.id, []), planned, instance) for agent in instance.agents)


def _hours_of(agent: Agent, line: list[Assignment], planned: frozenset[date], instance: Instance) -> AgentHours:
    bounds = agent.contract.period_minutes
    return AgentHours(
        agent=agent.id,
        name=agent.name,
        team=agent.team,
        contract=agent.contract.name,
        shifts=len(line),
        paid_minutes=sum(shift.paid_minutes for shift in line),
        leave_minutes=leave_credit_minutes(agent, instance),
        least_minutes=bounds.least,
        most_minutes=bounds.most,
        nights=sum(touches_night(shift, agent, instance) for shift in line),
        weekend_days=len({shift.day for shift in line if shift.day.weekday() >= SATURDAY}),
        leave_days=len(agent.leave & planned),
    )


def touches_night(shift: Assignment, agent: Agent, instance: Instance) -> bool:
    """Tell whether *shift* has a minute between 22:00 and 06:00 on the clock of *agent*."""
    zone = instance.zone_of(agent)
    for eve in (shift.day - timedelta(days=1), shift.day, shift.day + timedelta(days=1)):
        dusk = local_instant(eve, NIGHT_STARTS * 60, zone)
        dawn = local_instant(eve + timedelta(days=1), NIGHT_ENDS * 60, zone)
        if shift.start < dawn and dusk < shift.end:
            return True
    return False
