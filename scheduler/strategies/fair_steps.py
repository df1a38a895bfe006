"""What one burden more costs each of a large group, from sums over the group that are kept up as lines change."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from scheduler.agents import AgentId
from scheduler.fairness import Burden
from scheduler.lines.menu import Ints
from scheduler.objective.parting import Parting
from scheduler.objective.shares import Sharing


@dataclass
class _Group:
    """With N the sum of what is planned, *planned*, and W that of everybody's share times what they have, *weighed*."""

    whole: int
    squares: int
    planned: int = 0
    weighed: int = 0


@dataclass
class FairSteps:
    """The sums of one *sharing*; everybody whose count is not added stands at what they had before."""

    sharing: Sharing
    _groups: dict[AgentId, tuple[_Group, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for members in self.sharing.groups:
            parts = Parting.of(self.sharing.presence[member] for member in members).parts
            group = _Group(sum(parts), sum(part * part for part in parts))
            for member, part in zip(members, parts, strict=True):
                group.weighed += part * self.sharing.earlier[member]
                self._groups[member] = group, part

    def add(self, agent: AgentId, count: int, sign: int) -> None:
        """Add the *count* of *agent* with *sign*."""
        if agent in self._groups:
            group, part = self._groups[agent]
            group.planned += sign * count
            group.weighed += sign * part * count

    def worth(self, agent: AgentId, most: int) -> Ints | None:
        """Return what 0 to *most* units are worth to *agent*, whose count is not added; None where nothing is shared.

        The sum of squared distances of the whole group, see ``parting``, as it rises with each unit, negated.
        """
        if agent not in self._groups:
            return None
        group, part = self._groups[agent]
        own, spread = part / group.whole, group.squares / group.whole**2
        first = 1 + 2 * self.sharing.earlier[agent] + (2 * group.planned + 1) * spread
        first -= 2 * (own * (group.planned + 1) + group.weighed / group.whole)
        units = np.arange(most)
        rises = first + units * (2 - 4 * own + 2 * spread)
        worth = np.concatenate(([0.0], -np.cumsum(self.sharing.cost * rises)))
        return np.rint(worth).astype(np.int64)


def fair_steps(sharings: tuple[Sharing, ...], counts: Mapping[AgentId, Mapping[Burden, int]]) -> list[FairSteps]:
    """Return the sums of *sharings* with *counts* by agent added."""
    found = [FairSteps(sharing) for sharing in sharings]
    for steps in found:
        for agent, mine in counts.items():
            steps.add(agent, mine.get(steps.sharing.burden, 0), 1)
    return found
