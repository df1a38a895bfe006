from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from forecasting.scores import beside, bias, by_day, coverage, wape
from forecasting.timegrid import TimeGrid

LONDON = ZoneInfo("Europe/London")
GRID = TimeGrid(LONDON, date(2026, 3, 28), 2, 60)  # 29 March has 23 hours


def forecast(mean: float) -> pd.DataFrame:
    starts = pd.date_range(GRID.origin, periods=GRID.n_slots, freq="h")
    days = starts.tz_convert("Europe/London").date
    first = np.r_[True, days[1:] != days[:-1]]
    frame = pd.DataFrame({"queue": "a", "start": starts, "mean": mean, "p05": mean - 1, "p50": mean, "p95": mean + 1})
    return frame.assign(day_p05=np.where(first, 10.0, np.nan), day_p95=np.where(first, 90.0, np.nan))


def history(step_minutes: int, offered: int) -> pd.DataFrame:
    starts = pd.date_range(GRID.origin, GRID.end, freq=f"{step_minutes}min", inclusive="left")
    return pd.DataFrame({"queue": "a", "start": starts, "offered": offered})


def test_errors_are_shares_of_what_came() -> None:
    came, foretold = np.array([10.0, 30.0]), np.array([20.0, 28.0])
    assert wape(came, foretold) == pytest.approx(12 / 40)
    assert bias(came, foretold) == pytest.approx(8 / 40)
    assert np.isnan(wape(np.zeros(2), foretold))


def test_the_edges_of_a_band_belong_to_it() -> None:
    assert coverage(np.array([1.0, 2.0, 4.0, 0.0]), np.full(4, 1.0), np.full(4, 3.0)) == 0.5


def test_finer_steps_are_added_up_to_slots() -> None:
    found = beside(forecast(4.0), history(15, 1), GRID, 15)
    assert len(found) == 47
    assert (found["came"] == 4).all()
    assert (found["p95"] == 5).all()


def test_daily_totals_meet_all_slots_of_their_day() -> None:
    rows = pd.DataFrame({"queue": "a", "start": [GRID.instant(0), GRID.instant(24)], "offered": [100, 50]})
    found = by_day(forecast(2.0), rows, GRID, 1440)
    assert list(found["came"]) == [100, 50]
    assert list(found["mean"]) == [48, 46]
    assert list(found["lead"]) == [1, 2]
    assert list(found["p95"]) == [90, 90]


def test_a_day_with_gaps_is_compared_where_both_know_and_has_no_band() -> None:
    found = by_day(forecast(2.0), history(60, 3)[6:], GRID, 60)
    assert list(found["mean"]) == [36, 46]
    assert list(found["came"]) == [54, 69]
    assert np.isnan(found["p05"][0])
    assert found["p05"][1] == 10


def test_steps_coarser_than_the_slots_are_refused() -> None:
    fine = TimeGrid(LONDON, date(2026, 3, 28), 2, 15)
    with pytest.raises(ValueError, match="steps of 60 minutes beside slots of 15"):
        beside(forecast(2.0), history(60, 3), fine, 60)
