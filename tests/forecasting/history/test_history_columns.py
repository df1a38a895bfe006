from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forecasting.errors import HistoryError
from forecasting.history import Found, HistoryOptions, HistoryRead, read_history

Write = Callable[..., Path]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def read(path: Path, **options: object) -> HistoryRead:
    return read_history([path], HistoryOptions(zone=SHANGHAI, **options))  # type: ignore[arg-type]  # passed through


def columns(found: HistoryRead) -> dict[str, str]:
    return {choice.field: choice.column for choice in found.mapping[0].choices}


def table(header: str, *lines: str) -> str:
    return "\n".join([header, *lines]) + "\n"


def test_chinese_names_are_known(write: Write) -> None:
    text = table(
        "时间,队列,来电量,接起量,放弃量,平均处理时长(秒)",
        "2024-03-01 09:00,售后,12,11,1,310.5",
        "2024-03-01 09:15,售后,15,15,0,298",
    )
    found = read(write(text))
    assert columns(found) == {
        "start": "时间",
        "queue": "队列",
        "offered": "来电量",
        "aht_seconds": "平均处理时长(秒)",
        "handled": "接起量",
        "abandoned": "放弃量",
    }
    assert found.history["offered"].tolist() == [12, 15]
    assert found.history["aht_seconds"].tolist() == [310.5, 298]
    assert found.history["abandoned"].tolist() == [1, 0]


def test_what_no_name_tells_the_contents_tell_and_it_is_shown(write: Write) -> None:
    text = table(
        "a,b,c", "2024-03-01 09:00,vip,12", "2024-03-01 09:00,all,7", "2024-03-01 09:15,vip,3", "2024-03-01 09:15,all,1"
    )
    found = read(write(text))
    assert columns(found) == {"start": "a", "queue": "b", "offered": "c"}
    assert {choice.found for choice in found.mapping[0].choices} == {Found.CONTENTS}


def test_date_and_interval_in_two_columns_are_joined(write: Write) -> None:
    text = table("date,interval,calls", "2024-03-01,23:30-23:45,4", "2024-03-01,23:45-00:00,5")
    found = read(write(text))
    assert columns(found) == {"date": "date", "time": "interval", "offered": "calls"}
    assert found.step_minutes == 15
    assert found.history["start"].dt.tz_convert(SHANGHAI).dt.strftime("%H:%M").tolist() == ["23:30", "23:45"]


def test_hours_as_bare_numbers_are_times_when_named_so(write: Write) -> None:
    text = table("日期,小时,进线量", *(f"20240301,{hour},{hour}" for hour in range(24)))
    found = read(write(text))
    assert found.step_minutes == 60
    assert found.history["offered"].tolist() == list(range(24))


def test_a_claim_goes_before_every_guess(write: Write) -> None:
    text = table("start,offered,real", "2024-03-01 09:00,1,10", "2024-03-01 09:15,2,20")
    found = read(write(text), columns={"offered": "real"})
    assert found.history["offered"].tolist() == [10, 20]
    assert found.mapping[0].ignored == ("offered",)


def test_an_empty_claim_leaves_a_field_out(write: Write) -> None:
    text = table("start,offered,group", "2024-03-01 09:00,1,x", "2024-03-01 09:15,2,y")
    assert read(write(text), columns={"queue": ""}, queue="phone").history["queue"].tolist() == ["phone", "phone"]


def test_a_wide_export_gives_one_queue_a_column(write: Write) -> None:
    text = table("start,phone,chat", "2024-03-01 09:00,1,10", "2024-03-01 09:15,2,")
    found = read(write(text), queue_columns=("phone", "chat"))
    assert found.history[["queue", "offered"]].to_numpy().tolist() == [["chat", 10], ["phone", 1], ["phone", 2]]


def test_handling_times_in_minutes_and_as_clocks_become_seconds(write: Write) -> None:
    text = table(
        "start,offered,AHT (min)", "2024-03-01 09:00,1,2.5", "2024-03-01 09:15,2,1:02:03", "2024-03-01 09:30,1,4:05"
    )
    assert read(write(text)).history["aht_seconds"].tolist() == [150, 3723, 245]


def test_a_handling_time_of_zero_means_that_nothing_was_handled(write: Write) -> None:
    text = table("start,offered,aht", "2024-03-01 09:00,0,0", "2024-03-01 09:15,2,60")
    assert read(write(text)).history["aht_seconds"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("header", "field", "both"),
    [
        ("start,来电量,进线量", "offered", "来电量, 进线量"),
        ("start,calls,volume", "offered", "calls, volume"),
        ("start,foo,bar", "offered", "foo, bar"),
    ],
)
def test_two_columns_that_could_be_the_volume_are_refused_naming_both(
    write: Write, header: str, field: str, both: str
) -> None:
    with pytest.raises(HistoryError) as caught:
        read(write(table(header, "2024-03-01 09:00,1,2", "2024-03-01 09:15,3,4")))
    (fault,) = caught.value.faults
    assert (fault.field, fault.value) == (field, both)


def test_every_fault_of_the_header_is_named_at_once(write: Write) -> None:
    line = "2024-03-01 09:{minute},1,2,{c},{d}"
    lines = [line.format(minute=minute, c=c, d=d) for minute in ("00", "15") for c, d in ("xy", "yx")]
    text = table("start,a,b,c,d", *lines)
    with pytest.raises(HistoryError) as caught:
        read(write(text), columns={"offered": "gone", "volume": "a", "handled": "b", "abandoned": "b"})
    assert [(fault.field, fault.value) for fault in caught.value.faults] == [
        ("offered", "gone"),
        (None, "volume"),
        ("b", "handled, abandoned"),
        ("queue", "c, d"),
    ]
