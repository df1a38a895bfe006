from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from forecasting.errors import ModelError
from forecasting.models.resolution import onto_grid, step_of
from forecasting.timegrid import TimeGrid

UTC = ZoneInfo("UTC")


def history(step: str, periods: int = 40) -> pd.DataFrame:
    return pd.DataFrame({"start": pd.date_range("2026-01-01", periods=periods, freq=step, tz="UTC", unit="us")})


@given(table=arrays(float, (2, 24), elements=st.floats(0, 1e5)), slot=st.sampled_from([5, 15, 30, 60]))
def test_dividing_hours_keeps_every_hours_sum_and_nothing_falls_below_zero(table: np.ndarray, slot: int) -> None:
    grid = TimeGrid(UTC, date(2026, 1, 1), 2, slot)
    found = onto_grid(table, 60, grid, np.ones(grid.n_slots))
    assert (found >= 0).all()
    assert found.reshape(2, 24, -1).sum(axis=2) == pytest.approx(table, rel=1e-9, abs=1e-9)


def test_dividing_follows_the_rise_of_the_morning() -> None:
    table = np.array([[0.0] * 8 + [10.0, 20.0, 30.0] + [30.0] * 11 + [0.0] * 2])
    grid = TimeGrid(UTC, date(2026, 1, 1), 1, 15)
    found = onto_grid(table, 60, grid, np.ones(96))
    assert (np.diff(found[32:44]) >= 0).all()
    assert found[36] < found[39]
    assert (found[:32] == 0).all()


def test_a_slot_that_the_clock_shows_twice_comes_twice_and_a_skipped_one_never() -> None:
    table = np.tile(np.arange(24.0), (1, 1))
    london = ZoneInfo("Europe/London")
    autumn, spring = TimeGrid(london, date(2025, 10, 26), 1, 60), TimeGrid(london, date(2026, 3, 29), 1, 60)
    assert list(onto_grid(table, 60, autumn, np.ones(25))[:4]) == [0, 1, 1, 2]
    assert list(onto_grid(table, 60, spring, np.ones(23))[:3]) == [0, 2, 3]


@pytest.mark.parametrize(("step", "minutes"), [("5min", 5), ("15min", 15), ("60min", 60), ("1D", 1440)])
def test_the_step_is_found(step: str, minutes: int) -> None:
    assert step_of(history(step)) == minutes


def test_daily_rows_with_gaps_are_daily() -> None:
    assert step_of(history("1D").drop(index=[3, 4, 20])) == 1440


def test_a_step_that_no_grid_has_is_refused() -> None:
    with pytest.raises(ModelError, match="steps of 7 minutes"):
        step_of(history("7min"))
    with pytest.raises(ModelError, match="one interval only"):
        step_of(history("1D", 1))
