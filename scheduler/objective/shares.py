"""How unevenly people who are alike share a burden, months before and days of leave counted in."""

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT

from forecasting.messages import N_
from scheduler.agents import Agent, AgentId
from scheduler.fairness import PARTS, SATURDAY, Burden, burden_of
from scheduler.instance import Instance
from scheduler.objective.parting import Parting
from scheduler.objective.terms import Parts as PartsOfModel
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
    """In each group the sum of squared distances from everybody's fair share costs *cost* hundredths of a point, rounded up.

    The fair share of what is planned is in proportion to the member's *presence*, that of months before was settled in
    *earlier*: what each member had above it, told as what is above the least. Somebody of whom nothing is known there
    stands where the others are on average. *group_of* tells who else is in an agent's group; people without one share
    nothing.
    """

    burden: Burden
    cost: int
    earlier: Mapping[AgentId, int]
    groups: tuple[tuple[AgentId, ...], ...]
    presence: Mapping[AgentId, int]

    @property
    def name(self) -> str:
        """Name of the term."""
        return NAMES[self.burden]

    @staticmethod
    def of(
        burden: Burden,
        cost: int,
        instance: Instance,
        known: Mapping[AgentId, Mapping[Burden, int]],
        days: Mapping[AgentId, int] | None = None,
    ) -> "Sharing":
        """Compare those of one team, contract and protection with each other.

        *known* is the ledger's sums by agent, *days* on how many days of its months each was present; who is not named
        there was present like the most present one of the group.
        """
        groups: dict[tuple[str, str, bool], list[AgentId]] = {}
        for agent in instance.agents:
            if _may_differ(agent, burden, instance):
                key = agent.team, agent.contract.name, bool(agent.restrictions)
                groups.setdefault(key, []).append(agent.id)
        shared = tuple(tuple(group) for group in groups.values() if len(group) > 1)
        earlier: dict[AgentId, int] = {}
        presence: dict[AgentId, int] = {}
        for group in shared:
            told = {agent: known[agent].get(burden, 0) for agent in group if agent in known}
            above = _above_fair_share(told, days or {})
            least = min([0, *above.values()])
            earlier |= {agent: above.get(agent, 0) - least for agent in group}
            presence |= {agent: presence_of(instance.agent_by_id[agent], burden, instance) for agent in group}
        return Sharing(burden, cost, earlier, shared, presence)

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
            parts, before = (
                Parting.of(self.presence[agent] for agent in group),
                [self.earlier[agent] for agent in group],
            )
            squares = parts.squares(before, [counts.get(agent, 0) for agent in group])
            total += -(-self.cost * squares // parts.scale)
        return total

    def steps(self, agent: AgentId, others: Mapping[AgentId, int], most: int) -> list[int]:
        """Return what the first, second … of *most* units cost *agent*, who has none, *others* having their counts.

        Negative while *agent* is below the others. Those of the group who are not in *others* are left out.
        """
        known = [member for member in self.group_of(agent) if member != agent and member in others]
        group = [agent, *known]
        parts = Parting.of(self.presence[member] for member in group)
        values = [self.earlier[member] + others.get(member, 0) for member in group]
        values[0] = self.earlier[agent]
        first, further = parts.rise(values, sum(others[member] for member in known))
        return [self.cost * (first + count * further) // parts.whole**2 for count in range(most)]

    def post(self, model: CpModel, variables: Variables, fixed: Mapping[AgentId, int]) -> PartsOfModel:
        """Return the cost of each group in *model*; people who are not in *variables* have their *fixed* counts."""
        agents = {agent.id: agent for agent in variables.agents}
        costs: PartsOfModel = []
        for group in self.groups:
            values, most = [], []
            for member in group:
                earlier = self.earlier[member]
                most.append(earlier + max(len(variables.days), fixed.get(member, 0)))
                if member not in agents:
                    values.append(model.new_constant(earlier + fixed.get(member, 0)))
                    continue
                values.append(model.new_int_var(earlier, most[-1], ""))
                model.add(values[-1] == earlier + planned(model, variables, agents[member], self.burden))
            parts = Parting.of(self.presence[member] for member in group)
            before = [self.earlier[member] for member in group]
            costs.append((parts.post(model, self.cost, values, most, before), 1))
        return costs


def presence_of(agent: Agent, burden: Burden, instance: Instance) -> int:
    """Return on how many planned days *agent* is there who could have *burden*; of weekends each counts once."""
    days = [day for day in instance.days() if day not in agent.leave]
    if burden is Burden.HOLIDAYS:
        return sum(day in instance.statutory_holidays for day in days)
    if burden is Burden.WEEKENDS:
        return len({monday_of(day) for day in days if day.weekday() >= SATURDAY})
    return len(days)


def _above_fair_share(told: Mapping[AgentId, int], days: Mapping[AgentId, int]) -> dict[AgentId, int]:
    """Return by how much *told* is above each one's part of the sum, in proportion to *days*, rounded to whole units."""
    usual = max((days[agent] for agent in told if agent in days), default=1)
    present = {agent: days.get(agent, usual) for agent in told}
    everything, whole = sum(told.values()), sum(present.values())
    return {
        agent: count - (round(everything * present[agent] / whole) if whole else 0) for agent, count in told.items()
    }


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


def _may_differ(agent: Agent, burden: Burden, instance: Instance) -> bool:
    """Tell whether it is left open how much of *burden* the shifts of *agent* bring."""
    if burden not in PARTS:
        return True
    parts = {instance.kind_by_name[name].part for name in agent.contract.kinds}
    return PARTS[burden] in parts and len(parts) > 1
