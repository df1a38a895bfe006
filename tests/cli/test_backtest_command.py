import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from api.cli import main


def export(folder: Path, days: int = 100, *, outage: bool = False) -> Path:
    starts = pd.date_range("2026-01-05", periods=days * 24, freq="h")
    busy = np.where((starts.hour >= 8) & (starts.hour < 20), 40.0, 0.0) * np.where(starts.day_of_week < 5, 1.0, 0.5)
    offered = np.random.default_rng(3).poisson(busy)
    if outage:
        offered[30 * 24 + 8 : 30 * 24 + 20] = 0
    path = folder / "volume.csv"
    pd.DataFrame({"start": starts, "queue": "=chat", "offered": offered}).to_csv(path, index=False)
    return path


def events(folder: Path) -> Path:
    path = folder / "events.csv"
    path.write_text("date,cls,name\n2026-03-20,promo,Spring sale\n", encoding="utf-8")
    return path


def run(folder: Path, *words: str) -> int:
    told = ("--history", str(export(folder)), "--zone", "Europe/London", "--origins", "2", "--horizon-days", "14")
    return main(["--language", "en", "backtest", *told, *words])


def test_models_are_shown_side_by_side_by_week_and_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--events", str(events(tmp_path))) == 0
    shown = capsys.readouterr().out
    assert "2 times 14 days forecast" in shown
    assert all(name in shown for name in ("watchbill", "seasonal-naive", "four-week-mean", "Spring", "error by week"))


def test_bias_bands_and_chance_are_shown_by_place_and_hour(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--models", "watchbill") == 0
    shown = capsys.readouterr().out
    by_week, by_hour = (part for part in shown.split("error ")[-2:])
    assert all(word in by_week for word in ("week ahead", "bias", "pinball", "in band", "chance"))
    places = [line.split("│")[1].strip() for line in by_hour.splitlines() if line.startswith("│")]
    assert places == [f"{hour}:00" for hour in range(8, 20)]
    assert all(line.count("%") == 6 for line in by_hour.splitlines() if line.startswith("│"))
    assert "bias, pinball and band are those of watchbill" in shown


def test_findings_are_shown_before_use_and_left_out_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = {}
    for name, more in {"as it came": [], "cleaned": ["--clean"]}.items():
        out = tmp_path / name
        told = ("--history", str(export(tmp_path, outage=True)), "--zone", "Europe/London", "--origins", "1")
        words = ["--models", "four-week-mean", "--out", str(out), *more]
        assert main(["--language", "en", "backtest", *told, *words]) == 0
        shown = capsys.readouterr().out
        assert shown.index("=chat@2026-02-04T08:00Z") < shown.index("1 times 28 days forecast")
        made[name] = json.loads((out / "backtest.json").read_text(encoding="utf-8"))["made_from"]
    assert made["as it came"]["left_out"] == []
    assert made["cleaned"]["left_out"] == ["=chat@2026-02-04T08:00Z"]
    assert made["as it came"]["history"] != made["cleaned"]["history"]


def test_tables_and_a_page_with_everything_inside_are_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(tmp_path, "--models", "four-week-mean", "--out", str(out)) == 0
    table = pd.read_csv(out / "accuracy.csv", keep_default_na=False)
    assert set(table["by"]) == {"", "lead_week", "queue", "local_hour"}
    assert set(table["model"]) == {"four-week-mean", "seasonal-naive"}
    days = pd.read_csv(out / "days.csv")
    assert set(days["queue"]) == {"'=chat"}  # a spreadsheet must not read it as a formula
    assert len(days) == 2 * 2 * 14
    page = (out / "backtest.html").read_text(encoding="utf-8")
    assert 'data-chart="foretold"' in page
    assert "band are those of four-week-mean" in page
    assert "http://" not in page.split("<script>")[0]
    facts = json.loads((out / "backtest.json").read_text(encoding="utf-8"))
    assert facts["origins"] == 2
    assert {row["model"] for row in facts["models"]} == {"four-week-mean", "seasonal-naive"}


def test_a_second_run_replaces_the_first_but_no_other_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    words = ("--models", "seasonal-naive", "--out", str(out))
    assert run(tmp_path, *words) == run(tmp_path, *words) == 0
    assert run(tmp_path, "--models", "seasonal-naive", "--out", str(tmp_path)) == 2
    assert "holds no earlier backtest" in capsys.readouterr().err


def test_what_cannot_be_tried_is_refused_with_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--origins", "0", "--horizon-days", "-1") == 2
    told = capsys.readouterr().err
    assert "--origins" in told
    assert "--horizon-days" in told
    assert run(tmp_path, "--models", "profet") == 2
    assert "no such model is known" in capsys.readouterr().err
    assert run(tmp_path, "--horizon-days", "80") == 2
    assert "the history has 100 days; expected at least 108" in capsys.readouterr().err
