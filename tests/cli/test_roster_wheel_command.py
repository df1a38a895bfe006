"""``watchbill roster wheel`` lists a wheel and writes the rotations that a site file takes."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from api.cli import main
from scheduler.formats import read_site
from scheduler.rules.rotation import Rotation
from scheduler.rules.scope import Scoped

EXAMPLES = Path(__file__).parents[2] / "examples"
FROM = ["--from", "2026-10-05"]


def rotations(path: Path) -> list[Rotation]:
    """Return the rules of the site file at *path* that a wheel made."""
    scoped = [rule for rule in read_site(path).rules if isinstance(rule, Scoped)]
    return [rule.rule for rule in scoped if isinstance(rule.rule, Rotation)]


def test_three_shifts_turn_with_four_crews(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["roster", "wheel", "early", "late", "night", *FROM]) == 0
    told = capsys.readouterr().out
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in told.splitlines() if "│ 2026" in line]
    assert len(rows) == 8
    assert rows[0] == ["2026-10-05", "early", "off", "night", "late"]
    assert "42.0 hours a week on average with shifts of 8 hours" in told
    assert "above the 40 hours of WH-3" in told
    tables = tomllib.loads(told[told.index("[[rules.rotation]]") :])["rules"]["rotation"]
    assert [(table["offset"], table["teams"]) for table in tables] == [(2 * n, [f"crew-{n + 1}"]) for n in range(4)]
    assert {table["first_day"] for table in tables} == {date(2026, 10, 5)}


def test_more_crews_and_days_off_come_below_forty_hours(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["early", "late", "night", *FROM, "--crews", "5", "--days-off", "4", "--days", "3"]
    assert main(["roster", "wheel", *words, "--teams", "a", "b", "c", "d", "e"]) == 0
    told = capsys.readouterr().out
    assert "33.6 hours a week" in told
    assert "above the 40" not in told
    assert told.count("│ 2026") == 3
    assert 'teams = ["e"]' in told


def test_a_site_takes_the_rotations_of_its_own_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site, out = tmp_path / "site.toml", tmp_path / "wheel.toml"
    site.write_text((EXAMPLES / "site.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "agents.csv").write_bytes((EXAMPLES / "agents.csv").read_bytes())
    words = ["early", "late", *FROM, "--site", str(site), "--team", "first-line", "--out", str(out)]
    assert main(["roster", "wheel", *words]) == 0
    assert "crew 1: Lin Yan (A01), Sun Li (A06)" in capsys.readouterr().out
    site.write_text(site.read_text(encoding="utf-8") + "\n" + out.read_text(encoding="utf-8"), encoding="utf-8")
    pattern = ("early", "early", "late", "late", "off", "off")
    assert rotations(site) == [Rotation(pattern, date(2026, 10, 5), offset) for offset in (0, 2, 4)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["early", "--crews", "3"], "3 crews do not share 4 days evenly"),
        (["early", "--days-each", "0"], "expected one shift, day and crew at least"),
        (["early", "--teams", "a"], "--teams: does not name as many teams as there are crews (found 'a'); expected 2"),
        (["early", "--days", "0"], "--days: is out of range (found '0'); expected 1 to 400"),
        (["early", "--hours", "25"], "--hours: is no length of a shift (found '25.0')"),
        (["early", "--crews", "101"], "--crews: are too many (found '101'); expected 1 to 100"),
        (["early", "--team", "x"], "--team: is given without --site (found 'x')"),
        (["lat", "--site", str(EXAMPLES / "site.toml")], "SHIFT: is no shift kind of this site (found 'lat')"),
        (
            ["early", "--site", str(EXAMPLES / "site.toml"), "--team", "x"],
            "--team: is no team of this site (found 'x')",
        ),
        (["early", "--site", str(EXAMPLES / "site.toml"), "--teams", "a", "b"], "--teams: is given beside --site"),
        (
            ["early", "--site", str(EXAMPLES / "site.toml"), "--crews", "21", "--days-each", "21", "--days-off", "0"],
            "20 people are too few for 21 crews",
        ),
    ],
)
def test_what_is_no_wheel_is_refused(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["roster", "wheel", *words, *FROM]) == 2
    assert told in " ".join(capsys.readouterr().err.split())
