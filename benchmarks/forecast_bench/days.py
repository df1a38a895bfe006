"""What the compared programs are fed: totals of served days, and the shares of the day's slots to spread forecasts by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.frames import FORECAST, HISTORY
from forecasting.models.days import DayTable, clock_places, day_table
from forecasting.models.resolution import onto_grid, slot_weights, step_of
from forecasting.site import ALL_DAY, OpeningHours, Site
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid

Floats = npt.NDArray[np.float64]
AROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)
PROFILE_WEEKS = 8
WHOLE_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Known:
    """Totals of the days of one queue on which it was served and wholly seen, oldest first; *first_day* of the table.

    *weekdays* are those that are served at all.
    """

    totals: pd.Series
    table: DayTable
    weekdays: frozenset[int]
    calendar: EventCalendar

    def served(self, day: date) -> bool:
        """Return whether contacts are expected on *day* at all."""
        return day.weekday() in self.weekdays and day not in self.calendar.closed

    def shares(self, day: date) -> Floats:
        """Return the shares of the slots of *day*: those of its weekday in the last eight weeks, event days left out."""
        dates = self.table.dates()[-7 * PROFILE_WEEKS :]
        plain = [one for one in dates if self.served(one) and not self.calendar.names_on(one)]
        alike = [one for one in plain if one.weekday() == day.weekday()] or plain or dates
        rows = [(one - self.table.first_day).days for one in alike]
        seen, came = self.table.exposure[rows].sum(axis=0), self.table.offered[rows].sum(axis=0)
        mean = np.divide(came, seen, out=np.zeros(len(seen)), where=seen > 0)
        return np.asarray(mean / mean.sum()) if mean.sum() > 0 else np.full(len(mean), 1 / len(mean))


@dataclass(frozen=True, slots=True)
class Ahead:
    """Totals of days ahead: *mean* and the 5 % and 95 % quantiles, in contacts, one entry a day."""

    mean: Floats
    p05: Floats
    p95: Floats


Foretell = Callable[[Known, list[date]], Ahead]


@dataclass(frozen=True, slots=True)
class DayModel:
    """A program that forecasts day totals, made a Forecaster: *foretell* gets the served days, slots follow the profile."""

    foretell: Foretell
    step_minutes: int | None = None

    def fit(self, history: pd.DataFrame, site: Site, calendar: EventCalendar) -> "FittedDayModel":
        """Remember the days; see Forecaster."""
        HISTORY.check(history)
        step = self.step_minutes or step_of(history)
        step_minutes = step if step == MINUTES_A_DAY else max(step, site.slot_minutes)
        queues = {
            str(name): known_days(day_table(rows, step, step_minutes, AROUND_THE_CLOCK, calendar), calendar)
            for name, rows in history.groupby("queue", sort=True)
        }
        return FittedDayModel(queues, calendar, self.foretell)


@dataclass(frozen=True, slots=True)
class FittedDayModel:
    """The queues' days; the program itself fits when it is asked to forecast."""

    queues: Mapping[str, Known]
    calendar: EventCalendar
    foretell: Foretell

    def predict(self, grid: TimeGrid) -> pd.DataFrame:
        """Return the forecast on *grid*, laid out as FORECAST; quantiles of slots are the day's in proportion."""
        return FORECAST.check(pd.concat([self._frame(name, grid) for name in self.queues], ignore_index=True))

    def _frame(self, name: str, grid: TimeGrid) -> pd.DataFrame:
        known, days = self.queues[name], list(grid.dates())
        served = [day for day in days if known.served(day)]
        ahead = self.foretell(known, served)
        places = [(day - grid.first_day).days for day in served]
        totals = np.zeros((3, grid.days))
        totals[:, places] = np.maximum(0.0, np.stack([ahead.mean, ahead.p05, ahead.p95]))
        shares = np.array([known.shares(day) for day in days])
        weights = slot_weights(grid, AROUND_THE_CLOCK, self.calendar)
        mean, low, high = (
            onto_grid(shares * line[:, None], known.table.step_minutes, grid, weights) for line in totals
        )
        rows, _columns = clock_places(grid)
        firsts = np.zeros(grid.n_slots, dtype=bool)
        firsts[np.searchsorted(rows, np.arange(grid.days))] = True
        return pd.DataFrame(
            {
                "queue": name,
                "start": pd.date_range(
                    grid.origin, periods=grid.n_slots, freq=pd.Timedelta(grid.slot_length), unit="us"
                ),
                "mean": mean,
                "p05": low,
                "p25": (low + mean) / 2,
                "p50": mean,
                "p75": (mean + high) / 2,
                "p95": high,
                "aht_seconds": 300.0,
                "day_p05": np.where(firsts, totals[1][rows], np.nan),
                "day_p95": np.where(firsts, totals[2][rows], np.nan),
            }
        )


def known_days(table: DayTable, calendar: EventCalendar) -> Known:
    """Return the served days of *table* of which at least nine tenths of the usual slots were seen."""
    lively = (table.offered.sum(axis=0) > 0) & (table.exposure.sum(axis=0) > 0)
    dates = table.dates()
    sums = table.offered.sum(axis=1)
    usual = np.array([np.median(_seen_on(table, lively, dates, weekday)) for weekday in range(7)])
    seen = (table.exposure[:, lively] > 0).sum(axis=1)
    whole = [
        bool(seen[row] > 0 and seen[row] >= WHOLE_SHARE * usual[day.weekday()]) and day not in calendar.closed
        for row, day in enumerate(dates)
    ]
    volume = {
        weekday: sum(sums[row] for row, day in enumerate(dates) if day.weekday() == weekday) for weekday in range(7)
    }
    weekdays = frozenset(weekday for weekday, total in volume.items() if total > 0.001 * max(sums.sum(), 1.0))
    chosen = [row for row, day in enumerate(dates) if whole[row] and day.weekday() in weekdays]
    index = pd.DatetimeIndex([pd.Timestamp(dates[row]) for row in chosen])
    return Known(pd.Series(sums[chosen], index=index), table, weekdays, calendar)


def _seen_on(table: DayTable, lively: npt.NDArray[np.bool_], dates: list[date], weekday: int) -> Floats:
    rows = [row for row, day in enumerate(dates) if day.weekday() == weekday]
    seen = (table.exposure[rows][:, lively] > 0).sum(axis=1).astype(float)
    return seen[seen > 0] if (seen > 0).any() else np.zeros(1)


def served_days(known: Known, last: date) -> list[date]:
    """Return the days from the first known one to *last* on which the queue works, closed ones included: even steps."""
    first = known.totals.index[0].date()
    days = (first + timedelta(days=index) for index in range((last - first).days + 1))
    return [day for day in days if day.weekday() in known.weekdays]
