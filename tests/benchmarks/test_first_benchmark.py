"""How soon there is a lawful roster: measured in a process of its own, which ends with it."""

import json
from pathlib import Path

import pytest

from benchmarks.rostering.first import Clock, main
from scheduler.solution import Progress


def test_the_clock_begins_with_the_solve_and_ends_it_with_the_first_lawful_roster() -> None:
    clock = Clock()
    before = [clock(Progress("reading", 1.0)), clock.solving]
    assert before == [True, None]
    during = [clock(Progress("building", 1.0, 9.0)), clock.solving]
    assert None not in during
    clock.found = 1.0
    assert not clock(Progress("building", 2.0, 8.0))


def test_a_small_centre_is_measured_in_a_process_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--agents", "4", "--what", "made", "--seconds", "20", "--json", str(tmp_path / "rows.json")])
    (row,) = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert row["what"] == "made"
    assert 0 < row["solve_seconds"] < row["process_seconds"]
    assert "made" in capsys.readouterr().out
