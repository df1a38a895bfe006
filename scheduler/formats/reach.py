"""Which paid time a line of shifts can add up to, whatever the demand: tells contracts that nobody can keep.

The tests are necessary, not sufficient: days in a row, days off in a row, leave, the law's hours and the sum of the
shifts are seen; start windows, rest between two shifts and opening hours are not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import gcd

from scheduler.agents import Agent, Bounds
from scheduler.rules.base import Rule
from scheduler.rules.hours import DailyHours, WeeklyHours
from scheduler.rules.protected import NoNightForProtected, NoOvertimeForProtected
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.shifts import ShiftKind

MINUTES_AN_HOUR = 60
HOURS_A_DAY = 24  # of the clock, by which night hours are named


@dataclass(frozen=True, slots=True)
class LineLimits:
    """What bounds a line of shifts: *paid_minutes* of each allowed shift, runs of days, paid minutes of a calendar week."""

    paid_minutes: tuple[int, ...]
    in_row: Bounds = Bounds()
    off_in_row: Bounds = Bounds()
    week_minutes: int | None = None


def limits_of(agent: Agent, kinds: Sequence[ShiftKind], rules: Sequence[Rule]) -> LineLimits:
    """Return the limits of *agent* under *rules*, given the *kinds* that the contract allows."""
    allowed = [kind for kind in kinds if not any(_forbids(rule, kind, agent) for rule in rules)]
    most_in_row = [agent.contract.days_in_row.most, *(rule.days - 1 for rule in rules if isinstance(rule, WeeklyRest))]
    longest = min((most for most in most_in_row if most is not None), default=None)
    least = agent.contract.days_in_row.least
    weeks = [int(rule.hours * MINUTES_AN_HOUR) for rule in rules if isinstance(rule, WeeklyHours)]
    return LineLimits(
        tuple(sorted({kind.paid_minutes for kind in allowed})),
        Bounds(least if longest is None or least is None else min(least, longest), longest),
        agent.contract.days_off_in_row,
        min(weeks, default=None),
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


def totals(limits: LineLimits, days: Sequence[date], leave: frozenset[date] = frozenset()) -> Iterator[frozenset[int]]:
    """Yield after each of *days* every sum of paid minutes that a line can have reached by then.

    A run that touches the first or the last day counts as long enough, as in the rules on days in a row.
    """
    unit = gcd(*limits.paid_minutes) or 1
    states: dict[_State | None, int] = {None: 1}  # sums as bits: bit n is n units
    for day in days:
        following: dict[_State | None, int] = {}
        for state, sums in states.items():
            for after, units in _steps(limits, state, unit, monday=day.weekday() == 0, away=day in leave):
                following[after] = following.get(after, 0) | sums << units
        states = following
        union = 0
        for sums in states.values():
            union |= sums
        yield frozenset(bit * unit for bit in range(union.bit_length()) if union >> bit & 1)


def _steps(
    limits: LineLimits, state: _State | None, unit: int, *, monday: bool, away: bool
) -> Iterator[tuple[_State, int]]:
    """Yield the states that may follow *state* (None: before the first day) with the units of paid time of the day."""
    if (
        state is None
        or state.border
        or state.run >= ((limits.in_row if state.at_work else limits.off_in_row).least or 1)
    ):
        turns: tuple[bool, ...] = (False, True)
    else:
        turns = (state.at_work,)
    week = 0 if monday or state is None else state.week
    for at_work in turns:
        if at_work and away:
            continue
        bounds = limits.in_row if at_work else limits.off_in_row
        goes_on = state is not None and state.at_work == at_work
        run = min((state.run if state is not None and goes_on else 0) + 1, max(bounds.least or 1, bounds.most or 1))
        border = state is None or (goes_on and state.border)
        if at_work:
            if bounds.most is not None and state is not None and goes_on and state.run == bounds.most:
                continue
            yield from _shifts(limits, _State(at_work, run, 0, week, border), unit)
            continue
        free = 0 if away else (state.free if state is not None and goes_on else 0) + 1
        if bounds.most is None or free <= bounds.most:
            yield _State(at_work, run, free if bounds.most is not None else 0, week, border), 0


def _shifts(limits: LineLimits, state: _State, unit: int) -> Iterator[tuple[_State, int]]:
    for minutes in limits.paid_minutes:
        week = state.week + minutes
        if limits.week_minutes is None:
            yield state, minutes // unit
        elif week <= limits.week_minutes:
            yield replace(state, week=week), minutes // unit
