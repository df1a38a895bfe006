"""A queue's history as a table of local days by clock slots: what came, what was seen of it, how long it took."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.site import OpeningHours
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid

Floats = npt.NDArray[np.float64]
SPARSE_GAPS = 0.2


@dataclass(frozen=True, slots=True)
class DayTable:
    """Local days of one queue from *first_day* in rows, clock slots of *step_minutes* from midnight in columns.

    *offered* are contacts; *exposure* is how often the slot was seen while open: 0 where a row is missing, where the
    clock skips the slot or the queue is closed, 2 where the clock shows it twice. *aht_seconds* is NaN where unknown.
    """

    first_day: date
    step_minutes: int
    offered: Floats
    exposure: Floats
    aht_seconds: Floats

    @property
    def n_days(self) -> int:
        """Number of local days."""
        return int(self.offered.shape[0])

    @property
    def last_day(self) -> date:
        """Last local day."""
        return self.first_day + timedelta(days=self.n_days - 1)

    def dates(self) -> list[date]:
        """Return the local days in order."""
        return [self.first_day + timedelta(days=index) for index in range(self.n_days)]

    def until(self, n_days: int) -> "DayTable":
        """Return the first *n_days* days alone."""
        return DayTable(
            self.first_day,
            self.step_minutes,
            self.offered[:n_days],
            self.exposure[:n_days],
            self.aht_seconds[:n_days],
        )


def day_table(
    rows: pd.DataFrame, source_minutes: int, step_minutes: int, opening: OpeningHours, calendar: EventCalendar
) -> DayTable:
    """Return the table of one queue's *rows*, laid out as HISTORY in steps of *source_minutes*.

    Steps finer than *step_minutes* are added up, a slot counting as seen by the share of it that was. Contacts outside
    *opening* and on the calendar's closed days do not count: for a backlog, these are the hours and days on which
    contacts arrive. An export without a single zero but with many gaps is read as
    one that leaves zeros out.
    """
    local = rows["start"].dt.tz_convert(calendar.zone)
    naive = local.dt.tz_localize(None)
    days = (naive.dt.normalize() - naive.min().normalize()).dt.days.to_numpy()
    slots = ((naive.dt.hour * 60 + naive.dt.minute) // step_minutes).to_numpy()
    shape = (int(days.max()) + 1, MINUTES_A_DAY // step_minutes)
    cell = days * shape[1] + slots
    offered = rows["offered"].to_numpy(dtype=float)
    aht = rows["aht_seconds"].to_numpy(dtype=float)
    timed = np.where(np.isnan(aht), 0.0, offered)

    def summed(values: Floats) -> Floats:
        table: Floats = np.bincount(cell, weights=values, minlength=shape[0] * shape[1]).astype(float)
        return table.reshape(shape)

    counts, seen = summed(offered), summed(np.full(len(rows), min(1.0, source_minutes / step_minutes)))
    handled = summed(timed)
    seconds = summed(timed * np.nan_to_num(aht))
    first_day = naive.min().date()
    table_days = [first_day + timedelta(days=index) for index in range(shape[0])]
    is_open = open_slots(table_days, step_minutes, opening, calendar)
    if _leaves_zeros_out(counts, seen, is_open):
        seen = np.maximum(seen, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_aht = np.where(handled > 0, seconds / handled, np.nan)
    return DayTable(first_day, step_minutes, counts * is_open, seen * is_open, mean_aht)


def open_slots(
    days: list[date], step_minutes: int, opening: OpeningHours, calendar: EventCalendar
) -> npt.NDArray[np.bool_]:
    """Return which clock slots of *days* are open at any time, shape (days, slots of *step_minutes*)."""
    edges = np.arange(0, MINUTES_A_DAY, step_minutes)
    mask = np.zeros((len(days), len(edges)), dtype=bool)
    for row, day in enumerate(days):
        span = None if day in calendar.closed else opening.span_on(day)
        if span is not None:
            mask[row] = (edges + step_minutes > span.opens) & (edges < span.closes)
    return mask


def clock_places(grid: TimeGrid) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the day's row and the clock slot's column of every slot of *grid*.

    On a day with a clock change some columns come twice and others never.
    """
    starts = pd.date_range(grid.origin, periods=grid.n_slots, freq=pd.Timedelta(grid.slot_length), unit="us")
    naive = starts.tz_convert(grid.zone).tz_localize(None)
    rows = np.asarray((naive.normalize() - pd.Timestamp(grid.first_day)).days, dtype=np.int64)
    columns = np.asarray((naive.hour * 60 + naive.minute) // grid.slot_minutes, dtype=np.int64)
    return rows, columns


def _leaves_zeros_out(counts: Floats, seen: Floats, is_open: npt.NDArray[np.bool_]) -> bool:
    used = is_open & (counts.sum(axis=0) > 0)[None, :] & (seen.sum(axis=1) > 0)[:, None]
    gaps = float(np.mean(seen[used] == 0)) if used.any() else 0.0
    return gaps > SPARSE_GAPS and not bool(((counts == 0) & (seen > 0)).any())
