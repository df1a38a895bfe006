"""What any model has to beat: the same weekday of last week, and the average of the last weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.errors import ModelError
from forecasting.frames import FORECAST, HISTORY, QUANTILES
from forecasting.models.arrivals import ArrivalDays
from forecasting.models.days import DayTable, Floats, clock_places, day_table
from forecasting.models.resolution import onto_grid, slot_weights, step_of
from forecasting.site import AROUND_THE_CLOCK, Queue, Site
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid


@dataclass(frozen=True, slots=True)
class WeeklyAverage:
    """Each slot is the mean of the same slot in the last *weeks* weeks; 1 is the seasonal naive forecast.

    It knows closed days but no events, has no spread (all quantiles are the mean) and the queue's handling time.
    """

    weeks: int = 4
    step_minutes: int | None = None

    def fit(self, history: pd.DataFrame, site: Site, calendar: EventCalendar) -> "FittedWeeklyAverage":
        """Remember the last weeks; see Forecaster."""
        HISTORY.check(history)
        step = self.step_minutes or step_of(history)
        known = {queue.name: queue for queue in site.queues}
        step_minutes = step if step == MINUTES_A_DAY else max(step, site.slot_minutes)
        arrival_days = ArrivalDays(calendar)
        queues = {}
        for name, rows in history.groupby("queue", sort=True):
            queue = known.get(str(name), Queue(str(name), opening=AROUND_THE_CLOCK))
            days = arrival_days.of(queue, rows)
            queues[str(name)] = (queue, day_table(rows, step, step_minutes, queue.arrivals, days), days)
        if not queues:
            raise ModelError("the history has no rows; expected at least one week")
        return FittedWeeklyAverage(queues, self.weeks)


@dataclass(frozen=True, slots=True)
class FittedWeeklyAverage:
    """The last weeks of each queue, and the days on which contacts can come."""

    queues: Mapping[str, tuple[Queue, DayTable, EventCalendar]]
    weeks: int

    def predict(self, grid: TimeGrid) -> pd.DataFrame:
        """Return the forecast on *grid*, laid out as FORECAST; see Fitted."""
        frames = [self._frame(queue, table, days, grid) for queue, table, days in self.queues.values()]
        return FORECAST.check(pd.concat(frames, ignore_index=True))

    def _frame(self, queue: Queue, table: DayTable, days: EventCalendar, grid: TimeGrid) -> pd.DataFrame:
        slots = np.array([self._day(table, day, days) for day in grid.dates()])
        weights = slot_weights(grid, queue.arrivals, days)
        means = onto_grid(slots, table.step_minutes, grid, weights)
        rows, _columns = clock_places(grid)
        firsts = np.zeros(grid.n_slots, dtype=bool)
        firsts[np.searchsorted(rows, np.arange(grid.days))] = True
        totals = np.where(firsts, np.bincount(rows, weights=means, minlength=grid.days)[rows], np.nan)
        return pd.DataFrame(
            {
                "queue": pd.Series([queue.name] * grid.n_slots, dtype="str"),
                "start": pd.date_range(
                    grid.origin, periods=grid.n_slots, freq=pd.Timedelta(grid.slot_length), unit="us"
                ),
                "mean": means,
                **dict.fromkeys(QUANTILES, means),
                "aht_seconds": float(queue.aht_seconds),
                "day_p05": totals,
                "day_p95": totals,
            }
        )

    def _day(self, table: DayTable, day: date, days: EventCalendar) -> Floats:
        if day in days.closed:
            return np.zeros(table.offered.shape[1])
        ahead = (day - table.last_day).days
        latest = table.n_days - 7 + (ahead - 1) % 7
        rows = [row for row in range(latest, latest - 7 * self.weeks, -7) if row >= 0]
        seen, came = table.exposure[rows].sum(axis=0), table.offered[rows].sum(axis=0)
        return np.asarray(np.divide(came, seen, out=np.zeros(len(seen)), where=seen > 0))


def seasonal_naive() -> WeeklyAverage:
    """Return the model that says: as a week ago."""
    return WeeklyAverage(weeks=1)
