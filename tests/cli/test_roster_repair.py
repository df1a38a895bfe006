"""``watchbill roster repair`` mends a roster after absences and says what changes for whom and why."""

import csv
from pathlib import Path

import pytest

from api.cli import main

SITE = """
[site]
name = "Desk"
zone = "Asia/Shanghai"
holidays = "none"

[[queues]]
name = "calls"

[[teams]]
name = "desk"
queues = ["calls"]

[[shift_kinds]]
name = "day"
start_window = ["08:00", "08:00"]
length = "9:00"
breaks = [{ minutes = 60, window = ["4:00", "4:00"] }]

[[contracts]]
name = "full"
kinds = ["day"]
"""
PEOPLE = {"A1": "Lin", "A2": "Wu", "A3": "Tang"}
AGENTS = "".join(
    f'\n[[agents]]\nid = "{agent}"\nname = "{name}"\nteam = "desk"\ncontract = "full"\n'
    for agent, name in PEOPLE.items()
)
HEAD = "agent,date,kind,start,end,paid_minutes,breaks,activities"
NOW = ("--now", "2026-11-01T08:00+08:00")


def row(agent: str, day: int) -> str:
    date = f"2026-11-{day:02d}"
    return f"{agent},{date},day,{date}T08:00+08:00,{date}T17:00+08:00,480,[12:00-13:00],"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lin and Wu from Monday to Thursday, Tang on Monday and Tuesday."""
    monkeypatch.setenv("COLUMNS", "300")
    days = {"A1": range(2, 6), "A2": range(2, 6), "A3": range(2, 4)}
    rows = [row(agent, day) for agent, mine in days.items() for day in mine]
    (tmp_path / "site.toml").write_text(SITE + AGENTS, encoding="utf-8")
    (tmp_path / "roster.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return tmp_path


def repair(files: Path, *words: str) -> int:
    named = [str(files / "roster.csv"), "--site", str(files / "site.toml"), "--out", str(files / "out")]
    return main(["--language", "en", "roster", "repair", *named, *words])


def changes(files: Path) -> list[dict[str, str]]:
    with (files / "out" / "changes.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def shifts(files: Path) -> set[tuple[str, str]]:
    with (files / "out" / "roster.csv").open(encoding="utf-8", newline="") as lines:
        return {(each["agent"], each["date"]) for each in csv.DictReader(lines)}


def test_the_one_who_is_off_takes_the_shift_and_the_reason_is_told(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repair(files, "--absent", "A1:2026-11-04", *NOW) == 0
    (change,) = changes(files)
    assert (change["agent"], change["date"], change["change"]) == ("A3", "2026-11-04", "extra shift")
    assert "covers 8 h that Lin cannot work" in change["reason"]
    assert {("A3", "2026-11-04"), ("A1", "2026-11-05")} <= shifts(files)
    assert ("A1", "2026-11-04") not in shifts(files)
    shown = capsys.readouterr().out
    assert "covers 8 h that Lin cannot work" in shown
    assert "1 shifts lost, 0 in part; 1 shifts changed" in shown
    assert "The roster keeps every rule that must hold." in shown


def test_every_format_is_written(files: Path) -> None:
    repair(files, "--absent", "A1:2026-11-04", *NOW)
    assert {path.name for path in (files / "out").iterdir()} == {
        "roster.csv",
        "roster.xlsx",
        "roster.json",
        "changes.csv",
    }


def test_a_table_of_absences_is_read_with_its_reasons(files: Path) -> None:
    table = files / "away.csv"
    rows = ["agent,from,to,why", "A1,2026-11-04T08:00,2026-11-04T12:00,", "A2,2026-11-05,,leave", "A3,2026-11-03,,left"]
    table.write_text("\n".join([*rows, ""]), encoding="utf-8")
    repair(files, "--absences", str(table), *NOW)
    assert not {("A2", "2026-11-05"), ("A3", "2026-11-03")} & shifts(files)
    written = (files / "out" / "roster.csv").read_text(encoding="utf-8")
    assert "absent 08:00-12:00" in written


def test_nobody_is_asked_at_shorter_notice_than_told(files: Path) -> None:
    words = ("--absent", "A1:2026-11-04", "--now", "2026-11-03T20:00+08:00")
    repair(files, *words, "--notice", "24h")
    assert not changes(files)
    repair(files, *words, "--notice", "12h")
    assert len(changes(files)) == 1


def test_every_fault_of_the_words_is_named_and_nothing_is_written(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--absent", "Z9:2026-11-04", "--absent", "A1:soon", "--leave", "A2:2026-11-05..2026-11-04"]
    assert repair(files, *words, *NOW) == 2
    shown = capsys.readouterr().err
    for told in ("'Z9'", "'soon'", "ends before it starts"):
        assert told in shown
    assert not (files / "out").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--now", "2026-11-01T08:00"], "names no offset"),
        (["--notice", "soon"], "is no notice"),
        (["--seconds", "0"], "is no time to work in"),
        (["--price-percent", "-1"], "is no weight of changes"),
        (["--most-changes", "-1"], "is no number of changes"),
        (["--requirement-before", "none.csv"], "stands alone"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(
    files: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert repair(files, "--absent", "A1:2026-11-04", *NOW, *words) == 2
    assert told in capsys.readouterr().err


def test_a_repair_of_nothing_is_refused(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert repair(files, *NOW) == 2
    assert "nothing happened to the roster" in capsys.readouterr().err
