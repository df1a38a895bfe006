"""The plans that were looked at last. Rosters and what they answer never change, so a plan read once stays right."""

from collections import OrderedDict
from threading import Lock

from api.store import UnitOfWork
from api.usecases.plan_views import StoredPlan, stored_plan

MOST = 3


class RecentPlans:
    """Keeps the last few plans in memory; safe to ask from several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._plans: OrderedDict[int, StoredPlan] = OrderedDict()
        self._lock = Lock()

    def get(self, unit: UnitOfWork, roster_id: int) -> StoredPlan:
        """Return the plan of a roster, read through *unit* where it is not at hand."""
        with self._lock:
            if roster_id in self._plans:
                self._plans.move_to_end(roster_id)
                return self._plans[roster_id]
        plan = stored_plan(unit, roster_id)
        with self._lock:
            self._plans[roster_id] = plan
            while len(self._plans) > self._most:
                self._plans.popitem(last=False)
        return plan
