from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forecasting.calendar import event_calendar, read_events
from forecasting.errors import InputError

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
