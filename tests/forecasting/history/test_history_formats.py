from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from openpyxl import Workbook

from forecasting.errors import HistoryError
from forecasting.history import DateOrder, HistoryOptions, read_history

Write = Callable[..., Path]
SHANGHAI = ZoneInfo("Asia/Shanghai")
OPTIONS = HistoryOptions(zone=SHANGHAI)
NINE = datetime(2024, 3, 1, 9)  # noqa: DTZ001  # a workbook's cells carry no zone


def workbook(path: Path, **sheets: object) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        assert isinstance(rows, list)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_in_any_encoding_and_separator_reads_the_same(write: Write, encoding: str, separator: str) -> None:
    text = "时间,队列,来电量\n2024-03-01 09:00,售后,12\n2024-03-01 09:00,售前,15\n2024-03-01 09:15,售前,0\n"
    text = text.replace(",", separator)
    history = read_history([write(text, encoding=encoding)], OPTIONS).history
    assert history["queue"].tolist() == ["售前", "售前", "售后"]
    assert history["offered"].tolist() == [15, 0, 12]


def test_a_comma_groups_thousands_but_is_the_decimal_comma_beside_semicolons(write: Write) -> None:
    english = write('start,offered,aht\n2024-03-01 09:00,"1,234",60.5\n2024-03-01 09:15,5,61\n', "english.csv")
    german = write("start;offered;aht\n2024-03-01 09:00;1234;60,5\n2024-03-01 09:15;5;61\n", "german.csv")
    first, second = (read_history([path], OPTIONS).history for path in (english, german))
    pd.testing.assert_frame_equal(first, second)
    assert first["offered"].tolist() == [1234, 5]


def test_rows_in_which_nothing_stands_are_passed_over_and_still_counted(write: Write) -> None:
    path = write("start,offered\n\n2024-03-01 09:00,1\n,\n2024-03-01 09:15,x\n")
    with pytest.raises(HistoryError) as caught:
        read_history([path], OPTIONS)
    assert [fault.row for fault in caught.value.faults] == [5]


def test_a_workbook_keeps_its_date_cells(tmp_path: Path) -> None:
    rows = [
        ["start", "offered", "aht"],
        [NINE, 3, time(0, 5)],
        [NINE + timedelta(minutes=15), 4, timedelta(seconds=90)],
    ]
    history = read_history([workbook(tmp_path / "x.xlsx", volumes=rows)], OPTIONS).history
    assert history["start"].dt.tz_convert(SHANGHAI).dt.tz_localize(None).tolist() == [
        NINE,
        NINE + timedelta(minutes=15),
    ]
    assert history["aht_seconds"].tolist() == [300, 90]


def test_date_and_time_cells_of_a_workbook_are_joined(tmp_path: Path) -> None:
    rows = [["日期", "时段", "来电量"], [NINE.date(), time(9), 3], [NINE.date(), time(9, 30), 4]]
    read = read_history([workbook(tmp_path / "x.xlsx", volumes=rows)], OPTIONS)
    assert read.step_minutes == 30


def test_the_sheet_has_to_be_named_when_there_are_several(tmp_path: Path) -> None:
    rows = [["start", "offered"], [NINE, 3], [NINE + timedelta(hours=1), 4]]
    path = workbook(tmp_path / "x.xlsx", march=rows, notes=[["nothing", "here"]])
    with pytest.raises(HistoryError, match=r"several sheets.*'march, notes'"):
        read_history([path], OPTIONS)
    assert len(read_history([path], HistoryOptions(zone=SHANGHAI, sheet="march")).history) == 2


def test_parquet_with_a_zone_needs_no_other(tmp_path: Path) -> None:
    start = pd.date_range("2024-03-01 09:00", periods=3, freq="30min", tz="Asia/Shanghai")
    pd.DataFrame({"start": start, "offered": [1, 2, 3]}).to_parquet(tmp_path / "x.parquet")
    read = read_history([tmp_path / "x.parquet"], HistoryOptions())
    assert read.zone == SHANGHAI
    assert read.history["start"].iloc[0] == pd.Timestamp("2024-03-01 01:00", tz="UTC")


def test_parquet_in_utc_is_placed_on_the_named_clock(tmp_path: Path) -> None:
    start = pd.date_range("2024-03-01 01:00", periods=3, freq="30min", tz="UTC")
    frame = pd.DataFrame({"start": start, "queue": pd.Categorical(["a", "a", "a"]), "offered": [1.0, None, 3.0]})
    frame.to_parquet(tmp_path / "x.parquet")
    read = read_history([tmp_path / "x.parquet"], OPTIONS)
    assert read.history["offered"].tolist() == [1, 3]
    assert read.report.empty_rows == 1


def test_parquet_of_another_zone_contradicts(tmp_path: Path) -> None:
    start = pd.date_range("2024-03-01 09:00", periods=3, freq="30min", tz="Europe/Berlin")
    pd.DataFrame({"start": start, "offered": [1, 2, 3]}).to_parquet(tmp_path / "x.parquet")
    with pytest.raises(
        HistoryError, match=r"contradicts the time zone.*'2024-03-01 09:00\+01:00'.*Asia/Shanghai: \+08:00"
    ):
        read_history([tmp_path / "x.parquet"], OPTIONS)


def test_offsets_that_agree_with_the_zone_and_utc_are_used(write: Write) -> None:
    local = write("start,offered\n2024-03-01T09:00+08:00,1\n2024-03-01T09:15+08:00,2\n", "local.csv")
    utc = write("start,offered\n2024-03-01T01:30Z,3\n2024-03-01T01:45Z,4\n", "utc.csv")
    history = read_history([local, utc], OPTIONS).history
    assert history["start"].diff().dropna().unique().tolist() == [pd.Timedelta(minutes=15)]


def test_a_dash_behind_the_time_is_an_interval_when_all_are_equally_long(write: Write) -> None:
    path = write("start,offered\n2024-03-01 02:00-02:30,1\n2024-03-01 02:30-03:00,2\n")
    assert read_history([path], OPTIONS).step_minutes == 30
    new_york = HistoryOptions(zone=ZoneInfo("America/New_York"))
    path = write("start,offered\n2024-03-01 02:00-05:00,1\n2024-03-01 02:30-05:00,2\n", "offset.csv")
    assert read_history([path], new_york).history["start"].iloc[0] == pd.Timestamp("2024-03-01 07:00", tz="UTC")


def test_the_order_of_day_and_month_can_be_told(write: Write) -> None:
    path = write("start,offered\n03/04/2024 09:00,1\n03/04/2024 09:15,2\n")
    read = read_history([path], HistoryOptions(zone=SHANGHAI, date_order=DateOrder.DAY_FIRST))
    assert read.history["start"].iloc[0] == pd.Timestamp("2024-04-03 01:00", tz="UTC")


def test_several_files_of_different_layout_are_joined(write: Write, tmp_path: Path) -> None:
    march = write("start,offered\n2024-03-01 09:00,1\n2024-03-01 09:15,2\n")
    april = workbook(tmp_path / "april.xlsx", a=[["时间", "来电量"], [NINE + timedelta(minutes=30), 3]])
    read = read_history([march, april], OPTIONS)
    assert read.history["offered"].tolist() == [1, 2, 3]
    assert [mapping.column_of("offered") for mapping in read.mapping] == ["offered", "来电量"]


def test_titles_above_the_header_and_sums_below_the_rows_are_left_aside(write: Write, tmp_path: Path) -> None:
    title, header, sums = ["客服中心话务报表"], ["时间", "来电量"], ["合计", 7]
    rows = [title, header, [NINE, 3], [NINE + timedelta(minutes=30), 4], sums]
    text = "话务报表\n时间,来电量\n2024-03-01 09:00,3\n2024-03-01 09:30,4\n合计,7\n"
    for path in (workbook(tmp_path / "x.xlsx", march=rows), write(text)):
        read = read_history([path], OPTIONS)
        assert read.history["offered"].tolist() == [3, 4]
        assert read.report.sum_rows == 1
