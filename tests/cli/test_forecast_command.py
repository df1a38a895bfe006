import os
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from api.cli import main
from forecasting.frames import FORECAST
from forecasting.staffing.forecast_file import read_forecast

CHECKOUT = Path(__file__).parents[2]
DATA = Path(os.environ.get("WATCHBILL_DATA", CHECKOUT.parent / "shared" / "data"))


def export(folder: Path, days: int = 42, step: str = "60min") -> Path:
    starts = pd.date_range("2026-08-03", periods=days * 24, freq=step)
    offered = np.random.default_rng(3).poisson(np.where(starts.hour < 8, 0.0, 50.0))
    path = folder / "volume.csv"
    frame = pd.DataFrame({"start": starts, "queue": "chat", "offered": offered, "aht_seconds": 240.0})
    frame.to_csv(path, index=False)
    return path


def forecast(*words: str | Path) -> int:
    return main(["--language", "en", "forecast", *map(str, words)])


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_a_forecast_is_written_and_read_back(tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / f"forecast{ending}"
    words = ("--history", export(tmp_path), "--zone", "Asia/Shanghai", "--from", "2026-09-14", "--days", "7")
    assert forecast(*words, "--out", out) == 0
    back = read_forecast(out)
    FORECAST.check(back)
    assert len(back) == 7 * 24
    assert back["start"].iloc[0] == pd.Timestamp("2026-09-14", tz="Asia/Shanghai")
    assert back["mean"].sum() == pytest.approx(7 * 16 * 50, rel=0.03)
    assert "168 rows written" in capsys.readouterr().out


def test_each_day_shows_its_band_and_its_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--history", export(tmp_path), "--zone", "Asia/Shanghai", "--from", "2026-10-01", "--days", "2")
    assert forecast(*words, "--out", tmp_path / "f.csv") == 0
    shown = capsys.readouterr().out
    assert "holidays CN" in shown
    assert "National Day" in shown


def test_rows_from_the_first_day_on_are_left_out_and_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--history", export(tmp_path), "--zone", "Asia/Shanghai", "--from", "2026-09-07", "--days", "7")
    assert forecast(*words, "--out", tmp_path / "f.csv") == 0
    assert "168 rows left out" in capsys.readouterr().out


def test_the_planners_events_reach_the_forecast(tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("date,cls,name,multiplier\n2026-09-15,tv,Show,3\n2026-09-16,closed,Stocktaking,\n", "utf-8")
    words = ("--history", export(tmp_path), "--zone", "Asia/Shanghai", "--from", "2026-09-14", "--days", "7")
    assert forecast(*words, "--holidays", "none", "--events", events, "--out", tmp_path / "f.csv") == 0
    back = read_forecast(tmp_path / "f.csv")
    daily = back.groupby(back["start"].dt.tz_convert("Asia/Shanghai").dt.date)["mean"].sum()
    assert daily[date(2026, 9, 15)] == pytest.approx(3 * daily[date(2026, 9, 14)], rel=0.06)
    assert daily[date(2026, 9, 16)] == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--days", "7"), "--from: is missing"),
        (("--from", "2026-09-14"), "--days: is no number of days"),
        (("--from", "2026-09-14", "--days", "0"), "--days: is no number of days"),
        (("--from", "2026-08-01", "--days", "7"), "no row lies before the first day"),
        (("--from", "2026-08-10", "--days", "7"), "queue chat has contacts on 7 days"),
        (("--from", "2026-09-14", "--days", "7", "--holidays", "XX"), "no public holidays are known for 'XX'"),
    ],
)
def test_what_cannot_be_forecast_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    out = tmp_path / "f.csv"
    assert forecast("--history", export(tmp_path), "--zone", "Asia/Shanghai", *words, "--out", out) == 2
    assert sentence in capsys.readouterr().err
    assert not out.exists()


def test_a_file_of_an_unknown_kind_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forecast("--history", tmp_path / "absent.csv", "--out", tmp_path / "f.txt") == 2
    assert ".parquet" in capsys.readouterr().err


def test_a_real_month_gives_the_next_one(tmp_path: Path) -> None:
    volume = DATA / "callcentre_475" / "volume_15min.csv"
    if not volume.exists():
        pytest.skip(f"{volume} is missing")
    out = tmp_path / "april.csv"
    words = ("--site", DATA / "callcentre_475" / "site.json", "--from", "2024-04-01", "--days", "30")
    assert forecast("--history", volume, *words, "--out", out) == 0
    back = read_forecast(out)
    daily = back.groupby(back["start"].dt.tz_convert("Etc/GMT-3").dt.date)["mean"].sum()
    assert len(back) == 30 * 96
    weekdays = daily.groupby([day.weekday() for day in daily.index]).mean()
    assert weekdays[[0, 6]].max() < 0.4 * weekdays[[1, 2, 3, 4, 5]].min()
    assert 25_000 < weekdays[1] < 36_000
