import os
from pathlib import Path

import pytest

from benchmarks.forecast_bench.rows import Row
from benchmarks.forecast_bench.series import load
from benchmarks.forecasting import scored
from forecasting.backtest import Origins

HERE = Path(__file__).parents[3]
DATA = Path(os.environ.get("WATCHBILL_DATA", HERE.parent / "shared" / "data")) / "history"
NAMES = ("bank_calls_30min", "online_retail_30min", "yuebao_daily")


@pytest.fixture(scope="module", params=NAMES)
def rows(request: pytest.FixtureRequest) -> dict[str, Row]:
    path = DATA / f"{request.param}.csv"
    if not path.exists():
        pytest.skip(f"{DATA} is missing")
    return {row.model: row for row in scored(load(path), ["naive"], Origins(5))}


def test_the_core_beats_the_naive_forecasts_on_real_series(rows: dict[str, Row]) -> None:
    core = rows["watchbill"].wape
    assert core < 0.85 * rows["seasonal-naive"].wape
    assert core < rows["four-week-mean"].wape


def test_the_bands_of_real_series_hold_about_nine_times_in_ten(rows: dict[str, Row]) -> None:
    assert 0.78 <= rows["watchbill"].coverage90 <= 0.98
