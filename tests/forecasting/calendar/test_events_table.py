import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forecasting.calendar import EventCalendar, EventTable, event_calendar, read_events
from forecasting.errors import InputError
from forecasting.site import OpeningHours, Span

SHANGHAI = ZoneInfo("Asia/Shanghai")


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "events.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_rows_of_one_event_on_days_in_a_row_are_one_phase(tmp_path: Path) -> None:
    table = read_events(
        written(tmp_path, "date,cls,name\n2026-03-02,promo,Spring sale\n2026-03-01,promo,Spring sale\n"), SHANGHAI
    )
    (phase,) = table.phases
    assert (phase.event, phase.family, phase.phase) == ("Spring sale", "promo", "sale")
    assert phase.start == datetime(2026, 3, 1, tzinfo=SHANGHAI)
    assert phase.end == datetime(2026, 3, 3, tzinfo=SHANGHAI)


def test_closed_days_holidays_and_make_up_days_are_no_phases(tmp_path: Path) -> None:
    text = "date,cls,name\n2026-03-01,closed,stocktaking\n2026-03-02,holiday,Founders' Day\n2026-03-07,makeup,for Founders' Day\n"
    table = read_events(written(tmp_path, text, "utf-8-sig"), SHANGHAI)
    calendar = event_calendar("none", SHANGHAI, date(2026, 3, 1), date(2026, 3, 31), table=table)
    assert not calendar.phases
    assert calendar.closed == {date(2026, 3, 1)}
    assert calendar.holidays == {date(2026, 3, 2): "Founders' Day"}
    assert calendar.make_up == {date(2026, 3, 7)}


def test_the_planner_overrides_a_public_holiday_with_a_working_day(tmp_path: Path) -> None:
    table = read_events(written(tmp_path, "date,cls,name\n2026-10-04,makeup,we work\n"), SHANGHAI)
    calendar = event_calendar("CN", SHANGHAI, date(2026, 10, 1), date(2026, 10, 8), table=table)
    assert date(2026, 10, 4) not in calendar.holidays
    assert date(2026, 10, 4) in calendar.make_up


def test_a_multiplier_reaches_the_phase(tmp_path: Path) -> None:
    table = read_events(written(tmp_path, "date,cls,name,multiplier\n2026-03-01,tv,Show,2.5\n"), SHANGHAI)
    assert table.phases[0].multiplier == 2.5


def test_every_fault_of_a_table_is_named_at_once(tmp_path: Path) -> None:
    text = (
        "date,cls,name,multiplier\n2026-13-01,promo,a,\n2026-03-01,,b,\n2026-03-02,promo,,-1\n2026-03-03,promo,fine,2\n"
    )
    with pytest.raises(InputError) as caught:
        read_events(written(tmp_path, text), SHANGHAI)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [
        (2, "date"),
        (3, "cls"),
        (4, "name"),
        (4, "multiplier"),
    ]


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_events(written(tmp_path, "day,name\n2026-03-01,x\n"), SHANGHAI)
    assert [fault.field for fault in caught.value.faults] == ["date", "cls"]


def test_a_table_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="UTF-8"):
        read_events(written(tmp_path, "date,cls,name\n2026-03-01,promo,春季大促\n", "gb18030"), SHANGHAI)


def test_the_size_of_an_event_is_read_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    header = "date,cls,name,magnitude\n"
    (phase,) = read_events(written(tmp_path, f"{header}2026-03-01,tv,Show,250000\n"), SHANGHAI).phases
    assert phase.magnitude == 250_000
    with pytest.raises(InputError, match="magnitude"):
        read_events(written(tmp_path, f"{header}2026-03-01,tv,Show,-3\n"), SHANGHAI)


HEADER = "date,cls,name,phase,last,from,to,multiplier,provisional,note\n"


def table(folder: Path, *lines: str) -> EventTable:
    return read_events(written(folder, HEADER + "".join(f"{line}\n" for line in lines)), SHANGHAI)


def calendar_of(folder: Path, *lines: str, year: int = 2026) -> EventCalendar:
    return event_calendar("none", SHANGHAI, date(year, 1, 1), date(year, 12, 31), table=table(folder, *lines))


def test_a_phase_begins_and_ends_at_the_hours_given(tmp_path: Path) -> None:
    (phase,) = table(
        tmp_path, "2026-10-15,major-sale,Own sale,presale,2026-10-20,20:00,21:30,,yes,as told by the shop"
    ).phases
    assert phase.start == datetime(2026, 10, 15, 20, tzinfo=SHANGHAI)
    assert phase.end == datetime(2026, 10, 20, 21, 30, tzinfo=SHANGHAI)
    assert (phase.phase, phase.provisional, phase.note) == ("presale", True, "as told by the shop")


def test_an_afternoon_without_service_is_a_half_day(tmp_path: Path) -> None:
    calendar = calendar_of(
        tmp_path, "2026-12-24,closed,Christmas Eve,,,14:00,,,,", "2026-12-28,closed,Inventory,,,,10:00,,,"
    )
    assert not calendar.closed
    assert calendar.part_days == {date(2026, 12, 24): Span(0, 14 * 60), date(2026, 12, 28): Span(10 * 60, 1440)}
    assert calendar.names_on(date(2026, 12, 24)) == ("closed from 14:00",)
    assert calendar.names_on(date(2026, 12, 28)) == ("closed until 10:00",)


def test_a_closure_over_several_days_closes_those_between_wholly(tmp_path: Path) -> None:
    calendar = calendar_of(tmp_path, "2026-12-24,closed,Holidays,,2026-12-27,14:00,09:00,,,")
    assert calendar.closed == {date(2026, 12, 25), date(2026, 12, 26)}
    assert calendar.part_days == {date(2026, 12, 24): Span(0, 14 * 60), date(2026, 12, 27): Span(9 * 60, 1440)}


def test_a_whole_closed_day_wins_over_a_half_day(tmp_path: Path) -> None:
    calendar = calendar_of(tmp_path, "2026-12-24,closed,a,,,14:00,,,,", "2026-12-24,closed,b,,,,,,,")
    assert calendar.closed == {date(2026, 12, 24)}
    assert not calendar.part_days


def test_half_days_shorten_the_opening_hours_and_never_lengthen_them(tmp_path: Path) -> None:
    calendar = calendar_of(
        tmp_path, "12-24,closed,Christmas Eve,,,14:00,,,,", "12-31,closed,New Year's Eve,,,07:00,,,,"
    )
    hours = calendar.limited(OpeningHours())
    assert hours.span_on(date(2026, 12, 24)) == Span(8 * 60, 14 * 60)
    assert hours.span_on(date(2026, 12, 31)) is None
    assert hours.span_on(date(2026, 12, 23)) == Span(8 * 60, 22 * 60)


def test_rows_of_every_year_come_in_each_year_by_the_common_and_the_lunar_calendar(tmp_path: Path) -> None:
    lines = ("lunar 7-5,gifts,Gift days,,lunar 7-7,20:00,,,,", "06-18,member,Member day,,,,,,,")
    found = {
        year: [
            f"{phase.start:%m-%d %H:%M}..{phase.end:%m-%d}" for phase in calendar_of(tmp_path, *lines, year=year).phases
        ]
        for year in (2025, 2026)
    }
    assert found == {
        2025: ["06-18 00:00..06-19", "08-27 20:00..08-30"],
        2026: ["06-18 00:00..06-19", "08-17 20:00..08-20"],
    }


def test_a_dated_row_replaces_the_same_event_of_every_year_in_that_year(tmp_path: Path) -> None:
    lines = ("06-18,member,Member day,,,,,,,", "2026-06-25,member,Member day,,,,,,,")
    assert [phase.start.date() for phase in calendar_of(tmp_path, *lines).phases] == [date(2026, 6, 25)]
    assert [phase.start.date() for phase in calendar_of(tmp_path, *lines, year=2027).phases] == [date(2027, 6, 18)]


def test_an_absent_event_does_not_take_place_in_that_year_alone(tmp_path: Path) -> None:
    rows = table(tmp_path, "2026-12-12,absent,双12,,,,,,,")
    calendar = event_calendar("CN", SHANGHAI, date(2025, 1, 1), date(2026, 12, 31), table=rows)
    assert {phase.start.year for phase in calendar.phases if phase.event == "Double 12"} == {2025}


def test_a_day_off_of_a_whole_range_can_be_one_that_pays_300_percent(tmp_path: Path) -> None:
    calendar = calendar_of(
        tmp_path, "2026-02-16,statutory,Spring Festival,,2026-02-18,,,,,", "2026-02-19,holiday,Spring Festival,,,,,,,"
    )
    assert sorted(calendar.holidays) == [date(2026, 2, day) for day in (16, 17, 18, 19)]
    assert sorted(calendar.statutory) == [date(2026, 2, day) for day in (16, 17, 18)]


def test_every_fault_of_times_and_days_is_named_at_once(tmp_path: Path) -> None:
    lines = (
        "lunar 13-1,promo,a,,,,,,,",
        "2026-03-05,promo,b,,2026-03-04,,,,,",
        "2026-03-05,promo,c,,03-06,,,,,",
        "2026-03-05,promo,d,,,25:00,8,,,",
        "2026-03-05,holiday,e,,,12:00,,,,",
        "2026-03-05,closed,f,,,12:00,14:00,,,",
        "2026-03-05,promo,g,,,,,,perhaps,",
        "03-08,promo,h,,03-07,,,,,",
        ",promo,i,,,,,,,",
        "2026-03-05,promo,fine,,,20:00,,,no,",
    )
    with pytest.raises(InputError) as caught:
        table(tmp_path, *lines)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [
        (2, "date"),
        (3, "last"),
        (4, "last"),
        (5, "from"),
        (5, "to"),
        (6, "from"),
        (7, "from"),
        (8, "provisional"),
        (9, "last"),
        (10, "date"),
    ]


def test_half_days_and_days_of_every_year_are_read_beside_a_byte_order_mark(tmp_path: Path) -> None:
    path = written(tmp_path, "date,cls,name,from\nlunar 12-30,closed,除夕,18:00\n", "utf-8-sig")
    calendar = event_calendar("none", SHANGHAI, date(2026, 1, 1), date(2026, 12, 31), table=read_events(path, SHANGHAI))
    assert calendar.part_days == {date(2026, 2, 16): Span(0, 18 * 60)}


@pytest.mark.parametrize("page", ["calendar.md", "forecast.md"])
def test_the_tables_in_the_documentation_are_read(tmp_path: Path, page: str) -> None:
    text = (Path(__file__).parents[3] / "docs" / page).read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"```csv\n(.*?)```", text, re.DOTALL) if block.startswith("date,cls,name")]
    assert blocks
    for block in blocks:
        known = read_events(written(tmp_path, block), SHANGHAI)
        calendar = event_calendar("CN", SHANGHAI, date(2026, 1, 1), date(2027, 12, 31), table=known)
        assert known.yearly
        assert date(2026, 12, 24) in calendar.part_days


def test_misspelt_columns_and_cells_too_many_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="multipler"):
        read_events(written(tmp_path, "date,cls,name,multipler\n2026-03-01,tv,Show,3\n"), SHANGHAI)
    with pytest.raises(InputError, match="row 2: has more cells"):
        read_events(written(tmp_path, "date,cls,name\n2026-03-01,tv,Show, live\n"), SHANGHAI)


def test_columns_that_mean_nothing_here_are_left_alone(tmp_path: Path) -> None:
    known = read_events(written(tmp_path, "date,cls,name,owner,url\n2026-03-01,tv,Show,Lin,\n"), SHANGHAI)
    assert len(known.phases) == 1
