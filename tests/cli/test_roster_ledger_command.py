"""``watchbill roster ledger`` counts what people had, and ``roster check`` shows what a roster costs."""

from pathlib import Path

import pytest

from api.cli import main
from tests.cli.test_roster_check_command import HEAD, SITE, row

WEIGHED = (
    SITE
    + """
[objective]
uneven_weekends = 2
unsteady_starts = 1
[[requests]]
agent = "A1"
day = 2026-11-07
for = "off"
"""
)


def written(folder: Path, text: str, *rows: str) -> list[str]:
    (folder / "site.toml").write_text(text, encoding="utf-8")
    (folder / "roster.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return [str(folder / "roster.csv"), "--site", str(folder / "site.toml")]


def test_a_ledger_goes_on_from_the_months_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Saturday 7 and Sunday 8 are one weekend, Sunday 15 another
    given = written(tmp_path, SITE, row("A1", 7), row("A1", 8), row("A1", 15), row("A2", 9))
    earlier = tmp_path / "earlier.csv"
    earlier.write_text("agent,month,nights,weekends\nA1,2026-10,4,3\nA2,2026-11,0,1\n", encoding="utf-8")
    out = tmp_path / "ledger.csv"
    assert main(["roster", "ledger", *given, "--add-to", str(earlier), "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").splitlines() == [
        "agent,month,nights,weekends,early,late,holidays,days",
        "A1,2026-10,4,3,0,0,0,",
        "A1,2026-11,0,2,3,0,0,9",
        "A2,2026-11,0,1,1,0,0,",
    ]
    assert "3 rows written" in capsys.readouterr().out


def test_a_checked_roster_shows_what_each_term_costs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = written(tmp_path, WEIGHED, row("A1", 6, start=9), row("A1", 7), row("A2", 6))
    main(["roster", "check", *given])
    shown = capsys.readouterr().out
    # the request is not met: 10; 08:00 to 09:00: 1; one weekend against none: 2 × (1/4 + 1/4)
    for name, points in (("requests", "10.00"), ("unsteady starts", "1.00"), ("uneven weekends", "1.00")):
        line = next(line for line in shown.splitlines() if name in line)
        assert f"{points} points" in line
    assert "shortage" not in shown


def test_what_requests_weigh_by_service_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = WEIGHED.replace('id = "A1"', 'id = "A1"\nhired = 2021-11-07')
    given = written(tmp_path, site, row("A1", 6), row("A2", 6))
    assert main(["roster", "ledger", *given]) == 0
    assert "what requests weigh" not in capsys.readouterr().out
    by_service = site.replace("[objective]", "[objective]\nseniority_percent_a_year = 5")
    given = written(tmp_path, by_service, row("A1", 6), row("A2", 6))
    assert main(["roster", "ledger", *given]) == 0
    told = capsys.readouterr().out
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in told.splitlines() if "%" in line]
    assert rows == [["A1", "2021-11-07", "4", "120 %"], ["A2", "-", "0", "100 %"]]
    words = ["roster", "why-not", *given, "--agent", "A1", "--day", "2026-11-07", "--days", "2"]
    assert main(words) == 0
    assert "requests of Lin weigh 125 percent, after 5 whole years of service" in capsys.readouterr().out


def test_requests_that_cannot_be_met_are_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    locked = WEIGHED + '[[locked]]\nagent = "A1"\nday = 2026-11-07\nkind = "day"\n'
    given = written(tmp_path, locked, row("A1", 7), row("A2", 6))
    assert main(["roster", "check", *given]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "1 notes" in told
    assert "asked-in-vain" in told
