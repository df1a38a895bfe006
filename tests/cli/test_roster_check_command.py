"""``watchbill roster check`` names every rule that a roster file breaks and says so by its exit code."""

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
start_window = ["08:00", "12:00"]
length = "9:00"
breaks = [{ minutes = 60, window = ["3:00", "5:30"] }]

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
"""
HEAD = "agent,date,kind,start,end,paid_minutes,breaks,activities"


def row(agent: str, day: int, start: int = 8) -> str:
    return (
        f"{agent},2026-11-{day:02d},day,2026-11-{day:02d}T{start:02d}:00+08:00,2026-11-{day:02d}T{start + 9:02d}:00+08:00,"
        f"480,[{start + 4:02d}:00-{start + 5:02d}:00],"
    )


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")


def check(folder: Path, rows: list[str], *words: str) -> int:
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    (folder / "roster.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    files = [str(folder / "roster.csv"), "--site", str(folder / "site.toml")]
    return main(["--language", "en", "roster", "check", *files, *words])


def test_a_lawful_roster_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, [row(agent, day) for agent in ("A1", "A2") for day in range(2, 7)]) == 0
    out = capsys.readouterr().out
    assert "10 shifts of 2 agents from 2026-11-02 to 2026-11-06" in out
    assert "The roster keeps every rule that must hold." in out


def test_broken_rules_are_shown_with_source_agent_day_and_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path, [row("A1", day) for day in range(2, 8)]) == 1
    [line] = [line for line in capsys.readouterr().out.splitlines() if "WH-3" in line]
    for words in ("weekly-hours", "A1", "2026-11-02", "Lin is planned for 48.00 h in the week of 2026-11-02"):
        assert words in line


def test_a_longer_period_than_the_file_shows_days_off_at_its_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check(tmp_path, [row("A1", 3)], "--from", "2026-11-02", "--days", "7")
    assert "from 2026-11-02 to 2026-11-08" in capsys.readouterr().out


def test_people_needed_tell_where_too_few_are_on_duty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needed = [f"2026-11-02T{slot // 4:02d}:{slot % 4 * 15:02d}:00+08:00,desk,1.0,1.0,target" for slot in range(96)]
    (tmp_path / "needed.csv").write_text(
        "\n".join(["start,skill,agents,scheduled,reason", *needed, ""]), encoding="utf-8"
    )
    assert check(tmp_path, [row("A1", 2)], "--requirement", str(tmp_path / "needed.csv")) == 0
    assert "heads-on-duty" in capsys.readouterr().out


def test_a_start_too_soon_after_the_last_end_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, [row("A1", 2, start=12), row("A1", 3, start=8), row("A2", 2)]) == 0
    assert "daily-rest" not in capsys.readouterr().out  # 21:00 to 08:00 are eleven hours
    late = (
        row("A1", 2, start=12)
        .replace("T12:00", "T13:00")
        .replace("T21:00", "T22:00")
        .replace("[16:00-17:00]", "[17:00-18:00]")
    )
    assert check(tmp_path, [late, row("A1", 3, start=8)]) == 1
    assert "daily-rest" in capsys.readouterr().out


def test_a_file_that_cannot_be_used_is_named_with_each_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path, [row("A9", 2), row("A1", 3).replace("480", "500")]) == 2
    err = capsys.readouterr().err
    assert "roster.csv, row 2, agent: is not known (found 'A9')" in err
    assert "roster.csv, row 3, paid_minutes: contradicts start, end and breaks (found '500'); expected 480" in err


@pytest.mark.parametrize("words", [("--days", "0"), ("--from", "2026-12-01")])
def test_a_period_without_a_day_is_refused(tmp_path: Path, words: tuple[str, str]) -> None:
    assert check(tmp_path, [row("A1", 2)], *words) == 2


def test_a_long_list_is_cut_unless_all_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row("A1", day).replace(",[12:00-13:00],", ",,").replace("480", "540") for day in range(1, 31)]
    rows += [line.replace("A1", "A2") for line in rows]
    assert check(tmp_path, rows) == 1
    assert "--all shows them" in capsys.readouterr().out
    assert check(tmp_path, rows, "--all") == 1
    assert "--all shows them" not in capsys.readouterr().out
