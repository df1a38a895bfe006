"""Pricing: what the best line of each person is worth at prices for heads, by the line programme."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from scheduler.agents import Agent, AgentId
from scheduler.columns.rows import Rows
from scheduler.draft import Draft, Line
from scheduler.lines.menu import Flags, Ints
from scheduler.lines.programme import NEVER_FREE, LineProgramme, Programmes, best_of_many
from scheduler.options import Option
from scheduler.rules.base import Rule
from scheduler.strategies.best_response import option_values
from scheduler.strategies.prices import day_costs
from scheduler.worked import of_option

Known = Mapping[AgentId, LineProgramme]
SCALE_OF_PRICES = 256  # of a hundredth of a point: prices are whole numbers, so that bounds are exact


@dataclass(frozen=True)
class Touched:
    """The rows of streams that options touch: of option o those of *rows* from ``starts[o]`` to ``starts[o + 1]``."""

    rows: Ints
    starts: Ints

    def values(self, price: Ints) -> Ints:
        """Return the sum of *price* over the rows of each option."""
        total = np.concatenate(([0], np.cumsum(price[self.rows])))
        values: Ints = total[self.starts[1:]] - total[self.starts[:-1]]
        return values

    def of(self, option: int) -> Ints:
        """Return the rows of *option*."""
        return self.rows[self.starts[option] : self.starts[option + 1]]


@dataclass(frozen=True)
class Column:
    """A line of the person at place *person*: *chosen* options by day (-1: off), its own *cost* and the *rows* that it adds a head to.

    The cost is in hundredths of a point, beyond that of days off.
    """

    person: int
    chosen: Ints
    cost: int
    rows: Ints

    @property
    def key(self) -> Hashable:
        """What tells columns apart."""
        return self.person, self.chosen.tobytes(), self.rows.tobytes()


@dataclass(frozen=True)
class Bar:
    """What somebody may not do: *options*, and days without a shift, *off* by day."""

    options: Flags
    off: Flags

    def also(self, other: "Bar") -> "Bar":
        """Return what is barred here or in *other*."""
        return Bar(self.options | other.options, self.off | other.off)

    def allows(self, chosen: Ints) -> bool:
        """Tell whether a line with *chosen* options by day may be worked."""
        return not (self.options[chosen[chosen >= 0]].any() or self.off[chosen < 0].any())


Bars = Mapping[int, Bar]
NO_BARS: Bars = MappingProxyType({})


def programmes_of(
    draft: Draft, rules: Sequence[Rule], goes_on: Callable[[], bool], known: Known | None = None
) -> list[LineProgramme] | None:
    """Return the line programmes of the people of *draft*, None where *goes_on* says stop before all are ready.

    Those *known* of the same people and rules are taken where costs of lines, which have a scale, are in none of them.
    """
    agents = draft.instance.agents
    if known is not None and not (draft.objective.lines or draft.objective.shares):
        return [known[agent.id] for agent in agents]
    everybody = Programmes(draft.instance, rules, draft.objective, agents, counted=False, scale=SCALE_OF_PRICES)
    found = []
    for agent in agents:
        if not goes_on():
            return None
        found.append(everybody.of(agent))
    return found


@dataclass
class Pricing:
    """The people of *draft*, in its order, with their *programmes*, and what their shifts cost and touch."""

    draft: Draft
    rows: Rows
    programmes: Sequence[LineProgramme]
    own: list[Ints] = field(init=False)
    touched: list[Touched] = field(init=False)
    idle_cost: int = field(init=False)

    def __post_init__(self) -> None:
        instance, days = self.draft.instance, self.draft.objective.days
        self.own = [
            np.array(day_costs(instance, one.agent, one.options, days), dtype=np.int64) for one in self.programmes
        ]
        self.idle_cost = sum(
            term.of_day(instance, agent, day, None)
            for term in days
            for agent in instance.agents
            for day in instance.days()
        )
        memo: dict[Hashable, Touched] = {}
        self.touched = [self._touched(one, memo) for one in self.programmes]

    def values(self, person: int, price: Ints) -> Ints:
        """Return what the options of *person* are worth at *price*, by row and head, breaks placed at their best."""
        programme, team_from = self.programmes[person], self.rows.team_from
        values = self.touched[person].values(price) - SCALE_OF_PRICES * self.own[person]
        team = programme.agent.team
        if team in team_from:
            first = team_from[team]
            saved = price[first : first + self.draft.instance.grid.n_slots]
            values += np.array(option_values(programme.options, self.draft.patterns, saved), dtype=np.int64)
        return values

    def answers(self, people: Sequence[int], price: Ints, bars: Bars = NO_BARS) -> tuple[list[Ints], Ints]:
        """Return the best lines of *people* as options by day within *bars*, and their worth."""
        values = [self.values(person, price) for person in people]
        mine = [bars.get(person) for person in people]
        barred = [None if bar is None else bar.options for bar in mine]
        free = [None if bar is None else np.where(bar.off, NEVER_FREE, 0) for bar in mine]
        lines, worths = best_of_many([self.programmes[person] for person in people], values, free, barred)
        return [line.astype(np.int64) for line in lines], worths

    def column(self, person: int, chosen: Ints, price: Ints) -> Column:
        """Return the line *chosen* of *person* as a column, its breaks at their best at *price*."""
        options = chosen[chosen >= 0]
        parts = [self.touched[person].of(option) for option in options.tolist()]
        parts += [self._slots(person, option, price) for option in options.tolist()]
        rows = np.sort(np.concatenate([np.empty(0, dtype=np.int64), *parts]))
        return Column(person, chosen, int(self.own[person][options].sum()) + self._line_cost(person, options), rows)

    def column_of(self, person: int, line: Line, price: Ints) -> Column:
        """Return *line* as a column."""
        programme = self.programmes[person]
        place = {option: number for number, option in enumerate(programme.options)}
        chosen = np.full(programme.menu.n_days, -1, dtype=np.int64)
        for day, option in line.items():
            chosen[programme.menu.place_of(day)] = place[option]
        return self.column(person, chosen, price)

    def who_reach(self, row: int) -> list[int]:
        """Return the places of those who have an option that may add a head to *row*."""
        for team, first in self.rows.team_from.items():
            if first <= row < first + self.draft.instance.grid.n_slots:
                return [place for place, one in enumerate(self.programmes) if one.agent.team == team]
        return [place for place, touched in enumerate(self.touched) if row in touched.rows]

    def line(self, column: Column) -> Line:
        """Return the shifts of *column*."""
        return self.programmes[column.person].line(column.chosen.tolist())

    def agent(self, person: int) -> Agent:
        """Return who is at the place *person*."""
        return self.programmes[person].agent

    def _line_cost(self, person: int, options: Ints) -> int:
        terms = self.draft.objective.lines
        if not terms:
            return 0
        programme, instance = self.programmes[person], self.draft.instance
        worked = [of_option(programme.options[option], programme.agent, instance) for option in options.tolist()]
        return sum(term.of_line(instance, programme.agent, worked) for term in terms)

    def _slots(self, person: int, option: int, price: Ints) -> Ints:
        """Return the rows of the slots in which *option* serves customers."""
        programme = self.programmes[person]
        first_row = self.rows.team_from.get(programme.agent.team)
        shift, n_slots = programme.options[option], self.draft.instance.grid.n_slots
        if first_row is None or shift.kind.on_call:
            return np.empty(0, dtype=np.int64)
        patterns = self.draft.patterns[shift.kind.name]
        slots = np.arange(shift.first, shift.end)
        within = (slots >= 0) & (slots < n_slots)
        saved = np.where(within, price[first_row + np.clip(slots, 0, n_slots - 1)], 0)
        present = within.copy()
        for start, end in patterns.away(patterns.best(saved)):
            present[start:end] = False
        return first_row + slots[present]

    def _touched(self, programme: LineProgramme, memo: dict[Hashable, Touched]) -> Touched:
        numbers = tuple(self.draft.streams_by_agent[programme.agent.id])
        key = id(programme.menu), numbers
        if key not in memo:
            memo[key] = self._of_streams(programme.options, numbers)
        return memo[key]

    def _of_streams(self, options: Sequence[Option], numbers: Sequence[int]) -> Touched:
        rows: list[int] = []
        starts = [0]
        for option in options:
            for number in numbers:
                first = self.rows.stream_from[number]
                rows += [first + bucket for bucket in self.draft.streams[number].buckets.of_option(option)]
            starts.append(len(rows))
        return Touched(np.array(rows, dtype=np.int64), np.array(starts, dtype=np.int64))
