"""``watchbill roster explain``, ``why-not`` and ``price`` say in words why a roster is as it is."""

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

[[agents]]
id = "A1"
name = "Lin"
team = "desk"
contract = "full"

[[agents]]
id = "A2"
name = "Wu"
team = "desk"
contract = "full"
leave = ["2026-11-04"]
"""
HEAD = "agent,date,kind,start,end,paid_minutes,breaks,activities"
MONDAY = 2


def row(agent: str, day: int) -> str:
    date = f"2026-11-{day:02d}"
    return f"{agent},{date},day,{date}T08:00+08:00,{date}T17:00+08:00,480,[12:00-13:00],"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two people from Monday to Friday but the leave of one, two needed at every quarter of an hour of a week."""
    monkeypatch.setenv("COLUMNS", "300")
    rows = [row("A1", day) for day in range(MONDAY, 7)] + [row("A2", day) for day in (2, 3, 5, 6)]
    (tmp_path / "site.toml").write_text(SITE, encoding="utf-8")
    (tmp_path / "roster.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    needed = ["start,skill,agents,scheduled,reason"]
    for day in range(MONDAY, 9):
        for quarter in range(96):  # of the clock
            wanted = 2.0 if 32 <= quarter < 68 and not 48 <= quarter < 52 else 0.0
            start = f"2026-11-{day:02d}T{quarter // 4:02d}:{quarter % 4 * 15:02d}:00+08:00"
            needed.append(f"{start},desk,{wanted},{wanted},floor")
    (tmp_path / "needed.csv").write_text("\n".join([*needed, ""]), encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("roster.csv", "site.toml", "needed.csv")]
    return [paths[0], "--site", paths[1], "--requirement", paths[2], "--from", "2026-11-02", "--days", "7"]


def roster(*words: str) -> int:
    return main(["--language", "en", "roster", *words])


def test_a_shortage_tells_who_is_on_leave_and_who_is_on_duty(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert roster("explain", *files) == 0
    out = capsys.readouterr().out
    [line] = [line for line in out.splitlines() if "2026-11-04 08:00-12:00" in line]
    assert "Team of 2: 1 on duty, 1 on leave." in line
    assert "kept off by other rules (weekly-hours" in out  # Lin on Saturday


def test_leave_forbids_a_shift_and_is_named(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert roster("why-not", *files, "--agent", "A2", "--day", "2026-11-04") == 0
    out = capsys.readouterr().out
    assert "Wu (A2), day on 2026-11-04: is forbidden, whatever else this person works" in out
    assert "it breaks leave [site]" in out
    assert "it takes giving up the leave of Wu (A2) on 2026-11-04 [site]" in out


def test_a_shift_that_nothing_forbids_has_a_price(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert roster("why-not", *files, "--agent", "A2", "--day", "2026-11-07", "--kind", "day") == 0
    out = capsys.readouterr().out
    assert "is possible\n" in out
    # 32 quarters: both of two missing cost 20 + 18 + 30 = 68 points, one 10 + 8 + 10 = 28
    assert "the objective would change by -1280.00 points: shortage -1280.00" in out


def test_a_sixth_day_shows_which_other_day_goes(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert roster("why-not", *files, "--agent", "A1", "--day", "2026-11-07") == 0
    out = capsys.readouterr().out
    assert "is possible when other days of this person change" in out
    assert "weekly-hours [WH-3]" in out
    assert "becomes a day off" in out


def test_everything_wrong_with_a_question_is_told_at_once(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert roster("why-not", *files, "--agent", "B9", "--day", "2026-12-01", "--kind", "night") == 2
    err = capsys.readouterr().err
    for words in ("is nobody of this site", "is no day of this roster", "is no shift kind of this site"):
        assert words in err


def test_rules_have_prices(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert roster("price", files[0], "weekly-hours", "leave", *files[1:], "--seconds", "1") == 0
    out = capsys.readouterr().out
    [hours] = [line for line in out.splitlines() if "WH-3" in line]
    assert "40" in hours
    [leave] = [line for line in out.splitlines() if " leave " in line]
    assert "the whole rule" in leave


def test_an_unknown_rule_is_refused_with_the_nearest(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert roster("price", files[0], "dayly-rest", *files[1:]) == 2
    assert "daily-rest" in capsys.readouterr().err
