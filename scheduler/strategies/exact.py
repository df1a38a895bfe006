"""Small rosters in one model: everybody's shifts at once, started from the best that the turns have found."""

from collections.abc import Callable, Sequence

from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.options import options_of
from scheduler.rules.base import Rule
from scheduler.solution import Limits
from scheduler.strategies.tours import find_tours

MOST_CHOICES = 4_000


def choices_in(instance: Instance) -> int:
    """Return how many shifts there are to choose from, over all agents and days."""
    return (
        sum(len(list(options_of(instance, agent, instance.grid.first_day))) for agent in instance.agents)
        * instance.grid.days
    )


def improve(draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Callable[[], bool]) -> bool:
    """Replace the lines of *draft* by those of one model for everybody where that makes it lawful or cheaper.

    Returns whether a lawful roster may exist: False is proven.
    """
    agents = list(draft.instance.agents)
    before, lines = draft.standing, draft.snapshot(agents)
    hint = {agent.id: draft.lift(agent) for agent in agents}
    tours = find_tours(draft, agents, rules, hint, limits, keep)
    for agent_id, line in (tours or {}).items():
        draft.put(draft.instance.agent_by_id[agent_id], line)
    draft.rearrange_breaks(agents)
    if not tours or draft.standing > before:
        draft.restore(agents, lines)
    return tours is not None
