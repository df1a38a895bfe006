"""What it costs to change a roster that people know already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from forecasting.messages import N_
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster, elapsed
from scheduler.worked import MINUTES_AN_HOUR, Worked, of_shift

CHANGES = N_("changes")


@dataclass(frozen=True, slots=True)
class ChangeCosts:
    """Hundredths of a point for a shift *added* or *removed*, and for each *hour* that one is moved."""

    added: int = 0
    removed: int = 0
    hour: int = 0


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """What differs from the published roster, by kind; *moved_minutes* sums over the shifts *moved*."""

    added: int = 0
    removed: int = 0
    moved: int = 0
    moved_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """A shift added, removed or moved against the *published* ones costs its part of *costs*.

    A shift is moved by what its start or its end moves, whichever moves more; a day that nobody published has no
    changes. Source: OS-2.1 (changes after publication follow the volume and are recorded).
    """

    costs: ChangeCosts
    published: Mapping[tuple[AgentId, date], Worked]
    days: frozenset[date]
    name: ClassVar[str] = CHANGES

    @staticmethod
    def of(published: Roster, instance: Instance, costs: ChangeCosts) -> "Changes":
        """Compare with *published*; people who have left are left out."""
        known = {
            (shift.agent, shift.day): of_shift(shift, instance)
            for shift in published.assignments
            if shift.agent in instance.agent_by_id
        }
        return Changes(costs, known, frozenset(published.grid.dates()))

    def of_day(self, instance: Instance, agent: Agent, day: date, shift: Worked | None) -> int:  # noqa: ARG002  # the protocol of terms of a day
        """Return what the change of *day* costs."""
        count = self._count(agent, day, shift)
        moved = count.moved_minutes * self.costs.hour // MINUTES_AN_HOUR
        return count.added * self.costs.added + count.removed * self.costs.removed + moved

    def _count(self, agent: Agent, day: date, shift: Worked | None) -> ChangeCount:
        before = self.published.get((agent.id, day))
        if day not in self.days or (before is None and shift is None):
            return ChangeCount()
        if before is None or shift is None:
            return ChangeCount(added=int(before is None), removed=int(shift is None))
        moved = moved_minutes(before, shift)
        return ChangeCount(moved=int(moved > 0), moved_minutes=moved)

    def counted(self, roster: Roster, instance: Instance) -> ChangeCount:
        """Count what *roster* changes on the planned days."""
        now = {(shift.agent, shift.day): of_shift(shift, instance) for shift in roster.assignments}
        counts = [
            self._count(agent, day, now.get((agent.id, day))) for agent in instance.agents for day in instance.days()
        ]
        return ChangeCount(
            sum(count.added for count in counts),
            sum(count.removed for count in counts),
            sum(count.moved for count in counts),
            sum(count.moved_minutes for count in counts),
        )


def moved_minutes(before: Worked, after: Worked) -> int:
    """Return by how many minutes the start or the end moves, whichever moves more."""
    ends = (elapsed(before.start, after.start), elapsed(before.end, after.end))
    return max(abs(move) // timedelta(minutes=1) for move in ends)
