"""Many small sites side by side: each its own, every roster lawful."""

import json
from pathlib import Path

import pytest

from benchmarks.rostering.__main__ import main
from benchmarks.rostering.sites import questions_of


def test_sites_differ_in_people_and_need() -> None:
    questions = questions_of(6, 7, 0.02)
    assert len({question.name for question in questions}) == 6
    assert {len(question.instance.agents) for question in questions} == {4, 5, 6, 7, 8}
    assert {question.limits.work for question in questions} == {0.02}


def test_sites_are_solved_in_processes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "rows.json"
    main(["sites", "--sites", "2", "--on", "processes", "--work", "0.01", "--json", str(out)])
    (row,) = json.loads(out.read_text(encoding="utf-8"))
    assert (row["sites"], row["lawful"], len(row["rosters"])) == (2, 2, 2)
    assert "2 lawful" in capsys.readouterr().out
