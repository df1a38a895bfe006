"""A calendar written as a table, read back, is the same calendar; changed, it is what the planner made of it."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forecasting.calendar import EventCalendar, EventTable, event_calendar, read_events
from forecasting.calendar.export import AROUND, calendar_rows, events_csv, whole_events

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONDON = ZoneInfo("Europe/London")
PLAIN = EventTable()


def wide(country: str, zone: ZoneInfo, year: int, table: EventTable = PLAIN) -> EventCalendar:
    first, last = date(year, 1, 1) - AROUND, date(year, 12, 31) + AROUND
    return event_calendar(country, zone, first, last, table=table, schools="CN-BJ" if country == "CN" else "none")


def exported(calendar: EventCalendar, year: int) -> str:
    return events_csv(calendar_rows(calendar, date(year, 1, 1), date(year, 12, 31)))


def read_back(folder: Path, text: str, zone: ZoneInfo) -> EventTable:
    path = folder / "events.csv"
    path.write_text(text, encoding="utf-8")
    return read_events(path, zone)


@pytest.mark.parametrize("year", [2019, 2022, 2023, 2026, 2027])
@pytest.mark.parametrize("beside", ["CN", "none"])
def test_what_is_written_reads_back_as_the_same_calendar(tmp_path: Path, year: int, beside: str) -> None:
    calendar = wide("CN", SHANGHAI, year)
    again = wide(beside, SHANGHAI, year, read_back(tmp_path, exported(calendar, year), SHANGHAI))
    days = [date(year, 1, 1) + timedelta(days=index) for index in range(365)]
    first, last = days[0], days[-1]
    assert whole_events(again, first, last) == whole_events(calendar, first, last)
    for name in ("holidays", "statutory", "make_up"):
        here, there = getattr(calendar, name), getattr(again, name)
        assert [day in here for day in days] == [day in there for day in days], name
    assert [again.names_on(day) for day in days] == [calendar.names_on(day) for day in days]
    assert [again.is_day_off(day) for day in days] == [calendar.is_day_off(day) for day in days]


def test_clock_changes_closed_days_and_half_days_survive_the_way_out_and_back(tmp_path: Path) -> None:
    text = (
        "date,cls,name,last,from,to\n2026-03-28,tv,Show,2026-03-30,20:00,06:00\n2026-10-25,tv,Late show,,00:30,23:00\n"
        "2026-12-24,closed,Christmas,2026-12-27,14:00,09:00\n"
    )
    calendar = wide("GB", LONDON, 2026, read_back(tmp_path, text, LONDON))
    again = wide("none", LONDON, 2026, read_back(tmp_path, exported(calendar, 2026), LONDON))
    assert again.phases == calendar.phases
    assert (again.closed, again.part_days) == (calendar.closed, calendar.part_days)
    assert again.closed == {date(2026, 12, 25), date(2026, 12, 26)}


def test_a_festival_around_new_year_is_written_whole(tmp_path: Path) -> None:
    text = exported(wide("CN", SHANGHAI, 2022), 2022)
    assert "2022-12-25,new-year-goods,New Year goods festival,wave-1,2023-01-11,20:00" in text
    again = wide("CN", SHANGHAI, 2022, read_back(tmp_path, text, SHANGHAI))
    goods = [phase for phase in again.phases if phase.event == "New Year goods festival"]
    assert [phase.phase for phase in goods] == ["wave-1", "aftermath"] * 2


def test_a_row_changed_by_the_planner_moves_the_phase_and_makes_it_firm(tmp_path: Path) -> None:
    text = exported(wide("CN", SHANGHAI, 2026), 2026)
    (line,) = [line for line in text.splitlines() if line.startswith("2026-10-15,") and "Double 11" in line]
    changed = text.replace(line, "2026-10-10,major-sale,Double 11,presale,2026-10-20,21:00,20:00,,,,announced")
    calendar = wide("CN", SHANGHAI, 2026, read_back(tmp_path, changed, SHANGHAI))
    presales = [phase for phase in calendar.phases if phase.phase == "presale" and phase.event == "Double 11"]
    presale = presales[-1]
    assert f"{presale.start:%Y-%m-%d %H:%M}" == "2026-10-10 21:00"
    assert not presale.provisional
    assert calendar.names_on(date(2026, 10, 10))[1:] == ("Double 11: presale", "deposits open at 21:00")


def test_sizes_and_multipliers_are_written_with_every_digit(tmp_path: Path) -> None:
    text = "date,cls,name,multiplier,magnitude\n2026-03-01,tv,Show,1.2345678901,250000.25\n"
    calendar = wide("none", SHANGHAI, 2026, read_back(tmp_path, text, SHANGHAI))
    again = wide("none", SHANGHAI, 2026, read_back(tmp_path, exported(calendar, 2026), SHANGHAI))
    assert again.phases == calendar.phases


def test_a_predicted_year_that_the_planner_states_has_the_stated_days_off_alone(tmp_path: Path) -> None:
    text = (
        "date,cls,name,last\n2027-01-01,statutory,New Year's Day,\n2027-02-04,holiday,Spring Festival,\n"
        "2027-02-05,statutory,Spring Festival,2027-02-08\n2027-02-09,holiday,Spring Festival,2027-02-11\n"
        "2027-02-20,makeup,for the Spring Festival,\n"
    )
    calendar = wide("CN", SHANGHAI, 2027, read_back(tmp_path, text, SHANGHAI))
    assert 2027 not in calendar.provisional_years
    of_year = [day for day in calendar.holidays if day.year == 2027]
    assert of_year == [date(2027, 1, 1), *(date(2027, 2, day) for day in range(4, 12))]
    assert len([day for day in calendar.statutory if day.year == 2027]) == 5
    assert date(2027, 2, 20) in calendar.make_up


def test_a_prediction_written_and_read_back_stays_one(tmp_path: Path) -> None:
    calendar = wide("CN", SHANGHAI, 2027)
    again = wide("CN", SHANGHAI, 2027, read_back(tmp_path, exported(calendar, 2027), SHANGHAI))
    assert 2027 in again.provisional_years
    assert again.holidays == calendar.holidays
