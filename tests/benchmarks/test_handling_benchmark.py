from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from benchmarks import handling
from benchmarks.forecast_bench.series import load

MONDAY = date(2025, 1, 6)


def write_times(folder: Path, longer_a_day: int = 0) -> Path:
    """Write hours of six weeks in which night contacts are few and take anything from one to ten minutes."""
    random = np.random.default_rng(3)
    rows = ["start,queue,offered,aht_seconds"]
    for index in range(42):
        day = MONDAY + timedelta(days=index)
        rows += [f"{day} {hour:02d}:00,calls,1,{random.integers(60, 600)}" for hour in range(6)]
        rows += [f"{day} {hour:02d}:00,calls,80,{300 + longer_a_day * day.weekday()}" for hour in range(6, 24)]
    file = folder / "times.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_times_that_differ_by_weekday_are_half_as_far_off_as_by_means_of_slots(tmp_path: Path) -> None:
    found = {one.method: one for one in handling.errors(load(write_times(tmp_path, 10)))}
    assert found["watchbill"].slots < 0.5 * found["mean of the slot"].slots
    assert found["watchbill"].day < 0.5 * found["mean of the slot by contacts"].day


def test_jumpy_nights_are_not_taken_from_a_week_before(tmp_path: Path) -> None:
    found = {one.method: one for one in handling.errors(load(write_times(tmp_path)))}
    assert found["watchbill"].night < 0.9 * found["a week before"].night


def test_the_table_names_every_method(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handling.main([str(write_times(tmp_path))])
    printed = capsys.readouterr().out
    assert all(name in printed for name in handling.METHODS)
