"""Forecasts made larger or smaller: chance keeps its own size, everything else grows and shrinks in step."""

import re

import numpy as np
import pandas as pd
from scipy import stats

from forecasting.frames import FORECAST
from forecasting.models.days import Floats

SD_90 = float(stats.norm.ppf(0.95))
QUANTILE_NAME = re.compile(r"p(\d+(?:\.\d+)?)")


def quantile_columns(forecast: pd.DataFrame, prefix: str = "") -> dict[str, float]:
    """Return the quantile columns of *forecast*, laid out as FORECAST or with more levels, and the share of each.

    With *prefix* ``day_`` those of day totals.
    """
    names = [str(name) for name in forecast.columns]
    found = {name: QUANTILE_NAME.fullmatch(name.removeprefix(prefix)) for name in names if name.startswith(prefix)}
    return {name: float(match[1]) / 100 for name, match in found.items() if match}


def rescaled(forecast: pd.DataFrame, factors: Floats) -> pd.DataFrame:
    """Return *forecast*, laid out as FORECAST, with each row's contacts times *factors* (0 or more, one a row).

    The bands of contacts split off by chance are wider in proportion: the variance that exceeds a Poisson count's goes
    with the square of the factor, the Poisson part with the factor itself. The bands of a day go by the mean factor
    of its contacts. A factor of 1 changes nothing.
    """
    if len(factors) != len(forecast) or not bool(np.all(np.isfinite(factors) & (factors >= 0))):
        raise ValueError("factors: expected one a row, each finite and 0 or more")
    means = forecast["mean"].to_numpy()
    upper = np.maximum(forecast["p95"].to_numpy() - means, means - forecast["p05"].to_numpy())
    changed = {"mean": means * factors}
    for name in quantile_columns(forecast):
        changed[name] = _moved(forecast[name].to_numpy(), means, upper, factors)
    return FORECAST.check(forecast.assign(**changed, **_days(forecast, factors)))


def _moved(values: Floats, means: Floats, width: Floats, factors: Floats) -> Floats:
    """Return quantiles *values* around *means* after the change; *width* is half the 90 % band before it."""
    variance = (width / SD_90) ** 2
    chance = np.minimum(means, variance)
    kept = (variance - chance) * factors**2 + chance * factors
    ratio = np.sqrt(np.divide(kept, variance, out=factors**2, where=variance > 0))
    moved = np.where(factors == 1.0, values, means * factors + (values - means) * ratio)
    return np.where(factors == 0.0, 0.0, np.maximum(moved, 0.0))


def _days(forecast: pd.DataFrame, factors: Floats) -> dict[str, Floats]:
    first = forecast["day_p95"].notna().to_numpy()
    bands = {name: forecast[name].to_numpy().copy() for name in quantile_columns(forecast, "day_")}
    low, high = bands["day_p05"], bands["day_p95"]
    if not first.any():
        return bands
    # Rows are ordered by queue and start: a day begins where its band stands.
    number = np.maximum(np.cumsum(first) - 1, 0)
    means = forecast["mean"].to_numpy()
    before: Floats = np.bincount(number, means).astype(float)
    after = np.bincount(number, means * factors)
    ratio = np.divide(after, before, out=np.ones(len(before)), where=before > 0)
    width = np.maximum(high[first] - before, before - low[first])
    same = np.bincount(number, factors != 1.0) == 0
    for values in bands.values():
        moved = _moved(values[first], before, width, ratio)
        values[first] = np.where(same, values[first], moved)
    return bands
