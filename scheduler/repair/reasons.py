"""Why this person: what a change covers, whose work that was, the rest around it and the hours of the contract that are left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from forecasting.messages import N_, Sentence, joined
from scheduler.agents import Agent, AgentId
from scheduler.coverage import Counts
from scheduler.instance import Instance
from scheduler.lines.menu import Flags
from scheduler.repair.change import differences
from scheduler.repair.floor import Floor
from scheduler.repair.incident import Incident
from scheduler.roster import Assignment, Roster, elapsed
from scheduler.rules.contract import period_credit

AN_HOUR = timedelta(hours=1)
MOST_NAMED = 3


@dataclass(frozen=True)
class Reasons:
    """Reasons for the changes from *kept*, with the heads *left* on duty, to *roster*; *gone* are the shifts lost or cut.

    *asked* counts the changes of late by person.
    """

    instance: Instance
    kept: Roster
    roster: Roster
    floor: Floor
    left: Mapping[str, Counts]
    gone: Sequence[Assignment]
    incident: Incident
    asked: Mapping[AgentId, int]

    def all(self) -> dict[tuple[AgentId, date], Sentence]:
        """Return the reason of each change."""
        found = self._changed
        return {key: joined(self._of(key[0], *shifts)) for key, shifts in found.items()}

    def _of(self, agent_id: AgentId, before: Assignment | None, after: Assignment | None) -> Iterator[Sentence]:
        agent = self.instance.agent_by_id[agent_id]
        if agent_id in self.incident.joined:
            yield Sentence(N_("has joined and gets a line of shifts"))
        yield from self._covered(agent, before, after)
        if after is not None:
            yield from self._rest(agent, after)
            yield from self._hours(agent)
        count = self.asked.get(agent_id, 0)
        if count:
            yield Sentence(N_("changes of late: {count}"), count=count)

    def _covered(self, agent: Agent, before: Assignment | None, after: Assignment | None) -> Iterator[Sentence]:
        """Say what the change covers; a change that covers nothing makes room for another one, or is worth it by the terms."""
        slots = self._new_slots(agent, before, after)
        slot_hours = self.instance.grid.slot_minutes / 60
        lost = [slot for slot in slots if self._holes[agent.team][slot]]
        more = len(slots) - len(lost)
        if lost:
            people = self._who(agent.team, lost)
            values = {"hours": len(lost) * slot_hours, "people": _named(people)}
            yield Sentence(N_("covers {hours:g} h that {people} cannot work"), **values)
        if more:
            yield Sentence(N_("covers {hours:g} h for which more people are needed"), hours=more * slot_hours)
        if not slots:
            shift = after or before
            others = [day for who, day in self._changed if who == agent.id]
            others = [day for day in others if shift is not None and day != shift.day]
            if others:
                yield Sentence(N_("makes room for the change of {day}"), day=min(others))
            else:
                yield Sentence(N_("brings heads that rules want, or costs less than it saves elsewhere"))

    @cached_property
    def _changed(self) -> dict[tuple[AgentId, date], tuple[Assignment | None, Assignment | None]]:
        return differences(self.kept, self.roster)

    @cached_property
    def _short(self) -> dict[str, Flags]:
        """The slots by team in which heads are missing without the repair, that were there before or are needed more now."""
        heads = self.left
        return {
            team: (100 * heads[team] < self.floor.demand[team])
            & ((heads[team] < self.floor.target[team]) | self.floor.wanted[team])
            for team in heads
        }

    @cached_property
    def _holes(self) -> dict[str, Flags]:
        """The slots of :attr:`_short` that the lost shifts covered."""
        heads = self.left
        return {team: short & (heads[team] < self.floor.target[team]) for team, short in self._short.items()}

    def _new_slots(self, agent: Agent, before: Assignment | None, after: Assignment | None) -> list[int]:
        """Return the slots that were short in which the person serves now and did not before."""
        there = self._presence(after) - self._presence(before)
        short = self._short[agent.team]
        return sorted(slot for slot in there if 0 <= slot < len(short) and short[slot])

    def _presence(self, shift: Assignment | None) -> set[int]:
        if shift is None:
            return set()
        first, there = self.floor.presence(shift)
        return {first + int(slot) for slot in np.flatnonzero(there)}

    def _who(self, team: str, slots: Sequence[int]) -> list[str]:
        """Return the names of those whose lost shifts cover most of *slots*."""
        wanted, counts = set(slots), dict[str, int]()
        for shift in self.gone:
            whose = self.instance.agent_by_id[shift.agent]
            common = len(wanted & self._presence(shift)) if whose.team == team else 0
            if common:
                counts[whose.name] = counts.get(whose.name, 0) + common
        return sorted(counts, key=lambda name: (-counts[name], name))[:MOST_NAMED]

    def _rest(self, agent: Agent, shift: Assignment) -> Iterator[Sentence]:
        line = [*self.instance.lines_before.get(agent.id, ()), *self._lines.get(agent.id, ())]
        rests = [elapsed(other.end, shift.start) for other in line if other.end <= shift.start]
        rests += [elapsed(shift.end, other.start) for other in line if other.start >= shift.end]
        if rests:
            yield Sentence(N_("has {hours:g} h of rest beside it"), hours=round(min(rests) / AN_HOUR, 2))

    def _hours(self, agent: Agent) -> Iterator[Sentence]:
        most = agent.contract.period_minutes.most
        if most is not None:
            paid = sum(shift.paid_minutes for shift in self._lines.get(agent.id, ()))
            left = most - paid - period_credit(agent, self.instance)
            yield Sentence(N_("is then {hours:g} h below the most of their contract"), hours=round(left / 60, 2))

    @cached_property
    def _lines(self) -> dict[AgentId, list[Assignment]]:
        return self.roster.by_agent()


def _named(people: Sequence[str]) -> str:
    """Return the names *people* as a list that is put together in the reader's language."""
    text = people[0] if people else ""
    # one name after the other, so that each language has its own sign between them
    for name in people[1:]:
        text = Sentence(N_("{names}, {name}"), names=text, name=name)
    return text
