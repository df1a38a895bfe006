"""Law packs: the rules of a country as tuples, and a site's own figures for them."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from scheduler.rules.base import Rule
from scheduler.rules.breaks import BreaksAsPlanned, RestInShift
from scheduler.rules.comprehensive import ComprehensiveHours, Period
from scheduler.rules.contract import OneShiftADay, PeriodHours, ShiftOfContract
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.holiday_pay import HolidayPay
from scheduler.rules.hours import AverageWeeklyHours, DailyHours, WeeklyHours
from scheduler.rules.leave import Leave
from scheduler.rules.opening import WithinOpeningHours
from scheduler.rules.overtime import Overtime
from scheduler.rules.protected import NoNightForProtected, NoOvertimeForProtected
from scheduler.rules.rest import DailyRest, NoOverlap, RestAfterShift
from scheduler.rules.weekly_rest import WeeklyRest

DAYS_BACK = 35  # a month and the week that it begins in


class RuleParameterError(ValueError):
    """Rules or parameters that a site file names and that do not exist; *faults* are (path, value, expected)."""

    def __init__(self, faults: list[tuple[str, object, str]]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{path} = {value!r}: expected {expected}" for path, value, expected in faults))


def contract_rules() -> tuple[Rule, ...]:
    """Return the rules that hold without any law: what was agreed with each person."""
    return (
        OneShiftADay(),
        NoOverlap(),
        ShiftOfContract(),
        BreaksAsPlanned(),
        Leave(),
        PeriodHours(),
        DaysInRow(),
        DaysOffInRow(),
        WithinOpeningHours(),
        HeadsOnDuty(),
    )


def china() -> tuple[Rule, ...]:
    """Return the rules of standards §1: labour law, working hours and the operating standard."""
    return (
        DailyHours(),
        RestInShift(),
        RestAfterShift(),
        DailyRest(),
        WeeklyHours(),
        AverageWeeklyHours(),
        WeeklyRest(),
        Overtime(),
        NoNightForProtected(),
        NoOvertimeForProtected(),
        HolidayPay(),
    )


def china_comprehensive() -> tuple[Rule, ...]:
    """Return the Chinese rules for a site that holds the permit: hours average over the period instead of the week."""
    weekly = (WeeklyHours, AverageWeeklyHours)
    return (*(rule for rule in china() if not isinstance(rule, weekly)), ComprehensiveHours(Period.MONTH))


def days_back(rules: Iterable[Rule]) -> int:
    """Return how many days before the planned ones *rules* look at: a rule says so in ``days_back``, else 35 are enough."""
    return max([DAYS_BACK, *(int(getattr(rule, "days_back", DAYS_BACK)) for rule in rules)])


PACKS = {"china": china, "china-comprehensive": china_comprehensive, "none": tuple}


def law_pack(name: str) -> tuple[Rule, ...]:
    """Return every rule of the pack *name* (``china``, ``china-comprehensive`` or ``none``), contract rules first."""
    if name not in PACKS:
        raise RuleParameterError([("law.pack", name, _one_of(name, PACKS))])
    return (*contract_rules(), *PACKS[name]())


def with_parameters(rules: tuple[Rule, ...], tables: Mapping[str, Mapping[str, object]]) -> tuple[Rule, ...]:
    """Return *rules* with the site's parameters, ``{rule name: {parameter: value}}``; refuse every unknown one at once."""
    faults: list[tuple[str, object, str]] = []
    named = {rule.name: rule for rule in rules}
    for name, table in tables.items():
        if name not in named:
            faults.append((f"rules.{name}", dict(table), _one_of(name, named)))
            continue
        values = {}
        known = {item.name: item for item in fields(named[name])}  # type: ignore[arg-type]  # every rule is a dataclass
        for parameter, value in table.items():
            path = f"rules.{name}.{parameter}"
            if parameter not in known:
                faults.append((path, value, _one_of(parameter, known)))
                continue
            current = getattr(named[name], parameter)
            try:
                values[parameter] = _like(current, value, whole=known[parameter].type is int)
            except ValueError as error:
                faults.append((path, value, str(error)))
        named[name] = replace(named[name], **values)  # type: ignore[type-var]  # every rule is a dataclass
    if faults:
        raise RuleParameterError(faults)
    return tuple(named[rule.name] for rule in rules)


def _like(current: Any, value: object, *, whole: bool) -> object:
    """Return *value* as the type of *current*; refuse what is not of it, and fractions where a *whole* number is due."""
    if isinstance(current, bool):
        if isinstance(value, bool):
            return value
        raise ValueError("true or false")
    if isinstance(current, StrEnum):
        allowed = [member.value for member in type(current)]
        if value in allowed:
            return type(current)(value)
        raise ValueError("one of " + ", ".join(allowed))
    if isinstance(current, int | float):
        return _number(value, whole=whole)
    if isinstance(current, frozenset) and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return _names(current, value)
    raise ValueError("a list of names")


def _number(value: object, *, whole: bool) -> float:
    kinds = int if whole else int | float
    if isinstance(value, kinds) and not isinstance(value, bool) and 0 <= value < float("inf"):
        return value
    raise ValueError("a whole number, 0 or more" if whole else "a number, 0 or more")


def _names(current: frozenset[Any], names: list[str]) -> frozenset[str]:
    """Return *names*; where those of *current* are members of an enumeration, refuse every other."""
    members = {type(member) for member in current if isinstance(member, StrEnum)}
    for kind in members:
        allowed = [member.value for member in kind]
        if set(names) - set(allowed):
            raise ValueError("a list of " + ", ".join(allowed))
        return frozenset(kind(name) for name in names)
    return frozenset(names)


def _one_of(name: str, known: Mapping[str, object]) -> str:
    nearest = get_close_matches(name, known, n=1)
    hint = f"; did you mean {nearest[0]}?" if nearest else ""
    return ("one of " + ", ".join(known) if known else "no parameter") + hint
