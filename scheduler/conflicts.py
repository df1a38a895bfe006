"""Why somebody can have no lawful line: the least set of rules that cannot all hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python.cp_model import CpModel, CpSolver

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.rules.base import Rule, Severity
from scheduler.variables import Variables

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that *agent* cannot keep together, or a rule of the whole roster (None) that could not be met.

    Unless *proven*, time ran out before anything was shown to be impossible. *rule* names the rule of the whole roster.
    """

    agent: AgentId | None
    template: str
    values: Mapping[str, object]
    proven: bool = True
    rule: str | None = None

    @property
    def message(self) -> Sentence:
        """The sentence, in English where it is not said in another language."""
        return Sentence(self.template, **self.values)


def conflict_of(instance: Instance, agent: Agent, rules: Sequence[Rule]) -> Conflict:
    """Return the rules that leave *agent* without a line, each needed for the conflict, or that none was found in time."""
    kept = [rule for rule in rules if rule.severity is Severity.HARD]
    if has_line(instance, agent, kept):
        return Conflict(
            agent.id,
            N_("no shifts were found in time for {agent} ({id}, contract {contract}); they are not proven impossible"),
            {"agent": agent.name, "id": agent.id, "contract": agent.contract.name},
            proven=False,
        )
    for rule in list(kept):
        fewer = [other for other in kept if other is not rule]
        if not has_line(instance, agent, fewer):
            kept = fewer
    return Conflict(
        agent.id,
        N_("{agent} ({id}, contract {contract}) can have no shifts that keep all of: {rules}"),
        {
            "agent": agent.name,
            "id": agent.id,
            "contract": agent.contract.name,
            "rules": "; ".join(f"{rule.name} [{rule.citation}]" for rule in kept) or "-",
        },
    )


def has_line(instance: Instance, agent: Agent, rules: Sequence[Rule]) -> bool:
    """Tell whether *agent* has a line of shifts that keeps *rules*; one not found in time counts as there."""
    model = CpModel()
    variables = Variables.build(model, instance, [agent])
    for rule in rules:
        rule.post(model, variables)
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    return str(solver.status_name(solver.solve(model))) != "INFEASIBLE"
