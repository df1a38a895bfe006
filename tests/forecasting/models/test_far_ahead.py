from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.models.loglinear import LogLinear
from forecasting.timegrid import TimeGrid
from tests.forecasting.models.made_centre import SHANGHAI, MadeCentre

FIRST = date(2023, 1, 2)
AHEAD_DAYS = 546


def eighteen_months(growth: float, noise: float, days: int, seed: int = 1) -> pd.DataFrame:
    """Return by day what is expected 18 months ahead of *days* days that grow by *growth* a year: mean, p05, p95."""
    random = np.random.default_rng(seed)
    logs = np.log1p(growth) * np.arange(days) / 365.25 + random.normal(0, noise, days)
    levels = {FIRST + timedelta(days=index): 3000.0 * float(np.exp(log)) for index, log in enumerate(logs)}
    centre = MadeCentre(levels.__getitem__, country="none", seed=seed)
    history = centre.history(FIRST, days)
    grid = TimeGrid(SHANGHAI, FIRST + timedelta(days=days), AHEAD_DAYS, 60)
    calendar = centre.calendar(FIRST, grid.last_day)
    forecast = LogLinear().fit(history, centre.site(), calendar).predict(grid)
    found = forecast.groupby(forecast["start"].dt.tz_convert(SHANGHAI).dt.date).agg(
        mean=("mean", "sum"), low=("day_p05", "max"), high=("day_p95", "max")
    )
    return found.reset_index(drop=True).assign(last=3000.0 * (1 + growth) ** (days / 365.25))


@settings(max_examples=8, deadline=None)
@given(st.floats(-0.5, 1.0), st.floats(0.02, 0.3), st.sampled_from([30, 200, 400, 800]), st.integers(0, 99))
def test_no_trend_explodes_or_dies_within_eighteen_months(growth: float, noise: float, days: int, seed: int) -> None:
    found = eighteen_months(growth, noise, days, seed)
    ratio = found["mean"] / found["last"]
    slower, faster = sorted([1.0, (1 + growth) ** 1.5])
    assert ratio.min() > 0.6 * slower
    assert ratio.max() < 1.6 * faster
    assert (found["high"] < 8 * found["mean"]).all()
    assert (found["low"] > found["mean"] / 12).all()


def test_bands_widen_with_the_days_ahead_and_stay_within_reason() -> None:
    found = eighteen_months(0.0, 0.06, 735)
    width = (found["high"] - found["low"]) / found["mean"]
    by_quarter = width.groupby(found.index // 91).mean()
    assert (by_quarter.diff().dropna() > 0).all()
    assert by_quarter.iloc[-1] < 0.75
    assert width.iloc[28:].min() >= 0.9 * width.iloc[:28].max()


def test_a_restless_level_keeps_wider_bands_than_a_steady_one() -> None:
    steady, restless = (eighteen_months(0.0, noise, 735) for noise in (0.03, 0.2))
    widths = [float(((one["high"] - one["low"]) / one["mean"]).iloc[-91:].mean()) for one in (steady, restless)]
    assert widths[0] < 0.8 * widths[1]


def test_a_constant_history_stays_constant_for_eighteen_months() -> None:
    centre = MadeCentre(lambda _day: 3000.0, country="none")
    history = centre.history(FIRST, 420).assign(offered=150)
    grid = TimeGrid(SHANGHAI, FIRST + timedelta(days=420), AHEAD_DAYS, 60)
    forecast = LogLinear().fit(history, centre.site(), centre.calendar(FIRST, grid.last_day)).predict(grid)
    assert forecast["mean"].to_numpy() == pytest.approx(np.full(len(forecast), 150.0), rel=0.01)
