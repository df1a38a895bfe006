"""The heads of a roster under repair, slot by slot and stream by stream, and what one more shift is worth among them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduler.agents import Agent, AgentId
from scheduler.breaks import Patterns
from scheduler.coverage import Counts
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.lines.menu import Flags, Ints, Menu
from scheduler.objective import Objective, Weights, Whole, slot_cost, whole_demand
from scheduler.options import Option
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule
from scheduler.rules.several import hard_streams, price_of
from scheduler.streams import SlotBuckets, Stream, count

Presence = tuple[int, Ints]
HARD_HEAD = 10**8  # hundredths of a point a head that a hard rule wants: more than all changes of a line together


@dataclass(frozen=True, slots=True)
class Brought:
    """What heads bring by slot at most: *bring* one more, *relief* one less, and what one less costs at least, its *harm*."""

    bring: Whole
    relief: Whole
    harm: Whole

    def beyond(self, other: "Brought") -> "Brought":
        """Return this with what one more head brings only where that is more than in *other*."""
        return Brought(np.where(self.bring > other.bring, self.bring, 0), self.relief, self.harm)


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
        left: Mapping[str, Counts],
        needed_before: Demand | None,
    ) -> "Floor":
        """Return the floor of *kept*, whose heads on duty are *left*, and were *published* before; hard *rules* count heads too."""
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
            {team: heads.copy() for team, heads in left.items()},
            published,
            {team: heads > earlier[team] for team, heads in demand.items()},
            streams,
            [stream.heads(kept, instance) for stream in streams],
        )

    def streams_of(self, agent: AgentId) -> tuple[int, ...]:
        """Return the numbers of the streams in which *agent* counts."""
        return self._memberships.get(agent, ())

    @cached_property
    def _memberships(self) -> dict[AgentId, tuple[int, ...]]:
        found: dict[AgentId, list[int]] = {}
        for number, stream in enumerate(self.streams):
            for agent in stream.members:
                found.setdefault(agent, []).append(number)
        return {agent: tuple(numbers) for agent, numbers in found.items()}

    def saving(self, team: str, own: Sequence[Presence] = ()) -> Whole:
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

    def bring(self, agent: Agent) -> Brought:
        """Return by slot what heads of *agent* bring at most."""
        demand, heads, team = self.demand[agent.team], self.heads[agent.team], agent.team
        bring = np.maximum(0, self.saving(team))
        kept = slot_cost(heads - 1, demand, self.weights) - slot_cost(heads, demand, self.weights)
        in_vain = (heads - 1 >= self.target[team]) & ~self.wanted[team]
        kept = np.where(in_vain, np.minimum(kept, 0), kept)
        harm, relief = np.maximum(0, kept), np.maximum(0, -kept)
        for number in self.streams_of(agent.id):
            self._spread(self.streams[number], self._price(number, self.counts[number]), bring)
            self._spread(self.streams[number], -self._price(number, self.counts[number] - 1), relief)
        return Brought(bring, relief, harm)

    def _spread(self, stream: Stream, price: Whole, bring: Whole) -> None:
        """Add to *bring* what *stream* pays at *price*, where its buckets are no slots in every slot of their days."""
        slots = isinstance(stream.buckets, SlotBuckets)
        for bucket in np.flatnonzero(price > 0).tolist():
            near = range(bucket, bucket + 1) if slots else self.instance.grid.slots_of(stream.buckets.day(bucket))
            first, end = max(0, near.start), min(len(bring), near.stop)
            bring[first:end] += int(price[bucket])

    def values(self, agent: Agent, menu: Menu, numbers: Ints, saving: Whole, own: Iterable[Assignment]) -> Ints:
        """Return what each of the options *numbers* of *menu* saves with its best breaks, *own* being shifts taken away before."""
        values = self._of_cover(menu, numbers, saving)
        for number, heads in self._without(agent, own):
            options = [menu.options[place] for place in numbers.tolist()]
            values += self.streams[number].buckets.values(options, self._price(number, heads))
        return values

    def _of_cover(self, menu: Menu, numbers: Ints, saving: Whole) -> Ints:
        """Return what each of the options *numbers* of *menu* saves by *saving* with its best breaks."""
        total = np.concatenate(([0], np.cumsum(saving)))
        values = np.zeros(len(numbers), dtype=np.int64)
        last = len(saving)
        for place, kind in enumerate(menu.kinds):
            mine = np.flatnonzero(menu.kind[numbers] == place)
            if not len(mine) or kind.on_call:
                continue
            patterns, first = self.patterns[kind.name], menu.first[numbers[mine]][:, None]
            before = total[np.minimum(np.maximum(first + np.arange(patterns.length + 1), 0), last)]
            lost = (before[:, patterns.ends] - before[:, patterns.starts]).sum(axis=2)
            values[mine] = before[:, -1] - before[:, 0] - lost.min(axis=1)
        return values

    def worth(
        self, agent: Agent, shift: Assignment, presence: Presence, saving: Whole, own: Iterable[Assignment]
    ) -> int:
        """Return what *shift* saves with the breaks that it has, *own* being shifts of *agent* that are taken away before."""
        first, there = presence
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

    def presence(self, shift: Assignment) -> Presence:
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
            price[first - option.first : end - option.first] = self.saving(agent.team)[first:end]
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
