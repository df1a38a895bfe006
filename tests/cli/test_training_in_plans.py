"""The example with courses planned from end to end: training stands in every file, and stays where people know it."""

import json
from datetime import date
from pathlib import Path

import pytest

from api.cli import main
from forecasting.timegrid import TimeGrid
from scheduler.formats import read_roster, read_site
from scheduler.roster import Roster
from scheduler.rules.training_kept import TrainingKept
from scheduler.training.seats import seats_in

EXAMPLES = Path(__file__).parents[2] / "examples"
FIRST, DAYS = date(2026, 4, 21), 3
PLAN = ["plan", str(EXAMPLES / "training-site.toml"), "--history", str(EXAMPLES / "history.csv"), "--seconds", "1"]
PLAN += ["--from", FIRST.isoformat(), "--days", str(DAYS), "--drill", "none"]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training") / "plan"
    assert main([*PLAN, "--out", str(folder)]) == 0
    return folder


def roster_in(path: Path) -> Roster:
    site = read_site(EXAMPLES / "training-site.toml")
    grid = TimeGrid(site.site.zone, FIRST, DAYS, site.site.slot_minutes)
    calendar = site.calendar(grid.first_day, grid.last_day)
    return read_roster(path, site.instance(grid, None, calendar, must_be_possible=False))


def test_training_is_the_same_in_every_format_of_the_roster(planned: Path) -> None:
    rosters = [roster_in(planned / f"roster.{suffix}") for suffix in ("csv", "xlsx", "json")]
    curriculum = read_site(EXAMPLES / "training-site.toml").curriculum
    first, *others = [
        [(seat.agent, seat.activity.start, seat.course.name, seat.teaches) for seat in seats_in(roster, curriculum)]
        for roster in rosters
    ]
    assert first
    assert others == [first, first]


def test_a_persons_calendar_says_when_their_training_is(planned: Path) -> None:
    shift = next(shift for shift in roster_in(planned / "roster.csv").assignments if shift.activities)
    (spell, *_) = shift.activities
    zone = read_site(EXAMPLES / "training-site.toml").site.zone
    (file,) = (planned / "calendars").glob(f"*{shift.agent}*.ics")
    text = file.read_text(encoding="utf-8").replace("\r\n ", "")
    start, end = (f"{moment.astimezone(zone):%H:%M}" for moment in (spell.start, spell.end))
    assert f"{start} to {end}: {spell.name}" in text


def test_the_report_and_the_summary_tell_the_year_by_team(planned: Path) -> None:
    (year,) = json.loads((planned / "plan.json").read_text(encoding="utf-8"))["training"]["years"]
    site = read_site(EXAMPLES / "training-site.toml")
    assert year["so_far"] == sum(row.hours for row in site.curriculum.record)
    assert year["planned"] == sum(seat.hours for seat in seats_in(roster_in(planned / "roster.csv"), site.curriculum))
    assert year["planned"] >= year["due"] > 0
    page = (planned / "report.html").read_text(encoding="utf-8")
    assert 'id="training-table"' in page
    assert f'<td class="num">{year["so_far"]:.1f}</td>' in page


def test_the_check_counts_the_record_that_it_is_given(
    planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "record.csv"
    record.write_text("agent,date,course,hours\nA01,2026-02-02,Product news,39\nX99,2026-02-02,First aid,4\n", "utf-8")
    words = ["roster", "check", str(planned / "roster.csv"), "--site", str(EXAMPLES / "training-site.toml")]
    assert main([*words, "--training-record", str(record)]) == 0
    told = capsys.readouterr().out
    assert "39.0" in told
    assert "1 people who are not in the site file" in told
    record.write_text("agent,date,course,hours\nA01,2026-02-02,Product newz,39\n", "utf-8")
    assert main([*words, "--training-record", str(record)]) == 2
    assert "record.csv, row 2, course: is not known" in capsys.readouterr().err


def test_planning_again_keeps_the_sessions_that_people_know(planned: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert main([*PLAN, "--seed", "2", "--published", str(planned / "roster.csv"), "--out", str(again)]) == 0
    before, after = (TrainingKept.of(roster_in(folder / "roster.csv")).sessions for folder in (planned, again))
    assert before
    assert before <= after
    inputs = json.loads((again / "plan.json").read_text(encoding="utf-8"))["inputs"]
    assert "roster.csv" in inputs
