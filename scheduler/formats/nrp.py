"""Reads shift-scheduling benchmark files (Curtois and Qu 2014, schedulingbenchmarks.org) as an ordinary question.

People, shifts, bounds and wishes become agents with contracts, shift kinds, the rules of any site and its objective, so
that a roster's points are the benchmark's. Outside the horizon nothing is known, as in the rules of the contract: a run
of shifts or days off at its border counts as long enough. The format gives lengths and no times of day: every shift
starts at midnight of its day, in UTC, and the horizon on a Monday.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from forecasting.errors import Fault
from forecasting.messages import N_
from forecasting.site import ALL_DAY, OpeningHours
from forecasting.timegrid import STEPS_MINUTES, TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, Team
from scheduler.demand import Demand
from scheduler.errors import SiteFileError
from scheduler.formats.nrp_lines import SHIFTS
from scheduler.formats.nrp_table import NrpPerson, NrpTable, read_nrp_table
from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective, Weights
from scheduler.objective.requests import Request, RequestsMet
from scheduler.rules.base import Rule
from scheduler.rules.contract import OneShiftADay, PeriodHours, ShiftOfContract
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.leave import Leave
from scheduler.rules.scope import Scoped
from scheduler.rules.shifts_of_kind import ShiftsOfKind, Span
from scheduler.rules.succession import ForbiddenSuccessions
from scheduler.rules.weekends import WeekendsWorked
from scheduler.shifts import DayPart, ShiftKind
from scheduler.streams import ShiftDemand, shift_cover

FIRST_DAY = date(2024, 1, 1)  # a Monday
TEAM = "staff"
PARTS = dict.fromkeys(part.value for part in DayPart).keys()
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class NrpCase:
    """The question of one file, its rules and what its rosters are measured by."""

    name: str
    instance: Instance
    rules: tuple[Rule, ...]
    objective: Objective


def read_nrp(path: Path) -> NrpCase:
    """Read the file at *path*. Raises SiteFileError naming every fault with its row and section."""
    table = read_nrp_table(path)
    if len(table.shifts) > len(PARTS) and table.shifts.keys() >= PARTS:
        expected = N_("other names, as each of these is also the name of a part of the day")
        raise SiteFileError(
            [Fault(path.name, N_("are shifts beside others"), None, SHIFTS, ", ".join(PARTS), expected)]
        )
    lengths = [shift.minutes for shift in table.shifts.values()]
    step = max(step for step in STEPS_MINUTES if all(length % step == 0 for length in lengths))
    grid = TimeGrid(ZoneInfo("UTC"), FIRST_DAY, table.days, step)
    instance = Instance(
        grid,
        (Team(TEAM, (), OpeningHours((ALL_DAY,) * DAYS_A_WEEK, ALL_DAY)),),
        tuple(_kinds(table)),
        tuple(_agents(table)),
        Demand(grid, {}),
    )
    return NrpCase(path.stem, instance, tuple(_rules(table)), _objective(table, instance))


def _kinds(table: NrpTable) -> Iterator[ShiftKind]:
    """Yield the shifts; the part of the day of each means nothing, but must not be the name of another one."""
    free = next((part for part in DayPart if part.value not in table.shifts), DayPart.EARLY)
    for name, shift in table.shifts.items():
        part = DayPart(name) if name in set(DayPart) else free
        yield ShiftKind(name, 0, 0, shift.minutes, part=part)


def _agents(table: NrpTable) -> Iterator[Agent]:
    contracts: dict[object, Contract] = {}
    for name, person in table.people.items():
        contract = contracts.setdefault(_terms(person), _contract(name, person))
        leave = frozenset(_day(index) for index in table.days_off.get(name, ()))
        yield Agent(AgentId(name), name, TEAM, contract, leave=leave)


def _terms(person: NrpPerson) -> tuple[object, ...]:
    return tuple(sorted(person.most_shifts.items())), *(getattr(person, name) for name in person.__slots__[1:])


def _contract(name: str, person: NrpPerson) -> Contract:
    """Return the contract of *person*, named after the first who has it; days off are not paid."""
    return Contract(
        name,
        tuple(shift for shift, most in person.most_shifts.items() if most),
        Bounds(person.least_minutes, person.most_minutes),
        Bounds(person.least_in_row, person.most_in_row),
        Bounds(person.least_off_in_row),
        leave_day_minutes=0,
    )


def _rules(table: NrpTable) -> Iterator[Rule]:
    yield from (OneShiftADay(), ShiftOfContract(), Leave(), PeriodHours(), DaysInRow(), DaysOffInRow())
    pairs = {f"{first}>{second}" for first, shift in table.shifts.items() for second in shift.not_followed_by}
    if pairs:
        yield ForbiddenSuccessions(frozenset(pairs))
    weekends: dict[int, set[str]] = {}
    of_kind: dict[tuple[str, int], set[str]] = {}
    for agent in _agents(table):
        person = table.people[agent.contract.name]
        weekends.setdefault(person.most_weekends, set()).add(agent.contract.name)
        for shift, most in person.most_shifts.items():
            if 0 < most < min(table.days, person.most_minutes // table.shifts[shift].minutes):
                of_kind.setdefault((shift, most), set()).add(agent.contract.name)
    weeks = table.days // DAYS_A_WEEK + 1
    for most, names in sorted(weekends.items()):
        if most < weeks:
            yield Scoped(WeekendsWorked(most, weeks), contracts=frozenset(names))
    for (shift, most), names in sorted(of_kind.items()):
        rule = ShiftsOfKind(frozenset({shift}), 0, most, Span.PLAN)
        yield Scoped(rule, contracts=frozenset(names))


def _objective(table: NrpTable, instance: Instance) -> Objective:
    requests = [
        Request(AgentId(ask.person), _day(ask.day), ask.shift, ask.off, ask.weight)
        for ask in table.requests
        if ask.weight
    ]
    cover = [
        ShiftDemand(_day(row.day), row.shift, row.heads, SCALE * row.under, SCALE * row.over) for row in table.cover
    ]
    return Objective(Weights((), ()), (RequestsMet.of(requests, SCALE),), streams=(shift_cover(instance, cover),))


def _day(index: int) -> date:
    return FIRST_DAY + timedelta(days=index)
