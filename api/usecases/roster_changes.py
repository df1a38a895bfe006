"""What changes for people from one stored roster to the next, person by person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from api.store import UnitOfWork
from api.store.records import StoredRoster
from api.usecases.published import days_of, shared_days
from api.usecases.rosters import PlannedRoster
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.objective.changes import moved_minutes
from scheduler.roster import Assignment, Roster
from scheduler.worked import of_shift


class Change(StrEnum):
    """How a day of somebody changes."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    WITHIN = "within"  # begins and ends as before; its kind, breaks or activities differ


@dataclass(frozen=True, slots=True)
class DayChange:
    """A *day* of somebody on which the shift *after* is not the one *before*; None for no shift.

    *minutes* is by how much the start or the end moves, whichever moves more; None unless there is a shift on both sides.
    """

    day: date
    change: Change
    before: Assignment | None
    after: Assignment | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class PersonChanges:
    """What changes for one person, by day; times are told on the clock of *zone*."""

    agent: AgentId
    name: str
    zone: ZoneInfo
    days: tuple[DayChange, ...]


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """What a roster changes *against* another one from *first* to *last*, the days that both have, by person.

    *against* is None where none was named and none published, and nothing is told then.
    """

    against: StoredRoster | None
    first: date | None
    last: date | None
    people: tuple[PersonChanges, ...]


def roster_changes(unit: UnitOfWork, roster_id: int, other_id: int | None = None) -> RosterChanges:
    """Return what a stored roster changes against another one of its site, by default the one that people knew before it.

    Raises InputError where that one has no day of the roster or is of another site.
    """
    planned = PlannedRoster.of(unit, roster_id)
    other = _known_before(unit, planned.head) if other_id is None else unit.rosters.get(other_id)
    if other is None:
        return RosterChanges(None, None, None, ())
    before = shared_days(unit.rosters.roster(other.id), planned.head.grid)
    if before is None or other.site_id != planned.head.site_id:
        grid = planned.head.grid
        expected = Sentence(
            N_("a roster of the same site with days from {first} to {last}"), first=grid.first_day, last=grid.last_day
        )
        reason = N_("is no roster to compare with")
        raise InputError([Fault("request", reason, field="against", value=str(other.id), expected=expected)])
    first, last = before.grid.first_day, before.grid.last_day
    return RosterChanges(other, first, last, tuple(_people(before, planned)))


def _known_before(unit: UnitOfWork, head: StoredRoster) -> StoredRoster | None:
    """Return the roster with a day of *head* that was published last, before *head* was; None where there is none."""

    def has_days(other: StoredRoster) -> bool:
        return other.grid.first_day <= head.grid.last_day and head.grid.first_day <= other.grid.last_day

    known = [
        (other.published_at, other.id, other)
        for other in unit.rosters.all(head.site_id)
        if other.published_at is not None
        and other.id != head.id
        and has_days(other)
        and (head.published_at is None or (other.published_at, other.id) < (head.published_at, head.id))
    ]
    return max(known, key=lambda one: one[:2])[2] if known else None


def _people(before: Roster, planned: PlannedRoster) -> Iterator[PersonChanges]:
    instance = planned.instance
    after = days_of(planned.roster, before.grid.first_day, before.grid.last_day)
    old, new = _by_person(before), _by_person(after)
    for agent in instance.agents:
        days = tuple(_days(old.get(agent.id, {}), new.get(agent.id, {}), instance))
        if days:
            yield PersonChanges(agent.id, agent.name, instance.zone_of(agent), days)


def _by_person(roster: Roster) -> dict[AgentId, dict[date, Assignment]]:
    return {agent: {shift.day: shift for shift in shifts} for agent, shifts in roster.by_agent().items()}


def _days(old: Mapping[date, Assignment], new: Mapping[date, Assignment], instance: Instance) -> Iterator[DayChange]:
    for day in sorted({*old, *new}):
        before, after = old.get(day), new.get(day)
        if before is None or after is None:
            yield DayChange(day, Change.ADDED if before is None else Change.REMOVED, before, after, None)
        elif before != after:
            minutes = moved_minutes(of_shift(before, instance), of_shift(after, instance))
            yield DayChange(day, Change.MOVED if minutes else Change.WITHIN, before, after, minutes)
