"""What a site file says of its calendar: hours that change, half-days, days of every year, schools, absent events."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from api.usecases.basis import site_calendar
from forecasting.calendar import EventCalendar, event_calendar, read_events
from forecasting.calendar.rows import EventTable
from forecasting.site import OpeningHours, Span
from scheduler.errors import SiteFileError
from scheduler.formats import SiteFile, read_site, read_what_if

SHANGHAI = ZoneInfo("Asia/Shanghai")
SMALL = """
[site]
name = "Small"
zone = "Asia/Shanghai"
holidays = "none"

[[queues]]
name = "calls"

[[teams]]
name = "desk"
queues = ["calls"]
"""
PEOPLE = """
[[shift_kinds]]
name = "day"
start = "08:00"
hours = 9

[[contracts]]
name = "full"
kinds = ["day"]
"""
REGULAR = Span(8 * 60, 22 * 60)


def site(folder: Path, text: str) -> SiteFile:
    path = folder / "site.toml"
    path.write_text(SMALL + text + PEOPLE, encoding="utf-8")
    return read_site(path)


def calendar(known: SiteFile, first: date, last: date, table: EventTable | None = None) -> EventCalendar:
    of_site = known.phases, known.closed, table or EventTable(), known.yearly, known.schools
    return event_calendar(known.site.holidays, SHANGHAI, first, last, *of_site)


def hours(known: SiteFile, year: int = 2026, table: EventTable | None = None) -> OpeningHours:
    """The hours of the queue with everything that the calendar of *year* knows; the team's are the same."""
    ready = known.with_calendar(calendar(known, date(year, 1, 1), date(year, 12, 31), table))
    assert ready.teams[0].opening == ready.site.queues[0].opening
    return ready.teams[0].opening


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(SiteFileError) as caught:
        site(folder, text)
    return [f"{fault.field}: {fault.reason}" for fault in caught.value.faults]


def test_hours_change_from_a_date_on_and_for_a_season(tmp_path: Path) -> None:
    text = (
        '[opening]\nevery_day = "08:00-22:00"\n'
        '[[opening.seasons]]\nfirst = 2026-06-01\nlast = 2026-08-31\nevery_day = "08:00-23:00"\nsunday = "closed"\n'
        '[[opening.seasons]]\nfirst = 2026-11-01\nevery_day = "00:00-24:00"\n'
    )
    found = hours(site(tmp_path, text))
    assert [str(found.span_on(day)) for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 7))] == [
        "08:00-22:00",
        "08:00-23:00",
        "None",
    ]
    assert [str(found.span_on(day)) for day in (date(2026, 9, 1), date(2026, 10, 31), date(2026, 11, 1))] == [
        "08:00-22:00",
        "08:00-22:00",
        "00:00-24:00",
    ]


def test_a_season_without_an_end_lasts_until_the_next_begins(tmp_path: Path) -> None:
    text = (
        '[[opening.seasons]]\nfirst = 2026-10-01\nevery_day = "10:00-20:00"\n'
        '[[opening.seasons]]\nfirst = 2026-05-01\nevery_day = "09:00-21:00"\n'
    )
    found = hours(site(tmp_path, text))
    assert found.span_on(date(2026, 9, 30)) == Span(9 * 60, 21 * 60)
    assert found.span_on(date(2026, 10, 1)) == Span(10 * 60, 20 * 60)
    assert found.span_on(date(2027, 10, 1)) == Span(10 * 60, 20 * 60)


def test_a_queue_has_seasons_of_its_own(tmp_path: Path) -> None:
    text = '[[queues.opening.seasons]]\nfirst = 2026-06-01\nevery_day = "08:00-23:00"\n'
    known = read_site(_written(tmp_path, SMALL.replace('name = "calls"\n', f'name = "calls"\n{text}') + PEOPLE))
    assert hours(known).span_on(date(2026, 6, 1)) == Span(8 * 60, 23 * 60)
    assert known.site.queues[0].opening.span_on(date(2026, 6, 1)) == Span(8 * 60, 23 * 60), "without a calendar, too"


def _written(folder: Path, text: str) -> Path:
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_special_hours_of_a_season_hold_on_its_special_days(tmp_path: Path) -> None:
    text = (
        '[opening]\nevery_day = "08:00-20:00"\n'
        '[[opening.seasons]]\nfirst = 2026-10-01\nevery_day = "08:00-21:00"\nspecial = "08:00-24:00"\n'
        '[[events]]\nname = "Sale"\nphases = [{ phase = "sale", first = 2026-09-05 }, { phase = "sale", first = 2026-10-05 }]\n'
    )
    found = hours(site(tmp_path, text))
    days = (date(2026, 9, 5), date(2026, 10, 4), date(2026, 10, 5))
    assert [str(found.span_on(day)) for day in days] == ["08:00-20:00", "08:00-21:00", "08:00-24:00"]


def test_seasons_that_overlap_end_before_they_start_or_have_no_hours_are_refused_together(tmp_path: Path) -> None:
    text = (
        '[[opening.seasons]]\nfirst = 2026-06-01\nlast = 2026-08-31\nevery_day = "08:00-23:00"\n'
        '[[opening.seasons]]\nfirst = 2026-08-31\nlast = 2026-09-30\nevery_day = "08:00-21:00"\n'
        '[[opening.seasons]]\nfirst = 2026-12-01\nlast = 2026-11-01\nevery_day = "08:00-21:00"\n'
        "[[opening.seasons]]\nfirst = 2026-12-24\n"
        '[[opening.seasons]]\nlast = 2026-12-24\nevery_days = "08:00-21:00"\n'
    )
    assert faults(tmp_path, text) == [
        "opening.seasons[3].last: the season ends before it starts",
        "opening.seasons[4]: the season has no hours",
        "opening.seasons[5].every_days: is not known",
        "opening.seasons[5].first: is missing",
        "opening.seasons[5]: the season has no hours",
        "opening.seasons[2].first: the season overlaps the one from 2026-06-01",
    ]


def test_exceptions_of_every_year_hold_in_each_year_and_dated_ones_go_before_them(tmp_path: Path) -> None:
    text = (
        "[opening.exceptions]\n"
        '"12-24" = "08:00-14:00"\n"lunar 12-30" = "08:00-18:00"\n"lunar 1-1" = "closed"\n2026-12-24 = "08:00-12:00"\n'
    )
    known = site(tmp_path, text)
    assert [hours(known, year).span_on(date(year, 12, 24)) for year in (2025, 2026, 2027)] == [
        Span(8 * 60, 14 * 60),
        Span(8 * 60, 12 * 60),
        Span(8 * 60, 14 * 60),
    ]
    assert hours(known, 2026).span_on(date(2026, 2, 16)) == Span(8 * 60, 18 * 60)
    assert hours(known, 2026).span_on(date(2026, 2, 17)) is None
    assert hours(known, 2027).span_on(date(2027, 2, 6)) is None
    assert hours(known, 2027).span_on(date(2027, 2, 17)) == Span(8 * 60, 22 * 60)


def test_a_half_day_of_the_events_table_shortens_queues_and_teams(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("date,cls,name,from\n12-24,closed,Christmas Eve,14:00\n", encoding="utf-8")
    found = hours(site(tmp_path, ""), table=read_events(path, SHANGHAI))
    assert found.span_on(date(2026, 12, 24)) == Span(8 * 60, 14 * 60)
    assert found.span_on(date(2026, 12, 25)) == REGULAR


def test_events_of_every_year_come_by_the_hour_and_by_the_moon(tmp_path: Path) -> None:
    text = (
        '[[events]]\nname = "Gift days"\nphases = [\n  { phase = "sale", start = "lunar 7-5 20:00", end = "lunar 7-8 00:00" },\n'
        '  { phase = "aftermath", first = "lunar 7-8", last = "lunar 7-10", multiplier = 1.2 },\n]\n'
        '[[events]]\nname = "Eve"\nphases = [{ phase = "day", start = "12-24 14:00", end = "12-25 00:00" }]\n'
    )
    known = site(tmp_path, text)
    assert not known.phases
    for year, first, eve in ((2025, "08-27 20:00", "12-24 14:00"), (2026, "08-17 20:00", "12-24 14:00")):
        phases = calendar(known, date(year, 1, 1), date(year, 12, 31)).phases
        assert [f"{phase.start:%m-%d %H:%M}" for phase in phases if phase.phase in {"sale", "day"}] == [first, eve]
        assert phases[0].end == phases[1].start
        assert phases[1].multiplier == 1.2


def test_an_event_can_be_absent_in_one_year(tmp_path: Path) -> None:
    known = site(tmp_path, '[[events]]\nname = "Double 12"\nabsent = [2026-12-12]\n')
    first, last = date(2025, 1, 1), date(2027, 12, 31)
    phases = event_calendar("CN", SHANGHAI, first, last, yearly=known.yearly).phases
    assert {phase.start.year for phase in phases if phase.event == "Double 12"} == {2025, 2027}


def test_the_schools_of_a_region_count_where_the_site_says_so(tmp_path: Path) -> None:
    known = read_site(_written(tmp_path, SMALL.replace('"none"', '"none"\nschools = "CN-BJ"') + PEOPLE))
    phases = calendar(known, date(2026, 1, 1), date(2026, 12, 31)).phases
    assert [(phase.event, phase.phase) for phase in phases] == [
        ("school vacation", "winter"),
        ("Gaokao", "day"),
        ("school vacation", "summer"),
    ]


def test_wrong_days_of_every_year_are_named_with_all_else(tmp_path: Path) -> None:
    text = (
        '[[events]]\nname = "a"\nphases = [{ phase = "day", first = "lunar 13-1" }]\n'
        '[[events]]\nname = "b"\nphases = [{ phase = "day", first = "12-24", last = 2026-12-25 }]\n'
        '[[events]]\nname = "c"\nphases = [{ phase = "day", start = "12-24 25:00", end = "12-25 00:00" }]\n'
        '[[events]]\nname = "d"\nphases = [{ phase = "day", first = "12-24", last = "12-23" }]\n'
        '[[events]]\nname = "e"\n'
        '[opening.exceptions]\n"02-30" = "closed"\n'
    )
    assert faults(tmp_path, text) == [
        "opening.exceptions: the exception 02-30 = 'closed' is no day of the calendar",
        "events[1].phases[1].first: is no day of the calendar",
        "events[2].phases[1].last: one day is of every year, the other of one year",
        "events[3].phases[1].start: is no date-time",
        "events[4].phases[1].last: the phase ends before it starts",
        "events[5].phases: is missing",
    ]


def test_an_events_table_beside_the_site_file_is_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(
        "date,cls,name,from\n2026-12-24,closed,Christmas Eve,14:00\n2026-12-26,makeup,Boxing Day sale,\n06-18,own,Member day,\n",
        encoding="utf-8",
    )
    known = site(tmp_path, '[calendar]\nfile = "events.csv"\n')
    found = site_calendar(known, date(2026, 1, 1), date(2026, 12, 31))
    assert found.part_days == {date(2026, 12, 24): Span(0, 14 * 60)}
    assert found.make_up == {date(2026, 12, 26)}
    assert [phase.event for phase in found.phases] == ["Member day"]
    assert known.with_calendar(found).teams[0].opening.span_on(date(2026, 12, 24)) == Span(8 * 60, 14 * 60)


def test_faults_of_the_events_table_are_named_beside_those_of_the_site_file(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("date,cls,name\n2026-13-24,closed,a\n2026-12-24,,b\n", encoding="utf-8")
    with pytest.raises(SiteFileError) as caught:
        site(tmp_path, '[calendar]\nfile = "events.csv"\n[opening]\nmonday = "9-5"\n')
    assert [(fault.file, fault.row is None, fault.field) for fault in caught.value.faults] == [
        ("site.toml", False, "opening.monday"),
        ("events.csv", False, "date"),
        ("events.csv", False, "cls"),
    ]


@pytest.mark.parametrize("name", ["nowhere.csv", "../events.csv", ""])
def test_an_events_table_that_does_not_lie_beside_the_site_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SiteFileError):
        site(tmp_path, f'[calendar]\nfile = "{name}"\n')


def test_what_if_asks_for_days_of_one_year(tmp_path: Path) -> None:
    path = tmp_path / "what-if.toml"
    path.write_text('[[add]]\nname = "Show"\nphases = [{ phase = "day", first = "lunar 7-7" }]\n', encoding="utf-8")
    with pytest.raises(SiteFileError, match="comes every year"):
        read_what_if(path, SHANGHAI)
