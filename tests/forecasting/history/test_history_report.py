from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.errors import HistoryError
from forecasting.frames import HISTORY
from forecasting.history import HistoryOptions, read_history
from forecasting.history.findings import Topic, findings
from forecasting.history.gaps import runs
from forecasting.history.report import Cut
from forecasting.site import ALL_DAY, OpeningHours, Span

Write = Callable[..., Path]
Rows = Callable[..., str]
UTC_ZONE = ZoneInfo("UTC")
OPTIONS = HistoryOptions(zone=UTC_ZONE)
MONDAY = "2024-03-04"


def weeks(count: int, opens: int = 9, closes: int = 17, offered: int = 10) -> list[str]:
    """Hourly lines of *count* weeks from a Monday, open Monday to Friday."""
    days = [date.fromordinal(date(2024, 3, 4).toordinal() + day) for day in range(7 * count)]
    return [f"{day} {hour:02d}:00,{offered}" for day in days if day.weekday() < 5 for hour in range(opens, closes)]


def export(lines: list[str]) -> str:
    return "\n".join(["start,offered", *lines]) + "\n"


def test_a_whole_week_around_the_clock_leaves_nothing_to_look_at_but_the_queue_name(write: Write, rows: Rows) -> None:
    read = read_history([write(rows(MONDAY, 96 * 14))], OPTIONS)
    assert HISTORY.check(read.history) is read.history
    assert [finding.topic for finding in findings(read.report)] == [Topic.COLUMNS]
    assert read.report.opening[0].weekdays == ((ALL_DAY,),) * 7
    assert len(read.complete()) == len(read.history)


def test_closed_days_and_hours_are_inferred_and_are_no_gaps(write: Write) -> None:
    read = read_history([write(export(weeks(4)))], OPTIONS)
    assert read.report.opening[0].weekdays == ((Span(9 * 60, 17 * 60),),) * 5 + ((),) * 2
    assert read.report.gaps == ()
    assert read.report.opening[0].opening_hours().span_on(date(2024, 3, 9)) is None


def test_a_weekday_that_the_history_has_not_is_not_called_closed(write: Write, rows: Rows) -> None:
    weekdays = read_history([write(rows(MONDAY, 96 * 2))], OPTIONS).report.opening[0].weekdays
    assert weekdays == ((ALL_DAY,), (ALL_DAY,), None, None, None, None, None)


def test_a_missing_day_is_one_gap_and_is_not_read_as_zero(write: Write) -> None:
    lines = [line for line in weeks(4) if not line.startswith("2024-03-13")]
    read = read_history([write(export(lines))], OPTIONS)
    (gap,) = read.report.gaps
    assert gap.start == datetime(2024, 3, 13, 9, tzinfo=UTC)
    assert gap.end == datetime(2024, 3, 13, 17, tzinfo=UTC)
    assert gap.intervals == 8
    assert 0 not in read.history["offered"].tolist()


def test_a_missing_month_is_one_gap_over_its_weekends(write: Write) -> None:
    lines = [line for line in weeks(12) if not line.startswith("2024-04")]
    (gap,) = read_history([write(export(lines))], OPTIONS).report.gaps
    assert (gap.start.date(), gap.end.date(), gap.intervals) == (date(2024, 4, 1), date(2024, 4, 30), 22 * 8)


def test_empty_cells_are_missing_and_never_zero(write: Write, rows: Rows) -> None:
    text = rows(MONDAY, 96 * 14).replace("2024-03-06 10:00,10", "2024-03-06 10:00,NULL")
    read = read_history([write(text)], OPTIONS)
    assert read.report.empty_rows == 1
    assert [gap.intervals for gap in read.report.gaps] == [1]


def test_given_hours_judge_gaps_and_contacts_outside_them(write: Write) -> None:
    opening = OpeningHours(regular=(Span(8 * 60, 16 * 60),) * 5 + (None, None), special=None)
    read = read_history([write(export(weeks(1)))], HistoryOptions(zone=UTC_ZONE, opening=opening))
    assert [gap.intervals for gap in read.report.gaps] == [1] * 5
    (outside,) = read.report.outside
    assert (outside.contacts, outside.intervals) == (50, 5)
    assert read.report.opening[0].given


def test_repeated_rows_are_dropped_and_reported(write: Write) -> None:
    lines = weeks(4)
    first = write(export(lines[:100]), "first.csv")
    second = write(export(lines[90:]), "second.csv")
    read = read_history([first, second], OPTIONS)
    assert len(read.history) == len(lines)
    (repeat,) = read.report.repeats
    assert (Path(repeat.file).name, repeat.rows, repeat.first_row) == ("second.csv", 10, 2)


def test_contradicting_rows_are_refused_naming_both(write: Write) -> None:
    with pytest.raises(HistoryError) as caught:
        read_history([write(export([*weeks(1), f"{MONDAY} 09:00,11"]))], OPTIONS)
    (fault,) = caught.value.faults
    assert fault.row == 42
    assert "offered 11" in str(fault)
    assert "offered 10 as in" in str(fault)
    assert "row 2" in str(fault)


def test_a_last_day_cut_short_is_left_out_of_fitting(write: Write) -> None:
    read = read_history([write(export(weeks(4)[:-3]))], OPTIONS)
    (cut,) = read.report.cut_days
    assert (cut.day, cut.since.hour, cut.how) == (date(2024, 3, 29), 14, Cut.ROWS_END)
    assert read.report.gaps == ()
    assert len(read.history) - len(read.complete()) == 5


def test_zeros_until_the_end_of_the_last_day_are_an_export_made_before(write: Write) -> None:
    lines = weeks(4)
    lines[-4:] = [line.replace(",10", ",0") for line in lines[-4:]]
    (cut,) = read_history([write(export(lines))], OPTIONS).report.cut_days
    assert (cut.since.hour, cut.how) == (13, Cut.ONLY_ZEROS)


def test_a_low_last_total_is_a_day_that_was_not_over(write: Write, rows: Rows) -> None:
    text = rows(MONDAY, 35, 1440, offered=[1000] * 34 + [300])
    read = read_history([write(text)], OPTIONS)
    assert [cut.how for cut in read.report.cut_days] == [Cut.LOW_TOTAL]
    assert len(read.complete()) == 34


def test_an_absurd_value_is_reported_and_kept(write: Write, rows: Rows) -> None:
    values = np.random.default_rng(7).poisson(40, 24 * 7 * 12)
    values[1000] = 4000
    values[1500] = 0
    read = read_history([write(rows(MONDAY, len(values), 60, offered=values))], OPTIONS)
    assert [outlier.worst for outlier in read.report.outliers] == [4000, 0]
    assert all(30 < outlier.usual < 50 for outlier in read.report.outliers)
    assert read.history["offered"].max() == 4000


def test_handling_times_that_can_hardly_be_are_reported(write: Write) -> None:
    text = "start,offered,aht\n2024-03-04 09:00,1,4.2\n2024-03-04 09:15,2,300\n2024-03-04 09:30,2,20000\n"
    (odd,) = read_history([write(text)], OPTIONS).report.odd_handling
    assert (odd.rows, odd.aht_seconds) == (2, 4.2)


def test_an_optional_column_with_holes_is_left_aside(write: Write) -> None:
    text = "start,offered,handled,abandoned\n2024-03-04 09:00,5,6,0\n2024-03-04 09:15,2,2,\n"
    read = read_history([write(text)], OPTIONS)
    assert "abandoned" not in read.history.columns
    assert read.report.dropped_columns == ("abandoned",)
    assert read.report.overhandled == {"all": 1}


def test_every_finding_is_a_sentence_with_all_its_values(write: Write) -> None:
    lines = [line for line in weeks(6) if not line.startswith("2024-03-13")][:-2]
    lines[50] = lines[50].replace(",10", ",9000")
    read = read_history([write(export([*lines, lines[0]]))], OPTIONS)
    sentences = [finding.sentence() for finding in findings(read.report)]
    assert {finding.topic for finding in findings(read.report)} == {
        Topic.COLUMNS,
        Topic.CUT_DAY,
        Topic.GAP,
        Topic.DUPLICATE,
        Topic.OUTLIER,
    }
    assert "2024-03-13 09:00 to 2024-03-13 17:00: 8 intervals are missing" in sentences


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30))
def test_runs_hold_every_hit_once(marks: list[tuple[bool, bool]]) -> None:
    where = np.array([hit for hit, _among in marks], dtype=bool)
    among = np.array([known for _hit, known in marks], dtype=bool)
    found = runs(where, among)
    assert sum(count for _first, _last, count in found) == int((where & among).sum())
    assert all(where[first] and where[last] and among[first] and among[last] for first, last, _count in found)
    assert all(before[1] < after[0] for before, after in pairwise(found))
