"""How good a forecast was: errors in proportion to the volume, and how often the bands held."""

import numpy as np
import numpy.typing as npt
import pandas as pd

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


def beside(forecast: pd.DataFrame, history: pd.DataFrame, grid: TimeGrid, step_minutes: int) -> pd.DataFrame:
    """Return *forecast*, laid out as FORECAST, beside what *history*, laid out as HISTORY, says came.

    One row a queue and slot of *grid*, or local day where *step_minutes* is 1440, of which the history has a row:
    ``queue``, ``day``, ``came``, ``mean``, ``p05``, ``p95``. Steps finer than the slots are added up; coarser ones,
    short of a day, cannot be compared by slot.
    """
    if MINUTES_A_DAY > step_minutes > grid.slot_minutes:
        raise ValueError(f"history in steps of {step_minutes} minutes beside slots of {grid.slot_minutes} minutes")
    zone = str(grid.zone)
    daily = step_minutes == MINUTES_A_DAY
    low, high = ("day_p05", "day_p95") if daily else ("p05", "p95")
    slots = forecast.assign(day=forecast["start"].dt.tz_convert(zone).dt.date)
    rows = history.assign(day=history["start"].dt.tz_convert(zone).dt.date)
    if not daily:
        elapsed = (rows["start"] - pd.Timestamp(grid.origin)) // pd.Timedelta(grid.slot_length)
        rows["start"] = pd.Timestamp(grid.origin) + elapsed * pd.Timedelta(grid.slot_length)
    key = ["queue", "day"] if daily else ["queue", "day", "start"]
    foretold = slots.groupby(key).agg(mean=("mean", "sum"), p05=(low, "max"), p95=(high, "max"))
    came = rows.groupby(key)["offered"].sum().astype(float).rename("came")
    return foretold.join(came, how="inner").reset_index()


def by_day(forecast: pd.DataFrame, history: pd.DataFrame, grid: TimeGrid, step_minutes: int) -> pd.DataFrame:
    """Return the same by local day with the bands of day totals, and ``lead``: 1 for the first day of *grid*.

    Slots without a row in the history count on neither side; the band of their day is NaN unless hardly anything was
    expected in them.
    """
    found = beside(forecast, history, grid, step_minutes)
    zone = str(grid.zone)
    days = found.groupby(["queue", "day"]).agg(came=("came", "sum"), mean=("mean", "sum"))
    slots = forecast.assign(day=forecast["start"].dt.tz_convert(zone).dt.date)
    whole = slots.groupby(["queue", "day"]).agg(all=("mean", "sum"), p05=("day_p05", "max"), p95=("day_p95", "max"))
    days = days.join(whole)
    complete = days["mean"] >= 0.99 * days.pop("all")
    days["p05"], days["p95"] = days["p05"].where(complete), days["p95"].where(complete)
    days = days.reset_index()
    days["lead"] = [(day - grid.first_day).days + 1 for day in days["day"]]
    return days
