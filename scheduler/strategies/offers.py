"""All shifts that somebody could be given, kind by kind and day by day, and what they are worth as a draft stands.

Worked out once a clock: on long horizons people differ in the kinds they can work, and a table of each would take longer
than their lines.
"""

from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from scheduler.agents import Agent
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Whole
from scheduler.options import Option
from scheduler.rules.several import price_of
from scheduler.strategies.best_response import option_values
from scheduler.strategies.prices import HARD_HEAD, smoothed_saving
from scheduler.streams import Stream
from scheduler.worked import Worked, of_option

Places = npt.NDArray[np.int64]


@dataclass
class Offers:
    """The *options* of every kind of *instance* on one clock, in the order of their days.

    *day* is the number of the planned day, *start* a number for kind and start that is the same on every day.
    """

    instance: Instance
    options: list[Option]
    worked: list[Worked]
    day: Places
    kind: Places
    start: Places
    touched: dict[int, tuple[Places, Places]] = field(default_factory=dict)

    @staticmethod
    def of(instance: Instance, agent: Agent) -> "Offers":
        """List every shift that could be offered on the clock of *agent*."""
        grid, zone = instance.grid, instance.zone_of(agent)
        starts = [(number, kind, minute) for number, kind in enumerate(instance.kinds) for minute in kind.starts()]
        options, rows = [], []
        for place, day in enumerate(instance.days()):
            for start, (number, kind, minute) in enumerate(starts):
                first = grid.slot_at(day, minute, zone)
                options.append(Option(day, kind, first, first + grid.slots_in(kind.length_minutes)))
                rows.append((place, number, start))
        table = np.array(rows, dtype=np.int64).reshape(len(rows), 3)
        worked = [of_option(option, agent, instance) for option in options]
        return Offers(instance, options, worked, *np.ascontiguousarray(table.T))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each kind."""
        return {kind.name: number for number, kind in enumerate(self.instance.kinds)}

    def to(self, agent: Agent) -> Places:
        """Return the places of the options that the contract of *agent* allows."""
        allowed = np.zeros(len(self.instance.kinds), dtype=np.bool_)
        allowed[[self.numbers[name] for name in agent.contract.kinds]] = True
        return np.flatnonzero(allowed[self.kind])

    def worth(self, draft: Draft, agent: Agent, places: Places) -> Whole:
        """Return what each option at *places* is worth to *draft*, in which *agent* has none; levels are added up."""
        options = [self.options[place] for place in places.tolist()]
        worth: Whole = np.zeros(len(options), dtype=np.int64)
        weights = draft.objective.weights
        if weights.shortage or weights.excess:
            saved = smoothed_saving(draft.heads[agent.team], draft.demand[agent.team], weights, 0.0)
            worth += np.array(option_values(options, draft.patterns, saved), dtype=np.int64)
        for number in draft.streams_by_agent[agent.id]:
            stream = draft.streams[number]
            under, over = (HARD_HEAD, HARD_HEAD) if stream.hard else (stream.under, stream.over)
            price = price_of(stream, draft.counts[number], np.asarray(under), np.asarray(over))
            worth += self._of_stream(number, stream, price)[places]
        return worth - self._of_days(draft, agent, places)

    def _of_stream(self, number: int, stream: Stream, price: Whole) -> Whole:
        """Return what each option is worth where a head in a bucket is worth its *price*."""
        if number not in self.touched:
            pairs = [
                (place, bucket)
                for place, option in enumerate(self.options)
                for bucket in stream.buckets.of_option(option)
            ]
            table = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
            self.touched[number] = np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])
        options, buckets = self.touched[number]
        worth: Whole = np.zeros(len(self.options), dtype=np.int64)
        np.add.at(worth, options, price[buckets])
        return worth

    def _of_days(self, draft: Draft, agent: Agent, places: Places) -> Whole:
        """Return what each option at *places* costs *agent* by the terms of days beyond a day off."""
        terms, instance = draft.objective.days, self.instance
        if not terms:
            return np.zeros(len(places), dtype=np.int64)
        idle = [sum(term.of_day(instance, agent, day, None) for term in terms) for day in instance.days()]
        shifts = [self.worked[place] for place in places.tolist()]
        costs = [sum(term.of_day(instance, agent, shift.day, shift) for term in terms) for shift in shifts]
        return np.array(costs, dtype=np.int64) - np.array(idle, dtype=np.int64)[self.day[places]]

    def best(self, places: Places, worth: Whole, count: int) -> Places:
        """Return those of *places* that are of the *count* starts worth most over all days, or among so many best of a day."""
        totals = np.bincount(self.start[places], weights=worth, minlength=int(self.start.max(initial=0)) + 1)
        totals[np.bincount(self.start[places], minlength=len(totals)) == 0] = -np.inf
        usual = np.zeros(len(totals), dtype=np.bool_)
        usual[np.argsort(-totals, kind="stable")[:count]] = True
        order = np.lexsort((-worth, self.day[places]))
        days = self.day[places][order]
        rank = np.empty(len(places), dtype=np.int64)
        rank[order] = np.arange(len(places)) - np.searchsorted(days, days)
        return np.flatnonzero(usual[self.start[places]] | (rank < count))


@dataclass
class OffersByClock:
    """The offers of each clock that people of *instance* follow."""

    instance: Instance
    found: dict[ZoneInfo, Offers] = field(default_factory=dict)

    def to(self, agent: Agent) -> Offers:
        """Return the offers on the clock of *agent*."""
        zone = self.instance.zone_of(agent)
        if zone not in self.found:
            self.found[zone] = Offers.of(self.instance, agent)
        return self.found[zone]
