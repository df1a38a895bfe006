"""Small rosters in one model: everybody's shifts at once, started from the best that the turns have found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.agents import AgentId
from scheduler.draft import Draft, Line
from scheduler.instance import Instance
from scheduler.options import Option, options_of
from scheduler.rules.base import Rule
from scheduler.solution import Limits
from scheduler.strategies.tours import find_tours

MOST_CHOICES = 4_000
Tell = Callable[[tuple[int, ...]], None]
Snapshot = dict[AgentId, dict[date, tuple[Option, int]]]


def choices_in(instance: Instance) -> int:
    """Return how many shifts there are to choose from, over all agents and days."""
    return (
        sum(len(list(options_of(instance, agent, instance.grid.first_day))) for agent in instance.agents)
        * instance.grid.days
    )


def improve(
    draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Callable[[], bool], tell: Tell = lambda _standing: None
) -> bool:
    """Replace the lines of *draft* by those of one model for everybody where that makes it lawful or cheaper.

    Better lines are put in as they are found, and *tell* hears of them. Returns whether a lawful roster may exist: False is proven.
    """
    agents = list(draft.instance.agents)
    before = draft.standing, draft.snapshot(agents)
    best = _Best(draft, *before, tell)
    apart = draft.copy()
    hint = {agent.id: apart.lift(agent) for agent in agents}
    tours = find_tours(apart, agents, rules, hint, limits, keep, told=best.offer)
    if limits.work is not None:  # who was told of what on the way hangs on the clock, what comes of it must not
        draft.restore(agents, before[1])
        best = _Best(draft, *before, tell)
    best.offer(tours or {})
    return tours is not None


@dataclass
class _Best:
    """The best *lines* that *draft* had so far, as good as *standing*; it always has them."""

    draft: Draft
    standing: tuple[int, ...]
    lines: Snapshot
    tell: Tell

    def offer(self, tours: Mapping[AgentId, Line]) -> None:
        """Take *tours*, those of everybody, where they are no worse; tell where they are better."""
        agents = list(self.draft.instance.agents)
        for agent_id, line in tours.items():
            agent = self.draft.instance.agent_by_id[agent_id]
            self.draft.lift(agent)
            self.draft.put(agent, line)
        self.draft.rearrange_breaks(agents)
        if not tours or self.draft.standing > self.standing:
            self.draft.restore(agents, self.lines)
            return
        better, self.standing = self.draft.standing < self.standing, self.draft.standing
        self.lines = self.draft.snapshot(agents)
        if better:
            self.tell(self.standing)
