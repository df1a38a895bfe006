"""How safe a plan is to be: the volume to staff for, and what each point of safety costs."""

import re

import numpy as np
import pandas as pd
from scipy import special

from forecasting.errors import StaffingError
from forecasting.frames import QUANTILES
from forecasting.messages import N_, Sentence
from forecasting.site import Site
from forecasting.staffing.live import Method
from forecasting.staffing.requirement import required_people
from forecasting.staffing.tails import Floats
from forecasting.timegrid import TimeGrid

POINTS = (0.50, 0.60, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95)
_QUANTILE = re.compile(r"p(?P<percent>\d{1,2}(\.\d+)?)")


def staffed_for(forecast: pd.DataFrame, volume: str) -> pd.DataFrame:
    """Return *forecast*, laid out as FORECAST, with ``mean`` replaced by the *volume* asked for: ``mean``, or a quantile ``p80``.

    Quantiles between the forecast's own are interpolated, linearly in the normal score. A quantile by slot is safer than it
    sounds: not every slot of a day is that high at once, see ``safe_days``. Raise ValueError for other words and for quantiles
    beyond the forecast's own.
    """
    if volume_of(volume) == "mean":
        return forecast
    share, known = float(volume[1:]) / 100, np.array(list(QUANTILES.values()))
    scores, wanted = special.ndtri(known), special.ndtri(share)
    right = int(np.clip(np.searchsorted(scores, wanted), 1, len(known) - 1))
    weight = (wanted - scores[right - 1]) / (scores[right] - scores[right - 1])
    names = list(QUANTILES)
    low, high = (forecast[name].to_numpy(float) for name in (names[right - 1], names[right]))
    return forecast.assign(mean=low + weight * (high - low))


def volume_of(text: str) -> str:
    """Return *text* where it names a volume to staff for, ``mean`` or a quantile from ``p05`` to ``p95``; else raise ValueError."""
    lowest, *_, highest = QUANTILES
    match = _QUANTILE.fullmatch(text)
    if text != "mean" and not (match and float(lowest[1:]) <= float(match["percent"]) <= float(highest[1:])):
        raise ValueError(f"volume {text!r}: expected mean, or a quantile from {lowest} to {highest} such as p80")
    return text


def safe_days(forecast: pd.DataFrame, grid: TimeGrid, probability: float) -> pd.DataFrame:
    """Return *forecast* with ``mean`` scaled by day and queue so that the day's target holds with *probability*.

    A day's volume is taken to be lognormal around its forecast band (``day_p05`` to ``day_p95``), every slot of it busier by the same
    factor. People for the factor that the day exceeds with 1 - *probability* keep the targets on all calmer days.
    Raise StaffingError naming the queues and days without a band, ValueError for a *probability* outside (0, 1).
    """
    if not 0 < probability < 1:
        raise ValueError(f"probability {probability}: expected above 0 and below 1")
    days = forecast["start"].dt.tz_convert(str(grid.zone)).dt.date
    by_day = forecast.assign(day=days).groupby(["queue", "day"], sort=False)
    bands = by_day[["day_p05", "day_p95"]].first()
    totals = by_day["mean"].sum()
    missing = bands.index[((bands["day_p05"].isna()) | (bands["day_p95"] <= 0)) & (totals > 0)]
    if len(missing):
        template = N_("{count} days of the forecast have no band of the day's total, the first {day} of queue {queue}")
        queue, day = missing[0]
        raise StaffingError(Sentence(template, count=len(missing), day=day, queue=queue))
    factors = pd.Series(_factors(bands, totals, probability), index=totals.index)
    scale = pd.MultiIndex.from_arrays([forecast["queue"], days]).map(factors.to_dict())
    return forecast.assign(mean=forecast["mean"] * np.asarray(scale, float))


def _factors(bands: pd.DataFrame, totals: "pd.Series[float]", probability: float) -> Floats:
    total = totals.to_numpy(float)
    some = total > 0
    high = np.where(some, bands["day_p95"].to_numpy(float), 1.0)
    low = np.clip(np.where(some, bands["day_p05"].to_numpy(float), 1.0), high * 1e-3, None)
    deviation = np.log(high / low) / (2 * special.ndtri(0.95))
    quantile = np.sqrt(high * low) * np.exp(deviation * special.ndtri(probability))
    return np.where(some, quantile / np.where(some, total, 1.0), 1.0)


def price_of_safety(
    forecast: pd.DataFrame, site: Site, grid: TimeGrid, method: Method = Method.OVER_TIME
) -> pd.DataFrame:
    """Return a row for each probability that a day's target holds, and what it takes.

    Columns: ``probability``, ``hours`` to roster on all days of *grid*, ``more_hours`` than for the mean, ``more_share`` of them,
    and ``hours_a_point``: what the last percentage point before it cost, missing on the first row.
    """
    slots_an_hour = pd.Timedelta(hours=1) / pd.Timedelta(grid.slot_length)

    def hours(staffed: pd.DataFrame) -> float:
        return float(required_people(staffed, site, grid, method=method)["scheduled"].sum()) / slots_an_hour

    usual = hours(forecast)
    table = pd.DataFrame(
        {"probability": POINTS, "hours": [hours(safe_days(forecast, grid, point)) for point in POINTS]}
    )
    return table.assign(
        more_hours=table["hours"] - usual,
        more_share=(table["hours"] - usual) / usual if usual else 0.0,
        hours_a_point=table["hours"].diff() / (100 * table["probability"].diff()),
    )
