"""What the terms of the objective look at in a shift, whether it is an option, a planned shift or a published one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.roster import Assignment, Roster
from scheduler.shifts import DayPart

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Worked:
    """One shift: *start* and *end* aware, *local_minute* its start in minutes after midnight on the agent's clock.

    *part* is None for a kind that the site has no more.
    """

    day: date
    kind: str
    part: DayPart | None
    start: datetime
    end: datetime
    local_minute: int
    paid_minutes: int


Line = Sequence[Worked]


def of_option(option: Option, agent: Agent, instance: Instance) -> Worked:
    """Return *option* as *agent* would work it."""
    start, kind = option.starts_at(instance.grid), option.kind
    minute = _minute(start.astimezone(instance.zone_of(agent)))
    return Worked(option.day, kind.name, kind.part, start, option.ends_at(instance.grid), minute, kind.paid_minutes)


def of_shift(shift: Assignment, instance: Instance) -> Worked:
    """Return *shift* of an agent of *instance*."""
    kind = instance.kind_by_name.get(shift.kind)
    clock = instance.zone_of(instance.agent_by_id[shift.agent])
    part = None if kind is None else kind.part
    minute = _minute(shift.start.astimezone(clock))
    return Worked(shift.day, shift.kind, part, shift.start, shift.end, minute, shift.paid_minutes)


def lines_of_roster(roster: Roster, instance: Instance) -> dict[AgentId, Line]:
    """Return the shifts of each agent of *instance* in *roster*, in time order; people who have left are left out."""
    planned = roster.by_agent()
    return {agent.id: [of_shift(shift, instance) for shift in planned.get(agent.id, ())] for agent in instance.agents}


def line_before(agent: Agent, instance: Instance, since: date) -> Line:
    """Return the known shifts of *agent* before the planned days, from *since* on."""
    past: Iterable[Assignment] = instance.lines_before.get(agent.id, ())
    return [of_shift(shift, instance) for shift in past if shift.day >= since]


def _minute(local: datetime) -> int:
    return local.hour * MINUTES_AN_HOUR + local.minute
