"""What is wished of a drill's people, checked against the people of the site."""

from collections.abc import Iterable

from drills.windows import DrillHistory, Wishes
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from scheduler.agents import AgentId
from scheduler.instance import Instance


def wishes_of(
    instance: Instance,
    history: DrillHistory,
    without: Iterable[str] = (),
    never_both: Iterable[tuple[str, str]] = (),
    source: str = "request",
) -> Wishes:
    """Return what is wished of people, raising InputError that names every one of them whom *instance* does not have."""
    out, pairs = tuple(without), tuple(never_both)
    known = {str(agent.id) for agent in instance.agents}
    named = [("without", name) for name in out] + [("never_both", name) for pair in pairs for name in pair]
    unknown = [(field, name) for field, name in dict.fromkeys(named) if name not in known]
    faults = [
        Fault(source, N_("is no agent of the site"), field=field, value=name, expected=N_("an agent's id"))
        for field, name in unknown
    ]
    faults += [
        Fault(source, N_("is a pair of one person"), field="never_both", value=one, expected=N_("two people"))
        for one, other in pairs
        if one == other
    ]
    if faults:
        raise InputError(faults)
    both = tuple(frozenset({AgentId(one), AgentId(other)}) for one, other in pairs)
    return Wishes(history=history, without=frozenset(AgentId(name) for name in out), never_both=both)
