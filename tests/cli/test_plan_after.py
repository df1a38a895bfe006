"""``watchbill plan --after`` goes on from the roster of the days before, and ``watchbill roster check`` looks at the border."""

import json
from pathlib import Path

import pytest

from api.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
SITE, HISTORY = EXAMPLES / "site.toml", EXAMPLES / "history.csv"


def plan(out: Path, first: str, *more: str) -> int:
    words = ["plan", str(SITE), "--history", str(HISTORY), "--from", first, "--days", "5", "--drill", "none"]
    return main([*words, "--out", str(out), "--seconds", "2", "--workers", "1", *more])


def test_a_plan_after_another_keeps_the_rules_across_the_border(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier, later = tmp_path / "earlier", tmp_path / "later"
    assert plan(earlier, "2026-11-18") == 0
    assert plan(later, "2026-11-23", "--after", str(earlier / "roster.csv")) == 0
    document = json.loads((later / "plan.json").read_text(encoding="utf-8"))
    assert document["lawful"] is True
    assert "roster.csv" in document["inputs"]
    words = ["roster", "check", str(later / "roster.csv"), "--site", str(SITE)]
    assert main([*words, "--after", str(earlier / "roster.csv")]) == 0
    capsys.readouterr()
    assert main([*words, "--from", "2026-11-23", "--days", "5", "--after", str(later / "roster.csv")]) == 2
    assert "does not lead up to the first planned day" in capsys.readouterr().err


def test_people_who_left_are_named_and_do_not_stop_the_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    earlier, later = tmp_path / "earlier", tmp_path / "later"
    assert plan(earlier, "2026-11-18") == 0
    rows = (earlier / "roster.csv").read_text(encoding="utf-8").replace("A07,", "B07,")
    (earlier / "roster.csv").write_text(rows, encoding="utf-8")
    capsys.readouterr()
    assert plan(later, "2026-11-23", "--after", str(earlier / "roster.csv")) == 0
    told = "In the roster before, but not of this site any more: B07."
    assert told in capsys.readouterr().out
    words = ["roster", "check", str(later / "roster.csv"), "--site", str(SITE)]
    assert main([*words, "--after", str(earlier / "roster.csv")]) == 0
    assert told in capsys.readouterr().out
