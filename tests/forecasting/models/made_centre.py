from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from forecasting.calendar import EventCalendar, event_calendar
from forecasting.forecast import make_forecast
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site
from forecasting.timegrid import TimeGrid

SHANGHAI = ZoneInfo("Asia/Shanghai")
AROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)
Level = Callable[[date], float]


@dataclass(frozen=True)
class MadeCentre:
    """A centre whose expected volume is known: *level* contacts a day, spread by *shape* over the hours."""

    level: Level
    zone: ZoneInfo = SHANGHAI
    country: str = "CN"
    step_minutes: int = 60
    slot_minutes: int = 60
    opening: OpeningHours = AROUND_THE_CLOCK
    shape: tuple[float, ...] = (0.0,) * 8 + (1.0,) * 14 + (0.0,) * 2
    seed: int = 1
    aht_seconds: float = 240.0

    def history(self, first: date, days: int) -> pd.DataFrame:
        """Return Poisson counts of *days* days from *first*, laid out as HISTORY."""
        grid = TimeGrid(self.zone, first, days, self.step_minutes)
        shape = np.array(self.shape) / sum(self.shape) * self.step_minutes / 60
        local = [grid.local(slot) for slot in range(grid.n_slots)]
        levels = {day: self.level(day) for day in grid.dates()}
        means = np.array([levels[moment.date()] * shape[moment.hour] for moment in local])
        return pd.DataFrame(
            {
                "queue": pd.Series(["chat"] * grid.n_slots, dtype="str"),
                "start": pd.to_datetime([grid.instant(slot) for slot in range(grid.n_slots)], utc=True).as_unit("us"),
                "offered": np.random.default_rng(self.seed).poisson(means).astype("int64"),
                "aht_seconds": np.where(means > 0, self.aht_seconds, np.nan),
            }
        )

    def site(self) -> Site:
        return Site("made", self.zone, (Queue("chat", opening=self.opening),), self.slot_minutes, self.country)

    def calendar(self, first: date, last: date) -> EventCalendar:
        return event_calendar(self.country, self.zone, first, last)

    def forecast(self, first: date, history_days: int, days: int = 28) -> pd.DataFrame:
        """Return the forecast of the *days* that follow *history_days* days from *first*."""
        start = first + timedelta(days=history_days)
        grid = TimeGrid(self.zone, start, days, self.slot_minutes)
        calendar = self.calendar(first, grid.last_day)
        return make_forecast(self.history(first, history_days), self.site(), calendar, grid)

    def daily(self, forecast: pd.DataFrame) -> "pd.Series[float]":
        """Return expected contacts by local day."""
        return forecast.groupby(forecast["start"].dt.tz_convert(self.zone).dt.date)["mean"].sum()
