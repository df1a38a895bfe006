"""The decision variables of a roster model, and the questions that rules ask of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT

from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.options import Option, options_of
from scheduler.roster import Assignment
from scheduler.streams import Key, Whole

Choice = tuple[Option, IntVar]


@dataclass
class Variables:
    """One Boolean a possible shift of each agent, and one a day that is 1 when the agent has a shift on it.

    Built by :meth:`build` for *agents*, which may be fewer than the instance has. The model itself holds that an
    agent has one shift a day at most; everything else comes from rules. *days* are the planned days, *known* those
    before them too, on which ``works`` is a constant. *fixed* are the shifts of people who are not decided here: to
    rules over several people they are constants; *counted* are heads of theirs that are known already.
    """

    instance: Instance
    agents: tuple[Agent, ...]
    days: tuple[date, ...]
    known: tuple[date, ...]
    chosen: dict[tuple[AgentId, date], list[Choice]] = field(default_factory=dict)
    worked: dict[tuple[AgentId, date], IntVar] = field(default_factory=dict)
    fixed: Mapping[AgentId, Mapping[date, Option]] = field(default_factory=dict)
    counted: Mapping[Key, Whole] = field(default_factory=dict)
    constants: tuple[IntVar, ...] = ()

    @staticmethod
    def build(
        model: CpModel,
        instance: Instance,
        agents: Iterable[Agent] | None = None,
        fixed: Mapping[AgentId, Mapping[date, Option]] | None = None,
        counted: Mapping[Key, Whole] | None = None,
    ) -> "Variables":
        """Create the variables in *model*; *counted* are the heads of *fixed* and of the days before where known."""
        everyone = tuple(instance.agents if agents is None else agents)
        days, known = tuple(instance.days()), tuple(instance.known_days())
        variables = Variables(instance, everyone, days, known, fixed=fixed or {}, counted=counted or {})
        variables.constants = (model.new_constant(0), model.new_constant(1))
        for agent in variables.agents:
            past = {shift.day for shift in instance.lines_before.get(agent.id, ())}
            for day in instance.days_before:
                variables.worked[agent.id, day] = model.new_constant(int(day in past))
            for day in variables.days:
                choices = [(option, model.new_bool_var("")) for option in options_of(instance, agent, day)]
                works = model.new_bool_var("")
                model.add(LinearExpr.sum([var for _, var in choices]) == works)
                variables.chosen[agent.id, day] = choices
                variables.worked[agent.id, day] = works
        return variables

    def on(self, agent: Agent, day: date) -> list[Choice]:
        """Return the options of *agent* on *day* with their variables; empty outside the horizon.

        Of somebody whose shifts are fixed it is the shift of the day alone, with a constant.
        """
        option = self.fixed[agent.id].get(day) if agent.id in self.fixed else None
        return [(option, self.constants[1])] if option is not None else self.chosen.get((agent.id, day), [])

    def works(self, agent: Agent, day: date) -> IntVar:
        """Return what is 1 when *agent* has a shift on *day*, which is planned or known: before the plan a constant."""
        if agent.id not in self.fixed:
            return self.worked[agent.id, day]
        past = self.instance.lines_before.get(agent.id, ())
        return self.constants[day in self.fixed[agent.id] or any(shift.day == day for shift in past)]

    def knows(self, agents: Collection[AgentId]) -> bool:
        """Tell whether the shifts of all of *agents* are decided here or fixed."""
        return all(agent in self.fixed or agent in self.decided for agent in agents)

    @cached_property
    def decided(self) -> frozenset[AgentId]:
        """Those whose shifts are decided here."""
        return frozenset(agent for agent, _ in self.worked)

    def runs(self, agent: Agent, length: int) -> Iterable[list[IntVar]]:
        """Yield the ``works`` of every *length* consecutive known days of which the last is planned."""
        line = [self.works(agent, day) for day in self.known]
        first = max(length, len(self.known) - len(self.days) + 1)
        return (line[end - length : end] for end in range(first, len(line) + 1))

    def last_before(self, agent: Agent) -> Assignment | None:
        """Return the last known shift of *agent* before the planned days."""
        line = self.instance.lines_before.get(agent.id)
        return line[-1] if line else None

    def paid_minutes(self, agent: Agent, days: Iterable[date]) -> LinearExprT:
        """Return the paid minutes of *agent* over *days*."""
        pairs = [(option, var) for day in days for option, var in self.on(agent, day)]
        return LinearExpr.weighted_sum([var for _, var in pairs], [option.kind.paid_minutes for option, _ in pairs])


def forbid(model: CpModel, choices: Iterable[Choice]) -> None:
    """Fix the variables of *choices* to 0."""
    for _, var in choices:
        model.add(var == 0)
