"""Whoever serves a line has time left in quiet slots; the backlogs of the same team can be worked off in it."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from forecasting.frames import FORECAST, REQUIREMENT
from forecasting.site import Queue, Site
from forecasting.staffing.requirement import open_in, rows_of, slot_starts
from forecasting.staffing.tails import Floats
from forecasting.timegrid import TimeGrid


def quiet_slots(
    forecast: pd.DataFrame,
    needed: pd.DataFrame,
    site: Site,
    grid: TimeGrid,
    teams: Mapping[str, Sequence[str]],
    volume: str = "mean",
) -> dict[str, Floats]:
    """Return by backlog queue the people by slot of *grid* who have time left beside the live queues of its team.

    *forecast* is laid out as FORECAST, *needed* by queue as REQUIREMENT. A line's people have time as far as its contacts keep
    them less busy than ``max_occupancy``; they put a letter down when a customer calls. Several backlogs of a team share
    it by their work. Queues without such a team are left out.
    """
    FORECAST.check(forecast)
    REQUIREMENT.check(needed)
    starts = slot_starts(grid)
    found = {}
    for names in teams.values():
        served = [site.queue(name) for name in names if name in set(needed["skill"])]
        live = [queue for queue in served if not queue.channel.is_backlog]
        backlogs = [queue for queue in served if queue.channel.is_backlog]
        if not live or not backlogs:
            continue
        free = np.sum([_time_left(queue, forecast, needed, grid, starts, volume) for queue in live], axis=0)
        works = np.array([_busy(queue, forecast, grid, starts, volume).sum() for queue in backlogs])
        shares = works / works.sum() if works.sum() > 0 else np.zeros(len(works))
        for queue, share in zip(backlogs, shares, strict=True):
            found[queue.name] = np.asarray(free * share / queue.max_occupancy)
    return found


def _time_left(
    queue: Queue,
    forecast: pd.DataFrame,
    needed: pd.DataFrame,
    grid: TimeGrid,
    starts: pd.DatetimeIndex,
    volume: str,
) -> Floats:
    """Return by slot for how many people's whole time the people of a live *queue* may be busier than they are."""
    people = needed[needed["skill"] == queue.name].set_index("start")["agents"].reindex(starts).fillna(0.0).to_numpy()
    busy = np.where(open_in(queue, grid), _busy(queue, forecast, grid, starts, volume), 0.0)
    return np.maximum(people * queue.max_occupancy - busy, 0.0)


def _busy(queue: Queue, forecast: pd.DataFrame, grid: TimeGrid, starts: pd.DatetimeIndex, volume: str) -> Floats:
    """Return by slot how many people its contacts keep busy all the time."""
    rows = rows_of(forecast, queue.name, starts)
    seconds = rows[volume].fillna(0.0) * rows["aht_seconds"].fillna(0.0)
    return np.asarray(seconds.to_numpy(float) / (grid.slot_length.total_seconds() * queue.concurrency))
