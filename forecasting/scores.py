"""How good a forecast was: errors in proportion to the volume, and how often the bands held."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from forecasting.timegrid import MINUTES_A_DAY, TimeGrid

Floats = npt.NDArray[np.float64]


def wape(came: Floats, foretold: Floats) -> float:
    """Return the sum of absolute errors over the sum of what came, 0.1 for 10 %; NaN where nothing came."""
    total = float(np.sum(came))
    return float(np.sum(np.abs(came - foretold))) / total if total > 0 else float("nan")


def bias(came: Floats, foretold: Floats) -> float:
    """Return by how much the sum was overestimated, as a share of what came; NaN where nothing came."""
    total = float(np.sum(came))
    return float(np.sum(foretold)) / total - 1 if total > 0 else float("nan")


def coverage(came: Floats, low: Floats, high: Floats) -> float:
    """Return the share of values within [low, high], both included; NaN without values."""
    return float(np.mean((came >= low) & (came <= high))) if len(came) else float("nan")


def pinball(came: Floats, quantile: Floats, share: float) -> Floats:
    """Return the loss of each *quantile* of *share* (0.05 for the 5 % one), doubled: that of 0.5 is the absolute error."""
    short = came - quantile
    return np.asarray(2 * np.maximum(share * short, (share - 1) * short))


def poisson_error(means: Floats) -> Floats:
    """Return the mean absolute error of whoever knows the true *means* of Poisson counts: no model can do better.

    The mean deviation of a Poisson count, De Moivre's: 2 m^(k+1) e^(-m) / k! with k the whole part of m.
    """
    whole = np.floor(means)
    safe = np.where(means > 0, means, 1.0)
    return np.where(means > 0, 2 * np.exp((whole + 1) * np.log(safe) - means - special.gammaln(whole + 1)), 0.0)


def floor_wape(came: Floats) -> float:
    """Return the WAPE that pure chance leaves to the best model, taking what came for the true means."""
    total = float(np.sum(came))
    return float(np.sum(poisson_error(came))) / total if total > 0 else float("nan")


def beside(forecast: pd.DataFrame, history: pd.DataFrame, grid: TimeGrid, step_minutes: int) -> pd.DataFrame:
    """Return *forecast*, laid out as FORECAST, beside what *history*, laid out as HISTORY, says came.

    One row a queue and slot of *grid*, or local day where *step_minutes* is 1440, of which the history has a row:
    ``queue``, ``day``, ``start``, ``came``, ``mean``, ``p05``, ``p50``, ``p95``, and of the whole local day
    ``day_mean``, ``day_p05``, ``day_p95``. The row of a day starts with it and has the day's quantiles, its ``p50``
    being the mean. Steps finer than the slots are added up; coarser ones, short of a day, cannot be compared by slot.
    """
    if MINUTES_A_DAY > step_minutes > grid.slot_minutes:
        raise ValueError(f"history in steps of {step_minutes} minutes beside slots of {grid.slot_minutes} minutes")
    daily = step_minutes == MINUTES_A_DAY
    slots = _with_days(forecast, grid)
    rows = _with_days(history[(history["start"] >= grid.origin) & (history["start"] < grid.end)], grid)
    whole = slots.groupby(["queue", "day"]).agg(
        day_mean=("mean", "sum"), day_p05=("day_p05", "max"), day_p95=("day_p95", "max"), first=("start", "min")
    )
    if daily:
        foretold = whole.assign(
            mean=whole["day_mean"], p05=whole["day_p05"], p50=whole["day_mean"], p95=whole["day_p95"]
        )
        came = rows.groupby(["queue", "day"])["offered"].sum().astype(float).rename("came")
        return foretold.join(came, how="inner").rename(columns={"first": "start"}).reset_index()
    elapsed = (rows["start"] - pd.Timestamp(grid.origin)) // pd.Timedelta(grid.slot_length)
    rows["start"] = pd.Timestamp(grid.origin) + elapsed * pd.Timedelta(grid.slot_length)
    came = rows.groupby(["queue", "start"])["offered"].sum().astype(float).rename("came")
    kept = slots[["queue", "day", "start", "mean", "p05", "p50", "p95"]]
    found = kept.join(came, on=["queue", "start"], how="inner").join(whole.drop(columns="first"), on=["queue", "day"])
    return found.reset_index(drop=True)


def _with_days(frame: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    return frame.assign(day=frame["start"].dt.tz_convert(str(grid.zone)).dt.date)


def by_day(forecast: pd.DataFrame, history: pd.DataFrame, grid: TimeGrid, step_minutes: int) -> pd.DataFrame:
    """Return the same by local day with the bands of day totals, and ``lead``: 1 for the first day of *grid*.

    Slots without a row in the history count on neither side; the band of their day is NaN unless hardly anything was
    expected in them.
    """
    days = day_totals(beside(forecast, history, grid, step_minutes), ["queue", "day"])
    days["lead"] = [(day - grid.first_day).days + 1 for day in days["day"]]
    return days


def day_totals(found: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return the rows of ``beside`` summed by *key*, one row a local day: ``came``, ``mean``, ``p05``, ``p95``.

    The band is NaN where slots are missing in which more than 1 % of the day was expected.
    """
    days = found.groupby(key, sort=True).agg(
        came=("came", "sum"),
        mean=("mean", "sum"),
        whole=("day_mean", "max"),
        p05=("day_p05", "max"),
        p95=("day_p95", "max"),
    )
    complete = days["mean"] >= 0.99 * days.pop("whole")
    days["p05"], days["p95"] = days["p05"].where(complete), days["p95"].where(complete)
    return days.reset_index()
