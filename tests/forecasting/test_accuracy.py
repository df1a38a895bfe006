from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from forecasting.accuracy import accuracy, accuracy_report, against, by_event, days_of, in_one
from forecasting.calendar import EventCalendar, event_calendar
from forecasting.scores import floor_wape, pinball, poisson_error

LONDON = ZoneInfo("Europe/London")
FIRST = date(2026, 3, 23)  # the clock changes on 29 March
HOLIDAY = FIRST + timedelta(days=8)


def calendar() -> EventCalendar:
    plain = event_calendar("none", LONDON, FIRST, FIRST + timedelta(days=30))
    return EventCalendar(LONDON, plain.first, plain.last, holidays={HOLIDAY: "Spring Day"})


def tried(model: str, mean: float, came: float = 10.0, days: int = 14) -> pd.DataFrame:
    origin = pd.Timestamp(FIRST, tz=str(LONDON))
    walls = pd.date_range(pd.Timestamp(FIRST), periods=days, freq="D").repeat(2)
    walls += pd.to_timedelta(np.tile([9, 18], days), unit="h")
    starts = walls.tz_localize(str(LONDON)).tz_convert("UTC")
    rows = pd.DataFrame({"start": starts, "lead_days": np.repeat(np.arange(1, days + 1), 2)})
    return rows.assign(
        model=model,
        origin=origin.tz_convert("UTC"),
        queue="a",
        came=came,
        mean=mean,
        p05=mean - 2,
        p50=mean,
        p95=mean + 2,
        day_mean=2 * mean,
        day_p05=2 * mean - 3,
        day_p95=2 * mean + 3,
        day_scale=np.nan,
        seconds=0.1,
    )


def test_days_add_up_their_slots_and_carry_the_days_band() -> None:
    days = days_of(tried("one", 11.0), calendar())
    assert len(days) == 14
    assert set(days["came"]) == {20.0}
    assert set(days["p95"]) == {25.0}
    assert days["lead_week"].tolist() == [1] * 7 + [2] * 7


def test_a_day_with_missing_slots_has_no_band_and_does_not_count_for_coverage() -> None:
    rows = tried("one", 11.0).iloc[1:]
    days = days_of(rows, calendar())
    assert np.isnan(days["p95"].iloc[0])
    assert accuracy(days)["coverage"].iloc[0] == 1.0
    assert accuracy(days)["rows"].iloc[0] == 14


def test_the_sum_of_queues_is_told_where_all_of_them_are_known() -> None:
    high, low = tried("one", 11.0), tried("one", 9.0).assign(queue="b").iloc[2:]
    report = accuracy_report(pd.concat([high, low]), calendar())
    site = report["site"].iloc[0]
    assert (site["rows"], site["came"]) == (13, 13 * 40.0)
    assert site["wape"] == pytest.approx(0.0)  # one queue too high, the other too low
    assert np.isnan(site["coverage"])
    assert np.isnan(site["pinball"])
    assert "site" not in accuracy_report(high, calendar())


def test_errors_are_told_by_model_and_by_week() -> None:
    days = days_of(pd.concat([tried("near", 11.0), tried("far", 15.0)]), calendar())
    table = accuracy(days, ["lead_week"]).set_index(["model", "lead_week"])
    assert table.loc[("near", 1), "wape"] == pytest.approx(0.1)
    assert table.loc[("far", 2), "wape"] == pytest.approx(0.5)
    assert table.loc[("far", 2), "bias"] == pytest.approx(0.5)
    assert table.loc[("near", 1), "coverage"] == 1.0
    assert table.loc[("far", 1), "coverage"] == 0.0


def test_events_are_told_apart_from_ordinary_days() -> None:
    days = by_event(days_of(tried("one", 11.0), calendar()))
    assert days["event"].tolist() == ["Spring Day"]
    assert days["day"].tolist() == [HOLIDAY]


def test_the_report_has_every_cut_and_goes_into_one_table() -> None:
    report = accuracy_report(pd.concat([tried("near", 11.0), tried("far", 15.0)]), calendar())
    assert set(report) == {"", "lead_week", "queue", "event", "local_hour"}
    assert set(report["local_hour"]["local_hour"]) == {9, 18}
    assert against(report[""], "far").tolist() == pytest.approx([0.0, 0.8])
    table = in_one(report)
    assert set(table["by"]) == {"", "lead_week", "queue", "event", "local_hour"}
    assert len(table) == 2 * (1 + 2 + 1 + 1 + 2)


def test_a_model_without_a_band_has_no_coverage() -> None:
    rows = tried("one", 10.0).assign(day_p05=20.0, day_p95=20.0)
    assert np.isnan(accuracy(days_of(rows, calendar()))["coverage"].iloc[0])


def test_the_pinball_loss_of_the_median_is_the_absolute_error() -> None:
    came, told = np.array([10.0, 4.0]), np.array([7.0, 9.0])
    assert pinball(came, told, 0.5).tolist() == pytest.approx([3.0, 5.0])
    assert pinball(came, told, 0.95).tolist() == pytest.approx([2 * 0.95 * 3, 2 * 0.05 * 5])


def test_no_model_knows_poisson_counts_better_than_their_mean_deviation() -> None:
    means = np.array([0.3, 4.0, 4.5, 250.0])
    draws = np.random.default_rng(5).poisson(means, (200_000, 4))
    assert poisson_error(means) == pytest.approx(np.abs(draws - means).mean(axis=0), rel=0.01)
    assert poisson_error(np.array([0.0, 1e8]))[1] == pytest.approx(np.sqrt(2e8 / np.pi), rel=1e-3)
    assert np.isnan(floor_wape(np.zeros(3)))
