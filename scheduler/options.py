"""Every shift that an agent could work on a day: kind and start, on the agent's own clock, as slots of the grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from forecasting.timegrid import TimeGrid, local_instant
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.shifts import ShiftKind


@dataclass(frozen=True, slots=True)
class Option:
    """One possible shift: *kind* on *day*, in the half-open slots [*first*, *end*) of the grid."""

    day: date
    kind: ShiftKind
    first: int
    end: int

    def starts_at(self, grid: TimeGrid) -> datetime:
        """Return the start in UTC."""
        return grid.instant(self.first)

    def ends_at(self, grid: TimeGrid) -> datetime:
        """Return the end in UTC."""
        return grid.instant(self.end)


def options_of(instance: Instance, agent: Agent, day: date) -> Iterator[Option]:
    """Yield the shifts that the contract of *agent* allows on *day*, whatever the rules say of them."""
    grid, zone = instance.grid, instance.zone_of(agent)
    for name in agent.contract.kinds:
        kind = instance.kind_by_name[name]
        length = grid.slots_in(kind.length_minutes)
        for minute in kind.starts():
            first = grid.slot_of(local_instant(day, minute, zone))
            yield Option(day, kind, first, first + length)
