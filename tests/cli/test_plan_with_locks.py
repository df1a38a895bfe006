"""``watchbill plan --lock`` keeps what is locked, refuses what cannot be, and names what stands against it."""

import csv
import json
from pathlib import Path

import pytest

from api.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
SITE, HISTORY = EXAMPLES / "site.toml", EXAMPLES / "history.csv"


def plan(folder: Path, locks: str) -> int:
    (folder / "locks.csv").write_text(locks, encoding="utf-8")
    words = ["plan", str(SITE), "--history", str(HISTORY), "--from", "2026-04-20", "--days", "4", "--drill", "none"]
    words += ["--lock", str(folder / "locks.csv"), "--seconds", "2", "--workers", "1"]
    return main([*words, "--out", str(folder / "plan")])


def shifts(folder: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Return kind and start by agent and date."""
    with (folder / "plan" / "roster.csv").open(encoding="utf-8") as file:
        return {(row["agent"], row["date"]): (row["kind"], row["start"][11:16]) for row in csv.DictReader(file)}


def test_what_is_locked_stands_in_the_roster(tmp_path: Path) -> None:
    rows = "agent,day,kind,start\nA01,2026-04-20..2026-04-21,off,\nA02,2026-04-22,early,09:00\nA03,2026-04-20,late,\n"
    assert plan(tmp_path, rows) == 0
    found = shifts(tmp_path)
    assert not {("A01", "2026-04-20"), ("A01", "2026-04-21")} & found.keys()
    assert found["A02", "2026-04-22"] == ("early", "09:00")
    assert found["A03", "2026-04-20"][0] == "late"
    assert "locks.csv" in json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))["inputs"]


def test_every_lock_that_cannot_be_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan(tmp_path, "agent,day,kind\nA21,2026-04-20,early\nA01,2026-04-24,early\nA01,2026-04-20,night\n") == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "row 2, agent: is not known (found 'A21')" in told
    assert "row 3, day: lies outside the planned days (found '2026-04-24')" in told
    assert "row 4, kind: is not known (found 'night')" in told


def test_a_lock_on_a_day_of_leave_yields_a_draft_that_names_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan(tmp_path, "agent,day,kind\nA12,2026-04-20,early\n") == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "what is locked for Zhu Ting (A12) on 2026-04-20 [planner]" in told
    assert "the leave of Zhu Ting (A12) on 2026-04-20 [site]" in told


def test_a_roster_is_checked_and_explained_with_the_locks_of_its_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan(tmp_path, "agent,day,kind\nA01,2026-04-21,off\n") == 0
    (tmp_path / "others.csv").write_text("agent,day,kind\nA01,2026-04-21,late\nA02,2026-05-01,off\n", encoding="utf-8")
    roster = [str(tmp_path / "plan" / "roster.csv"), "--site", str(SITE)]
    assert main(["roster", "check", *roster, "--lock", str(tmp_path / "locks.csv")]) == 0
    assert main(["roster", "check", *roster, "--lock", str(tmp_path / "others.csv")]) == 1
    capsys.readouterr()
    asked = ["--agent", "A01", "--day", "2026-04-21", "--kind", "late"]
    assert main(["roster", "why-not", *roster, *asked, "--lock", str(tmp_path / "locks.csv")]) == 0
    assert "locked" in capsys.readouterr().out
