"""Whether a shift is worth more at one time than at another, by what missing and spare heads cost."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from scheduler.breaks import Patterns
from scheduler.coverage import Counts, on_duty
from scheduler.instance import Instance
from scheduler.objective import Weights, Whole, slot_cost, whole_demand
from scheduler.options import Option
from scheduler.roster import Assignment, Roster


@dataclass
class Worth:
    """What shifts are worth on top of *roster*, or in place of others of it; remembers what it worked out."""

    roster: Roster
    instance: Instance
    weights: Weights
    heads: dict[str, Counts] = field(init=False)
    _plan: Instance = field(init=False)
    _demand: dict[str, Whole] = field(default_factory=dict)
    _patterns: dict[str, Patterns] = field(default_factory=dict)
    _pays: dict[tuple[object, ...], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.heads = on_duty(self.roster, self.instance)
        self._plan = replace(self.instance, before=None)
        none = np.zeros(self.instance.grid.n_slots)
        scheduled = self.instance.demand.scheduled
        self._demand = {team.name: whole_demand(scheduled.get(team.name, none)) for team in self.instance.teams}

    def adding_pays(self, team: str, options: Iterable[Option]) -> bool:
        """Tell whether one of *options* more, with its best breaks, saves *team* more than it costs."""
        return any(self._adding_pays(team, option) for option in options)

    def moving_pays(self, team: str, shift: Assignment, options: Iterable[Option]) -> bool:
        """Tell whether one of *options* in place of *shift*, its breaks as they lie on average, saves *team* more than it costs."""
        return any(self._moving_pays(team, shift, option) for option in options)

    def _adding_pays(self, team: str, option: Option) -> bool:
        key = team, option.kind.name, option.first
        if key not in self._pays:
            price, patterns = self._price(team, option, self.heads[team]), self._of(option)
            total = np.concatenate(([0], np.cumsum(price)))
            best = patterns.best(price)
            lost = sum(int(total[end] - total[start]) for start, end in patterns.away(best))
            self._pays[key] = int(total[-1]) - lost > 0
        return self._pays[key]

    def _moving_pays(self, team: str, shift: Assignment, option: Option) -> bool:
        key = team, shift.kind, shift.start, shift.breaks, shift.activities, option.kind.name, option.first
        if key not in self._pays:
            first, working = self._working(team, shift)
            end = first + len(working)
            without = self.heads[team].copy()
            without[first:end] -= working
            there = float(working @ self._saved(team, without, first, end))
            here = float(self._of(option).presence @ self._price(team, option, without))
            self._pays[key] = here > there
        return self._pays[key]

    def _working(self, team: str, shift: Assignment) -> tuple[int, Counts]:
        """Return the first slot of *shift* and ones for its slots within the days in which it serves customers."""
        grid = self.instance.grid
        first = max(0, grid.slot_containing(shift.start))
        end = max(first, min(grid.n_slots, grid.slot_containing(shift.end)))
        return first, on_duty(Roster(grid, (shift,)), self._plan)[team][first:end]

    def _price(self, team: str, option: Option, heads: Counts) -> Whole:
        """Return by slot of *option* what one more head would save; nothing outside the planned days."""
        price = np.zeros(self._of(option).length, dtype=np.int64)
        first, end = max(0, option.first), min(len(heads), option.end)
        if first < end:
            price[first - option.first : end - option.first] = self._saved(team, heads, first, end)
        return price

    def _saved(self, team: str, heads: Counts, first: int, end: int) -> Whole:
        now, need = heads[first:end], self._demand[team][first:end]
        saved: Whole = slot_cost(now, need, self.weights) - slot_cost(now + 1, need, self.weights)
        return saved

    def _of(self, option: Option) -> Patterns:
        name = option.kind.name
        if name not in self._patterns:
            self._patterns[name] = Patterns.of(option.kind, self.instance.grid)
        return self._patterns[name]
