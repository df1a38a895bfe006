"""A forecast made by hand: Poisson slots of known means, so that tests need no model."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from scipy import stats

from forecasting.frames import FORECAST, QUANTILES
from forecasting.timegrid import TimeGrid

SHANGHAI = ZoneInfo("Asia/Shanghai")
GRID = TimeGrid(SHANGHAI, date(2025, 6, 2), 2, 60)


def small_forecast(queues: dict[str, float], day_sd: float = 0.15, grid: TimeGrid = GRID) -> pd.DataFrame:
    """Return by queue its contacts an hour between 08:00 and 22:00; a day's total may be off by *day_sd*."""
    return FORECAST.check(
        pd.concat([_queue(name, rate, day_sd, grid) for name, rate in queues.items()]).reset_index(drop=True)
    )


def _queue(name: str, rate: float, day_sd: float, grid: TimeGrid) -> pd.DataFrame:
    hours = np.array([grid.local(slot).hour for slot in range(grid.n_slots)])
    means = np.where((hours >= 8) & (hours < 22), rate, 0.0)
    sd = np.sqrt(means + (day_sd * means) ** 2)
    first, total = hours == 0, 14 * rate
    away = 1.645 * np.hypot(np.sqrt(total), day_sd * total)
    return pd.DataFrame(
        {
            "queue": pd.Series([name] * grid.n_slots, dtype="str"),
            "start": pd.to_datetime([grid.instant(slot) for slot in range(grid.n_slots)], utc=True).as_unit("us"),
            "mean": means,
            **{label: np.maximum(means + stats.norm.ppf(share) * sd, 0.0) for label, share in QUANTILES.items()},
            "aht_seconds": 300.0,
            "day_p05": np.where(first, max(total - away, 0.0), np.nan),
            "day_p95": np.where(first, total + away, np.nan),
        }
    )


def actuals(forecast: pd.DataFrame, factor: float, hours: range) -> pd.DataFrame:
    """Return the first day's *hours* (local) as they came: the expected contacts times *factor*, laid out as HISTORY."""
    local = forecast["start"].dt.tz_convert(str(SHANGHAI))
    rows = forecast[(local.dt.date == GRID.first_day) & local.dt.hour.isin(hours)]
    return pd.DataFrame(
        {
            "queue": rows["queue"],
            "start": rows["start"],
            "offered": np.round(rows["mean"] * factor).astype("int64"),
            "aht_seconds": 300.0,
        }
    ).reset_index(drop=True)
