from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.errors import HistoryError
from forecasting.history import HistoryOptions, read_history
from forecasting.history.localtime import localise
from forecasting.history.report import RepeatedHour
from forecasting.timegrid import TimeGrid, local_instant

Write = Callable[..., Path]
Rows = Callable[..., str]
ZONES = [
    "America/New_York",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "Asia/Shanghai",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
]
NEW_YORK = HistoryOptions(zone=ZoneInfo("America/New_York"))


@settings(deadline=None)
@given(
    st.sampled_from(ZONES),
    st.lists(
        st.tuples(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(0, 95)), min_size=1, max_size=8, unique=True
    ),
)
def test_a_column_is_placed_as_the_grid_places_single_times(zone: str, clocks: list[tuple[date, int]]) -> None:
    walls = pd.Series([datetime.combine(day, time()) + timedelta(minutes=15 * quarter) for day, quarter in clocks])
    placed = localise(walls.astype("datetime64[us]"), pd.Series(["q"] * len(walls)), ZoneInfo(zone))
    for (day, quarter), start, skipped in zip(clocks, placed.start, placed.skipped, strict=True):
        exact = local_instant(day, 15 * quarter, ZoneInfo(zone))
        # A skipped time is moved to the end of the jump, where the grid reads on with the old offset.
        assert start <= exact if skipped else start == exact


def test_an_autumn_day_of_quarter_hours_has_a_hundred_of_them(write: Write, rows: Rows) -> None:
    before = rows("2024-11-03 00:00", 8)
    text = before + rows("2024-11-03 01:00", 92, offered=20, header=None)
    read = read_history([write(text)], NEW_YORK)
    assert len(read.history) == 100
    assert read.history["start"].diff().dropna().unique().tolist() == [pd.Timedelta(minutes=15)]
    assert read.history["offered"].tolist() == [10] * 8 + [20] * 92
    (change,) = read.report.clock_changes
    assert (change.minutes, change.outcome) == (1500, RepeatedHour.TOLD_APART)


def test_the_newest_rows_first_are_told_apart_the_other_way_round(write: Write) -> None:
    lines = ["2024-11-03 02:00,4", "2024-11-03 01:00,3", "2024-11-03 01:00,2", "2024-11-03 00:00,1"]
    read = read_history([write("start,offered\n" + "\n".join(lines) + "\n")], NEW_YORK)
    assert read.history["offered"].tolist() == [1, 2, 3, 4]


def test_a_repeated_hour_that_stands_once_is_the_first_and_leaves_a_gap(write: Write, rows: Rows) -> None:
    read = read_history([write(rows("2024-10-20 00:00", 24 * 28, minutes=60))], NEW_YORK)
    (change,) = read.report.clock_changes
    assert change.outcome is RepeatedHour.FIRST_ONLY
    (gap,) = read.report.gaps
    assert gap.start.isoformat() == "2024-11-03T06:00:00+00:00"
    assert gap.intervals == 1


def test_each_queue_has_its_own_repeated_hour(write: Write) -> None:
    lines = [f"2024-11-03 0{hour}:00,{queue},{hour}" for hour in (0, 1, 1, 2) for queue in ("a", "b")]
    read = read_history([write("start,queue,offered\n" + "\n".join(lines) + "\n")], NEW_YORK)
    assert read.history.groupby("queue")["offered"].apply(list).tolist() == [[0, 1, 1, 2]] * 2


def test_empty_rows_at_skipped_times_are_dropped_and_reported(write: Write) -> None:
    text = "start,offered\n2024-03-10 01:00,1\n2024-03-10 02:00,0\n2024-03-10 03:00,3\n"
    read = read_history([write(text)], NEW_YORK)
    assert read.history["offered"].tolist() == [1, 3]
    assert read.report.clock_changes[0].outcome is RepeatedHour.SKIPPED_EMPTY


def test_contacts_at_skipped_times_are_refused(write: Write) -> None:
    text = "start,offered\n2024-03-10 01:00,1\n2024-03-10 02:00,7\n2024-03-10 03:00,3\n"
    with pytest.raises(HistoryError, match=r"row 3, start: the clock skipped this time.*2024-03-10 02:00"):
        read_history([write(text)], NEW_YORK)


def test_a_daily_row_on_a_day_without_midnight_starts_when_the_day_does(write: Write) -> None:
    text = "date,offered\n2018-11-03,1\n2018-11-04,2\n2018-11-05,3\n"
    zone = ZoneInfo("America/Sao_Paulo")
    read = read_history([write(text)], HistoryOptions(zone=zone))
    expected = [local_instant(date(2018, 11, day), 0, zone) for day in (3, 4, 5)]
    assert [start.to_pydatetime() for start in read.history["start"]] == expected


@settings(deadline=None, max_examples=12)
@given(
    zone=st.sampled_from(ZONES),
    first=st.sampled_from(
        [
            date(2018, 11, 3),
            date(2024, 3, 9),
            date(2024, 4, 6),
            date(2024, 10, 5),
            date(2024, 11, 2),
            date(2024, 3, 25),
            date(2024, 10, 25),
        ]
    ),
    step=st.sampled_from([15, 30]),
    queues=st.sampled_from([("a",), ("a", "b")]),
    newest_first=st.booleans(),
)
def test_what_is_written_on_the_local_clock_comes_back_as_the_same_instants(
    zone: str,
    first: date,
    step: int,
    queues: tuple[str, ...],
    newest_first: bool,  # noqa: FBT001  # drawn by name
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    grid = TimeGrid(ZoneInfo(zone), first, 10, step)
    starts = [grid.instant(slot) for slot in range(grid.n_slots)]
    lines = [
        f"{grid.local(slot):%Y-%m-%d %H:%M},{queue},{slot % 50}" for slot in range(grid.n_slots) for queue in queues
    ]
    path = tmp_path_factory.mktemp("round") / "trip.csv"
    path.write_text("\n".join(["start,queue,offered", *(lines[::-1] if newest_first else lines)]) + "\n")
    read = read_history([path], HistoryOptions(zone=ZoneInfo(zone)))
    for _queue, rows in read.history.groupby("queue"):
        assert [start.to_pydatetime() for start in rows["start"]] == starts
        assert rows["offered"].tolist() == [slot % 50 for slot in range(grid.n_slots)]
    assert read.report.gaps == ()
    assert read.step_minutes == step
