from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.calendar import event_calendar
from forecasting.frames import QUANTILES
from forecasting.models import LogLinear
from forecasting.models.loglinear import FittedLogLinear
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site
from forecasting.timegrid import TimeGrid

ZONE = ZoneInfo("Europe/London")
FIRST = date(2025, 1, 6)
OPEN = OpeningHours((ALL_DAY,) * 7, ALL_DAY)


def history(days: int, queues: dict[str, np.ndarray]) -> pd.DataFrame:
    """Return daily totals by queue, laid out as HISTORY."""
    starts = [TimeGrid(ZONE, FIRST, days, 60).slot_at(FIRST + timedelta(days=day), 0) for day in range(days)]
    instants = [TimeGrid(ZONE, FIRST, days, 60).instant(slot) for slot in starts]
    rows = [
        pd.DataFrame(
            {
                "queue": pd.Series([name] * days, dtype="str"),
                "start": pd.to_datetime(instants, utc=True).as_unit("us"),
                "offered": values.astype("int64"),
                "aht_seconds": np.full(days, 200.0),
            }
        )
        for name, values in queues.items()
    ]
    return pd.concat(rows, ignore_index=True)


def site_of(frame: pd.DataFrame) -> Site:
    return Site("made", ZONE, tuple(Queue(name, opening=OPEN) for name in sorted(set(frame["queue"]))), 60, "GB")


def fitted(frame: pd.DataFrame, days: int) -> FittedLogLinear:
    site = site_of(frame)
    calendar = event_calendar("GB", ZONE, FIRST, FIRST + timedelta(days=days + 60))
    return LogLinear(1440).fit(frame, site, calendar)


def horizon(days: int) -> TimeGrid:
    return TimeGrid(ZONE, FIRST + timedelta(days=days), 14, 60)


def busy(days: int, seed: int, mean: float = 40_000.0) -> np.ndarray:
    random = np.random.default_rng(seed)
    week = np.tile([1.1, 1.0, 1.0, 0.95, 1.0, 0.6, 0.5], days // 7 + 1)[:days]
    return np.asarray(np.round(mean * week * np.exp(random.normal(0, 0.08, days))))


@settings(max_examples=8, deadline=None)
@given(factor=st.integers(2, 40), seed=st.integers(0, 1000), days=st.sampled_from([60, 200]))
def test_scaling_volumes_scales_forecasts(factor: int, seed: int, days: int) -> None:
    values = busy(days, seed)
    once = fitted(history(days, {"calls": values}), days).predict(horizon(days))["mean"].to_numpy()
    more = fitted(history(days, {"calls": factor * values}), days).predict(horizon(days))["mean"].to_numpy()
    assert more == pytest.approx(factor * once, rel=0.01)  # chance weighs less in larger counts


@settings(max_examples=5, deadline=None)
@given(order=st.permutations(["a", "b", "c"]), seed=st.integers(0, 1000))
def test_permuting_queues_permutes_forecasts(order: list[str], seed: int) -> None:
    days = 90
    values = {name: busy(days, seed + place) for place, name in enumerate("abc")}
    renamed = {new: values[old] for new, old in zip("abc", order, strict=True)}
    plain = fitted(history(days, values), days).predict(horizon(days))
    other = fitted(history(days, renamed), days).predict(horizon(days))
    for new, old in zip("abc", order, strict=True):
        was, now = (frame[frame["queue"] == name] for frame, name in ((plain, old), (other, new)))
        pd.testing.assert_frame_equal(
            was.drop(columns="queue").reset_index(drop=True), now.drop(columns="queue").reset_index(drop=True)
        )


@pytest.mark.parametrize("days", [30, 120, 500])
def test_a_constant_history_gives_a_constant_forecast(days: int) -> None:
    frame = fitted(history(days, {"calls": np.full(days, 7000.0)}), days).predict(horizon(days))
    totals = frame.groupby(frame["start"].dt.tz_convert(ZONE).dt.date)["mean"].sum()
    assert totals.to_numpy() == pytest.approx(np.full(14, 7000.0), rel=0.01)


def test_the_same_history_gives_the_same_forecast_to_the_last_bit() -> None:
    frame = history(200, {"calls": busy(200, 3)})
    once, again = (fitted(frame, 200).predict(horizon(200)) for _ in range(2))
    pd.testing.assert_frame_equal(once, again, check_exact=True)


def test_several_processes_give_the_same_forecast_to_the_last_bit() -> None:
    frame = history(60, {name: busy(60, place) for place, name in enumerate("abc")})
    site, calendar = site_of(frame), event_calendar("GB", ZONE, FIRST, FIRST + timedelta(days=120))
    alone, shared = (LogLinear(1440, workers).fit(frame, site, calendar).predict(horizon(60)) for workers in (1, 2))
    pd.testing.assert_frame_equal(alone, shared, check_exact=True)


def test_more_levels_are_more_columns_in_order() -> None:
    frame = fitted(history(120, {"calls": busy(120, 5)}), 120).predict_levels(horizon(120), (0.025, 0.9, 0.975))
    slots = frame[["p2.5", "p05", "p25", "p50", "p75", "p90", "p95", "p97.5"]].to_numpy()
    days = frame[["day_p2.5", "day_p05", "day_p90", "day_p95", "day_p97.5"]].dropna().to_numpy()
    assert (np.diff(slots, axis=1) >= 0).all()
    assert (np.diff(days, axis=1) > 0).all()
    assert len(days) == 14
    assert set(QUANTILES) <= set(frame.columns)


def test_a_level_that_is_no_share_is_refused() -> None:
    model = fitted(history(60, {"calls": busy(60, 5)}), 60)
    with pytest.raises(ValueError, match=r"quantile levels \[1, 90\]"):
        model.predict_levels(horizon(60), (0.9, 1, 90))
