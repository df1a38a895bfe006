"""What missing and spare heads cost in a window's model, with the breaks of the free shifts placed in it.

Breaks are placed by how many shifts alike take each break when (Bechtold and Jacobs 1990 in the form of Aykin 1996): the
first break, the second … of a shift choose their time apart, so that their least and greatest distances are left to the
placement that follows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr

from scheduler.agents import AgentId
from scheduler.breaks import Patterns
from scheduler.draft import Draft
from scheduler.objective import SCALE, Weights, add_cost_variables
from scheduler.objective.terms import Parts
from scheduler.options import Option
from scheduler.variables import Choice, Variables

Alike = tuple[str, int]  # kind and first slot
Cell = tuple[AgentId, date]
Time = tuple[int, int]  # slots after the shift's start


@dataclass
class PlacedCover:
    """The cover of one window. *rest* is the draft without the free shifts, *now* the draft as it stands.

    *hints* are values of the variables that place breaks, as they lie now; *times* are those variables by break and by
    its slots after the start of the shift.
    """

    model: CpModel
    rest: Draft
    now: Draft
    free: Variables
    hints: list[tuple[IntVar, int]] = field(default_factory=list)
    times: dict[Alike, list[dict[Time, IntVar]]] = field(default_factory=dict)

    def of_level(self, weights: Weights) -> Parts:
        """Return the cost of each slot that a free shift can reach, by *weights*."""
        if not (weights.shortage or weights.excess):
            return []
        teams = {agent.team for agent in self.free.agents}
        return [(cost, 1) for team in sorted(teams) for cost in self._of_team(team, weights)]

    def _of_team(self, team: str, weights: Weights) -> list[IntVar]:
        choices: dict[Alike, list[Choice]] = {}
        worked: dict[Alike, list[int]] = {}
        for agent in self.free.agents:
            for day in self.free.days if agent.team == team else ():
                for option, var in self.free.on(agent, day):
                    if not option.kind.on_call:
                        choices.setdefault((option.kind.name, option.first), []).append((option, var))
                now = self.now.lines[agent.id].get(day)
                if now is not None and self.free.on(agent, day):
                    worked.setdefault((now[0].kind.name, now[0].first), []).append(now[1])
        present: dict[int, list[tuple[IntVar, int]]] = {}
        for alike, options in choices.items():
            for slot, part in self._of_alike(options, worked.get(alike, [])):
                present.setdefault(slot, []).append(part)
        return self._cost(team, weights, present)

    def _of_alike(self, options: Sequence[Choice], patterns: Sequence[int]) -> Iterable[tuple[int, tuple[IntVar, int]]]:
        """Yield by slot the variables of shifts alike that bring heads or take them away; *patterns* are those there now."""
        first, most = options[0][0], len(options)
        count = self.model.new_int_var(0, most, "")
        self.model.add(LinearExpr.sum([var for _, var in options]) == count)
        for slot in range(first.first, first.end):
            yield slot, (count, 1)
        arrangement = self.rest.patterns[first.kind.name]
        for column in range(arrangement.starts.shape[1]):
            times = list(zip(arrangement.starts[:, column].tolist(), arrangement.ends[:, column].tolist(), strict=True))
            at = {time: self.model.new_int_var(0, most, "") for time in dict.fromkeys(times)}
            self.times.setdefault((first.kind.name, first.first), []).append(at)
            self.model.add(LinearExpr.sum(list(at.values())) == count)
            taken = [times[pattern] for pattern in patterns]
            self.hints += [(var, taken.count(time)) for time, var in at.items()]
            for (start, end), var in at.items():
                yield from ((first.first + slot, (var, -1)) for slot in range(start, end))

    def _cost(self, team: str, weights: Weights, present: Mapping[int, list[tuple[IntVar, int]]]) -> list[IntVar]:
        heads: dict[int, tuple[IntVar, int]] = {}
        ceiling = len(self.free.agents) + int(self.rest.heads[team].max(initial=0))
        for slot, parts in present.items():
            if 0 <= slot < self.rest.instance.grid.n_slots:
                number = self.model.new_int_var(0, ceiling, "")
                there = LinearExpr.weighted_sum([var for var, _ in parts], [sign for _, sign in parts])
                self.model.add(there + int(self.rest.heads[team][slot]) == number)
                heads[slot] = (number, SCALE)
        return add_cost_variables(self.model, heads, self.rest.demand[team], weights, ceiling)

    def patterns(self, solver: CpSolver, worked: Mapping[Cell, Option]) -> dict[Cell, int]:
        """Return the arrangement of breaks of each free shift *worked* as *solver* has placed them, where there is such a one.

        Of shifts alike, the first takes the earliest time of each break, and so on.
        """
        alike: dict[Alike, list[Cell]] = {}
        for cell, option in worked.items():
            alike.setdefault((option.kind.name, option.first), []).append(cell)
        found = {}
        for key, columns in self.times.items():
            number = _number_of(self.rest.patterns[key[0]])
            taken = [
                [time for time, var in sorted(at.items()) for _shift in range(solver.value(var))] for at in columns
            ]
            for cell, times in zip(alike.get(key, ()), zip(*taken, strict=False), strict=False):
                if times in number:
                    found[cell] = number[times]
        return found


def _number_of(patterns: Patterns) -> dict[tuple[Time, ...], int]:
    pairs = np.stack([patterns.starts, patterns.ends], axis=2).tolist()
    return {tuple((start, end) for start, end in times): number for number, times in enumerate(pairs)}
