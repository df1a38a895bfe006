import csv
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import icalendar
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
DAYS = 7
MOST_LINES = 60


def run(name: str, folder: Path, out: str = "out") -> str:
    """Run an example from *folder*, warnings as errors, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name), out],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def test_the_forecast_example_prints_every_day_and_writes_every_slot(tmp_path: Path) -> None:
    said = run("forecast.py", tmp_path)
    expected = {}
    for line in said.splitlines():
        if line.startswith("2026-04-2"):
            day, queue, mean, low, _and, high = line.split()
            assert int(low) < int(mean) < int(high)
            expected[date.fromisoformat(day), queue] = int(mean)
    assert len(expected) == DAYS * 2
    assert expected[date(2026, 4, 20), "phone"] > expected[date(2026, 4, 25), "phone"]  # Saturdays are quiet by phone
    rows = list(csv.DictReader((tmp_path / "out" / "forecast.csv").read_text(encoding="utf-8").splitlines()))
    written = sum(float(row["mean"]) for row in rows)
    assert written == pytest.approx(sum(expected.values()), abs=len(expected))
    assert f"{len(rows)} rows written" in said


def test_the_roster_example_keeps_every_hard_rule_and_writes_a_calendar_a_person(tmp_path: Path) -> None:
    said = run("roster_and_feed.py", tmp_path)
    assert ", 0 hard violations of" in said
    assert "  hard: " not in said
    shifts = list(csv.DictReader((tmp_path / "out" / "roster.csv").read_text(encoding="utf-8").splitlines()))
    assert f"{len(shifts)} shifts" in said
    calendars = sorted((tmp_path / "out" / "calendars").glob("*.ics"))
    assert len(calendars) == 20
    for path in calendars:
        starts = {event.start for event in icalendar.Calendar.from_ical(path.read_bytes()).events}
        assert starts == {datetime.fromisoformat(shift["start"]) for shift in shifts if shift["agent"] == path.stem}


def test_the_drill_example_names_people_and_leaves_the_team_what_it_needs(tmp_path: Path) -> None:
    said = run("drill.py", tmp_path)
    assert "System outage drill" in said
    assert "commander: " in said
    assert "first-line keeps " in said
    script = (tmp_path / "out" / "drill.md").read_text(encoding="utf-8")
    assert "演练" in script
    assert (tmp_path / "out" / "drill.json").stat().st_size > 0


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_an_example_is_short_and_says_how_to_run_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < MOST_LINES
    assert f"python examples/{path.name} " in text
