from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from forecasting.errors import StaffingError
from forecasting.frames import FORECAST
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site
from forecasting.staffing import Method, price_of_safety, required_people, safe_days, staffed_for, why
from forecasting.timegrid import TimeGrid

SHANGHAI = ZoneInfo("Asia/Shanghai")
GRID = TimeGrid(SHANGHAI, date(2026, 11, 9), 2, 60)
PHONE = Queue("phone", opening=OpeningHours((ALL_DAY,) * 7, special=None), patience_seconds=120, redial_share=0.4)
SITE = Site("test", SHANGHAI, (PHONE,), 60)


def forecast(low: float = 1800.0, high: float = 3200.0) -> pd.DataFrame:
    """A hundred contacts an hour; the day between *low* and *high* in nine of ten cases."""
    slots = GRID.n_slots
    first = np.arange(slots) % (slots // 2) == 0
    frame = pd.DataFrame(
        {
            "queue": pd.Series(["phone"] * slots, dtype="str"),
            "start": pd.DatetimeIndex([GRID.instant(slot) for slot in range(slots)]).as_unit("us"),
            "mean": 100.0,
            **{
                name: 100.0 * share
                for name, share in zip(("p05", "p25", "p50", "p75", "p95"), (0.8, 0.9, 1, 1.1, 1.2), strict=True)
            },
            "aht_seconds": 300.0,
            "day_p05": np.where(first, low, np.nan),
            "day_p95": np.where(first, high, np.nan),
        }
    )
    return FORECAST.check(frame)


def test_a_quantile_between_the_forecasts_own_is_between_them() -> None:
    middle = staffed_for(forecast(), "p85")["mean"]
    assert middle.between(110, 120, inclusive="neither").all()
    assert staffed_for(forecast(), "p75")["mean"].to_numpy() == pytest.approx(110)


@pytest.mark.parametrize("volume", ["p99", "median", "p1", ""])
def test_other_words_are_no_volume(volume: str) -> None:
    with pytest.raises(ValueError, match="expected mean, or a quantile from p05 to p95"):
        staffed_for(forecast(), volume)


@pytest.mark.parametrize(("probability", "total"), [(0.05, 1800.0), (0.95, 3200.0), (0.5, 2400.0)])
def test_a_days_volume_is_that_quantile_of_its_total(probability: float, total: float) -> None:
    safe = safe_days(forecast(), GRID, probability)
    assert safe["mean"].iloc[: GRID.n_slots // 2].sum() == pytest.approx(total, rel=0.002)


def test_days_without_a_band_are_refused() -> None:
    with pytest.raises(
        StaffingError, match="2 days of the forecast have no band of the day's total, the first 2026-11-09"
    ):
        safe_days(forecast(np.nan, np.nan), GRID, 0.9)


def test_each_point_of_safety_costs_more_than_the_one_before() -> None:
    table = price_of_safety(forecast(), SITE, GRID)
    assert table["hours"].is_monotonic_increasing
    assert (table["hours_a_point"].dropna() > 0).all()
    assert table["hours_a_point"].iloc[-1] > table["hours_a_point"].iloc[2]


@pytest.mark.parametrize("method", list(Method))
def test_an_explanation_tells_the_numbers_of_the_table(method: Method) -> None:
    needed = required_people(forecast(), SITE, GRID, method=method)
    found = why(forecast(), SITE, GRID, "phone", GRID.local(10), method=method)
    row = needed.iloc[10]
    assert (found.agents, found.scheduled, found.reason) == (row["agents"], row["scheduled"], row["reason"])
    assert (found.contacts, found.erlangs) == (row["contacts"], row["erlangs"])
    assert found.dialled_again > 0
    assert max(need for _, need in found.needs) == found.agents
    answered = [met.answered_within for met in found.around]
    assert answered == sorted(answered)


def test_queues_and_moments_that_are_not_there_cannot_be_explained() -> None:
    with pytest.raises(StaffingError, match="queue fax is not in the forecast, which has phone"):
        why(forecast(), SITE, GRID, "fax", GRID.local(0))
    with pytest.raises(StaffingError, match="is not within the days from 2026-11-09 to 2026-11-10"):
        why(forecast(), SITE, GRID, "phone", GRID.local(GRID.n_slots))
