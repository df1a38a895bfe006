"""``watchbill plan --worked`` goes on from hours that no roster shows; ``--quiet-slots`` lets lines work off backlogs."""

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

from api.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
FIRST = "2026-11-26"  # a Thursday
EMAIL = """
[[queues]]
name = "email"
channel = "email"
within = "24 h"

[[teams]]
"""


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """The example centre, whose first line answers email, too."""
    for name in ("agents.csv", "history.csv"):
        shutil.copy(EXAMPLES / name, tmp_path / name)
    text = (EXAMPLES / "site.toml").read_text(encoding="utf-8").replace("\n[[teams]]\n", EMAIL, 1)
    text = text.replace('queues = ["phone", "chat"]', 'queues = ["phone", "chat", "email"]')
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    history = pd.read_csv(tmp_path / "history.csv", dtype=str)
    email = history[history["channel"] == "phone"].assign(channel="email")
    pd.concat([history, email]).to_csv(tmp_path / "history.csv", index=False)
    return tmp_path


def plan(folder: Path, out: str, *more: str) -> int:
    given = ["plan", str(folder / "site.toml"), "--history", str(folder / "history.csv"), "--from", FIRST]
    told = [*given, "--days", "4", "--drill", "none", "--seconds", "0.5", "--workers", "1", "--out", str(folder / out)]
    return main([*told, *more])


def needed(folder: Path, out: str) -> float:
    frame = pd.read_csv(folder / out / "requirement.csv")
    return float(frame.loc[frame["skill"] == "first-line", "scheduled"].sum())


def test_quiet_slots_take_fewer_people_by_option_and_by_site_file(centre: Path) -> None:
    assert plan(centre, "plain") == 0
    assert plan(centre, "quiet", "--quiet-slots") == 0
    assert needed(centre, "quiet") < 0.95 * needed(centre, "plain")
    site = centre / "site.toml"
    site.write_text(site.read_text(encoding="utf-8").replace("[site]", "[site]\nquiet_slots = true"), encoding="utf-8")
    assert plan(centre, "by-site") == 0
    assert plan(centre, "not", "--no-quiet-slots") == 0
    assert needed(centre, "by-site") == pytest.approx(needed(centre, "quiet"))
    assert needed(centre, "not") == pytest.approx(needed(centre, "plain"))


def test_people_who_have_worked_their_week_have_the_days_off_that_are_left(
    centre: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (centre / "agents.csv").open(encoding="utf-8-sig", newline="") as lines:
        agents = [row["id"] for row in csv.DictReader(lines)]
    full = agents[:3]
    rows = [f"{agent},2026-11-23,{2_400 if agent in full else 0}" for agent in agents]
    (centre / "worked.csv").write_text("\n".join(["agent,since,minutes", *rows]), encoding="utf-8")
    assert plan(centre, "out", "--worked", str(centre / "worked.csv"), "--period-from", "2026-11-23") == 0
    with (centre / "out" / "roster.csv").open(encoding="utf-8-sig", newline="") as lines:
        shifts = list(csv.DictReader(lines))
    assert shifts
    assert not {row["agent"] for row in shifts}.intersection(full)
    capsys.readouterr()
    check = ["roster", "check", str(centre / "out" / "roster.csv"), "--site", str(centre / "site.toml")]
    days = ["--from", FIRST, "--days", "4"]
    assert main([*check, *days, "--worked", str(centre / "worked.csv"), "--period-from", "2026-11-23"]) == 0


def test_what_is_wrong_with_hours_worked_is_told_before_anything_is_planned(
    centre: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (centre / "worked.csv").write_text("agent,since,minutes\nA99,2026-11-23,5\nA01,2026-11-24,5\n", encoding="utf-8")
    assert plan(centre, "out", "--worked", str(centre / "worked.csv")) == 2
    said = capsys.readouterr().err
    assert "row 2, agent" in said
    assert "row 3, since" in said
    assert plan(centre, "out", "--period-from", "2026-12-01") == 2
    assert "lies after the first planned day" in capsys.readouterr().err
    assert not (centre / "out").exists()


def test_hours_of_the_site_file_must_lead_up_to_the_plan(centre: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = centre / "site.toml"
    site.write_text(site.read_text(encoding="utf-8") + "\n[worked]\nuntil = 2026-10-31\n", encoding="utf-8")
    assert plan(centre, "out") == 2
    assert "2026-11-25, the day before the first planned one" in capsys.readouterr().err
