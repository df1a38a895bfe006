import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from api.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
SETS = """
[[skill_sets]]
name = "calls"
queues = ["phone"]

[[skill_sets]]
name = "calls and chats"
queues = ["phone", "chat"]
level = "intermediate"
"""


def plan(folder: Path, sets: str) -> int:
    for name in ("agents.csv", "history.csv"):
        shutil.copy(EXAMPLES / name, folder)
    site = folder / "site.toml"
    site.write_text((EXAMPLES / "site.toml").read_text(encoding="utf-8") + sets, encoding="utf-8")
    words = ["--history", str(folder / "history.csv"), "--from", "2026-11-23", "--days", "2", "--by", "skill-set"]
    quick = ["--seconds", "2", "--workers", "1", "--drill", "none"]
    return main(["plan", str(site), *words, *quick, "--out", str(folder / "out")])


def test_a_plan_by_skill_set_is_lawful_and_asks_for_people_of_every_set(tmp_path: Path) -> None:
    assert plan(tmp_path, SETS) == 0
    needed = pd.read_csv(tmp_path / "out" / "requirement.csv")
    assert set(needed["skill"]) == {"calls", "calls and chats"}
    assert needed.loc[needed["skill"] == "calls and chats", "agents"].max() > 0
    assert json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))["lawful"] is True
    assert not pd.read_csv(tmp_path / "out" / "roster.csv").empty


def test_a_plan_by_skill_set_needs_skill_sets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan(tmp_path, "") == 2
    assert "site.toml, skill_sets: is missing" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
