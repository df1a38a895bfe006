"""By how much a line misses a rule, from what the rule's check finds, what lies before the plan left out."""

from collections.abc import Sequence
from datetime import date, timedelta

from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Violation
from scheduler.rules.bounded_hours import Stretch, leave_credit
from scheduler.rules.contract import PeriodHours, period_credit
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.hours import minutes_in
from scheduler.rules.marks import part_of
from scheduler.rules.nights import NightsInRow
from scheduler.rules.sequence import days_worked, runs_of
from scheduler.rules.shifts_of_kind import ShiftsOfKind
from scheduler.worked import MINUTES_AN_HOUR

ONE_DAY = timedelta(days=1)
ROWS = frozenset({NightsInRow.name, DaysInRow.name, DaysOffInRow.name})


def times_broken(found: Sequence[Violation], roster: Roster, instance: Instance, agent: Agent) -> int:
    """Return how often the rule of *found* is broken by *agent*, alone in *instance*: a row too long once each planned day too many."""
    too_long = [violation for violation in found if _is_too_long(violation)]
    others = len(found) - len(too_long)
    if too_long and too_long[0].rule == DaysOffInRow.name:
        return others + days_off_too_many(roster, instance, agent)
    return others + sum(_days_too_many(violation, instance) for violation in too_long)


def _is_too_long(violation: Violation) -> bool:
    """Tell whether *violation* is of a row of days that is too long; a row too short is one violation whatever it lacks."""
    return violation.rule in ROWS and _count(violation) > _bound(violation)


def _days_too_many(violation: Violation, instance: Instance) -> int:
    """Return by how many planned days the row of *violation* is too long."""
    first = _day(violation, "first")
    last = first + (_count(violation) - 1) * ONE_DAY
    planned = (last - max(first, instance.grid.first_day)).days + 1
    return min(_count(violation) - _bound(violation), planned)


def days_off_too_many(roster: Roster, instance: Instance, agent: Agent) -> int:
    """Return on how many planned days *agent* has been off for longer than the contract's most, days of leave apart.

    Where the days before the plan alone are too many, they do not count.
    """
    most = agent.contract.days_off_in_row.most
    if most is None:
        return 0
    days = instance.known_days()
    worked = days_worked([*instance.lines_before.get(agent.id, ()), *roster.assignments])
    total = 0
    for run in runs_of(days, set(days) - worked - agent.leave):
        past = sum(day < instance.grid.first_day for day in run)
        planned = len(run) - past
        total += max(0, min(planned, planned + (past if past <= most else 0) - most))
    return total


def missed_minutes(violation: Violation, agent: Agent, instance: Instance) -> int:
    """Return the paid minutes that *agent*, alone in *instance*, has too many or too few by *violation* of a rule of hours."""
    minutes = round(_number(violation, "hours") * MINUTES_AN_HOUR)
    if violation.rule == PeriodHours.name:
        bound, credit = round(_number(violation, "bound") * MINUTES_AN_HOUR), period_credit(agent, instance)
        return bound - minutes if minutes < bound else min(minutes - bound, minutes - credit)
    first, last = _day(violation, "first"), _day(violation, "last")
    if "most" in violation.values:
        planned = minutes - instance.paid_before(agent.id, first)
        return min(minutes - minutes_in(_number(violation, "most")), planned)
    return minutes_in(_number(violation, "least")) - minutes - leave_credit(agent, Stretch(first, last))


def missed_shifts(rule: ShiftsOfKind, violation: Violation, roster: Roster, instance: Instance) -> int:
    """Return by how many planned shifts *violation* of *rule* misses its bound, *instance* being that of one person."""
    first, last = _day(violation, "first"), _day(violation, "last")
    count = _count(violation)
    if "most" in violation.values:
        planned = sum(
            first <= shift.day <= last and not rule.kinds.isdisjoint((shift.kind, part_of(shift, instance).value))
            for shift in roster.assignments
        )
        return min(count - _bound(violation), planned)
    (agent,) = instance.agents
    return _bound(violation) - count - sum(first <= day <= last for day in agent.leave)


def _count(violation: Violation) -> int:
    return round(_number(violation, "count"))


def _bound(violation: Violation) -> int:
    """Return the bound that *violation* speaks of."""
    name = next(name for name in ("bound", "most", "least") if name in violation.values)
    return round(_number(violation, name))


def _number(violation: Violation, name: str) -> float:
    value = violation.values[name]
    if not isinstance(value, int | float):
        raise TypeError(f"{violation.rule}: {name} {value!r}; expected a number")
    return value


def _day(violation: Violation, name: str) -> date:
    value = violation.values[name]
    if not isinstance(value, date):
        raise TypeError(f"{violation.rule}: {name} {value!r}; expected a day")
    return value
