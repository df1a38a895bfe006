"""Shifts as somebody may write them by hand, which no plan would make."""

from collections.abc import Iterable
from datetime import date, datetime

from scheduler.agents import Bounds
from scheduler.instance import Instance
from scheduler.roster import Assignment, Break, Roster
from scheduler.rules.base import Rule, Violation
from scheduler.shifts import ShiftKind
from tests.scheduler.tiny import (
    MONDAY,
    SHANGHAI,
    SOMEBODY,
    centre,
    contract,
    person,
)


def moment(clock: str, day: date = MONDAY) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def hand_made(
    name: str, start: str, end: str, *breaks: Break, day: date = MONDAY, last: date | None = None
) -> Assignment:
    return Assignment(SOMEBODY, day, name, moment(start, day), moment(end, last or day), breaks)


def rest(start: str, end: str, *, paid: bool = False) -> Break:
    return Break(moment(start), moment(end), paid)


def alone(
    *kinds: ShiftKind,
    days: int = 4,
    first: date = MONDAY,
    leave: Iterable[date] = (),
    slot_minutes: int = 60,
    terms: Bounds = Bounds(),
) -> Instance:
    somebody = person(contract(*kinds, in_row=terms, off_in_row=terms), leave=leave)
    return centre(somebody, kinds, days=days, first=first, slot_minutes=slot_minutes)


def checked(rule: Rule, instance: Instance, *shifts: Assignment) -> list[Violation]:
    return list(rule.check(Roster.of(instance.grid, shifts), instance))
