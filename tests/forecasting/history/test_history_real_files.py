import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forecasting.history import Found, HistoryOptions, HistoryRead, read_history
from forecasting.history.report import Cut, RepeatedHour

DATA = Path(os.environ.get("WATCHBILL_DATA") or Path(__file__).parents[4] / "shared" / "data")
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA} is missing")


def read(name: str, zone: str) -> HistoryRead:
    return read_history([DATA / name], HistoryOptions(zone=ZoneInfo(zone)))


def test_the_contact_centre_of_475_reads_whole() -> None:
    found = read("callcentre_475/volume_15min.csv", "Etc/GMT-3")
    assert found.history["offered"].sum() == 634_078
    assert found.step_minutes == 15
    assert found.history["aht_seconds"].notna().all()
    assert found.mapping[0].ignored == ("service_level", "art")
    assert {choice.found for choice in found.mapping[0].choices} == {Found.NAME}
    assert found.report.gaps == ()
    assert found.report.cut_days == ()


def test_the_bank_is_closed_at_weekends_and_on_holidays() -> None:
    found = read("history/bank_calls_30min.csv", "America/New_York")
    pattern = found.report.opening[0]
    assert [" ".join(map(str, spans or ())) for spans in pattern.weekdays] == ["07:00-21:00"] * 5 + ["", ""]
    assert len(found.history) == 4592
    assert "2003-07-04" in {f"{gap.start:%Y-%m-%d}" for gap in found.report.gaps}
    assert found.report.outside == ()


def test_the_shop_is_closed_on_saturdays_and_its_last_day_is_cut() -> None:
    found = read("history/online_retail_30min.csv", "Europe/London")
    assert found.report.opening[0].weekdays[5] == ()
    assert [cut.how for cut in found.report.cut_days] == [Cut.ROWS_END]
    assert found.report.clock_changes[0].outcome is RepeatedHour.SKIPPED_EMPTY
    assert found.history["offered"].sum() == 53_628


def test_the_ambulances_have_four_queues_and_missing_hours() -> None:
    found = read("history/nyc_ems_hourly.csv", "America/New_York")
    assert len(found.report.queues) == 4
    assert len(found.history) == 210_336 - 32
    assert found.report.empty_rows == 8  # the other 24 stand at hours that the clock skipped
    assert {change.outcome for change in found.report.clock_changes} == {
        RepeatedHour.SKIPPED_EMPTY,
        RepeatedHour.FIRST_ONLY,
    }


@pytest.mark.parametrize(
    ("name", "zone", "rows", "gaps"),
    [("peyton_daily", "America/New_York", 2905, 29), ("yuebao_daily", "Asia/Shanghai", 427, 0)],
)
def test_daily_series_are_read_as_days(name: str, zone: str, rows: int, gaps: int) -> None:
    found = read(f"history/{name}.csv", zone)
    assert found.step_minutes == 1440
    assert (len(found.history), len(found.report.gaps)) == (rows, gaps)
    assert (found.history["start"].dt.tz_convert(zone).dt.hour == 0).all()
