from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forecasting.errors import HistoryError
from forecasting.history import HistoryOptions, read_history

Write = Callable[..., Path]
Rows = Callable[..., str]
OPTIONS = HistoryOptions(zone=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("minutes", [5, 15, 30, 60, 1440])
def test_the_step_is_found_from_the_rows(write: Write, rows: Rows, minutes: int) -> None:
    assert read_history([write(rows("2024-03-01 00:00", 20, minutes))], OPTIONS).step_minutes == minutes


def test_intervals_left_out_do_not_lengthen_the_step(write: Write, rows: Rows) -> None:
    lines = rows("2024-03-01 00:00", 400).splitlines()
    kept = [lines[0], *(line for index, line in enumerate(lines[1:]) if index % 7 not in {2, 3, 5})]
    assert read_history([write("\n".join(kept))], OPTIONS).step_minutes == 15


@pytest.mark.parametrize("minutes", [1, 10, 20, 45, 120])
def test_other_steps_are_refused(write: Write, rows: Rows, minutes: int) -> None:
    with pytest.raises(HistoryError, match=f"in steps that cannot be read.*'{minutes} minutes'"):
        read_history([write(rows("2024-03-01 00:00", 40, minutes))], OPTIONS)


def test_a_month_in_another_step_is_refused_at_its_first_row(write: Write, rows: Rows) -> None:
    text = rows("2024-03-01 00:00", 96 * 5) + rows("2024-03-06 00:00", 48 * 3, 30, header=None)
    with pytest.raises(HistoryError, match=r"row 482: .*mixed from here on .*'2024-03-06 00:00: 15 and 30 minutes'"):
        read_history([write(text)], OPTIONS)


def test_a_minority_in_shorter_steps_is_refused(write: Write, rows: Rows) -> None:
    text = rows("2024-03-01 00:00", 48 * 5, 30) + rows("2024-03-06 00:00", 96, header=None)
    with pytest.raises(HistoryError, match="mixed from here on"):
        read_history([write(text)], OPTIONS)


def test_daily_rows_among_intervals_are_refused(write: Write, rows: Rows) -> None:
    intervals = write(rows("2024-03-01 00:00", 96 * 3), "intervals.csv")
    days = write(rows("2024-03-04 00:00", 10, 1440), "days.csv")
    with pytest.raises(HistoryError, match=r"days\.csv, row 2: .*15 minutes and whole days"):
        read_history([intervals, days], OPTIONS)


def test_a_single_time_beside_the_grid_is_named(write: Write, rows: Rows) -> None:
    text = rows("2024-03-01 00:00", 96) + "2024-03-02 00:07,5\n"
    with pytest.raises(HistoryError, match=r"row 98, start: the time is not the start of an interval"):
        read_history([write(text)], OPTIONS)


def test_one_row_with_a_time_tells_no_step(write: Write) -> None:
    with pytest.raises(HistoryError, match="the length of the intervals cannot be told"):
        read_history([write("start,offered\n2024-03-01 09:00,4\n")], OPTIONS)
