"""Any rows that the table can hold are read back as they were written, and nearer words win over farther ones."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecasting.calendar import EventCalendar, EventRow, event_calendar, read_events
from forecasting.calendar.export import events_csv
from forecasting.calendar.rows import table_of
from forecasting.calendar.yearday import DaySpan, YearDay, YearlySpan
from forecasting.site import Span

ZONE = ZoneInfo("Europe/Berlin")
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MINUTES = st.integers(0, 1439)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
SIZES = st.none() | st.floats(0.01, 900)


@st.composite
def day_spans(draw: st.DrawFn) -> DaySpan:
    first = draw(DAYS)
    last = first + timedelta(days=draw(st.integers(1, 40)))
    return DaySpan(first, last, draw(MINUTES), draw(MINUTES) + 1)


@st.composite
def yearly_spans(draw: st.DrawFn) -> YearlySpan:
    month = draw(st.integers(1, 11))
    first = YearDay(month, draw(st.integers(1, 28)), lunar=draw(st.booleans()))
    return YearlySpan(first, YearDay(month + 1, 28, first.lunar), draw(MINUTES), draw(MINUTES) + 1)


@st.composite
def rows(draw: st.DrawFn) -> EventRow:
    name, phase = draw(WORDS), draw(WORDS)
    span = draw(day_spans() | yearly_spans())
    return EventRow(name, "own", phase, span, draw(SIZES), draw(SIZES), draw(st.booleans()), draw(st.just("") | WORDS))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(rows(), max_size=5, unique_by=lambda row: row.name))
def test_rows_written_and_read_back_say_the_same(tmp_path: Path, written: list[EventRow]) -> None:
    path = tmp_path / "events.csv"
    path.write_text(events_csv(written), encoding="utf-8")
    assert read_events(path, ZONE) == table_of(written, ZONE)


def of_2026(folder: Path, *lines: str) -> EventCalendar:
    path = folder / "events.csv"
    path.write_text("\n".join(["date,cls,name,from", *lines]) + "\n", encoding="utf-8")
    return event_calendar("none", ZONE, date(2026, 1, 1), date(2026, 12, 31), table=read_events(path, ZONE))


def test_what_is_said_of_one_year_wins_over_what_is_said_of_every_year(tmp_path: Path) -> None:
    eve = date(2026, 12, 24)
    half_day = of_2026(tmp_path, "12-24,closed,Christmas Eve,14:00")
    assert (half_day.closed, half_day.part_days) == (frozenset(), {eve: Span(0, 14 * 60)})
    whole = of_2026(tmp_path, "12-24,closed,Christmas Eve,14:00", "2026-12-24,closed,Christmas Eve,")
    assert (whole.closed, whole.part_days) == (frozenset({eve}), {})
    shorter = of_2026(tmp_path, "12-24,closed,Christmas Eve,", "2026-12-24,closed,Christmas Eve,12:00")
    assert (shorter.closed, shorter.part_days) == (frozenset(), {eve: Span(0, 12 * 60)})


def test_a_day_off_of_every_year_can_be_worked_in_one(tmp_path: Path) -> None:
    calendar = of_2026(tmp_path, "03-14,holiday,Founders' Day,", "2026-03-14,makeup,Inventory,", "03-16,holiday,After,")
    assert list(calendar.holidays) == [date(2026, 3, 16)]
    assert calendar.make_up == {date(2026, 3, 14)}
    assert not calendar.is_day_off(date(2026, 3, 14))
