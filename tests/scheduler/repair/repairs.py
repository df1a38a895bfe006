"""Small centres whose rosters are repaired: builders."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.options import options_of
from scheduler.repair import Absence, Asks, Incident, Notice, Repair, repair
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule
from scheduler.rules.contract import OneShiftADay, PeriodHours, ShiftOfContract
from scheduler.rules.days_in_row import DaysInRow
from scheduler.rules.leave import Leave
from scheduler.rules.rest import DailyRest
from scheduler.shifts import ShiftKind
from scheduler.solution import Limits
from tests.scheduler.tiny import MONDAY, SHANGHAI, shift

RULES: tuple[Rule, ...] = (OneShiftADay(), ShiftOfContract(), Leave(), PeriodHours(), DaysInRow(), DailyRest(11))
LIMITS = Limits(30, 1)
LONG_BEFORE = datetime(2026, 10, 1, tzinfo=SHANGHAI)
Shift = ShiftKind | tuple[ShiftKind, int] | None


def roster(instance: Instance, lines: Mapping[str, Sequence[Shift]]) -> Roster:
    """Return a roster of *lines* by agent and day, a kind alone being its first start, with a number a later one."""
    return Roster.of(
        instance.grid,
        (
            worked(instance, name, day, each)
            for name, line in lines.items()
            for day, each in zip(instance.days(), line, strict=False)
            if each is not None
        ),
    )


def worked(instance: Instance, name: str, day: date, each: Shift) -> Assignment:
    """Return the shift *each* of the agent called *name* on *day*."""
    kind, number = each if isinstance(each, tuple) else (each, 0)
    agent = instance.agent_by_id[AgentId(name)]
    options = [option for option in options_of(instance, agent, day) if option.kind == kind]
    return shift(instance, agent.id, options[number])


def day(number: int) -> date:
    """Return the planned day of *number*, from 0."""
    return MONDAY + timedelta(days=number)


def absent(name: str, first: int, last: int | None = None, *, planned: bool = False) -> Absence:
    """Return an absence on the days from *first* to *last*."""
    return Absence.of_days(AgentId(name), day(first), day(first if last is None else last), SHANGHAI, planned=planned)


def at(number: int, hour: int) -> datetime:
    """Return *hour* o'clock on the planned day of *number*."""
    return datetime(*day(number).timetuple()[:3], hour, tzinfo=SHANGHAI)


def repaired(
    instance: Instance,
    published: Roster,
    *absences: Absence,
    incident: Incident | None = None,
    notice: Notice | None = None,
    asks: Asks | None = None,
    rules: Sequence[Rule] = RULES,
) -> Repair:
    """Return *published* repaired, long before its days unless *notice* says otherwise."""
    what = replace(incident or Incident(), absences=absences)
    when = notice or Notice(LONG_BEFORE)
    return repair(instance, rules, published, what, when, LIMITS, asks=asks)


def told(found: Repair) -> list[tuple[str, int, str]]:
    """Return the changes as person, number of the day and mildness."""
    return [(change.agent, (change.day - MONDAY).days, change.mildness.value) for change in found.changes]
