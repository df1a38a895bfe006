"""A rule for some people only, or one that should be kept rather than must."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ortools.sat.python.cp_model import CpModel

from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Scoped:
    """*rule* for the agents of one of *teams*, with one of *contracts*, or named in *agents*; for everybody where all are empty.

    *severity* takes the place of the rule's own. Has the rule's name and citation. *weight* is what a soft rule costs in
    points, by violation or what else the rule counts (see ``scheduler.objective.soft_rules``); None for the usual.
    """

    rule: Rule
    severity: Severity = Severity.HARD
    teams: frozenset[str] = frozenset()
    contracts: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    weight: float | None = None

    def __post_init__(self) -> None:
        if self.weight is not None and (self.severity is not Severity.SOFT or not 0 <= self.weight < float("inf")):
            raise ValueError(f"rule {self.rule.name}: weight {self.weight}; expected 0 or more, of a soft rule")

    @property
    def name(self) -> str:
        """The name of the rule."""
        return self.rule.name

    @property
    def citation(self) -> str:
        """The citation of the rule."""
        return self.rule.citation

    @property
    def days_back(self) -> int:
        """Days before the plan that the rule looks at; none where it does not say."""
        return int(getattr(self.rule, "days_back", 0))

    @property
    def kind_names(self) -> frozenset[str]:
        """The names of shift kinds that the rule speaks of."""
        return frozenset(getattr(self.rule, "kind_names", ()))

    def covers(self, agent: Agent) -> bool:
        """Tell whether the rule holds for *agent*."""
        if not (self.teams or self.contracts or self.agents):
            return True
        return agent.home_team in self.teams or agent.contract.name in self.contracts or agent.id in self.agents

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield what the shifts of the agents covered break."""
        agents = tuple(agent for agent in instance.agents if self.covers(agent))
        covered = {agent.id for agent in agents}
        theirs = Roster(roster.grid, tuple(shift for shift in roster.assignments if shift.agent in covered))
        for violation in self.rule.check(theirs, replace(instance, agents=agents)):
            yield replace(violation, severity=self.severity)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post the rule for the agents covered."""
        agents = tuple(agent for agent in variables.agents if self.covers(agent))
        if agents:
            self.rule.post(model, replace(variables, agents=agents))
