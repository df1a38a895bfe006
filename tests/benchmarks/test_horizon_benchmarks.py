import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from benchmarks import intraday, long_horizon
from benchmarks.forecast_bench.series import load

FIRST = date(2025, 1, 6)


def write_hours(folder: Path, days: int) -> Path:
    """Write hours from 8 to 18 o'clock of days whose level nobody can know beforehand."""
    random = np.random.default_rng(4)
    rows = ["start,queue,offered"]
    for index in range(days):
        mean = 100.0 * np.exp(random.normal(0, 0.25))
        day = FIRST + timedelta(days=index)
        rows += [f"{day} {hour:02d}:00,calls,{random.poisson(mean)}" for hour in range(8, 18)]
    file = folder / "calls.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_the_morning_tells_of_days_that_differ_as_a_whole(tmp_path: Path) -> None:
    found = {one.hour: one for one in intraday.updates(load(write_hours(tmp_path, 90)), 4)}
    assert sorted(found) == [10, 12, 14, 16]
    assert all(one.followed < 0.7 * one.left_alone for one in found.values())
    assert found[12].coverage90 > 0.7


def test_the_figures_of_a_day_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    intraday.main([str(write_hours(tmp_path, 60)), "--origins", "1", "--json", str(tmp_path / "out.json")])
    rows = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert {row["hour"] for row in rows} == {10, 12, 14, 16}
    assert "of the error of the forecast left alone" in capsys.readouterr().out


def test_eighteen_months_are_six_quarters_and_wider_than_the_same_weekday_is_off() -> None:
    found = list(long_horizon.quarters(long_horizon.made("steady", 0.0, 0.0, queues=1), 2, 1))
    assert [one.quarter for one in found] == [1, 2, 3, 4, 5, 6]
    assert all(one.wape < one.naive_wape for one in found)
    widths = [one.width for one in found]
    assert widths == sorted(widths)


def test_a_history_too_short_for_eighteen_months_more_has_no_figures(tmp_path: Path) -> None:
    assert not list(long_horizon.quarters(load(write_hours(tmp_path, 60)), 1, 4))
