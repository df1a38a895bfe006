"""What a repair changes for whom, how mild that is and what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from forecasting.messages import Sentence
from scheduler.agents import AgentId
from scheduler.objective import SCALE
from scheduler.repair.mildness import ChangePrices, Mildness, Place, mildness_of
from scheduler.roster import Assignment, Roster


@dataclass(frozen=True, slots=True)
class Change:
    """The shift of *agent* on *day* was *before* and is now *after*, None being a day off. *points* are what that costs.

    *moved* is by what its start or end moves, whichever moves more. *reason* tells why this person.
    """

    agent: AgentId
    day: date
    before: Assignment | None
    after: Assignment | None
    mildness: Mildness
    moved: timedelta
    points: float
    reason: Sentence


def differences(
    told: Roster, roster: Roster
) -> dict[tuple[AgentId, date], tuple[Assignment | None, Assignment | None]]:
    """Return the shifts of the days on which *roster* has other shifts for somebody than *told*, those of *told* first.

    Breaks and activities are not looked at.
    """
    before = {(shift.agent, shift.day): shift for shift in told.assignments}
    after = {(shift.agent, shift.day): shift for shift in roster.assignments}
    return {
        key: (before.get(key), after.get(key))
        for key in sorted(before.keys() | after.keys())
        if _change(before.get(key), after.get(key)) is not None
    }


def _change(before: Assignment | None, after: Assignment | None) -> tuple[Mildness, timedelta] | None:
    return mildness_of(*(None if shift is None else Place.of(shift) for shift in (before, after)))


def changes_of(
    told: Roster,
    roster: Roster,
    prices: ChangePrices,
    asked: Mapping[AgentId, int],
    reasons: Mapping[tuple[AgentId, date], Sentence],
    joined: frozenset[AgentId],
    zones: Mapping[AgentId, ZoneInfo],
) -> tuple[Change, ...]:
    """Return the changes from *told* to *roster* by person and day, each with its reason; those who *joined* cost nothing."""
    found = []
    for key, (before, after) in differences(told, roster).items():
        change = _change(before, after)
        if change is not None:
            price = 0 if key[0] in joined else prices.of(*change, asked.get(key[0], 0))
            zone = zones[key[0]]
            found.append(
                Change(*key, _by_clock(before, zone), _by_clock(after, zone), *change, price / SCALE, reasons[key])
            )
    return tuple(found)


def _by_clock(shift: Assignment | None, zone: ZoneInfo) -> Assignment | None:
    """Return *shift* with start and end by the clock of *zone*; rosters that were read from files are in UTC."""
    if shift is None:
        return None
    return replace(shift, start=shift.start.astimezone(zone), end=shift.end.astimezone(zone))
