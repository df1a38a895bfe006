"""Rows of live service out of the day's actuals."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from drills.exercise import Run, measure_live
from drills.scoring import score
from drills.scoring.actuals import Actuals, read_actuals
from drills.scoring.expected_service import with_volumes
from drills.scoring.live_rows import live_rows
from drills.simulation import Floor
from forecasting.errors import HistoryError, InputError
from forecasting.history import HistoryOptions
from tests.drills.scoring.small_played import BEGIN, ends, order, played, small, started, wanted
from tests.drills.simulation import small_service
from tests.drills.simulation.small_service import calls

ONE = small(wanted("a"))
QUARTER = timedelta(minutes=15)


def actuals(
    offered: int = 30, within: int = 20, queue: str = "phone", quarters: int = 8, step: timedelta = QUARTER
) -> Actuals:
    """Quarters of an hour from the drill's start on, all the same."""
    starts = pd.date_range(BEGIN, periods=quarters, freq="15min", unit="us")
    rows = pd.DataFrame({"queue": queue, "start": starts, "offered": offered, "within": within})
    return Actuals(rows.astype({"queue": "str", "offered": "int64", "within": "int64"}), step)


def over() -> Run:
    return played(ONE, ends())


def floor(people: int = 20) -> Floor:
    return small_service.floor(calls(30.0), people=people)


def test_rows_tell_what_came_and_what_would_have_been_through_drill_and_tail() -> None:
    rows = live_rows(over(), actuals(), floor(), replications=4)
    assert len(rows) == 8
    assert [row["came"] for row in rows] == [30] * 8
    assert rows[0]["start"] == "2026-03-02T12:00:00+08:00"
    assert all(float(str(row["expected_percent"])) > 95 for row in rows)
    assert {row["target_percent"] for row in rows} == {80.0}


def test_rows_go_into_the_log_and_their_loss_into_the_score() -> None:
    run = over()
    rows = live_rows(run, actuals(), floor(), replications=4)
    live = score(measure_live(run, order(65), rows).log).live
    assert live.measured is not None
    assert live.measured.value == pytest.approx(
        np.mean([float(str(row["expected_percent"])) for row in rows]) - 200 / 3
    )
    assert live.over_budget


def test_more_contacts_than_forecast_are_expected_to_find_less_service() -> None:
    few, many = (live_rows(over(), actuals(count, count), floor(10), replications=6) for count in (20, 90))
    means = [np.mean([float(str(row["expected_percent"])) for row in rows]) for rows in (few, many)]
    assert means[0] > means[1] + 20


def test_the_contacts_that_came_take_the_place_of_the_forecast_and_nobody_comes_again() -> None:
    stream = calls(30.0, retrial_share=0.5, busyness_cv=0.2)
    known = with_volumes(small_service.floor(stream), actuals(offered=12)).streams[0]
    first = small_service.GRID.slot_of(BEGIN)
    assert known.contacts[first - 1 : first + 9].tolist() == [30.0, *[12.0] * 8, 30.0]
    assert (known.retrial_share, known.busyness_cv) == (0.0, 0.0)


def test_what_came_is_shared_among_the_classes_of_a_queue_as_it_was_forecast() -> None:
    classes = small_service.floor(calls(10.0, "chat: first"), calls(30.0, "chat: then"))
    known = with_volumes(classes, actuals(offered=20, queue="chat"))
    first = small_service.GRID.slot_of(BEGIN)
    assert [float(stream.contacts[first]) for stream in known.streams] == [5.0, 15.0]


def test_half_hours_are_measured_as_half_hours() -> None:
    rows = live_rows(over(), half_hours(), floor(), replications=2)
    assert [row["came"] for row in rows] == [60] * 4
    assert rows[1]["start"] == "2026-03-02T12:30:00+08:00"


def half_hours() -> Actuals:
    quarters = actuals(offered=60).rows
    return Actuals(quarters[quarters["start"].dt.minute % 30 == 0].reset_index(drop=True), timedelta(minutes=30))


def test_a_drill_that_starts_within_an_interval_is_measured_from_that_interval_on() -> None:
    run = replace(over(), state=replace(over().state, started_at=BEGIN + timedelta(minutes=20)))
    assert live_rows(run, actuals(), floor(), replications=1)[0]["start"] == "2026-03-02T12:15:00+08:00"


def test_every_missing_queue_and_interval_is_named_at_once() -> None:
    two = small_service.floor(calls(), calls(name="chat"))
    rows = actuals().rows
    holes = Actuals(rows.drop([1, 3]).reset_index(drop=True), QUARTER, "day.csv")
    with pytest.raises(InputError) as error:
        live_rows(over(), holes, two)
    assert [str(fault) for fault in error.value.faults] == [
        "day.csv: there are no rows of the queue chat; expected its name among phone",
        "day.csv: there is no row of phone at 2026-03-02T12:15+08:00",
        "day.csv: there is no row of phone at 2026-03-02T12:45+08:00",
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (actuals(step=timedelta(minutes=20)), "the intervals have 20 min; expected 15 min or a multiple of it"),
        (actuals(quarters=0), "there are no rows"),
    ],
)
def test_intervals_that_fit_no_roster_are_refused(given: Actuals, said: str) -> None:
    with pytest.raises(InputError, match=said):
        live_rows(over(), given, floor())


def test_nothing_can_be_measured_before_the_start() -> None:
    run = started(ONE)
    before = replace(run, state=replace(run.state, started_at=None))
    with pytest.raises(InputError, match="has not started"):
        live_rows(before, actuals(), floor())


EXPORT = """日期,时段,技能组,进线量,接通量,20秒内接通量
2026-03-02,12:00,phone,30,29,20
2026-03-02,12:15,phone,31,30,21
2026-03-02,12:30,phone,32,31,22
"""
CHINA = HistoryOptions(zone=ZoneInfo("Asia/Shanghai"))


def written(folder: Path, text: str) -> Path:
    file = folder / "day.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", ["20秒内接通量", "Answered within 20 s", "Calls in SL", "及时接起量", "within_target"])
def test_an_export_with_contacts_in_time_is_read_as_exports_of_volumes_are(name: str, tmp_path: Path) -> None:
    read = read_actuals(written(tmp_path, EXPORT.replace("20秒内接通量", name)), CHINA)
    assert read.step == QUARTER
    assert read.counts()["phone", BEGIN] == (30, 20)
    assert len(read.rows) == 3


def test_a_column_can_be_named_and_has_to_be_where_none_tells_by_its_name(tmp_path: Path) -> None:
    file = written(tmp_path, EXPORT.replace("20秒内接通量", "gut"))
    assert read_actuals(file, CHINA, within="gut").counts()["phone", BEGIN] == (30, 20)
    with pytest.raises(HistoryError, match="no column is named like contacts answered within the target's time"):
        read_actuals(file, CHINA)


def test_more_in_time_than_came_is_named_row_by_row(tmp_path: Path) -> None:
    file = written(tmp_path, EXPORT.replace("29,20", "29,40").replace("30,21", "30,41"))
    with pytest.raises(HistoryError) as error:
        read_actuals(file, CHINA)
    assert [str(fault) for fault in error.value.faults] == [
        "day.csv, 20秒内接通量: phone, 2026-03-02 04:00 UTC: more were answered in time than came (found '40'); expected 0 to 30",
        "day.csv, 20秒内接通量: phone, 2026-03-02 04:15 UTC: more were answered in time than came (found '41'); expected 0 to 31",
    ]
