"""Who is asked for what: the person whose change helps most goes first, then everybody is weighed anew where things have changed.

What a change helps only falls as others fill the same hole, so a person whose last known gain is not the greatest need not
be looked at again (lazy greedy; M. Minoux, "Accelerated greedy algorithms", 1978). A shift taken off tears a hole of its
own, at its true cost, so a second and third round find the trades between people.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.lines.menu import Flags
from scheduler.lines.programme import Programmes
from scheduler.objective import Objective
from scheduler.options import Option
from scheduler.repair.asked import Asked
from scheduler.repair.floor import Brought, Floor
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.several import is_counting, is_over_several, tied_groups

MOST_ROUNDS = 4
MOST_REFUSALS = 6  # lines of one person that rules of several, or those that no line programme knows, may refuse
NEVER = -1  # when somebody's gain has been looked at
Line = dict[date, Option]


@dataclass
class Asking:
    """The search: *people* may be asked, *lines* are everybody's shifts as they stand.

    *go_on* is asked before each look; *most_changes* bounds the days that are changed, None for as many as pay.
    """

    instance: Instance
    rules: Sequence[Rule]
    objective: Objective
    floor: Floor
    people: Mapping[AgentId, Asked]
    lines: dict[AgentId, dict[date, Assignment]]
    go_on: Callable[[], bool]
    most_changes: int | None = None
    version: int = 0
    _brings: dict[Hashable, Brought] = field(default_factory=dict)
    _refused: dict[AgentId, Flags] = field(default_factory=dict)
    _refusals: Counter[AgentId] = field(default_factory=Counter)

    def run(self) -> None:
        """Ask people as long as that pays: in later rounds those who may fill what the one before has torn."""
        earlier: dict[Hashable, Brought] = {}
        for _ in range(MOST_ROUNDS):
            self._refused.clear()
            self._refusals.clear()
            able, now = self._able(earlier)
            earlier = now
            if not self._round(able):
                return

    def _able(self, earlier: Mapping[Hashable, Brought]) -> tuple[dict[AgentId, int], dict[Hashable, Brought]]:
        """Return who could gain anything by heads that bring more than *earlier*, with bounds, and what heads bring now."""
        bounds, now = {}, dict[Hashable, Brought]()
        for agent, asked in self.people.items():
            key, brought = self._counts_in(asked), self._worth_of_heads(asked)
            now[key] = brought
            if key in earlier and not (brought.bring > earlier[key].bring).any():
                continue
            most = asked.most(self.floor, brought.beyond(earlier[key]) if key in earlier else brought)
            if most > 0:
                bounds[agent] = most
        self._prepare(bounds)
        return bounds, now

    def _prepare(self, agents: Iterable[AgentId]) -> None:
        """Put the line programmes of *agents* at hand."""
        new = [self.people[agent].agent for agent in agents if self.people[agent].programme is None]
        if new:
            programmes = Programmes(self.instance, self.rules, self.objective, new, counted=False)
            for agent in new:
                self.people[agent.id].programme = programmes.of(agent)

    def _round(self, bounds: Mapping[AgentId, int]) -> bool:
        """Ask in the order of gains, *bounds* before they are known, until nobody gains; return whether anybody was asked."""
        gains = [(-most, agent, NEVER) for agent, most in bounds.items()]
        heapq.heapify(gains)
        before = self.version
        while gains and self.go_on():
            _gain, agent, version = heapq.heappop(gains)
            asked = self.people[agent]
            found = self._best(asked)
            if found is None:
                continue
            gain, line = found
            if version != self.version and gains and gain < -gains[0][0]:
                heapq.heappush(gains, (-gain, agent, self.version))
            elif self._take(asked, line) or self._may_try_again(agent):
                heapq.heappush(gains, (-gain, agent, NEVER))
        return self.version > before

    def _may_try_again(self, agent: AgentId) -> bool:
        self._refusals[agent] += 1
        return self._refusals[agent] < MOST_REFUSALS

    def _best(self, asked: Asked) -> tuple[int, Line] | None:
        """Return the best line of the person and its gain; with few changes left one of as many of its shifts."""
        refused = self._refused_of(asked)
        brought = self._worth_of_heads(asked)
        found = asked.best(self.floor, brought, refused)
        room = None if found is None else self._room(asked)
        if found is None or room is None or len(asked.changed(found[1])) <= room:
            return found
        places = asked.offer.places
        days = [option for option in asked.changed(found[1]).values() if option is not None]
        new = np.array([places[each.day, each.kind.name, each.first] for each in days], dtype=np.int64)
        saving = self.floor.saving(asked.agent.team)
        worth = self.floor.values(asked.agent, asked.offer.menu, new, saving, ())
        only = np.ones_like(refused)
        only[new[np.argsort(-worth, kind="stable")[:room]]] = False
        found = asked.best(self.floor, brought, refused | only)
        return None if found is None or len(asked.changed(found[1])) > room else found

    def _counts_in(self, asked: Asked) -> Hashable:
        return asked.agent.team, self.floor.streams_of(asked.agent.id)

    def _worth_of_heads(self, asked: Asked) -> Brought:
        """Return what heads bring by slot as things stand; the same for people who count in the same."""
        key = self._counts_in(asked)
        if key not in self._brings:
            self._brings[key] = self.floor.bring(asked.agent)
        return self._brings[key]

    def _refused_of(self, asked: Asked) -> Flags:
        none = np.zeros(len(asked.open), dtype=np.bool_)
        return self._refused.setdefault(asked.agent.id, none)

    def _take(self, asked: Asked, line: Line) -> bool:
        """Give the person *line*; return False, and never look at its new shifts again this round, where a rule refuses it."""
        changes, agent = asked.changed(line), asked.agent
        old = [asked.line[day] for day in changes if day in asked.line]
        for shift in old:
            self.floor.put(agent, shift, -1)
        new = self._with(asked, changes)
        if not self._is_allowed(asked, new):
            for shift in old:
                self.floor.put(agent, shift)
            self._refuse(asked, changes)
            return False
        for day in changes.keys() & new.keys():
            self.floor.put(agent, new[day])
        asked.stand(new)
        self.lines[agent.id] = new
        self.version += 1
        self._brings.clear()
        return True

    def _refuse(self, asked: Asked, changes: Mapping[date, Option | None]) -> None:
        """Do not look at the new shifts of *changes* again this round, or at the person where nothing but days off are new."""
        refused = self._refused_of(asked)
        new = [option for option in changes.values() if option is not None]
        for option in new:
            refused[asked.offer.places[option.day, option.kind.name, option.first]] = True
        if not new:
            refused[:] = True

    def _with(self, asked: Asked, changes: Mapping[date, Option | None]) -> dict[date, Assignment]:
        """Return the line with *changes*; a shift that is as it was told before has the breaks it had."""
        new = {day: shift for day, shift in asked.line.items() if day not in changes}
        for day, option in changes.items():
            told = asked.told.get(day)
            if (
                option is not None
                and told is not None
                and asked.offer.menu.options[asked.offer.place_of(told) or 0] == option
            ):
                new[day] = told
            elif option is not None:
                new[day] = self.floor.as_shift(asked.agent, option)
        return new

    def _room(self, asked: Asked) -> int | None:
        """Return how many days of the person may yet be changed, None where that is open."""
        if self.most_changes is None or asked.joined:
            return None
        return self.most_changes - sum(_unlike(one.told, one.line) for one in self.people.values() if not one.joined)

    def _is_allowed(self, asked: Asked, new: Mapping[date, Assignment]) -> bool:
        """Tell whether *new* breaks no more of the rules that its search did not know than the line that stands."""
        left_over = () if asked.programme is None else asked.programme.left_over
        alone = [rule for rule in left_over if rule.severity is Severity.HARD]
        instance = self.instance.alone(asked.agent)
        if alone and _broken(alone, instance, new) > _broken(alone, instance, asked.line):
            return False
        group = self._tied.get(asked.agent.id)
        if group is None:
            return True
        return self._broken_together(group, asked.agent.id, new) <= self._broken_together(
            group, asked.agent.id, asked.line
        )

    @cached_property
    def _tied(self) -> dict[AgentId, frozenset[AgentId]]:
        """Those with whom each person has to be planned together."""
        return {agent: group for group in tied_groups(self.rules, self.instance) for agent in group}

    @cached_property
    def _tying(self) -> list[Rule]:
        hard = [rule for rule in self.rules if rule.severity is Severity.HARD]
        return [rule for rule in hard if is_over_several(rule) and not is_counting(rule)]

    def _broken_together(self, group: frozenset[AgentId], agent: AgentId, line: Mapping[date, Assignment]) -> int:
        lines = {**{member: self.lines.get(member, {}) for member in group}, agent: line}
        roster = Roster.of(self.instance.grid, [shift for each in lines.values() for shift in each.values()])
        return sum(1 for rule in self._tying for _ in rule.check(roster, self.instance))


def _unlike(told: Mapping[date, Assignment], line: Mapping[date, Assignment]) -> int:
    return sum(told.get(day) != line.get(day) for day in told.keys() | line.keys())


def _broken(rules: Sequence[Rule], instance: Instance, line: Mapping[date, Assignment]) -> int:
    roster = Roster.of(instance.grid, line.values())
    return sum(1 for rule in rules for _ in rule.check(roster, instance))
