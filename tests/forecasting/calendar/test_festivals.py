from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from forecasting.calendar import EventCalendar, EventRow, Phase, event_calendar
from forecasting.calendar.events import PHASE_NAMES
from forecasting.calendar.festivals import FESTIVAL_NAMES, NOTES, festival_entries, festival_name
from forecasting.calendar.yearday import YearDay, YearlySpan

SHANGHAI = ZoneInfo("Asia/Shanghai")


def china(first: date, last: date, *extra: Phase) -> EventCalendar:
    return event_calendar("CN", SHANGHAI, first, last, extra=extra)


def phases_of(event: str, year: int) -> list[Phase]:
    calendar = china(date(year, 1, 1), date(year, 12, 31))
    return [phase for phase in calendar.phases if phase.event == event]


def test_double_11_of_2022_has_the_dates_that_were_announced() -> None:
    found = {
        phase.phase: (f"{phase.start:%m-%d %H:%M}", f"{phase.end:%m-%d %H:%M}")
        for phase in phases_of("Double 11", 2022)
    }
    assert found == {
        "presale": ("10-24 20:00", "10-31 20:00"),
        "wave-1": ("10-31 20:00", "11-04 00:00"),
        "lull": ("11-04 00:00", "11-10 20:00"),
        "wave-2": ("11-10 20:00", "11-12 00:00"),
        "peak": ("11-11 00:00", "11-13 00:00"),
        "aftermath": ("11-12 00:00", "11-19 00:00"),
        "returns": ("11-19 00:00", "11-27 00:00"),
    }


def test_618_of_2024_had_no_presale() -> None:
    names = [phase.phase for phase in phases_of("618", 2024)]
    assert names == ["wave-1", "lull", "wave-2", "peak", "aftermath", "returns"]


@pytest.mark.parametrize(("event", "day"), [("Double 11", "11-11"), ("618", "06-18")])
@pytest.mark.parametrize("year", [2020, 2022, 2025, 2026])
def test_the_day_that_a_long_sale_is_named_after_is_its_height_with_the_day_after(
    event: str, day: str, year: int
) -> None:
    (peak,) = [phase for phase in phases_of(event, year) if phase.phase == "peak"]
    assert f"{peak.start:%m-%d %H:%M}" == f"{day} 00:00"
    assert peak.end - peak.start == timedelta(days=2)


def test_a_sale_of_one_day_has_no_height_of_its_own() -> None:
    assert all(phase.phase != "peak" for event in ("Double 11", "618") for phase in phases_of(event, 2016))
    assert all(phase.phase != "peak" for phase in phases_of("Double 12", 2025))


def test_a_year_without_announcement_is_provisional() -> None:
    assert all(phase.provisional for phase in phases_of("Double 11", 2026))
    assert not any(phase.provisional for phase in phases_of("Double 11", 2022))


def test_every_year_says_where_its_dates_come_from_and_only_announced_ones_are_firm() -> None:
    for year in range(2019, 2028):
        for event in FESTIVAL_NAMES:
            for phase in phases_of(event, year):
                assert phase.note in NOTES.values()
                assert phase.provisional == (phase.note != NOTES["announced"])


def test_the_cancelled_double_12_of_2023_has_the_dates_of_its_substitute() -> None:
    wave = phases_of("Double 12", 2023)[0]
    assert wave.start == datetime(2023, 12, 9, 20, tzinfo=SHANGHAI)
    assert "cancelled" in wave.note


@pytest.mark.parametrize(
    ("event", "year", "start", "end"),
    [
        ("Double 11", 2018, "2018-10-20 00:00", "2018-11-12 00:00"),
        ("618", 2020, "2020-05-25 00:00", "2020-06-21 00:00"),
        ("618", 2024, "2024-05-20 20:00", "2024-06-21 00:00"),
    ],
)
def test_announced_festivals_begin_and_end_when_the_press_said(event: str, year: int, start: str, end: str) -> None:
    sold = [phase for phase in phases_of(event, year) if phase.phase not in {"peak", "aftermath", "returns"}]
    assert (f"{sold[0].start:%Y-%m-%d %H:%M}", f"{sold[-1].end:%Y-%m-%d %H:%M}") == (start, end)


@pytest.mark.parametrize("name", ["双11", "双 11", "双十一", "double 11", "Double 11"])
def test_a_festival_is_known_by_its_other_names(name: str) -> None:
    assert festival_name(name) == "Double 11"
    assert festival_name("Anniversary sale") == "Anniversary sale"


def test_a_festival_is_absent_before_it_existed() -> None:
    assert phases_of("Double 11", 2008) == []


def test_the_new_year_goods_festival_moves_with_the_lunar_year() -> None:
    starts = [phases_of("New Year goods festival", year)[0].start.date() for year in (2024, 2025)]
    assert starts == [date(2024, 2, 10) - timedelta(days=28), date(2025, 1, 29) - timedelta(days=28)]


@pytest.mark.parametrize("event", FESTIVAL_NAMES)
@pytest.mark.parametrize("year", [2021, 2023, 2024, 2025, 2026, 2028])
def test_phases_of_a_festival_follow_one_another_without_overlap(event: str, year: int) -> None:
    found = [phase for phase in phases_of(event, year) if phase.phase != "peak"]
    assert found[-1].phase == ("returns" if found[0].family == "major-sale" else "aftermath")
    assert all(before.end == after.start for before, after in pairwise(found))


def test_every_name_in_the_table_can_be_translated() -> None:
    entries = festival_entries()
    assert sorted(entry["name"] for entry in entries) == sorted(FESTIVAL_NAMES)
    rows = [row for entry in entries for rows in entry["usual"].values() for row in rows]
    rows += [row for entry in entries for year in entry.get("years", {}).values() for row in year["phases"]]
    assert {row[0] for row in rows} <= set(PHASE_NAMES)


def test_longer_hours_hold_in_sale_waves_and_not_in_presale_or_aftermath() -> None:
    days = china(date(2022, 10, 20), date(2022, 11, 25)).promotion_days()
    expected = {date(2022, 10, 31), date(2022, 11, 10), date(2022, 11, 11)}
    expected |= {date(2022, 11, day) for day in (1, 2, 3)}
    assert days == expected


def test_promotion_days_stay_within_the_calendar() -> None:
    assert china(date(2022, 11, 11), date(2022, 11, 30)).promotion_days() == {date(2022, 11, 11)}


def test_a_day_names_its_festival_and_phase() -> None:
    calendar = china(date(2022, 10, 24), date(2022, 11, 1))
    assert calendar.names_on(date(2022, 10, 24)) == ("Double 11: presale", "deposits open at 20:00")
    assert calendar.names_on(date(2022, 10, 31)) == (
        "Double 11: presale",
        "Double 11: first wave",
        "final payments open at 20:00",
    )
    assert calendar.names_on(date(2022, 11, 1)) == ("Double 11: first wave",)


def test_a_planners_own_dates_replace_the_shipped_ones_of_that_year() -> None:
    start = datetime(2026, 10, 20, 20, tzinfo=SHANGHAI)
    own = Phase("Double 11", "major-sale", "wave-1", start, start + timedelta(days=3))
    calendar = china(date(2026, 10, 1), date(2026, 12, 31), own)
    assert [phase for phase in calendar.phases if phase.event == "Double 11"] == [own]
    assert any(phase.event == "Double 12" for phase in calendar.phases)


def test_own_dates_around_new_year_replace_the_right_years_festival() -> None:
    first, last = date(2022, 1, 1), date(2023, 6, 30)
    start = datetime(2022, 12, 20, 20, tzinfo=SHANGHAI)  # that of 2023: the Spring Festival is on 22 January
    own = Phase("年货节", "new-year-goods", "wave-1", start, start + timedelta(days=20))
    phases = [phase for phase in china(first, last, own).phases if phase.event == "New Year goods festival"]
    assert [phase.start.year for phase in phases] == [2022, 2022, 2022]
    assert [phase.phase for phase in phases] == ["wave-1", "aftermath", "wave-1"]
    assert phases[-1].start == start


def test_what_happens_several_times_a_year_replaces_its_own_occasion_alone() -> None:
    rows = tuple(EventRow("Member day", "member", "day", once(YearDay(month, 8))) for month in (3, 4, 5))
    start = datetime(2026, 4, 10, tzinfo=SHANGHAI)
    moved = Phase("Member day", "member", "day", start, start + timedelta(days=1))
    calendar = event_calendar("none", SHANGHAI, date(2026, 1, 1), date(2026, 12, 31), extra=(moved,), yearly=rows)
    assert [phase.start.date() for phase in calendar.phases] == [date(2026, 3, 8), date(2026, 4, 10), date(2026, 5, 8)]


def once(day: YearDay) -> YearlySpan:
    return YearlySpan(day, day)


def test_a_phase_without_zone_or_with_its_end_before_its_start_is_refused() -> None:
    moment = datetime(2026, 11, 1, tzinfo=SHANGHAI)
    with pytest.raises(ValueError, match="names no time zone"):
        Phase("x", "x", "day", moment.replace(tzinfo=None), moment)
    with pytest.raises(ValueError, match="is not before end"):
        Phase("x", "x", "day", moment, moment)
    with pytest.raises(ValueError, match="multiplier"):
        Phase("x", "x", "day", moment, moment + timedelta(days=1), multiplier=0)
