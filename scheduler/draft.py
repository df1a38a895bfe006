"""A roster in the making: shifts put down and lifted, heads counted as they change."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scheduler.agents import Agent, AgentId
from scheduler.breaks import Patterns
from scheduler.coverage import Counts, on_duty_before
from scheduler.fairness import Burden, burden_of
from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective, Weights, Whole, slot_cost, whole_demand
from scheduler.options import Option
from scheduler.roster import Assignment, Break, Roster
from scheduler.rules.base import Rule
from scheduler.rules.several import hard_streams
from scheduler.streams import Key, Stream, count
from scheduler.worked import Worked, of_option

Line = dict[date, Option]


@dataclass
class Draft:
    """Who has which shift with which arrangement of breaks, and the heads on duty that follow.

    The only mutable roster there is; strategies work on it and hand out :meth:`roster`. *shared* is how much each agent
    with shifts has of every burden that the objective shares out. *streams* are those of the objective and the hard ones
    of the rules; *counts* are the heads of each as they stand.
    """

    instance: Instance
    objective: Objective
    patterns: Mapping[str, Patterns]
    demand: Mapping[str, Whole]
    heads: dict[str, Counts]
    lines: dict[AgentId, dict[date, tuple[Option, int]]] = field(default_factory=dict)
    shared: dict[AgentId, dict[Burden, int]] = field(default_factory=dict)
    streams: tuple[Stream, ...] = ()
    counts: list[Counts] = field(default_factory=list)

    @staticmethod
    def empty(instance: Instance, objective: Objective, rules: Iterable[Rule] = ()) -> "Draft":
        """Return a draft in which nobody works but who has since the day before; hard ones of *rules* count heads in it."""
        streams = (*objective.streams, *hard_streams(rules, instance))
        used = {name for agent in instance.agents for name in agent.contract.kinds}
        scheduled = instance.demand.scheduled
        none = np.zeros(instance.grid.n_slots)
        return Draft(
            instance,
            objective,
            {name: Patterns.of(instance.kind_by_name[name], instance.grid) for name in sorted(used)},
            {team.name: whole_demand(scheduled.get(team.name, none)) for team in instance.teams},
            on_duty_before(instance),
            streams=streams,
            counts=[stream.heads_before(instance) for stream in streams],
        )

    @cached_property
    def streams_by_agent(self) -> dict[AgentId, list[int]]:
        """The numbers of the streams that each agent counts in."""
        found: dict[AgentId, list[int]] = {agent.id: [] for agent in self.instance.agents}
        for number, stream in enumerate(self.streams):
            for agent in stream.members & found.keys():
                found[agent].append(number)
        return found

    @property
    def counted(self) -> dict[Key, Counts]:
        """The heads of each stream as they stand, people who have been lifted left out."""
        return {stream.key: heads for stream, heads in zip(self.streams, self.counts, strict=True)}

    @property
    def missing(self) -> int:
        """By how many heads, over all buckets, hard streams are broken."""
        return sum(
            stream.missing(heads) for stream, heads in zip(self.streams, self.counts, strict=True) if stream.hard
        )

    @property
    def standing(self) -> tuple[int, ...]:
        """What is missing in hard streams, then the cost level by level; what is less is better."""
        return self.missing, *self.rank()

    @property
    def fixed(self) -> "Lines":
        """The shifts of those who have a line, as they stand."""
        return Lines(self.lines)

    @property
    def weights(self) -> Weights:
        """The weights of cover."""
        return self.objective.weights

    def lift(self, agent: Agent) -> Line:
        """Take every shift of *agent* off the draft and return them."""
        line = self.lines.pop(agent.id, {})
        self.shared.pop(agent.id, None)
        for option, pattern in line.values():
            self._count(agent.team, option, pattern, -1)
            self._count_in_streams(agent, option, -1)
        return {day: option for day, (option, _) in line.items()}

    def take_off(self, agent: Agent, days: Collection[date]) -> None:
        """Take the shifts of *agent* on *days* off the draft; the others stay with their breaks."""
        line = self.lines[agent.id]
        for option, pattern in (line[day] for day in days if day in line):
            self._count(agent.team, option, pattern, -1)
            self._count_in_streams(agent, option, -1)
        self.lines[agent.id] = {day: shift for day, shift in line.items() if day not in days}
        self._note_shared(agent)

    def put(self, agent: Agent, line: Line) -> None:
        """Give *agent*, who has none, the shifts of *line*, each with the breaks that hurt least as things stand."""
        self.lines[agent.id] = {}
        for day, option in line.items():
            pattern = self._best_pattern(agent.team, option)
            self.lines[agent.id][day] = (option, pattern)
            self._count(agent.team, option, pattern, 1)
            self._count_in_streams(agent, option, 1)
        self._note_shared(agent)

    def rearrange_breaks(self, agents: Iterable[Agent]) -> None:
        """Give each shift of *agents* in turn the breaks that hurt least as things stand."""
        for agent in agents:
            for day, (option, pattern) in self.lines.get(agent.id, {}).items():
                self._count(agent.team, option, pattern, -1)
                best = self._best_pattern(agent.team, option)
                self.lines[agent.id][day] = (option, best)
                self._count(agent.team, option, best, 1)

    def move_breaks(self, agent: Agent, day: date, pattern: int) -> None:
        """Give the shift of *agent* on *day* the breaks of *pattern*."""
        option, before = self.lines[agent.id][day]
        self._count(agent.team, option, before, -1)
        self.lines[agent.id][day] = (option, pattern)
        self._count(agent.team, option, pattern, 1)

    def cost(self) -> int:
        """Return the cost of the roster as it stands, in hundredths of a point."""
        return sum(self.rank())

    def rank(self) -> tuple[int, ...]:
        """Return the cost of each level of the objective, in hundredths of a point; what is less is better."""
        worked = {} if self.objective.is_cover_alone else {agent: self._worked(agent) for agent in self.lines}
        return self._ranked(self.objective.costs_of_lines(worked, self.instance) if worked else {})

    def standing_about(self, agents: Sequence[Agent]) -> tuple[int, ...]:
        """Return :attr:`standing` less what terms of a day or a line cost other people than *agents*: quick to compare by."""
        objective, further = replace(self.objective, shares=()), Counter[str]()
        for agent in () if objective.is_cover_alone else agents:
            worked = {agent.id: self._worked(agent.id)} if agent.id in self.lines else {}
            further.update(objective.costs_of_lines(worked, self.instance.alone(agent)))
        for share in self.objective.shares:
            counts = {agent: shared[share.burden] for agent, shared in self.shared.items()}
            further[share.name] += share.of_counts(counts)
        return self.missing, *self._ranked(further)

    def _ranked(self, further: Mapping[str, int]) -> tuple[int, ...]:
        """Return the cost level by level, *further* being that of all terms but those of heads."""
        objective = self.objective
        return tuple(
            self._cover(objective.cover_of(level))
            + sum(cost for name, cost in further.items() if name in level)
            + sum(
                stream.cost(heads)
                for stream, heads in zip(objective.streams, self.counts, strict=False)  # the first ones are its own
                if stream.name in level
            )
            for level in objective.levels
        )

    def _cover(self, weights: Weights) -> int:
        if not (weights.shortage or weights.excess):
            return 0
        return sum(int(slot_cost(heads, self.demand[team], weights).sum()) for team, heads in self.heads.items())

    def _worked(self, agent_id: AgentId) -> list[Worked]:
        agent = self.instance.agent_by_id[agent_id]
        return [of_option(option, agent, self.instance) for _, (option, _) in sorted(self.lines[agent_id].items())]

    def _note_shared(self, agent: Agent) -> None:
        if self.objective.shares:
            line, holidays = self._worked(agent.id), self.instance.statutory_holidays
            self.shared[agent.id] = {
                share.burden: burden_of(line, share.burden, holidays) for share in self.objective.shares
            }

    def snapshot(self, agents: Iterable[Agent]) -> dict[AgentId, dict[date, tuple[Option, int]]]:
        """Return the shifts of *agents* as they stand, for :meth:`restore`."""
        return {agent.id: dict(self.lines.get(agent.id, {})) for agent in agents}

    def restore(self, agents: Iterable[Agent], lines: Mapping[AgentId, dict[date, tuple[Option, int]]]) -> None:
        """Put *agents* back to what :meth:`snapshot` returned."""
        for agent in agents:
            self.lift(agent)
            self.lines[agent.id] = dict(lines[agent.id])
            for option, pattern in self.lines[agent.id].values():
                self._count(agent.team, option, pattern, 1)
                self._count_in_streams(agent, option, 1)
            self._note_shared(agent)

    def copy(self) -> "Draft":
        """Return a draft with the same shifts that can be changed by itself."""
        return replace(
            self,
            heads={team: heads.copy() for team, heads in self.heads.items()},
            counts=[heads.copy() for heads in self.counts],
            lines={agent: dict(line) for agent, line in self.lines.items()},
            shared={agent: dict(counts) for agent, counts in self.shared.items()},
        )

    def roster(self) -> Roster:
        """Return the roster as it stands; starts and ends bear the agent's clock, and breaks that are equal are one object."""
        instance = self.instance
        grid = instance.grid
        shifts = []
        times: dict[tuple[int, str], datetime] = {}
        breaks: dict[tuple[str, int, int], tuple[Break, ...]] = {}
        for agent_id, line in self.lines.items():
            zone = instance.zone_of(instance.agent_by_id[agent_id])
            for day, (option, pattern) in line.items():
                key = option.kind.name, option.first, pattern
                if key not in breaks:
                    breaks[key] = self.patterns[option.kind.name].breaks(pattern, option, grid)
                for slot in (option.first, option.end):
                    if (slot, zone.key) not in times:
                        times[slot, zone.key] = grid.instant(slot).astimezone(zone)
                start, end = times[option.first, zone.key], times[option.end, zone.key]
                shifts.append(
                    Assignment(agent_id, day, option.kind.name, start, end, breaks[key], on_call=option.kind.on_call)
                )
        return Roster.of(grid, shifts)

    def _best_pattern(self, team: str, option: Option) -> int:
        """Return the arrangement for one more shift *option* that leaves the coverage cheapest."""
        patterns = self.patterns[option.kind.name]
        price = np.zeros(patterns.length, dtype=np.int64)
        first, end = max(0, option.first), min(self.instance.grid.n_slots, option.end)
        if first < end:
            heads, demand = self.heads[team][first:end], self.demand[team][first:end]
            saved = slot_cost(heads, demand, self.weights) - slot_cost(heads + 1, demand, self.weights)
            price[first - option.first : end - option.first] = saved
        return patterns.best(price)

    def _count_in_streams(self, agent: Agent, option: Option, sign: int) -> None:
        for number in self.streams_by_agent[agent.id]:
            count(self.counts[number], self.streams[number].buckets.of_option(option), sign)

    def _count(self, team: str, option: Option, pattern: int, sign: int) -> None:
        if option.kind.on_call:
            return
        heads = self.heads[team]
        _add(heads, option.first, option.end, sign)
        for start, end in self.patterns[option.kind.name].away(pattern):
            _add(heads, option.first + start, option.first + end, -sign)


class Lines(Mapping[AgentId, Line]):
    """The shifts of a draft without their breaks, looked up as they stand."""

    def __init__(self, lines: Mapping[AgentId, Mapping[date, tuple[Option, int]]]) -> None:
        self._lines = lines

    def __getitem__(self, agent: AgentId) -> Line:
        return {day: option for day, (option, _) in self._lines[agent].items()}

    def __contains__(self, agent: object) -> bool:
        return agent in self._lines

    def __iter__(self) -> Iterator[AgentId]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _add(heads: npt.NDArray[np.int64], first: int, end: int, sign: int) -> None:
    first, end = max(0, first), min(len(heads), end)
    if first < end:
        heads[first:end] += sign


def expected_heads(patterns: Patterns) -> Whole:
    """Return the hundredths of a head that a shift is expected to bring by slot, its breaks not yet placed."""
    return np.rint(patterns.presence * SCALE).astype(np.int64)
