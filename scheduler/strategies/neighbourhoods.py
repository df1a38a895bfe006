"""Ways to choose what is decided anew: people and days that together may find something better than each alone.

Every kind gets a *size*, the options that its window should have, and returns whose shifts of which days are free.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from scheduler.agents import Agent, AgentId
from scheduler.draft import Draft
from scheduler.objective import Whole, slot_cost
from scheduler.options import options_of
from scheduler.strategies.windows import Window
from scheduler.worked import of_option

LEAST_PEOPLE = 2
LEAST_DAYS, MOST_DAYS = 2, 42  # of a line


@dataclass
class Surroundings:
    """What the choice of a window looks at: the draft as it stands, and how many options a day of somebody has."""

    draft: Draft
    random: random.Random
    days: Sequence[date] = field(init=False)
    agents: Sequence[Agent] = field(init=False)

    def __post_init__(self) -> None:
        self.days = self.draft.instance.days()
        self.agents = self.draft.instance.agents

    @cached_property
    def options_a_day(self) -> float:
        """Options of a day of somebody, on average, the day off among them."""
        first = self.days[0]
        return 1 + float(np.mean([len(list(options_of(self.draft.instance, agent, first))) for agent in self.agents]))

    def cells(self, size: float) -> int:
        """Return how many days of people have *size* options."""
        return max(LEAST_PEOPLE * LEAST_DAYS, round(size / self.options_a_day))

    def stretch(self, around: date, count: int) -> frozenset[date]:
        """Return *count* days in a row of the plan with *around* somewhere among them."""
        count = min(count, len(self.days))
        place = (around - self.days[0]).days
        first = self.random.randint(max(0, place - count + 1), min(place, len(self.days) - count))
        return frozenset(self.days[first : first + count])

    def some(self, count: int) -> list[AgentId]:
        """Return the ids of *count* people, or of all."""
        return [agent.id for agent in self.random.sample(self.agents, min(count, len(self.agents)))]

    def cost_by_day(self) -> dict[date, int]:
        """Return what missing and spare heads cost by day, as the draft stands."""
        draft, costs = self.draft, dict.fromkeys(self.days, 0)
        for team, heads in draft.heads.items():
            _add_by_day(costs, draft, slot_cost(heads, draft.demand[team], draft.weights))
        for stream, counts in zip(draft.objective.streams, draft.counts, strict=False):
            under, over = np.maximum(0, stream.least - counts), np.maximum(0, counts - stream.most)
            cost = stream.under * under + stream.over * over
            for bucket in np.flatnonzero(cost).tolist():
                day = stream.buckets.day(bucket)
                if day in costs:
                    costs[day] += int(cost[bucket])
        return costs

    def cost_by_agent(self) -> dict[AgentId, int]:
        """Return what the terms of single people cost, as the draft stands."""
        draft, instance = self.draft, self.draft.instance
        costs = {}
        for agent in self.agents:
            line = [of_option(option, agent, instance) for _, (option, _) in sorted(draft.lines[agent.id].items())]
            worked = {shift.day: shift for shift in line}
            of_days = (
                term.of_day(instance, agent, day, worked.get(day)) for term in draft.objective.days for day in self.days
            )
            costs[agent.id] = sum(of_days) + sum(term.of_line(instance, agent, line) for term in draft.objective.lines)
        return costs

    def drawn(self, costs: Mapping[date, int]) -> date:
        """Return a day, those that cost more with a greater chance."""
        return self.random.choices(list(costs), [cost + 1 for cost in costs.values()])[0]


def _add_by_day(costs: dict[date, int], draft: Draft, cost: Whole) -> None:
    grid = draft.instance.grid
    for day in costs:
        slots = grid.slots_of(day)
        costs[day] += int(cost[slots.start : slots.stop].sum())


Kind = Callable[[Surroundings, float], Window]


def everybody(around: Surroundings, size: float) -> Window:
    """Free everybody on a few days in a row, wherever."""
    count = max(LEAST_DAYS, round(around.cells(size) / len(around.agents)))
    days = around.stretch(around.random.choice(around.days), count)
    return Window({agent.id: days for agent in around.agents})


def whole_lines(around: Surroundings, size: float) -> Window:
    """Free the whole lines of a few people, of long ones some weeks."""
    days = around.stretch(around.random.choice(around.days), MOST_DAYS)
    count = max(LEAST_PEOPLE, round(around.cells(size) / len(days)))
    return Window(dict.fromkeys(around.some(count), days))


def block(around: Surroundings, size: float) -> Window:
    """Free some people in some weeks: about as many people as days."""
    return _block(around, size, around.random.choice(around.days))


def worst_day(around: Surroundings, size: float) -> Window:
    """Free some people around a day whose heads cost much."""
    return _block(around, size, around.drawn(around.cost_by_day()))


def worst_days(around: Surroundings, size: float) -> Window:
    """Free everybody, or as many as may be, on the days around one whose heads cost much."""
    cells = around.cells(size)
    people = around.some(max(LEAST_PEOPLE, cells // LEAST_DAYS))
    count = max(LEAST_DAYS, round(cells / len(people)))
    return Window(dict.fromkeys(people, around.stretch(around.drawn(around.cost_by_day()), count)))


def dear_people(around: Surroundings, size: float) -> Window:
    """Free the whole lines of people whose own terms cost much, of long ones some weeks, with others to trade with."""
    days = around.stretch(around.random.choice(around.days), MOST_DAYS)
    count = max(LEAST_PEOPLE, round(around.cells(size) / len(days)))
    costs = around.cost_by_agent()
    first = around.random.choices(list(costs), [cost + 1 for cost in costs.values()], k=-(-count // 2))
    people = list(dict.fromkeys([*first, *around.some(count)]))[:count]
    return Window(dict.fromkeys(people, days))


def trading_people(around: Surroundings, size: float) -> Window:
    """Free two days far apart, and those around them, of people who work on one of them and not on the other."""
    first, second = around.random.choice(around.days), around.drawn(around.cost_by_day())
    lines = around.draft.lines
    differing = [agent.id for agent in around.agents if (first in lines[agent.id]) != (second in lines[agent.id])]
    around.random.shuffle(differing)
    cells = around.cells(size)
    width = around.random.randint(1, 4)
    days = around.stretch(first, width) | around.stretch(second, width)
    count = max(LEAST_PEOPLE, cells // len(days))
    people = list(dict.fromkeys([*differing[:count], *around.some(LEAST_PEOPLE)]))
    return Window(dict.fromkeys(people, days))


def _block(around: Surroundings, size: float, day: date) -> Window:
    cells = around.cells(size)
    people = around.some(max(LEAST_PEOPLE, round(cells ** around.random.uniform(0.3, 0.7))))
    count = max(LEAST_DAYS, round(cells / len(people)))
    return Window(dict.fromkeys(people, around.stretch(day, count)))


KINDS: Mapping[str, Kind] = {
    "everybody": everybody,
    "whole lines": whole_lines,
    "block": block,
    "worst day": worst_day,
    "worst days": worst_days,
    "dear people": dear_people,
    "trading people": trading_people,
}
