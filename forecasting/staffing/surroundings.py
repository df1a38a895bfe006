"""The days around those forecast, so that a plan neither begins with an empty backlog nor ends without a tomorrow."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from forecasting.site import Queue
from forecasting.staffing.tails import Flags
from forecasting.timegrid import TimeGrid

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A *wide* grid of whole weeks before and after a grid, whose slots begin at *first* in it.

    *source* is by slot of *wide* the slot of the grid that it is like: a day outside is like the nearest one of its weekday,
    where fewer than seven days are known like the one that comes round. *is_open* are the queue's real hours. The last
    *cycle_slots* of *wide* come round: a week, or the grid where that is shorter.
    """

    wide: TimeGrid
    first: int
    source: npt.NDArray[np.int64]
    is_open: Flags
    cycle_slots: int


def surroundings_of(queue: Queue, grid: TimeGrid, deadline_seconds: float) -> Surroundings:
    """Return the weeks around *grid* in which contacts of it can be due or still wait, at least one on either side."""
    weeks = 1 + int(deadline_seconds // timedelta(days=DAYS_A_WEEK).total_seconds())
    margin = timedelta(days=DAYS_A_WEEK * weeks)
    wide = TimeGrid(grid.zone, grid.first_day - margin, grid.days + 2 * margin.days, grid.slot_minutes)
    source = np.concatenate([_alike(len(wide.slots_of(day)), _model_of(day, grid), grid) for day in wide.dates()])
    is_open = np.zeros(wide.n_slots, bool)
    for day in wide.dates():
        is_open[list(queue.opening.open_slots(wide, day))] = True
    turn = timedelta(days=min(DAYS_A_WEEK, grid.days))
    cycle = wide.n_slots - wide.slots_of(wide.last_day + timedelta(days=1) - turn).start
    return Surroundings(wide, wide.slot_of(grid.origin), source, is_open, cycle)


def _model_of(day: date, grid: TimeGrid) -> date:
    place = (day - grid.first_day).days
    turn = min(DAYS_A_WEEK, grid.days)
    if place >= grid.days:
        place = grid.days - turn + (place - grid.days) % turn
    return grid.first_day + timedelta(days=place if place >= 0 else place % turn)


def _alike(count: int, model: date, grid: TimeGrid) -> npt.NDArray[np.int64]:
    """Return *count* slots of the day *model*; a day with a clock change lends and takes an hour where it stands."""
    slots = grid.slots_of(model)
    return slots.start + np.arange(count, dtype=np.int64) * len(slots) // count
