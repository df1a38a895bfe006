"""Requests that nothing can meet: against the same person's leave, lock or availability, or against each other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.timegrid import local_instant
from scheduler.agents import Agent, AgentId
from scheduler.availability import Availability
from scheduler.instance import Instance
from scheduler.objective.requests import Request
from scheduler.options import options_of
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.wording import RuleText
from scheduler.variables import Variables

ONE_DAY = timedelta(days=1)
Outcomes = frozenset[str | None]
REASONS: Mapping[str, str] = {
    "leave": N_("{agent} asks for {wish} on {day} and has leave that stands against it"),
    "lock": N_("{agent} asks for {wish} on {day}, which is locked otherwise"),
    "availability": N_("{agent} asks for {wish} on {day} and is not available for it"),
}
AGAINST: Mapping[str, str] = {
    "leave": N_("{agent} asks for anything but {wish} on {day} and has leave that stands against it"),
    "lock": N_("{agent} asks for anything but {wish} on {day}, which is locked otherwise"),
    "availability": N_("{agent} asks for anything but {wish} on {day} and is not available for it"),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """The *requests* of a site; as a text, how many there are."""

    requests: tuple[Request, ...] = ()

    def __str__(self) -> str:
        return str(len(self.requests))


@dataclass(frozen=True, slots=True)
class AskedInVain:
    """Names each request of *asked* that the leave, the lock or the availability of the same person keeps from being met."""

    asked: Wishes = Wishes()
    name: ClassVar[str] = "asked-in-vain"
    citation: ClassVar[str] = N_("planner")
    severity: ClassVar[Severity] = Severity.NOTE
    text: ClassVar[RuleText] = RuleText(
        N_("Requests that cannot be met"),
        N_(
            "Requests against the same person's own leave, lock or availability are named, and those against each other."
        ),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield a note for each such request, and one for a day whose requests nothing can meet together."""
        days = set(roster.grid.dates())
        asked = [one for one in self.asked.requests if one.day in days and one.agent in instance.agent_by_id]
        by_day = groupby(sorted(asked, key=_place), key=_place)
        for (agent_id, day), requests in by_day:
            yield from self._of_day(instance.agent_by_id[agent_id], day, list(requests), instance)

    def _of_day(self, agent: Agent, day: date, requests: list[Request], instance: Instance) -> Iterator[Violation]:
        left = dict(_narrowed(agent, day, instance))
        possible: list[Request] = []
        for request in requests:
            why = next((name for name, outcomes in left.items() if not _meets(request, outcomes)), None)
            if why is None:
                possible.append(request)
                continue
            template = (AGAINST if request.against else REASONS)[why]
            yield broken(self, agent, day, template, wish=request.kind, day=day)
        outcomes = left["availability"]
        if possible and not any(all(request.is_met(kind) for request in possible) for kind in outcomes):
            yield broken(self, agent, day, N_("{agent} asks on {day} for things that cannot be met together"), day=day)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: wishes forbid nothing."""


def _place(request: Request) -> tuple[AgentId, date]:
    return request.agent, request.day


def _meets(request: Request, outcomes: Iterable[str | None]) -> bool:
    return any(request.is_met(kind) for kind in outcomes)


def _narrowed(agent: Agent, day: date, instance: Instance) -> Iterator[tuple[str, Outcomes]]:
    """Yield what *agent* may have on *day*, None being a day off, after leave, then lock, then availability."""
    off: Outcomes = frozenset({None})
    kinds = _off_leave(agent, day, instance)
    yield "leave", kinds | off
    lock = agent.lock_on(day)
    if lock is not None:
        kinds, off = (kinds & {lock.kind}, frozenset()) if lock.kind is not None else (frozenset(), off)
    yield "lock", kinds | off
    if agent.available is not None:
        kinds &= _within(agent.available, agent, day, instance)
    yield "availability", kinds | off


def _off_leave(agent: Agent, day: date, instance: Instance) -> Outcomes:
    """Return the kinds of shift of *day* that end before the next day of leave begins; none on leave itself."""
    if day in agent.leave:
        return frozenset()
    if day + ONE_DAY not in agent.leave:
        return frozenset(agent.contract.kinds)
    midnight = local_instant(day + ONE_DAY, 0, instance.zone_of(agent))
    options = options_of(instance, agent, day)
    return frozenset(option.kind.name for option in options if option.ends_at(instance.grid) <= midnight)


def _within(available: Availability, agent: Agent, day: date, instance: Instance) -> Outcomes:
    """Return the kinds of shift of *day* that have a start with which they lie within the windows of *available*."""
    spans = list(available.spans(day - ONE_DAY, day + ONE_DAY, instance.zone_of(agent)))
    return frozenset(
        option.kind.name
        for option in options_of(instance, agent, day)
        if any(
            start <= option.starts_at(instance.grid) and option.ends_at(instance.grid) <= end for start, end in spans
        )
    )
