"""Scores of one model on one series, from a backtest."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from benchmarks.forecast_bench.series import Series, marks_on
from forecasting.accuracy import days_of, pinball_of, with_band
from forecasting.scores import bias, coverage, floor_wape, wape


@dataclass(frozen=True, slots=True)
class Row:
    """Shares, not percentages; NaN where there is nothing to say.

    *wape*, *event_wape* and *floor_wape* are of day totals of queues, *slot_wape* of slots; *mase* and *pinball* are
    relative to the mean change of day totals from week to week before the origin; *seconds* are those of a fit and
    forecast of all queues from one origin.
    """

    series: str
    model: str
    wape: float
    event_wape: float
    mase: float
    pinball: float
    coverage90: float
    coverage90_events: float
    floor_wape: float
    seconds: float
    slot_wape: float
    bias: float
    days: int
    event_days: int
    origins: int

    def document(self) -> dict[str, object]:
        """Return the row for JSON, None where there is nothing to say."""
        return {name: None if value != value else value for name, value in asdict(self).items()}  # noqa: PLR0124  # NaN


def rows_of(tried: pd.DataFrame, series: Series) -> list[Row]:
    """Return the scores of each model in *tried*, laid out as BACKTEST, in the order of its rows."""
    days = days_of(tried, series.calendar)
    marked = {day: bool(marks_on(series.calendar, day)) for day in days["day"].unique()}
    days = days.assign(eventful=days["day"].map(marked))
    return [
        _row(series, str(name), days[days["model"] == name], tried[tried["model"] == name]) for name in _order(tried)
    ]


def _order(tried: pd.DataFrame) -> Sequence[str]:
    return [str(name) for name in tried["model"].drop_duplicates()]


def _row(series: Series, name: str, days: pd.DataFrame, slots: pd.DataFrame) -> Row:
    events, banded = days[days["eventful"]], with_band(days)
    scaled = days[days["day_scale"].notna()]
    pinballs = banded[banded["day_scale"].notna()]
    has_spread = bool((banded["p95"] > banded["p05"]).any())
    trials = slots.drop_duplicates("origin")
    return Row(
        series=series.name,
        model=name,
        wape=_wape(days),
        event_wape=_wape(events),
        mase=_mean((scaled["came"] - scaled["mean"]).abs() / scaled["day_scale"]),
        pinball=_mean(pinball_of(pinballs) / pinballs["day_scale"]),
        coverage90=_coverage(banded) if has_spread else np.nan,
        coverage90_events=_coverage(banded[banded["eventful"]]) if has_spread else np.nan,
        floor_wape=floor_wape(days["came"].to_numpy(float)),
        seconds=float(trials["seconds"].mean()),
        slot_wape=np.nan if series.is_daily else _wape(slots),
        bias=bias(days["came"].to_numpy(float), days["mean"].to_numpy(float)),
        days=len(days),
        event_days=len(events),
        origins=len(trials),
    )


def _wape(rows: pd.DataFrame) -> float:
    return wape(rows["came"].to_numpy(float), rows["mean"].to_numpy(float))


def _coverage(rows: pd.DataFrame) -> float:
    return coverage(rows["came"].to_numpy(float), rows["p05"].to_numpy(float), rows["p95"].to_numpy(float))


def _mean(values: pd.Series) -> float:
    return float(values.mean()) if len(values) else np.nan
