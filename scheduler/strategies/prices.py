"""What the shifts of one agent are worth, everybody else's being as they are, level by level of the objective."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduler.agents import Agent, AgentId
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Weights, Whole, slot_cost
from scheduler.objective.goal import Level
from scheduler.objective.terms import DayTerm, Parts
from scheduler.options import Option
from scheduler.rules.several import price_of
from scheduler.strategies.best_response import Planner, option_values
from scheduler.worked import of_option

HARD_HEAD = 10**9  # hundredths of a point a head; a month of one person is worth some millions to everything else


@dataclass
class Prices:
    """Values of shifts as *draft* stands; those that never change are worked out once an agent."""

    draft: Draft
    days: dict[tuple[AgentId, str], Whole] = field(default_factory=dict)

    def goals(self, agent: Agent, planner: Planner, demand: Whole, share: float) -> list[Parts]:
        """Return for each level of the objective what a line of *agent*, who has no shifts, is worth.

        *demand* is the part of the team's that counts, in hundredths of a head; *share* smooths the values of cover.
        """
        return [self._goal(agent, planner, demand, share, level) for level in self.draft.objective.levels]

    def _of_cover(self, agent: Agent, planner: Planner, demand: Whole, share: float, weights: Weights) -> Whole:
        draft = self.draft
        if not (weights.shortage or weights.excess):
            return np.zeros(len(planner.options), dtype=np.int64)
        saved = smoothed_saving(draft.heads[agent.team], demand, weights, share)
        return np.array(option_values(planner.options, draft.patterns, saved), dtype=np.int64)

    def _goal(self, agent: Agent, planner: Planner, demand: Whole, share: float, level: Level) -> Parts:
        draft = self.draft
        values = self._of_cover(agent, planner, demand, share, draft.objective.cover_of(level))
        values += stream_values(draft, agent, planner.options, level)
        for term in draft.objective.days:
            if term.name in level:
                values -= self._of_days(agent, planner, term)
        goal = planner.worth(values.tolist())
        for name, parts in planner.parts.items():
            if name in level:
                goal += [(var, -cost) for var, cost in parts]
        return goal + self._of_shares(agent, planner, level)

    def _of_shares(self, agent: Agent, planner: Planner, level: Level) -> Parts:
        goal: Parts = []
        for sharing in self.draft.objective.shares:
            steps = planner.steps.get(sharing.burden)
            if sharing.name in level and steps:
                others = {member: counts[sharing.burden] for member, counts in self.draft.shared.items()}
                costs = sharing.steps(agent.id, others, len(steps))
                goal += [(var, -cost) for var, cost in zip(steps, costs, strict=True)]
        return goal

    def _of_days(self, agent: Agent, planner: Planner, term: DayTerm) -> Whole:
        key = agent.id, term.name
        if key not in self.days:
            self.days[key] = np.array(day_costs(self.draft.instance, agent, planner.options, [term]), dtype=np.int64)
        return self.days[key]


def stream_values(draft: Draft, agent: Agent, options: Sequence[Option], level: Level) -> Whole:
    """Return what each of *options* of *agent*, who has no shifts, is worth to the streams of *level* as *draft* stands.

    What hard streams miss counts in the first level, each head for more than everything else together.
    """
    values: Whole = np.zeros(len(options), dtype=np.int64)
    first = level == draft.objective.levels[0]
    for number in draft.streams_by_agent[agent.id]:
        stream, heads = draft.streams[number], draft.counts[number]
        if stream.hard and first:
            values += stream.buckets.values(options, price_of(stream, heads, HARD_HEAD, HARD_HEAD))
        elif not stream.hard and stream.name in level:
            values += stream.buckets.values(options, price_of(stream, heads, stream.under, stream.over))
    return values


def day_costs(instance: Instance, agent: Agent, options: Sequence[Option], terms: Sequence[DayTerm]) -> list[int]:
    """Return what each of *options* costs *agent* by *terms* beyond a day off."""
    free: Mapping[object, int] = {
        day: sum(term.of_day(instance, agent, day, None) for term in terms) for day in instance.days()
    }
    costs = []
    for option in options:
        shift = of_option(option, agent, instance)
        costs.append(sum(term.of_day(instance, agent, option.day, shift) for term in terms) - free[option.day])
    return costs


def smoothed_saving(heads: Whole, demand: Whole, weights: Weights, share: float) -> Whole:
    """Return by slot what one more head would save, averaged over *share* of the demand to both sides."""
    reach = np.rint(share * demand / 100).astype(np.int64)
    fewer = np.maximum(0, heads - reach)
    more = heads + 1 + reach
    saved: Whole = (slot_cost(fewer, demand, weights) - slot_cost(more, demand, weights)) // (more - fewer)
    return saved
