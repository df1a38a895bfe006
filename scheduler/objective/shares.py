"""How unevenly people who are alike share a burden, months before counted in."""

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT

from forecasting.messages import N_
from scheduler.agents import Agent, AgentId
from scheduler.fairness import PARTS, SATURDAY, Burden, burden_of
from scheduler.instance import Instance
from scheduler.objective.terms import Parts
from scheduler.rules.sequence import monday_of
from scheduler.variables import Variables
from scheduler.worked import Line

NAMES: Mapping[Burden, str] = {
    Burden.NIGHTS: N_("uneven nights"),
    Burden.WEEKENDS: N_("uneven weekends"),
    Burden.EARLY: N_("uneven early shifts"),
    Burden.LATE: N_("uneven late shifts"),
    Burden.HOLIDAYS: N_("uneven holidays"),
}


@dataclass(frozen=True, slots=True)
class Sharing:
    """In each group the sum of squared distances from the group's mean costs *cost* hundredths of a point, rounded up.

    *earlier* is what each member had before; somebody of whom nothing is known there stands where the others are on
    average. *group_of* tells who else is in an agent's group; people without one share nothing.
    """

    burden: Burden
    cost: int
    earlier: Mapping[AgentId, int]
    groups: tuple[tuple[AgentId, ...], ...]

    @property
    def name(self) -> str:
        """Name of the term."""
        return NAMES[self.burden]

    @staticmethod
    def of(burden: Burden, cost: int, instance: Instance, known: Mapping[AgentId, Mapping[Burden, int]]) -> "Sharing":
        """Compare those of one team, contract and protection with each other; *known* is the ledger's sums by agent."""
        groups: dict[tuple[str, str, bool], list[AgentId]] = {}
        for agent in instance.agents:
            if _may_differ(agent, burden, instance):
                key = agent.team, agent.contract.name, bool(agent.restrictions)
                groups.setdefault(key, []).append(agent.id)
        shared = tuple(tuple(group) for group in groups.values() if len(group) > 1)
        earlier: dict[AgentId, int] = {}
        for group in shared:
            told = {agent: known[agent].get(burden, 0) for agent in group if agent in known}
            usual = round(sum(told.values()) / len(told)) if told else 0
            least = min([usual, *told.values()])
            earlier |= {agent: told.get(agent, usual) - least for agent in group}
        return Sharing(burden, cost, earlier, shared)

    def group_of(self, agent: AgentId) -> tuple[AgentId, ...]:
        """Return the group of *agent*, empty where there is none."""
        return next((group for group in self.groups if agent in group), ())

    def of_lines(self, lines: Mapping[AgentId, Line], instance: Instance) -> int:
        """Return the cost of *lines*, the planned shifts by agent."""
        holidays = instance.statutory_holidays
        counts = {agent: burden_of(line, self.burden, holidays) for agent, line in lines.items()}
        return self.of_counts(counts)

    def of_counts(self, counts: Mapping[AgentId, int]) -> int:
        """Return the cost of planned *counts* by agent, none where an agent is not named."""
        total = 0
        for group in self.groups:
            values = [self.earlier[agent] + counts.get(agent, 0) for agent in group]
            squares = len(values) * sum(value * value for value in values) - sum(values) ** 2
            total += -(-self.cost * squares // len(values))
        return total

    def steps(self, agent: AgentId, others: Mapping[AgentId, int], most: int) -> list[int]:
        """Return what the first, second … of *most* units cost *agent*, who has none, *others* having their counts.

        Negative while *agent* is below the others. Those of the group who are not in *others* are left out.
        """
        known = [member for member in self.group_of(agent) if member != agent and member in others]
        size = len(known) + 1
        rest = sum(self.earlier[member] + others[member] for member in known)
        mine = self.earlier.get(agent, 0)
        return [self.cost * ((size - 1) * (2 * count + 1) - 2 * rest) // size for count in range(mine, mine + most)]

    def post(self, model: CpModel, variables: Variables, fixed: Mapping[AgentId, int]) -> Parts:
        """Return the cost of each group in *model*; people who are not in *variables* have their *fixed* counts."""
        agents = {agent.id: agent for agent in variables.agents}
        most = len(variables.days)
        parts: Parts = []
        for group in self.groups:
            values, squares = [], []
            for member in group:
                earlier = self.earlier[member]
                if member not in agents:
                    value = model.new_constant(earlier + fixed.get(member, 0))
                else:
                    value = model.new_int_var(earlier, earlier + most, "")
                    model.add(value == earlier + planned(model, variables, agents[member], self.burden))
                values.append(value)
                squares.append(_squared(model, value, earlier + max(most, fixed.get(member, 0))))
            highest = sum(self.earlier[member] + max(most, fixed.get(member, 0)) for member in group)
            total = model.new_int_var(0, highest, "")
            model.add(total == LinearExpr.sum(values))
            whole = _squared(model, total, highest)
            cost = model.new_int_var(0, self.cost * highest * highest, "")
            size = len(group)
            model.add(size * cost >= self.cost * size * LinearExpr.sum(squares) - self.cost * whole)
            parts.append((cost, 1))
        return parts


def planned(model: CpModel, variables: Variables, agent: Agent, burden: Burden) -> LinearExprT:
    """Return how much of *burden* the planned days hold for *agent*, in *model*."""
    if burden is Burden.HOLIDAYS:
        holidays = variables.instance.statutory_holidays
        return LinearExpr.sum([variables.works(agent, day) for day in variables.days if day in holidays])
    if burden is Burden.WEEKENDS:
        return LinearExpr.sum(_weekends(model, variables, agent))
    return LinearExpr.sum(
        [var for day in variables.days for option, var in variables.on(agent, day) if option.kind.part is PARTS[burden]]
    )


def most_of(variables: Variables, burden: Burden) -> int:
    """Return how much of *burden* the planned days can hold for one agent."""
    if burden is Burden.HOLIDAYS:
        return sum(day in variables.instance.statutory_holidays for day in variables.days)
    if burden is Burden.WEEKENDS:
        return len({monday_of(day) for day in variables.days if day.weekday() >= SATURDAY})
    return len(variables.days)


def _weekends(model: CpModel, variables: Variables, agent: Agent) -> list[IntVar]:
    weekends: dict[object, list[IntVar]] = {}
    for day in variables.days:
        if day.weekday() >= SATURDAY:
            weekends.setdefault(monday_of(day), []).append(variables.works(agent, day))
    worked = []
    for days in weekends.values():
        either = model.new_bool_var("")
        model.add_max_equality(either, days)
        worked.append(either)
    return worked


def _squared(model: CpModel, value: IntVar, highest: int) -> IntVar:
    square = model.new_int_var(0, highest * highest, "")
    model.add_multiplication_equality(square, [value, value])
    return square


def _may_differ(agent: Agent, burden: Burden, instance: Instance) -> bool:
    """Tell whether it is left open how much of *burden* the shifts of *agent* bring."""
    if burden not in PARTS:
        return True
    parts = {instance.kind_by_name[name].part for name in agent.contract.kinds}
    return PARTS[burden] in parts and len(parts) > 1
