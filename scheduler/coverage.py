"""Heads by team and slot: what a roster puts against the demand."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from scheduler.instance import Instance
from scheduler.roster import Roster

Counts = npt.NDArray[np.int64]


def on_shift(roster: Roster, instance: Instance) -> dict[str, Counts]:
    """Count by team and slot of the horizon the agents whose shift covers it, breaks and activities included."""
    return _count(roster, instance, working_only=False)


def on_duty(roster: Roster, instance: Instance) -> dict[str, Counts]:
    """Count by team and slot of the horizon the agents who serve customers: on shift, no break, no activity."""
    return _count(roster, instance, working_only=True)


def _count(roster: Roster, instance: Instance, *, working_only: bool) -> dict[str, Counts]:
    grid = instance.grid
    counts = {team.name: np.zeros(grid.n_slots, dtype=np.int64) for team in instance.teams}
    for shift in roster.assignments:
        heads = counts[instance.agent_by_id[shift.agent].team]
        spans = [(shift.start, shift.end, 1)]
        if working_only:
            spans += [(pause.start, pause.end, -1) for pause in shift.breaks]
            spans += [(activity.start, activity.end, -1) for activity in shift.activities]
        for start, end, sign in spans:
            first = max(0, grid.slot_containing(start))
            last = min(grid.n_slots, grid.slot_containing(end))
            if first < last:
                heads[first:last] += sign
    return counts


def shortage(heads: Mapping[str, Counts], instance: Instance) -> dict[str, npt.NDArray[np.float64]]:
    """Return by team and slot how many heads are missing against the demand; nowhere negative."""
    return {team: np.maximum(0.0, required - heads[team]) for team, required in instance.demand.scheduled.items()}
