"""What rules of sequence see of a shift: its kind, its start on the agent's clock; and literals that tell it by day."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.roster import Assignment
from scheduler.shifts import DayPart
from scheduler.variables import Variables

ORDER = {part: place for place, part in enumerate(DayPart)}  # early, late, night: the order of a forward rotation
Key = TypeVar("Key", bound=Hashable)
NIGHT_ENDS, NOON, NIGHT_BEGINS = 4 * 60, 12 * 60, 20 * 60  # minutes after midnight


def part_of(shift: Assignment, instance: Instance) -> DayPart:
    """Return the part of the day of *shift*: that of its kind, or by its start where the kind is no longer there.

    Without a kind, starts from noon on are late, from 20:00 to 04:00 of the night.
    """
    kind = instance.kind_by_name.get(shift.kind)
    if kind is not None:
        return kind.part
    agent = instance.agent_by_id[shift.agent]
    minute = start_minute(shift, agent, instance)
    if NIGHT_ENDS <= minute < NIGHT_BEGINS:
        return DayPart.LATE if minute >= NOON else DayPart.EARLY
    return DayPart.NIGHT


def is_night(shift: Assignment, instance: Instance) -> bool:
    """Tell whether *shift* is of the night."""
    return part_of(shift, instance) is DayPart.NIGHT


def minute_of_clock(moment: datetime, zone: ZoneInfo) -> int:
    """Return the minutes after midnight that the clock of *zone* shows at *moment*."""
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def start_minute(shift: Assignment, agent: Agent, instance: Instance) -> int:
    """Return the start of *shift* in minutes after midnight on the clock of *agent*."""
    return minute_of_clock(shift.start, instance.zone_of(agent))


def nights_of(model: CpModel, variables: Variables, agent: Agent) -> dict[date, IntVar]:
    """Return by known day what is 1 when *agent* has a night shift: a variable, before the plan a constant."""
    instance = variables.instance
    past = {shift.day for shift in instance.lines_before.get(agent.id, ()) if is_night(shift, instance)}
    found = {day: model.new_constant(int(day in past)) for day in instance.days_before}
    for day in variables.days:
        chosen = [var for option, var in variables.on(agent, day) if option.kind.part is DayPart.NIGHT]
        found[day] = model.new_bool_var("") if chosen else model.new_constant(0)
        model.add(LinearExpr.sum(chosen) == found[day])
    return found


def post_pairs(
    model: CpModel,
    variables: Variables,
    agent: Agent,
    *,
    ahead: int,
    key: Callable[[Option | Assignment], Key],
    forbids: Callable[[Key, Key], bool],
) -> None:
    """Forbid a shift and one *ahead* days later, none between, whose keys *forbids* holds to be against the rule."""
    for later in variables.days:
        earlier = later - timedelta(days=ahead)
        if earlier < variables.known[0]:
            continue
        between = [variables.works(agent, later - timedelta(days=back)).negated() for back in range(1, ahead)]
        choices = [(key(option), var) for option, var in variables.on(agent, later)]
        for first, literals in _groups(variables, agent, earlier, key):
            second = [var for other, var in choices if forbids(first, other)]
            if second:
                model.add(LinearExpr.sum([*literals, *second]) <= (1 if literals else 0)).only_enforce_if(between)


def _groups(
    variables: Variables, agent: Agent, day: date, key: Callable[[Option | Assignment], Key]
) -> Iterable[tuple[Key, list[IntVar]]]:
    """Return the literals of the shifts of *day* by their key; a shift before the plan has none and is there."""
    groups: dict[Key, list[IntVar]] = {}
    for option, var in variables.on(agent, day):
        groups.setdefault(key(option), []).append(var)
    if day < variables.days[0]:
        groups = {key(shift): [] for shift in variables.instance.lines_before.get(agent.id, ()) if shift.day == day}
    return groups.items()
