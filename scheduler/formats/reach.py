"""Which paid time a line of shifts can add up to, whatever the demand: tells contracts that nobody can keep.

The tests are necessary, not sufficient: days in a row, days off in a row, leave, the law's hours and the sum of the
shifts are seen; start windows, rest between two shifts and opening hours are not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import gcd

from scheduler.agents import Agent, Bounds, Contract
from scheduler.rules.base import Rule, Severity
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.hours import DailyHours, WeeklyHours
from scheduler.rules.protected import NoNightForProtected, NoOvertimeForProtected
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.shifts import ShiftKind

MINUTES_AN_HOUR = 60
HOURS_A_DAY = 24  # of the clock, by which night hours are named


@dataclass(frozen=True, slots=True)
class LineLimits:
    """What bounds a line of shifts: *paid_minutes* of each allowed shift, runs of days, paid minutes of a calendar week.

    *kinds* names the shift kinds that are allowed.
    """

    paid_minutes: tuple[int, ...]
    in_row: Bounds = Bounds()
    off_in_row: Bounds = Bounds()
    week_minutes: int | None = None
    kinds: tuple[str, ...] = ()


def limits_of(agent: Agent, kinds: Sequence[ShiftKind], rules: Sequence[Rule]) -> LineLimits:
    """Return the limits of *agent* under *rules*, given the *kinds* that the contract allows."""
    allowed = [kind for kind in kinds if not any(_forbids(rule, kind, agent) for rule in rules)]
    contract = as_held(agent.contract, rules)
    most_in_row = [contract.days_in_row.most, *(rule.days - 1 for rule in rules if isinstance(rule, WeeklyRest))]
    longest = min((most for most in most_in_row if most is not None), default=None)
    least = contract.days_in_row.least
    weeks = [int(rule.hours * MINUTES_AN_HOUR) for rule in rules if isinstance(rule, WeeklyHours)]
    return LineLimits(
        tuple(sorted({kind.paid_minutes for kind in allowed})),
        Bounds(least if longest is None or least is None else min(least, longest), longest),
        contract.days_off_in_row,
        min(weeks, default=None),
        tuple(kind.name for kind in allowed),
    )


def as_held(contract: Contract, rules: Sequence[Rule]) -> Contract:
    """Return *contract* without the bounds that a line may miss because their rule is soft."""
    soft = {rule.name for rule in rules if rule.severity is Severity.SOFT}
    return replace(
        contract,
        period_minutes=Bounds() if PeriodHours.name in soft else contract.period_minutes,
        days_in_row=Bounds() if DaysInRow.name in soft else contract.days_in_row,
        days_off_in_row=Bounds() if DaysOffInRow.name in soft else contract.days_off_in_row,
    )


def _forbids(rule: Rule, kind: ShiftKind, agent: Agent) -> bool:
    """Tell whether *rule* lets *agent* work no shift of *kind*."""
    if isinstance(rule, DailyHours):
        return agent.id not in rule.overtime_approved and kind.paid_minutes > rule.hours * MINUTES_AN_HOUR
    if isinstance(rule, NoOvertimeForProtected):
        return bool(agent.restrictions & rule.restrictions) and kind.paid_minutes > rule.hours * MINUTES_AN_HOUR
    if isinstance(rule, NoNightForProtected):
        return bool(agent.restrictions & rule.restrictions) and is_night_only(kind, rule)
    return False


def is_night_only(kind: ShiftKind, rule: NoNightForProtected) -> bool:
    """Tell whether every possible shift of *kind* touches the night of *rule*."""
    return all(_touches_night(start, start + kind.length_minutes, rule) for start in kind.starts())


def _touches_night(start: int, end: int, rule: NoNightForProtected) -> bool:
    nights = (
        ((eve + rule.night_start) * MINUTES_AN_HOUR, (eve + HOURS_A_DAY + rule.night_end) * MINUTES_AN_HOUR)
        for eve in (-HOURS_A_DAY, 0, HOURS_A_DAY)
    )
    return any(start < dawn and dusk < end for dusk, dawn in nights)


@dataclass(frozen=True, slots=True)
class _State:
    """How a line stands after a day: at work or off since *run* days, of them *free* without leave, paid this *week*.

    *border* tells that the run began on the first day. Counts stop where they no longer matter.
    """

    at_work: bool
    run: int
    free: int
    week: int
    border: bool


def totals(
    limits: LineLimits,
    days: Sequence[date],
    leave: frozenset[date] = frozenset(),
    offered: Mapping[date, tuple[int, ...]] | None = None,
) -> Iterator[frozenset[int]]:
    """Yield after each of *days* every sum of paid minutes that a line can have reached by then.

    *offered* are the paid minutes of the shifts that a day has, by default those of *limits* on every day. A run that
    touches the first or the last day counts as long enough, as in the rules on days in a row.
    """
    unit = gcd(*limits.paid_minutes) or 1
    states: dict[_State | None, int] = {None: 1}  # sums as bits: bit n is n units
    for day in days:
        following: dict[_State | None, int] = {}
        today = _Day(limits.paid_minutes if offered is None else offered[day], day.weekday() == 0, day in leave)
        for state, sums in states.items():
            for after, units in _steps(limits, state, today, unit):
                following[after] = following.get(after, 0) | sums << units
        states = following
        union = 0
        for sums in states.values():
            union |= sums
        yield frozenset(bit * unit for bit in range(union.bit_length()) if union >> bit & 1)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the line: the paid minutes of its shifts, whether a week begins, whether the agent is on leave."""

    paid_minutes: tuple[int, ...]
    monday: bool
    away: bool


def _steps(limits: LineLimits, state: _State | None, day: _Day, unit: int) -> Iterator[tuple[_State, int]]:
    """Yield the states that may follow *state* (None: before the first day) with the units of paid time of the day."""
    week = 0 if day.monday or state is None else state.week
    if state is None:
        if not day.away:
            yield from _shifts(limits, _State(at_work=True, run=1, free=0, week=week, border=True), day, unit)
        yield _State(at_work=False, run=1, free=0 if day.away else 1, week=week, border=True), 0
        return
    mine = limits.in_row if state.at_work else limits.off_in_row
    may_turn = state.border or state.run >= (mine.least or 1)
    longer = min(state.run + 1, max(mine.least or 1, mine.most or 1))
    if state.at_work:
        if not day.away and (mine.most is None or state.run < mine.most):
            yield from _shifts(limits, replace(state, run=longer, week=week), day, unit)
        if may_turn:
            yield _State(at_work=False, run=1, free=0 if day.away else 1, week=week, border=False), 0
        return
    if may_turn and not day.away:
        yield from _shifts(limits, _State(at_work=True, run=1, free=0, week=week, border=False), day, unit)
    free = 0 if day.away else state.free + 1
    if mine.most is None or free <= mine.most:
        yield replace(state, run=longer, free=0 if mine.most is None else free, week=week), 0


def _shifts(limits: LineLimits, state: _State, day: _Day, unit: int) -> Iterator[tuple[_State, int]]:
    for minutes in day.paid_minutes:
        week = state.week + minutes
        if limits.week_minutes is None:
            yield state, minutes // unit
        elif week <= limits.week_minutes:
            yield replace(state, week=week), minutes // unit
