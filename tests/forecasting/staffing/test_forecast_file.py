from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from forecasting.errors import InputError
from forecasting.frames import FORECAST
from forecasting.staffing.forecast_file import read_forecast

HEADER = ["queue", "start", "mean", "p05", "p25", "p50", "p75", "p95", "aht_seconds", "day_p05", "day_p95"]


def cells(hour: int = 8, **changed: str) -> list[str]:
    row = dict(zip(HEADER, ["phone", f"2026-11-11T{hour:02d}:00:00+08:00", *["10"] * 6, "180", "", ""], strict=True))
    return [{**row, **changed}[name] for name in HEADER]


def csv_of(folder: Path, *rows: list[str], header: list[str] = HEADER) -> Path:
    path = folder / "forecast.csv"
    path.write_text("\n".join(",".join(row) for row in [header, *rows]) + "\n", encoding="utf-8")
    return path


def test_times_with_an_offset_come_back_in_utc(tmp_path: Path) -> None:
    frame = read_forecast(csv_of(tmp_path, cells(8), cells(9)))
    assert frame["start"].tolist() == [pd.Timestamp("2026-11-11T00:00Z"), pd.Timestamp("2026-11-11T01:00Z")]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_every_kind_of_file_reads_back_the_same(tmp_path: Path, kind: str) -> None:
    frame = read_forecast(csv_of(tmp_path, cells(8), cells(9), cells(8, queue="chat", day_p05="5", day_p95="20")))
    path = tmp_path / f"again.{kind}"
    text = frame.assign(start=[moment.isoformat() for moment in frame["start"]])
    if kind == "csv":
        text.to_csv(path, index=False)
    elif kind == "xlsx":
        text.to_excel(path, index=False)
    else:
        frame.to_parquet(path)
    pd.testing.assert_frame_equal(FORECAST.check(read_forecast(path)), frame)


def test_every_fault_is_named_with_its_row(tmp_path: Path) -> None:
    path = csv_of(
        tmp_path, cells(8, mean="many"), cells(9, start="2026-11-11 09:00"), cells(10, p95="-1"), cells(11, queue="")
    )
    with pytest.raises(InputError) as refused:
        read_forecast(path)
    found = {(fault.row, fault.field, fault.value) for fault in refused.value.faults}
    assert found == {(2, "mean", "many"), (3, "start", "2026-11-11 09:00"), (4, "p95", "-1"), (5, "queue", None)}


def test_a_slot_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="row 3, start: the queue's slot was given before"):
        read_forecast(csv_of(tmp_path, cells(8), cells(8)))


def test_missing_columns_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_forecast(csv_of(tmp_path, ["phone", "2026-11-11T08:00:00+08:00"], header=["queue", "start"]))
    assert [fault.field for fault in refused.value.faults] == HEADER[2:]


def test_days_totals_may_be_missing_but_volumes_may_not(tmp_path: Path) -> None:
    assert read_forecast(csv_of(tmp_path, cells(8)))["day_p05"].isna().all()
    with pytest.raises(InputError, match="row 2, mean: nothing stands here"):
        read_forecast(csv_of(tmp_path, cells(8, mean="")))


def test_a_typed_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    frame = read_forecast(csv_of(tmp_path, cells(8)))
    naive = frame.assign(start=[datetime(2026, 11, 11, tzinfo=UTC).replace(tzinfo=None) + timedelta(hours=8)])
    naive.to_parquet(tmp_path / "naive.parquet")
    with pytest.raises(InputError, match="no time with an offset"):
        read_forecast(tmp_path / "naive.parquet")
