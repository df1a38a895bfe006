from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.history.clocktext import (
    FAR_YEAR,
    NO_CLOCK,
    NO_DAY,
    NO_TIME,
    ClockText,
    ClockTextError,
    read_clock_text,
)
from forecasting.history.dateorder import UnclearDatesError, date_order
from forecasting.history.options import DateOrder

MARCH_1 = date(2024, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01 09:30",
        "2024/3/1 9:30",
        "2024.3.1 9:30",
        "20240301 09:30",
        "2024-03-01T09:30:00.000",
        "2024年3月1日 9:30",
        "2024年3月1日9时30分",
        "2024-03-01 9:30 AM",
        "2024-03-01 09：30",
    ],
)
def test_the_ways_of_writing_an_instant_mean_the_same(text: str) -> None:
    assert read_clock_text(text, None) == ClockText(MARCH_1, time(9, 30))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9", ClockText(moment=time(9))),
        ("9时", ClockText(moment=time(9))),
        ("12:15 am", ClockText(moment=time(0, 15))),
        ("12:15 PM", ClockText(moment=time(12, 15))),
        ("2024-03-01", ClockText(MARCH_1)),
        ("2024-03-01T09:30Z", ClockText(MARCH_1, time(9, 30), 0)),
        ("2024-03-01 09:30:00+08:00", ClockText(MARCH_1, time(9, 30), 480)),
        ("2024-03-01T09:30-0330", ClockText(MARCH_1, time(9, 30), -210)),
        ("2024-03-01 09:30~10:00", ClockText(MARCH_1, time(9, 30), None, 600)),
    ],
)
def test_parts_tails_and_halves_of_the_day_are_read(text: str, expected: ClockText) -> None:
    assert read_clock_text(text, None) == expected


def test_an_interval_that_ends_at_midnight_is_as_long_as_the_others() -> None:
    assert read_clock_text("23:45-00:00", None).length_minutes == 15
    assert read_clock_text("23:45-24:00", None).length_minutes == 15


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-03-01 25:00", NO_TIME),
        ("2024-03-01 24:00", NO_TIME),
        ("2024-03-01 09:60", NO_TIME),
        ("2024-03-01 13:00 PM", NO_TIME),
        ("2024-02-31", NO_DAY),
        ("2024-13-01", NO_DAY),
        ("2023-02-29 10:00", NO_DAY),
        ("9999-01-01", FAR_YEAR),
        ("0000-01-01", FAR_YEAR),
        ("yesterday", NO_CLOCK),
        ("2024-03-01 09:00 or so", NO_CLOCK),
        ("2024-03/01", NO_CLOCK),
        ("2024-03-0109:00", NO_CLOCK),
    ],
)
def test_what_is_no_time_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ClockTextError) as caught:
        read_clock_text(text, None)
    assert caught.value.reason == reason


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)))  # noqa: DTZ001  # wall clocks carry no zone
def test_iso_texts_come_back_as_they_went(moment: datetime) -> None:
    read = read_clock_text(moment.isoformat(sep=" "), None)
    assert read.day == moment.date()
    assert read.moment == moment.time()


def test_a_typed_cell_keeps_its_offset() -> None:
    assert read_clock_text(datetime(2024, 3, 1, 9, tzinfo=UTC), None) == ClockText(MARCH_1, time(9), 0)


def test_a_day_above_twelve_tells_the_order_of_all_dates() -> None:
    assert date_order(["03/04/2024", "13/04/2024"], None) is DateOrder.DAY_FIRST
    assert date_order(["03/04/2024", "04/13/2024"], None) is DateOrder.MONTH_FIRST
    assert date_order(["2024-03-04"], None) is None
    assert read_clock_text("03/04/2024", DateOrder.MONTH_FIRST).day == date(2024, 3, 4)
    assert read_clock_text("03/04/2024", DateOrder.DAY_FIRST).day == date(2024, 4, 3)


@pytest.mark.parametrize("dates", [["03/04/2024", "05/06/2024"], ["13/04/2024", "04/13/2024"]])
def test_dates_without_or_with_contrary_proof_are_unclear(dates: list[str]) -> None:
    with pytest.raises(UnclearDatesError):
        date_order(dates, None)
