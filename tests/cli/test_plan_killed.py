"""``watchbill plan`` killed in the middle: the best lawful roster so far is left, and the next run goes on from it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main

ROOT = Path(__file__).parents[2]
SITE, HISTORY = ROOT / "examples" / "site.toml", ROOT / "examples" / "history.csv"
SO_FAR = "roster-so-far.csv"
# the child kills itself, as nobody could stop it, once a roster was kept and the solver is at work again
KILLED = """
import os, signal, sys
from api.cli import main, plan
from api.usecases import so_far

def killing(directory):
    keep = so_far.keeper(directory)
    def kept(roster, instance):
        keep(roster, instance)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
    return kept

signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
plan.keeper = killing
main(sys.argv[1:])
"""


def words(out: Path, *more: str) -> list[str]:
    asked = ["plan", str(SITE), "--history", str(HISTORY), "--from", "2026-11-23", "--days", "7", "--drill", "none"]
    return [*asked, "--out", str(out), "--workers", "1", *more]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("killed") / "out"
    command = [sys.executable, "-c", KILLED, *words(out, "--seconds", "300")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=250, check=False, env=dict(os.environ))
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    return out


def test_a_killed_plan_leaves_a_lawful_roster_and_nothing_else(killed: Path) -> None:
    assert [path.name for path in killed.iterdir()] == [SO_FAR]
    assert main(["roster", "check", str(killed / SO_FAR), "--site", str(SITE)]) == 0


def test_the_next_plan_goes_on_from_what_was_left(killed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = str(killed / SO_FAR)
    assert main(words(killed, "--work", "0.01", "--begin-with", left)) == 0
    summary = json.loads((killed / "plan.json").read_text(encoding="utf-8"))
    assert summary["limits"]["work"] == 0.01
    assert SO_FAR in summary["inputs"]
    assert not (killed / SO_FAR).exists()
    assert "--begin-with" not in capsys.readouterr().out


def test_a_plan_says_that_an_earlier_one_was_ended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / SO_FAR).write_text("left", encoding="utf-8")
    (out / f".{SO_FAR}.0123456789ab.part").write_text("le", encoding="utf-8")
    assert main(words(out, "--seconds", "1")) == 0
    assert f"--begin-with {out / SO_FAR}" in " ".join(capsys.readouterr().out.split())
    assert not list(out.glob("*so-far*"))
    assert not list(out.glob(".*.part"))


def test_no_work_at_all_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(tmp_path / "out", "--work", "0")) == 2
    assert "--work" in capsys.readouterr().err
