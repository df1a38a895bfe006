"""Lunar dates against the dates that people know, and against the tables of another library."""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from holidays.calendars.chinese import _ChineseLunisolar
from hypothesis import given
from hypothesis import strategies as st

from forecasting.calendar import event_calendar
from forecasting.calendar.lunar import lunar_day, lunar_years
from forecasting.calendar.yearday import DaySpan, YearDay, YearlySpan
from forecasting.errors import CalendarError

SHANGHAI = ZoneInfo("Asia/Shanghai")
YEARS = lunar_years()


@pytest.mark.parametrize(
    ("month", "day", "known"),
    [
        (1, 1, ["2015-02-19", "2016-02-08", "2020-01-25", "2023-01-22", "2026-02-17", "2033-01-31", "2035-02-08"]),
        (1, 15, ["2015-03-05", "2024-02-24", "2025-02-12", "2026-03-03", "2030-02-17"]),
        (7, 7, ["2015-08-20", "2020-08-25", "2023-08-22", "2025-08-29", "2026-08-19", "2028-08-26"]),
        (8, 15, ["2017-10-04", "2020-10-01", "2025-10-06", "2026-09-25", "2031-10-01", "2035-09-16"]),
        (9, 9, ["2014-10-02", "2022-10-04", "2025-10-29", "2033-10-01"]),
    ],
)
def test_lunar_festivals_lie_on_the_days_that_people_know(month: int, day: int, known: list[str]) -> None:
    for text in known:
        expected = date.fromisoformat(text)
        assert lunar_day(expected.year, month, day) == expected


def test_the_last_month_of_a_lunar_year_lies_in_the_next_common_year() -> None:
    assert lunar_day(2025, 12, 8) == date(2026, 1, 26)
    assert lunar_day(2025, 12, 30) == date(2026, 2, 16), "the eve, though the month has 29 days"


def test_every_lunar_year_ends_where_the_next_begins() -> None:
    for year, following in pairwise(sorted(YEARS)):
        assert following == year + 1
        assert YEARS[year].first_day + timedelta(days=sum(YEARS[year].month_days)) == YEARS[following].first_day
        assert len(YEARS[year].month_days) == 12 + (YEARS[year].leap_month is not None)
        assert set(YEARS[year].month_days) <= {29, 30}


def test_seven_years_of_nineteen_have_a_leap_month_each_its_own() -> None:
    leap = {year: known.leap_month for year, known in YEARS.items() if known.leap_month and 2014 <= year <= 2033}
    assert leap == {2014: 9, 2017: 6, 2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11}


@pytest.mark.parametrize(
    ("name", "month", "day"),
    [("LUNAR_NEW_YEAR", 1, 1), ("BUDDHA_BIRTHDAY", 4, 8), ("DRAGON_BOAT", 5, 5), ("MID_AUTUMN", 8, 15), ("DOUBLE_NINTH", 9, 9)],
)  # fmt: skip
def test_the_table_agrees_with_that_of_the_holidays_library(name: str, month: int, day: int) -> None:
    theirs = getattr(_ChineseLunisolar, f"{name}_DATES")
    compared = [year for year in YEARS if year in theirs]
    assert len(compared) > 50
    assert [lunar_day(year, month, day) for year in compared] == [date(year, *theirs[year]) for year in compared]


def test_a_year_that_the_table_has_not_is_refused() -> None:
    with pytest.raises(CalendarError, match="1990 to 2056"):
        lunar_day(2057, 7, 7)


def test_days_of_every_year_are_found_within_their_bounds() -> None:
    assert list(YearDay.parse("12-24").between(date(2024, 12, 24), date(2026, 12, 23))) == [
        date(2024, 12, 24),
        date(2025, 12, 24),
    ]
    assert list(YearDay.parse("02-29").between(date(2023, 1, 1), date(2027, 12, 31))) == [date(2024, 2, 29)]
    assert list(YearDay.parse("lunar 12-8").between(date(2026, 1, 1), date(2026, 12, 31))) == [date(2026, 1, 26)]


@given(month=st.integers(1, 12), day=st.integers(1, 28), lunar=st.booleans())
def test_a_day_of_every_year_is_read_as_it_is_written(month: int, day: int, *, lunar: bool) -> None:
    one = YearDay(month, day, lunar)
    assert YearDay.parse(str(one)) == one


@pytest.mark.parametrize(
    "text", ["13-01", "02-30", "lunar 13-1", "lunar 1-31", "7-7-7", "lunar", "七月初七", "0-1", "lunar 1-0"]
)
def test_what_is_no_day_of_any_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day"):
        YearDay.parse(text)


def test_a_stretch_over_the_turn_of_the_year_touches_both_years() -> None:
    spans = list(YearlySpan(YearDay(12, 24), YearDay(1, 2), 14 * 60).spans(date(2026, 1, 1), date(2026, 12, 31)))
    assert spans == [
        DaySpan(date(2025, 12, 24), date(2026, 1, 2), 14 * 60),
        DaySpan(date(2026, 12, 24), date(2027, 1, 2), 14 * 60),
    ]


def test_a_stretch_that_would_last_longer_than_half_a_year_is_refused() -> None:
    with pytest.raises(ValueError, match="200 days"):
        YearlySpan(YearDay(3, 8), YearDay(3, 7))


def test_lunar_days_ship_with_the_calendar_of_china() -> None:
    calendar = event_calendar("CN", SHANGHAI, date(2026, 1, 1), date(2026, 12, 31))
    found = {phase.event: phase.start.date() for phase in calendar.phases if phase.phase == "day"}
    assert found == {
        "Laba Festival": date(2026, 1, 26),
        "Lantern Festival": date(2026, 3, 3),
        "Qixi Festival": date(2026, 8, 19),
        "Double Ninth Festival": date(2026, 10, 18),
    }
    assert not any(phase.provisional for phase in calendar.phases if phase.phase == "day")


def test_a_calendar_beyond_the_table_of_moons_does_without_lunar_days() -> None:
    phases = event_calendar("CN", SHANGHAI, date(2060, 1, 1), date(2060, 12, 31)).phases
    assert not [phase for phase in phases if phase.phase == "day"]
