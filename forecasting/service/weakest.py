"""Where customers are served worst against the target: the hours in which most contacts are missing to it."""

from dataclasses import dataclass

import numpy as np

from forecasting.service.stretches import over_stretches
from forecasting.simulation import Outcome
from forecasting.simulation.estimates import let_in
from forecasting.timegrid import TimeGrid


@dataclass(frozen=True, slots=True)
class WeakHour:
    """The slots [*first*, *end*) of at most an hour in which *queue* is served worst.

    *missing* contacts, on average, would have to be answered in time besides for the target, *contacts* come. *service_level* is
    the share answered in time, *target* the share aimed at.
    """

    queue: str
    first: int
    end: int
    missing: float
    contacts: float
    service_level: float
    target: float


def weakest_hours(outcome: Outcome, grid: TimeGrid, count: int = 10) -> tuple[WeakHour, ...]:
    """Return up to *count* hours of *outcome*, by slot, in which most contacts are missing to a target, the worst first.

    Hours begin at local midnight of each day. Those in which the target is reached on average are left out.
    """
    starts = hour_starts(grid)
    hours = over_stretches(outcome, starts)
    came, within = let_in(hours).mean(axis=0), hours.answered_within.mean(axis=0)
    targets = np.array([stream.target_share for stream in outcome.centre.streams])
    missing = targets * came - within
    ends = [*starts[1:], grid.n_slots]
    order = np.argsort(-missing, axis=None, kind="stable")[:count]
    found = []
    for hour, number in zip(*np.unravel_index(order, missing.shape), strict=True):
        if missing[hour, number] <= 0:
            break
        stream = outcome.centre.streams[number]
        level = float(within[hour, number] / came[hour, number])
        found.append(
            WeakHour(
                stream.name,
                starts[hour],
                ends[hour],
                float(missing[hour, number]),
                float(came[hour, number]),
                level,
                stream.target_share,
            )
        )
    return tuple(found)


def hour_starts(grid: TimeGrid) -> list[int]:
    """Return the first slot of each hour of elapsed time since each local midnight of *grid*."""
    step = grid.slots_in(60)
    return [slot for day in grid.dates() for slot in grid.slots_of(day)[::step]]
