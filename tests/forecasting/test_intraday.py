from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.errors import ModelError
from forecasting.intraday import reforecast
from tests.forecasting.small_forecast import GRID, SHANGHAI, actuals, small_forecast

FORECAST = small_forecast({"chat": 60.0})
NOON = datetime(2025, 6, 2, 12, tzinfo=SHANGHAI)
MORNING = range(8, 12)


def local(frame: pd.DataFrame) -> pd.Series:
    moments: pd.Series = frame["start"].dt.tz_convert("Asia/Shanghai")
    return moments


def test_what_has_come_stands_and_other_days_stay() -> None:
    found = reforecast(FORECAST, actuals(FORECAST, 1.5, MORNING), NOON, GRID).forecast
    morning = (local(found).dt.date == GRID.first_day) & local(found).dt.hour.isin(MORNING)
    assert found.loc[morning, ["mean", "p05", "p95"]].to_numpy() == pytest.approx(90.0)
    later = local(found).dt.date > GRID.first_day
    pd.testing.assert_frame_equal(found[later], FORECAST[later])


def test_a_busy_morning_lifts_the_rest_of_the_day_but_not_by_all_of_it() -> None:
    (today,) = reforecast(FORECAST, actuals(FORECAST, 1.3, MORNING), NOON, GRID).queues
    assert 1.1 < today.factor < 1.3
    assert (today.n_seen, today.came) == (4, 4 * 78)


def test_a_sure_forecast_gives_way_less() -> None:
    factors = []
    for sd in (0.02, 0.3):
        forecast = small_forecast({"chat": 60.0}, day_sd=sd)
        factors.append(reforecast(forecast, actuals(forecast, 1.3, MORNING), NOON, GRID).queues[0].factor)
    assert 1.0 < factors[0] < 1.1 < factors[1]


def test_the_last_hours_matter_more_for_the_next_than_for_the_evening() -> None:
    forecast = small_forecast({"chat": 200.0}, day_sd=0.05)
    forecast[["p05", "p95"]] = np.maximum(forecast[["mean"]].to_numpy() * [0.6, 1.4], 0.0)
    seen = actuals(forecast, 1.0, MORNING)
    seen.loc[seen.index[-2:], "offered"] = 300
    found = reforecast(forecast, seen, NOON, GRID).forecast
    rest = found[(local(found).dt.date == GRID.first_day) & local(found).dt.hour.isin(range(12, 22))]["mean"].to_numpy()
    assert rest[0] > rest[4] > rest[9] > 200


def test_the_days_band_closes_in_as_the_day_goes_on() -> None:
    widths = []
    for hour in (10, 14, 20):
        found = reforecast(FORECAST, actuals(FORECAST, 1.0, range(8, hour)), NOON.replace(hour=hour), GRID).forecast
        widths.append(float((found["day_p95"] - found["day_p05"]).iloc[0]))
    assert widths[0] > widths[1] > widths[2]


def test_an_hour_that_nobody_saw_is_no_zero() -> None:
    seen = actuals(FORECAST, 1.0, MORNING).drop(index=[1]).reset_index(drop=True)
    found = reforecast(FORECAST, seen, NOON, GRID)
    assert found.queues[0].factor == pytest.approx(1.0, abs=0.02)
    assert found.forecast["mean"].sum() == pytest.approx(FORECAST["mean"].sum(), rel=0.01)


def test_a_slot_that_is_still_running_does_not_count() -> None:
    seen = actuals(FORECAST, 1.0, range(8, 13))
    seen.loc[seen.index[-1], "offered"] = 3
    (today,) = reforecast(FORECAST, seen, NOON.replace(minute=5), GRID).queues
    assert (today.n_seen, today.came) == (4, 240)


@given(st.floats(0.2, 4.0), st.integers(9, 21))
@settings(max_examples=30, deadline=None)
def test_the_rest_lies_between_what_was_expected_and_what_the_morning_says(factor: float, hour: int) -> None:
    seen = actuals(FORECAST, factor, range(8, hour))
    (today,) = reforecast(FORECAST, seen, NOON.replace(hour=hour), GRID).queues
    low, high = sorted([1.0, (today.came + 0.5) / (today.foretold + 0.5)])
    assert low - 1e-6 <= today.factor <= high + 1e-6


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (datetime(2025, 6, 9, 12, tzinfo=SHANGHAI), "not among the days forecast"),
        (datetime(2025, 6, 2, 8, tzinfo=SHANGHAI), "no whole slot of 2025-06-02"),
    ],
)
def test_a_moment_that_says_nothing_is_refused(moment: datetime, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        reforecast(FORECAST, actuals(FORECAST, 1.0, MORNING), moment, GRID)


def test_actuals_in_longer_steps_are_refused() -> None:
    seen = actuals(FORECAST, 1.0, range(8, 12)).iloc[::2].reset_index(drop=True)
    with pytest.raises(ModelError, match="longer than 60 minutes"):
        reforecast(FORECAST, seen, NOON, GRID)
    assert date(2025, 6, 2) == GRID.first_day


def test_more_levels_than_usual_follow_the_morning_too() -> None:
    more = FORECAST.assign(p99=2 * FORECAST["p95"] - FORECAST["p50"], day_p99=1.2 * FORECAST["day_p95"])
    found = reforecast(more, actuals(FORECAST, 1.3, MORNING), NOON, GRID).forecast
    today = found[local(found).dt.date == GRID.first_day]
    assert today["p99"].iloc[9] == pytest.approx(78)
    assert today["p99"].iloc[13] > today["p95"].iloc[13] > FORECAST["p95"].iloc[13]
    assert today["day_p99"].iloc[0] > today["day_p95"].iloc[0]
