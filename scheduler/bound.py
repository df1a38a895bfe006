"""How good any lawful roster could be: a linear relaxation whose optimum no roster can beat.

People of one team, contract and clock are taken together, shifts and breaks may be split into fractions, and only some
rules are kept (contract hours, weekly hours, days in a row, leave): whatever is left out can only make the bound lower.
Breaks follow the implicit model of Bechtold & Jacobs (1990): of each window, as many breaks have begun by a slot as
shifts whose window has closed, and no more than shifts whose window has opened. Heads are whole in the end, so the cost
of a slot may be taken as linear between two whole numbers of heads, which lifts the bound.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.agents import Agent, Contract
from scheduler.coverage import on_duty_before
from scheduler.instance import Instance
from scheduler.objective import SCALE, Weights, lines_of, slot_cost, whole_demand
from scheduler.options import options_of
from scheduler.rules.base import Rule
from scheduler.rules.contract import PeriodHours, period_credit
from scheduler.rules.days_in_row import DaysInRow
from scheduler.rules.hours import WeeklyHours, minutes_in
from scheduler.rules.leave import Leave
from scheduler.rules.sequence import weeks_of
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.shifts import BreakWindow, ShiftKind

SAFETY = 1e-6  # relative; what the solver's tolerances might have overstated


NEIGHBOURS = 4  # slots between two starts whose breaks are modelled together
Windows = tuple[BreakWindow, ...]


@dataclass(frozen=True, slots=True)
class Crew:
    """Agents of one team, contract and clock."""

    team: str
    contract: Contract
    zone: ZoneInfo
    agents: tuple[Agent, ...]


def lower_bound(
    instance: Instance, rules: Sequence[Rule], weights: Weights, seconds: float, interrupter: SolveInterrupter
) -> tuple[float, bool]:
    """Return a number of points that no lawful roster undercuts, and whether every team was bounded in *seconds*.

    Teams are bounded one by one, those with the fewest agents first; one that was not reached counts as free of cost.
    """
    deadline = monotonic() + seconds
    total, complete = 0.0, True
    if not (weights.shortage or weights.excess):
        return total, complete
    for team in sorted(instance.teams, key=lambda team: sum(agent.team == team.name for agent in instance.agents)):
        relaxation = Relaxation(instance, rules, weights, team.name)
        left = deadline - monotonic()
        bound = relaxation.solve(left, interrupter) if left > 0 else None
        total += bound or 0.0
        complete = complete and bound is not None
    return total, complete


class Relaxation:
    """The linear programme of one team; :meth:`solve` gives its bound."""

    def __init__(self, instance: Instance, rules: Sequence[Rule], weights: Weights, team: str) -> None:
        self.instance = instance
        self.rules = rules
        self.weights = weights
        self.team = team
        self.model = mathopt.Model(name=team)
        self.started: dict[tuple[int, Windows, date], dict[int, list[mathopt.Variable]]] = {}
        self.heads: dict[int, list[tuple[mathopt.Variable, float]]] = {}
        for crew in crews_of(instance):
            if crew.team == team:
                self._add_crew(crew)
        for (length, windows, _), starts in self.started.items():
            for stretch in stretches_of(starts):
                self._add_breaks(length, windows, {slot: starts[slot] for slot in stretch})
        self._add_cost()

    def solve(self, seconds: float, interrupter: SolveInterrupter) -> float | None:
        """Return the bound in points, or None when the time did not suffice."""
        parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=seconds))
        parameters.highs.string_options["solver"] = "ipm"
        parameters.highs.string_options["run_crossover"] = "off"  # the bound needs no vertex
        try:
            result = mathopt.solve(self.model, mathopt.SolverType.HIGHS, params=parameters, interrupter=interrupter)
        except (AttributeError, RuntimeError, ValueError):
            # HiGHS ended without a status; ortools 9.15 stumbles over its own error then. No bound is a lawful answer.
            return None
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return None
        return max(0.0, float(result.termination.objective_bounds.dual_bound) * (1 - SAFETY))

    def _add_crew(self, crew: Crew) -> None:
        grid = self.instance.grid
        work: dict[date, list[tuple[mathopt.Variable, int]]] = {}
        on_leave = self._holds(Leave)
        for day in self.instance.days():
            present = sum(not (on_leave and day in agent.leave) for agent in crew.agents)
            chosen = []
            for option in options_of(self.instance, crew.agents[0], day):
                var = self.model.add_variable(lb=0.0)
                starts = self.started.setdefault((option.kind.length_minutes, _windows(option.kind), day), {})
                starts.setdefault(option.first, []).append(var)
                chosen.append((var, option.kind.paid_minutes))
            work[day] = chosen
            self.model.add_linear_constraint(mathopt.fast_sum([var for var, _ in chosen]) <= present)
        members = len(crew.agents)
        if self._holds(PeriodHours):
            self._add_period_hours(crew, self._paid(work, work))
        for rule in self.rules:
            if isinstance(rule, WeeklyHours):
                for week in weeks_of(grid):
                    self.model.add_linear_constraint(self._paid(work, week) <= minutes_in(rule.hours) * members)
            if isinstance(rule, WeeklyRest):
                self._add_windows(work, rule.days, rule.days - 1, members)
        if self._holds(DaysInRow) and crew.contract.days_in_row.most is not None:
            self._add_windows(work, crew.contract.days_in_row.most + 1, crew.contract.days_in_row.most, members)

    def _holds(self, kind: type) -> bool:
        return any(isinstance(rule, kind) for rule in self.rules)

    def _add_period_hours(self, crew: Crew, paid: mathopt.LinearSum) -> None:
        leave = [period_credit(agent, self.instance) for agent in crew.agents]
        bounds = crew.contract.period_minutes
        if bounds.least is not None:
            least = bounds.least
            self.model.add_linear_constraint(paid >= sum(max(0, least - credit) for credit in leave))
        if bounds.most is not None:
            most = bounds.most
            self.model.add_linear_constraint(paid <= sum(max(0, most - credit) for credit in leave))

    @staticmethod
    def _paid(work: dict[date, list[tuple[mathopt.Variable, int]]], days: Iterable[date]) -> mathopt.LinearSum:
        return mathopt.fast_sum([minutes * var for day in days for var, minutes in work[day]])

    def _add_windows(
        self, work: dict[date, list[tuple[mathopt.Variable, int]]], days: int, most: int, members: int
    ) -> None:
        line = list(work.values())
        for start in range(len(line) - days + 1):
            window = [var for chosen in line[start : start + days] for var, _ in chosen]
            self.model.add_linear_constraint(mathopt.fast_sum(window) <= most * members)

    def _add_breaks(self, length_minutes: int, windows: Windows, starts: dict[int, list[mathopt.Variable]]) -> None:
        """Add the cumulated starts of shifts and of the breaks of each window, and count the heads they make."""
        grid = self.instance.grid
        first, last = min(starts), max(starts)
        length = grid.slots_in(length_minutes)
        begun: list[mathopt.Variable] = []
        for slot in range(first, last + 1):
            total = self.model.add_variable(lb=0.0)
            before = begun[-1:] if begun else []
            self.model.add_linear_constraint(total == mathopt.fast_sum([*before, *starts.get(slot, [])]))
            begun.append(total)
        self._count(begun, first, length, 1.0)
        for window in windows:
            opens = -(-window.earliest // grid.slot_minutes)
            closes = window.latest // grid.slot_minutes
            taken: list[mathopt.Variable] = []
            for slot in range(first + opens, last + closes + 1):
                total = self.model.add_variable(lb=0.0)
                if taken:
                    self.model.add_linear_constraint(total >= taken[-1])
                self.model.add_linear_constraint(total <= begun[min(slot - opens - first, len(begun) - 1)])
                if slot - closes >= first:
                    self.model.add_linear_constraint(total >= begun[min(slot - closes - first, len(begun) - 1)])
                taken.append(total)
            self._count(taken, first + opens, grid.slots_in(window.minutes), -1.0)

    def _count(self, cumulated: list[mathopt.Variable], first: int, length: int, sign: float) -> None:
        """Count in each slot what began in the *length* slots up to it: cumulated now less cumulated then."""
        n_slots = self.instance.grid.n_slots
        for slot in range(max(0, first), min(n_slots, first + len(cumulated) - 1 + length)):
            now = cumulated[min(slot - first, len(cumulated) - 1)]
            terms = self.heads.setdefault(slot, [])
            terms.append((now, sign))
            if slot - length >= first:
                terms.append((cumulated[slot - length - first], -sign))

    def _add_cost(self) -> None:
        scheduled = self.instance.demand.scheduled.get(self.team)
        if scheduled is None:
            return
        costs = []
        before = on_duty_before(self.instance)[self.team]
        for slot, need in enumerate(whole_demand(scheduled).tolist()):
            cost = self.model.add_variable(lb=0.0)
            present = mathopt.fast_sum([sign * var for var, sign in self.heads.get(slot, [])]) + float(before[slot])
            for slope, level in tangents(need, self.weights):
                self.model.add_linear_constraint(cost - slope / SCALE * present >= level / SCALE)
            costs.append(cost)
        self.model.minimize(mathopt.fast_sum(costs))


def _windows(kind: ShiftKind) -> Windows:
    return tuple(sorted(kind.breaks.windows, key=lambda window: (window.earliest, window.latest, window.minutes)))


def stretches_of(starts: Iterable[int]) -> list[list[int]]:
    """Return *starts* in stretches of neighbours: shifts alike that start close together share their breaks' model."""
    stretches: list[list[int]] = []
    for slot in sorted(starts):
        if stretches and slot - stretches[-1][-1] <= NEIGHBOURS:
            stretches[-1].append(slot)
        else:
            stretches.append([slot])
    return stretches


def tangents(need: int, weights: Weights) -> list[tuple[int, int]]:
    """Return lines (slope a head, level at no head) that lie nowhere above the cost of a slot at whole numbers of heads.

    *need* is in hundredths of a head, costs in hundredths of a point. The lines are those of the cost itself, and
    between two whole numbers that have a kink between them the chord.
    """
    lines = {(-slope * SCALE, slope * need - rest) for slope, rest in lines_of(need, weights.shortage)}
    lines |= {(slope * SCALE, -slope * need - rest) for slope, rest in lines_of(need, weights.excess)}
    kinks = [need - int(share * need) for share, _ in weights.shortage] + [
        need + int(share * need) for share, _ in weights.excess
    ]
    for below in sorted({kink // SCALE for kink in kinks if kink % SCALE}):
        low, high = slot_cost(np.array([below, below + 1]), np.array([need, need]), weights).tolist()
        lines.add((high - low, low - (high - low) * below))
    return sorted(lines)


def crews_of(instance: Instance) -> list[Crew]:
    """Return the agents of *instance* by team, contract and clock."""
    crews: dict[tuple[str, Contract, str], list[Agent]] = {}
    for agent in instance.agents:
        crews.setdefault((agent.team, agent.contract, instance.zone_of(agent).key), []).append(agent)
    return [
        Crew(agents[0].team, agents[0].contract, instance.zone_of(agents[0]), tuple(agents))
        for agents in crews.values()
    ]
