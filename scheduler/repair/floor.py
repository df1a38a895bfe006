"""The heads of a roster under repair, slot by slot and stream by stream, and what one more shift is worth among them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.agents import Agent, AgentId
from scheduler.breaks import Patterns
from scheduler.coverage import Counts, on_duty
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.lines.menu import Flags, Ints
from scheduler.objective import Objective, Weights, Whole, slot_cost, whole_demand
from scheduler.options import Option
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule
from scheduler.rules.several import hard_streams, price_of
from scheduler.strategies.best_response import option_values
from scheduler.streams import Stream, count

HARD_HEAD = 10**8  # hundredths of a point a head that a hard rule wants: more than all changes of a line together


@dataclass
class Floor:
    """Heads as they stand, *heads* by team and *counts* by stream, against *demand*.

    *target* is what the published roster had; only where fewer than that are there, or where more are needed than before
    (*wanted*), is one more head worth anything. So a repair mends what the incident broke and leaves the rest alone.
    """

    instance: Instance
    weights: Weights
    patterns: Mapping[str, Patterns]
    demand: Mapping[str, Whole]
    heads: dict[str, Counts]
    target: Mapping[str, Counts]
    wanted: Mapping[str, Flags]
    streams: tuple[Stream, ...]
    counts: list[Counts]

    @staticmethod
    def of(
        instance: Instance,
        rules: Iterable[Rule],
        objective: Objective,
        published: Mapping[str, Counts],
        kept: Roster,
        needed_before: Demand | None,
    ) -> "Floor":
        """Return the floor of *kept*, *published* being the heads on duty before; what hard *rules* want is counted too."""
        streams = (*objective.streams, *hard_streams(rules, instance))
        none = np.zeros(instance.grid.n_slots)
        demand = {team.name: instance.demand.scheduled.get(team.name, none) for team in instance.teams}
        earlier = demand if needed_before is None else {**dict.fromkeys(demand, none), **needed_before.scheduled}
        used = {name for agent in instance.agents for name in agent.contract.kinds}
        return Floor(
            instance,
            objective.weights,
            {name: Patterns.of(instance.kind_by_name[name], instance.grid) for name in sorted(used)},
            {team: whole_demand(heads) for team, heads in demand.items()},
            on_duty(kept, instance),
            published,
            {team: heads > earlier[team] for team, heads in demand.items()},
            streams,
            [stream.heads(kept, instance) for stream in streams],
        )

    def streams_of(self, agent: AgentId) -> tuple[int, ...]:
        """Return the numbers of the streams in which *agent* counts."""
        return tuple(number for number, stream in enumerate(self.streams) if agent in stream.members)

    def saving(self, team: str, own: Sequence[tuple[int, Ints]] = ()) -> Whole:
        """Return by slot what one more head of *team* saves, that of the shifts *own* taken away before.

        *own* are pairs of a first slot and where its person is from there on.
        """
        heads = self.heads[team].copy()
        for first, there in own:
            _add(heads, first, there, -1)
        demand = self.demand[team]
        saved: Whole = slot_cost(heads, demand, self.weights) - slot_cost(heads + 1, demand, self.weights)
        in_vain = (heads >= self.target[team]) & ~self.wanted[team]
        return np.where(in_vain, np.minimum(saved, 0), saved)

    def values(self, agent: Agent, options: Sequence[Option], saving: Whole, own: Iterable[Assignment]) -> Ints:
        """Return what each of *options* saves with its best breaks, *own* being shifts of *agent* that are taken away before."""
        values = np.array(option_values(options, self.patterns, saving), dtype=np.int64)
        for number, heads in self._without(agent, own):
            values += self.streams[number].buckets.values(options, self._price(number, heads))
        return values

    def worth(self, agent: Agent, shift: Assignment, saving: Whole, own: Iterable[Assignment]) -> int:
        """Return what *shift* saves with the breaks that it has, *own* being shifts of *agent* that are taken away before."""
        first, there = self.presence(shift)
        start, end = max(0, first), min(len(saving), first + len(there))
        worth = int((saving[start:end] * there[start - first : end - first]).sum()) if start < end else 0
        for number, heads in self._without(agent, own):
            price = self._price(number, heads)
            worth += int(price[list(self.streams[number].buckets.of_shift(shift))].sum())
        return worth

    def _without(self, agent: Agent, own: Iterable[Assignment]) -> Iterator[tuple[int, Counts]]:
        """Yield each stream in which *agent* counts with its heads but those of the shifts *own*."""
        shifts = tuple(own)
        for number in self.streams_of(agent.id):
            heads = self.counts[number].copy()
            for shift in shifts:
                count(heads, self.streams[number].buckets.of_shift(shift), -1)
            yield number, heads

    def _price(self, number: int, heads: Counts) -> Whole:
        stream = self.streams[number]
        under, over = (HARD_HEAD, HARD_HEAD) if stream.hard else (stream.under, stream.over)
        return price_of(stream, heads, under, over)

    def put(self, agent: Agent, shift: Assignment, sign: int = 1) -> None:
        """Count *shift* of *agent*, or with a *sign* of -1 no more."""
        first, there = self.presence(shift)
        _add(self.heads[agent.team], first, there, sign)
        for number in self.streams_of(agent.id):
            count(self.counts[number], self.streams[number].buckets.of_shift(shift), sign)

    def presence(self, shift: Assignment) -> tuple[int, Ints]:
        """Return the first slot of *shift* and 1 for each slot from there on in which its person serves, counted as coverage does."""
        grid = self.instance.grid
        first, end = grid.slot_containing(shift.start), grid.slot_containing(shift.end)
        there = np.full(max(0, end - first), 0 if shift.on_call else 1, dtype=np.int64)
        away = [(pause.start, pause.end) for pause in shift.breaks] + [
            (each.start, each.end) for each in shift.activities
        ]
        for left, back_at in away:
            start, back = grid.slot_containing(left) - first, grid.slot_containing(back_at) - first
            there[max(0, start) : max(0, back)] = 0
        return first, there

    def as_shift(self, agent: Agent, option: Option) -> Assignment:
        """Return *option* as one more shift of *agent*, with the breaks that hurt least as things stand."""
        grid, patterns = self.instance.grid, self.patterns[option.kind.name]
        price = np.zeros(patterns.length, dtype=np.int64)
        first, end = max(0, option.first), min(grid.n_slots, option.end)
        if first < end:
            heads, demand = self.heads[agent.team][first:end], self.demand[agent.team][first:end]
            saved = slot_cost(heads, demand, self.weights) - slot_cost(heads + 1, demand, self.weights)
            price[first - option.first : end - option.first] = saved
        zone = self.instance.zone_of(agent)
        return Assignment(
            agent.id,
            option.day,
            option.kind.name,
            option.starts_at(grid).astimezone(zone),
            option.ends_at(grid).astimezone(zone),
            patterns.breaks(patterns.best(price), option, grid),
            on_call=option.kind.on_call,
        )

    @property
    def missing(self) -> int:
        """By how many heads, over all buckets, hard streams are broken."""
        return sum(
            stream.missing(heads) for stream, heads in zip(self.streams, self.counts, strict=True) if stream.hard
        )


def _add(heads: Counts, first: int, there: Ints, sign: int) -> None:
    start, end = max(0, first), min(len(heads), first + len(there))
    if start < end:
        heads[start:end] += sign * there[start - first : end - first]
