"""Groups of people named in a rule, such as ``A01+A02``."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.variables import Variables

AND = "+"


def refuse_single(pairs: Iterable[str]) -> None:
    """Raise ValueError with what is expected where one of *pairs* does not name two people or more."""
    for text in sorted(pairs):
        names = [name.strip() for name in text.split(AND)]
        if len(names) < 2 or "" in names or len(set(names)) < len(names):
            template = N_("ids of two people or more such as A01+A02, not {text}")
            raise ValueError(Sentence(template, text=repr(text)))


def names_in(pairs: Iterable[str]) -> frozenset[str]:
    """Return every id that *pairs* name."""
    return frozenset(name.strip() for text in pairs for name in text.split(AND))


def told_together(agents: Iterable[Agent]) -> str:
    """Return the names of *agents* by the order of their ids: what tells apart what one rule asks of several groups."""
    return ", ".join(agent.name for agent in sorted(agents, key=lambda agent: agent.id))


def groups_in(pairs: Iterable[str], instance: Instance) -> Iterator[tuple[Agent, ...]]:
    """Yield the people of each of *pairs*, in its order, who are all agents of *instance*: others cannot be judged."""
    for text in sorted(pairs):
        names = [AgentId(name.strip()) for name in text.split(AND)]
        if all(name in instance.agent_by_id for name in names):
            yield tuple(instance.agent_by_id[name] for name in names)


def asked_of(model: CpModel, variables: Variables, people: Sequence[Agent], day: date) -> IntVar:
    """Return a literal that is true, for all that is asked of *people* together on *day* to be enforced by.

    So it is one claim on all of them, given up as a whole, even where a constraint has the shifts of one of them only.
    """
    asked = model.new_bool_var("")
    model.add(asked == 1)
    model.add(LinearExpr.sum([variables.works(agent, day) for agent in people]) >= 0).only_enforce_if(asked)
    return asked
