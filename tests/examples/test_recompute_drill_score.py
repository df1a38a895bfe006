"""Twenty lines of plain Python recompute what a drill scored, from nothing but its evidence."""

import ast
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from api.usecases.drill_evidence import evidence_zip
from drills.exercise import AbortCause, Run, abort, log_text
from drills.incidents import Family
from drills.practice import Circumstances, rehearsed_run
from drills.roles import Form
from drills.scenario.catalogue import catalogue
from drills.scoring import score
from tests.drills.exercise.small_run import small_drill
from tests.drills.practice.seated import seated
from tests.drills.scoring.meddled import meddled
from tests.drills.scoring.small_played import does, ends, order, played, rates, row, saw, service, small, wanted

SCRIPT = Path(__file__).parents[2] / "examples" / "recompute_drill_score.py"
MOST_LINES = 20
Recompute = Callable[[Path], str]


@pytest.fixture
def recompute(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Recompute:
    def recomputed(file: Path) -> str:
        monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(file)])
        runpy.run_path(str(SCRIPT))
        return capsys.readouterr().out

    return recomputed


def written(run: Run, folder: Path) -> Path:
    file = folder / "log.jsonl"
    file.write_bytes(log_text(run.log).encode())
    return file


def told(run: Run) -> str:
    """What the script should print of *run*: the product's own score."""
    known = score(run.log)
    assert known.rating is not None and known.points is not None  # noqa: PT018
    return f"{known.rating} {known.points.value}\n"


def test_it_has_at_most_twenty_lines_and_needs_nothing_but_python() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    nodes = ast.parse(text).body[1:]
    imported = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    first = nodes[len(imported)].lineno
    lines = [line for line in text.splitlines()[first - 1 :] if line.strip() and not line.startswith("#")]
    assert len(lines) <= MOST_LINES
    assert {str(node.module).partition(".")[0] for node in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("family", Family)
def test_it_prints_the_score_of_rehearsed_drills_with_sheets_corrections_and_pauses(
    family: Family, recompute: Recompute, tmp_path: Path
) -> None:
    for seed in range(4):
        random = Random(f"{family} {seed}")
        drill = small_drill(family, 7, random.choice(list(Form)))
        run = rehearsed_run(drill, seed, circumstances=Circumstances(sheets=False, pauses=seed % 3))
        run = meddled(run, random)
        assert recompute(written(run, tmp_path)) == told(run)


def test_it_prints_the_score_of_a_whole_rehearsal_with_everybodys_sheets(recompute: Recompute, tmp_path: Path) -> None:
    run = rehearsed_run(small_drill(Family.DATA_LEAK, 7, Form.FULL), 4)
    assert recompute(written(run, tmp_path)) == told(run)


def test_it_prints_the_score_of_several_incidents_at_once_played_by_backups(
    recompute: Recompute, tmp_path: Path
) -> None:
    drill = seated(catalogue().draw("payments-and-refunds", 2, Form.FUNCTIONAL), backups=True)
    run = rehearsed_run(drill, 2, circumstances=Circumstances(pauses=1, absent_share=0.4))
    assert recompute(written(run, tmp_path)) == told(run)


@pytest.mark.parametrize("minute", [7, 15, 25])
def test_it_prints_the_score_of_a_drill_that_was_broken_off(minute: int, recompute: Recompute, tmp_path: Path) -> None:
    asked = small(wanted("a", within=5), wanted("b", within=10), wanted("c", within=20))
    run = abort(played(asked, does(3, "a"), does(6, "b")), order(minute), AbortCause.REAL_EVENT)
    assert recompute(written(run, tmp_path)) == told(run)


CRITICAL = small(wanted("a", critical=True), wanted("b"), wanted("c"), wanted("d", "tell"), objectives=("do", "tell"))


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((does(5, "a"), does(5, "b"), does(5, "c"), does(5, "d"), ends()), "P 100.0\n"),
        ((does(5, "b"), does(5, "c"), does(5, "d"), ends()), "U 50.0\n"),
        ((does(5, "a"), does(5, "b"), does(5, "d"), ends(), rates("E1", do="M")), "P 75.0\n"),
        ((does(5, "a"), does(5, "d"), ends(), saw("E1", d=False), saw("E2", d=True)), "U 0.0\n"),
        ((does(5, "a"), does(5, "b"), does(5, "d"), ends(), service(row(50, 30, 80))), "M 50.0\n"),
    ],
)
def test_it_prints_what_is_worked_out_by_hand(
    steps: tuple[Callable[[Run], Run], ...], said: str, recompute: Recompute, tmp_path: Path
) -> None:
    run = played(CRITICAL, *steps)
    assert recompute(written(run, tmp_path)) == said == told(run)


def test_it_reads_the_log_out_of_an_evidence_bundle(recompute: Recompute, tmp_path: Path) -> None:
    run = rehearsed_run(small_drill(Family.COMPLAINT_SURGE, 7, Form.TABLETOP), 4)
    (tmp_path / "evidence.zip").write_bytes(evidence_zip(run.log))
    assert recompute(tmp_path / "evidence.zip") == told(run)


def test_it_refuses_a_log_of_which_a_letter_was_changed_or_a_line_taken_out(
    recompute: Recompute, tmp_path: Path
) -> None:
    file = written(played(CRITICAL, does(5, "a"), ends()), tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"agent":"A1"', '"agent":"A2"'), encoding="utf-8")
    with pytest.raises(AssertionError, match="the log was changed"):
        recompute(file)
    file.write_text(
        "".join(line for number, line in enumerate(text.splitlines(keepends=True)) if number != 7), encoding="utf-8"
    )
    with pytest.raises(AssertionError, match="the log was changed"):
        recompute(file)
