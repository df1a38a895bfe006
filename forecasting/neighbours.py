"""What a slot usually brings, judged by the same slot of the weeks around it: for cleaning, not for forecasting."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.models.days import Floats
from forecasting.models.design import eventful_days

WEEKS_AROUND = 4
LEAST_NEIGHBOURS = 2
FINEST_MINUTES = 5


def expected_by_slot(rows: pd.DataFrame, calendar: EventCalendar) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return by row of one queue, laid out as HISTORY, the contacts to expect and whether its day is an ordinary one.

    NaN where fewer than two of the weeks around know the slot. A day of a holiday or event is expected at its own level.
    """
    naive = rows["start"].dt.tz_convert(str(calendar.zone)).dt.tz_localize(None)
    first = naive.min().normalize()
    days = (naive.dt.normalize() - first).dt.days.to_numpy()
    minutes = (naive.dt.hour * 60 + naive.dt.minute).to_numpy()
    slots = minutes // FINEST_MINUTES
    used = np.unique(slots)
    columns = np.searchsorted(used, slots)
    n_weeks = int(days.max()) // 7 + 1
    table = np.full((n_weeks * 7, len(used)), np.nan)
    table[days, columns] = rows["offered"].to_numpy(dtype=float)
    usual = _median_of_neighbours(table.reshape(n_weeks, 7, len(used))).reshape(table.shape)
    dates = [(first + pd.Timedelta(days=day)).date() for day in range(n_weeks * 7)]
    eventful = eventful_days(dates, calendar)
    usual[eventful] *= _own_level(table[eventful], usual[eventful])[:, None]
    return np.asarray(usual[days, columns]), ~eventful[days]


def _median_of_neighbours(weeks: Floats) -> Floats:
    """Return the median of the four weeks before and after, the week itself left out; shape as *weeks*."""
    padded = np.full((len(weeks) + 2 * WEEKS_AROUND, *weeks.shape[1:]), np.nan)
    padded[WEEKS_AROUND : WEEKS_AROUND + len(weeks)] = weeks
    shifts = [shift for shift in range(2 * WEEKS_AROUND + 1) if shift != WEEKS_AROUND]
    around = np.sort(np.stack([padded[shift : shift + len(weeks)] for shift in shifts]), axis=0)
    number = np.isfinite(around).sum(axis=0)
    # Sorted, missing ones come last.
    lower = np.take_along_axis(around, np.maximum(number - 1, 0)[None] // 2, axis=0)[0]
    upper = np.take_along_axis(around, (number // 2)[None], axis=0)[0]
    return np.where(number >= LEAST_NEIGHBOURS, (lower + np.where(number % 2 == 1, lower, upper)) / 2, np.nan)


def _own_level(table: Floats, usual: Floats) -> Floats:
    """Return by day the median of what came against what is usual, 1 where nothing is known."""
    levels = np.ones(len(table))
    for row, (came, expected) in enumerate(zip(table, usual, strict=True)):
        known = np.isfinite(came) & np.isfinite(expected) & (expected > 0)
        if known.any():
            levels[row] = np.median(came[known] / expected[known])
    return levels
