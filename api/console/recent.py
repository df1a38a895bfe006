"""The plans that were looked at last, and what was worked out of them.

Rosters and what they answer never change, so what was read or computed once stays right.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar, cast

from api.store import UnitOfWork
from api.usecases.plan_views import StoredPlan, stored_plan

MOST = 3

Value = TypeVar("Value")


@dataclass
class _Entry:
    plan: StoredPlan
    values: dict[tuple[str, ...], object] = field(default_factory=dict)


class RecentPlans:
    """Keeps the last few plans in memory; safe to ask from several threads, which may at worst work twice."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._entries: OrderedDict[int, _Entry] = OrderedDict()
        self._lock = Lock()

    def get(self, unit: UnitOfWork, roster_id: int) -> StoredPlan:
        """Return the plan of a roster, read through *unit* where it is not at hand."""
        return self._entry(unit, roster_id).plan

    def kept(
        self, unit: UnitOfWork, roster_id: int, key: tuple[str, ...], make: Callable[[StoredPlan], Value]
    ) -> Value:
        """Return what *make* makes of a plan; the same *key*, which names what and for whom, is made once."""
        entry = self._entry(unit, roster_id)
        if key not in entry.values:
            entry.values[key] = make(entry.plan)
        return cast("Value", entry.values[key])

    def _entry(self, unit: UnitOfWork, roster_id: int) -> _Entry:
        with self._lock:
            if roster_id in self._entries:
                self._entries.move_to_end(roster_id)
                return self._entries[roster_id]
        entry = _Entry(stored_plan(unit, roster_id))
        with self._lock:
            self._entries[roster_id] = entry
            while len(self._entries) > self._most:
                self._entries.popitem(last=False)
        return entry
