"""The decision variables of a roster model, and the questions that rules ask of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT

from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.options import Option, options_of


@dataclass
class Variables:
    """One Boolean a possible shift of each agent; a variable that a rule forbids is fixed to 0 by its ``post``.

    Built by :meth:`build` for *agents*, which may be fewer than the instance has. ``works`` is 1 on the days with a
    shift; that there is one shift a day at most is a rule of its own.
    """

    instance: Instance
    agents: tuple[Agent, ...]
    chosen: dict[AgentId, dict[date, list[tuple[Option, IntVar]]]] = field(default_factory=dict)

    @staticmethod
    def build(model: CpModel, instance: Instance, agents: Iterable[Agent] | None = None) -> "Variables":
        """Create the variables in *model*."""
        variables = Variables(instance, tuple(instance.agents if agents is None else agents))
        for agent in variables.agents:
            variables.chosen[agent.id] = {
                day: [
                    (option, model.new_bool_var(f"{agent.id} {day} {option.kind.name} {option.first}"))
                    for option in options_of(instance, agent, day)
                ]
                for day in instance.days()
            }
        return variables

    def on(self, agent: Agent, day: date) -> list[tuple[Option, IntVar]]:
        """Return the options of *agent* on *day* with their variables; empty outside the horizon."""
        return self.chosen[agent.id].get(day, [])

    def works(self, agent: Agent, day: date) -> LinearExprT:
        """Return the number of shifts of *agent* on *day*."""
        return LinearExpr.sum([var for _, var in self.on(agent, day)])

    def paid_minutes(self, agent: Agent, days: Iterable[date]) -> LinearExprT:
        """Return the paid minutes of *agent* over *days*."""
        pairs = [(option, var) for day in days for option, var in self.on(agent, day)]
        return LinearExpr.weighted_sum([var for _, var in pairs], [option.kind.paid_minutes for option, _ in pairs])
