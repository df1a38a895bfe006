"""Why somebody can have no lawful line: the least set of rules that cannot all hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python.cp_model import CpModel, CpSolver

from forecasting.messages import N_, Sentence, listed
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.rules.base import Rule, Severity
from scheduler.rules.several import is_counting
from scheduler.variables import Variables

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that *agent* cannot keep together, or a rule of the whole roster (None) that could not be met.

    Unless *proven*, time ran out before anything was shown to be impossible. *rule* names the rule of the whole roster,
    *people* those whom rules tie together and who have no lines.
    """

    agent: AgentId | None
    template: str
    values: Mapping[str, object]
    proven: bool = True
    rule: str | None = None
    people: tuple[AgentId, ...] = ()

    @property
    def message(self) -> Sentence:
        """The sentence, in English where it is not said in another language."""
        return Sentence(self.template, **self.values)


def conflict_of(instance: Instance, agents: Sequence[Agent], rules: Sequence[Rule]) -> Conflict:
    """Return the rules that leave *agents*, one or a few tied together, without lines, or that none was found in time.

    Each rule that is named is needed for the conflict. Where one of several has no line alone, it is that one's conflict.
    """
    kept = [rule for rule in rules if rule.severity is Severity.HARD and not is_counting(rule)]
    alone = [agent for agent in agents if len(agents) > 1 and not has_line(instance, [agent], kept)]
    if alone:
        agents = alone[:1]
    if has_line(instance, agents, kept):
        return _found_none(
            agents,
            N_("no shifts were found in time for {agent} ({id}, contract {contract}); they are not proven impossible"),
            N_("no shifts were found in time for {people} together; they are not proven impossible"),
            proven=False,
        )
    for rule in list(kept):
        fewer = [other for other in kept if other is not rule]
        if not has_line(instance, agents, fewer):
            kept = fewer
    return _found_none(
        agents,
        N_("{agent} ({id}, contract {contract}) can have no shifts that keep all of: {rules}"),
        N_("{people} together can have no shifts that keep all of: {rules}"),
        rules="; ".join(f"{rule.name} [{rule.citation}]" for rule in kept) or "-",
    )


def _found_none(
    agents: Sequence[Agent], of_one: str, of_several: str, *, proven: bool = True, **values: object
) -> Conflict:
    if len(agents) > 1:
        ids = tuple(sorted(agent.id for agent in agents))
        people = listed(f"{agent.name} ({agent.id})" for agent in sorted(agents, key=lambda agent: agent.id))
        return Conflict(None, of_several, {"people": people, **values}, proven, people=ids)
    (agent,) = agents
    told = {"agent": agent.name, "id": agent.id, "contract": agent.contract.name, **values}
    return Conflict(agent.id, of_one, told, proven)


def has_line(instance: Instance, agents: Sequence[Agent], rules: Sequence[Rule]) -> bool:
    """Tell whether *agents* have lines of shifts that keep *rules*; such as were not found in time count as there."""
    model = CpModel()
    variables = Variables.build(model, instance, agents)
    for rule in rules:
        rule.post(model, variables)
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    return str(solver.status_name(solver.solve(model))) != "INFEASIBLE"
