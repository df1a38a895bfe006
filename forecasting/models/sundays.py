"""How far a queue's holidays go by Sunday instead of by their own weekday."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.models.days import DayTable, Floats
from forecasting.models.design import HOLIDAY_CLASS, SUNDAY, eventful_days

AROUND_DAYS = 14
SUNDAY_DAYS = 5  # so many days' worth of belief that holidays scatter half as much around Sundays


def like_sunday(
    table: DayTable, days: Sequence[date], classes: npt.NDArray[np.int64], calendar: EventCalendar
) -> float:
    """Return how far holidays go by Sunday instead of their own weekday, 0 to 1: what scatters less counts more.

    A queue that is not at work on Sundays says nothing about how a day off looks: 0.
    """
    with np.errstate(divide="ignore"):
        logs = np.log(np.where(table.exposure.sum(axis=1) > 0, table.offered.sum(axis=1), 0.0))
    around = pd.Series(np.where(np.isfinite(logs), logs, np.nan)).rolling(
        2 * AROUND_DAYS + 1, center=True, min_periods=1
    )
    moved = np.where(np.isfinite(logs), logs - around.median().to_numpy(), np.nan)
    ordinary = ~eventful_days(days, calendar)
    weekdays = np.array([_middle(moved[ordinary & (classes == one)]) for one in range(7)])
    own = np.array([day.weekday() for day in days])
    off = (classes == HOLIDAY_CLASS) & np.isfinite(moved) & np.isfinite(weekdays[own]) & (own != SUNDAY)
    if not np.isfinite(weekdays[SUNDAY]):
        return 0.0
    as_weekday, as_sunday = (
        float(np.var(moved[off] - usual)) if off.any() else 0.0 for usual in (weekdays[own[off]], weekdays[SUNDAY])
    )
    number, prior = int(off.sum()), SUNDAY_DAYS * float(np.var(weekdays[np.isfinite(weekdays)]))
    scatter = (number * as_weekday + 2 * prior + 1e-12, number * as_sunday + prior + 1e-12)
    return scatter[0] ** 2 / (scatter[0] ** 2 + scatter[1] ** 2)


def _middle(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")
