import json
import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from api.cli import main
from api.cli.console import Console
from api.cli.drill_run import run_at
from api.translation import translator
from drills.drill import Drill
from drills.exercise import LineKind, Order, Phase, Run, read_log, run_of
from drills.improvement import Book, add_action, book_text, scored_drill
from drills.record import drill_json
from drills.roles import Form
from drills.scenario.acts import Act
from drills.scenario.frozen import Expectation
from drills.scoring import score
from tests.drills.drawn import drawn
from tests.drills.practice.seated import seated

DRILL = seated(drawn("orders-vanish", Form.FUNCTIONAL), backups=True)
BEGIN = DRILL.window.start
CALL = "import sys; from api.cli import main; sys.exit(main(sys.argv[1:]))"
BEFORE = [(-60.0, "plan"), (-50.0, "approve"), (-5.0, "go"), (0.0, "start")]


class Script:
    """A keyboard on which words are typed at minutes from the window's start, and the clock beside it."""

    def __init__(self, typed: Iterable[tuple[float, str]], ends: type[BaseException] = EOFError) -> None:
        self.typed, self.ends = list(typed), ends
        self.time = BEGIN + timedelta(minutes=self.typed[0][0] if self.typed else 0)

    def now(self) -> datetime:
        return self.time

    def read(self, until: datetime | None) -> str | None:
        if not self.typed:
            raise self.ends
        at = BEGIN + timedelta(minutes=self.typed[0][0])
        if until is not None and until < at:
            self.time = max(self.time, until)
            return None
        self.time = max(self.time, at)
        return self.typed.pop(0)[1]


class Desk:
    """A folder with the record of a drill and its log."""

    def __init__(self, folder: Path, drill: Drill = DRILL) -> None:
        self.record, self.log = folder / "drill.json", folder / "logs" / "drill.jsonl"
        self.book = folder / "actions.jsonl"
        self.record.write_text(drill_json(drill), encoding="utf-8")

    def type(self, *typed: tuple[float, str], ends: type[BaseException] = EOFError, language: str = "en") -> int:
        options = Namespace(drill=self.record, log=self.log, by=None, rehearse=None, pauses=0, actions=self.book)
        return run_at(Script(typed, ends), options, Console(translator(language), language))

    def typed_by_script(self, *typed: tuple[float, str]) -> int:
        options = Namespace(drill=self.record, log=self.log, by=None, rehearse=None, pauses=0, actions=self.book)
        return run_at(Script(typed, EOFError), options, Console(translator("en"), "en"), by_script=True)

    def main(self, *words: str) -> int:
        return main(["--language", "en", "drill", "run", str(self.record), "--log", str(self.log), *words])

    @property
    def phase(self) -> str:
        return self.run.state.phase.value

    @property
    def run(self) -> Run:
        return run_of(read_log(self.log.read_text(encoding="utf-8")))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def first(act: Act) -> tuple[int, Expectation]:
    """Return the number and the expectation of the first clock that waits for *act* and starts with a timed inject."""
    return next(
        (number, item)
        for number, item in enumerate(DRILL.scenario.expectations, start=1)
        if item.act is act and DRILL.scenario.inject(item.clock.basis).timed
    )


def test_injects_come_at_their_time_while_nobody_types(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    assert desk.type(*BEFORE, (120.0, "end"), (180.0, "evaluate nobody watched")) == 0
    run, timed = desk.run, [item for item in DRILL.scenario.injects if item.timed]
    assert {name: given.ms for name, given in run.state.given.items() if given.cause == "time"} == {
        item.id: 60_000 * item.minutes for item in timed
    }
    assert run.state.phase is Phase.EVALUATED
    said = capfd.readouterr().out
    assert all(item.text.en.split("\n")[0][:20] in " ".join(said.split()) for item in timed)


def test_what_a_clock_waits_for_is_stamped_by_its_number(desk: Desk) -> None:
    number, item = first(Act.GRADED)
    basis = DRILL.scenario.inject(item.clock.basis).minutes
    assert desk.type(*BEFORE, (basis + 1.5, f"done {number} II 按标准定级")) == 0
    seen = desk.run.state.seen(item.id)
    assert seen is not None
    assert (seen.ms, seen.level and seen.level.name, seen.text) == (60_000 * basis + 90_000, "II", "按标准定级")
    assert seen.agent in {holder.agent for holder in DRILL.holders(item.seat)}


def test_a_script_learns_from_the_exit_code_that_something_was_refused(desk: Desk) -> None:
    assert desk.typed_by_script((-9.0, "plan")) == 0
    assert desk.typed_by_script((-8.0, "start"), (-7.0, "approve")) == 1
    assert desk.phase == "approved"
    assert desk.typed_by_script((-6.0, "brew")) == 1
    assert desk.type((-6.0, "brew")) == 0


def test_a_drill_goes_on_with_its_log_however_it_was_left(desk: Desk) -> None:
    typed = [*BEFORE, (11.0, "done 1"), (20.0, "pause"), (30.0, "resume"), (45.0, "note seen"), (130.0, "end")]
    assert desk.type(*typed) == 0
    whole, desk.log = desk.run, desk.log.with_name("again.jsonl")
    for part in (typed[:5], [(11.0, "board"), *typed[5:7]], [(30.0, "board"), typed[7]]):
        assert desk.type(*part, ends=KeyboardInterrupt) == 130
    assert desk.type((45.0, "board"), *typed[8:]) == 0
    assert _happened(desk.run) == _happened(whole)
    assert desk.run.state.elapsed_ms == 60_000 * 120


def test_what_was_due_while_nobody_ran_the_drill_comes_late_and_once(desk: Desk) -> None:
    assert desk.type(*BEFORE, (0.5, "note gone")) == 0
    assert desk.type((40.0, "note back"), (41.0, "note again")) == 0
    given = desk.run.state.given
    due = [item.id for item in DRILL.scenario.injects if item.timed and item.minutes < 40]
    assert {given[name].ms for name in due} == {60_000 * 40}
    assert sorted(given) == sorted(set(given) & {item.id for item in DRILL.scenario.injects})
    assert desk.run.log.last.ms == 60_000 * 41


def _happened(run: Run) -> list[tuple[int, LineKind, str]]:
    return [(line.ms, line.kind, json.dumps(line.data, sort_keys=True)) for line in run.log]


def test_a_last_line_that_was_never_wholly_written_is_cut_off_and_told(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    assert desk.type(*BEFORE, (5.0, "note one"), (6.0, "note two")) == 0
    whole = desk.log.read_bytes()
    desk.log.write_bytes(whole[:-40])
    assert desk.type((7.0, "note three")) == 0
    assert [line.data["text"] for line in desk.run.log if line.kind is LineKind.NOTED] == ["one", "three"]
    assert "never wholly written" in capfd.readouterr().out


def test_stop_is_a_real_event_at_any_moment(desk: Desk) -> None:
    assert desk.type(*BEFORE, (12.0, "pause"), (13.0, "stop payment really fails"), (40.0, "resume")) == 0
    run = desk.run
    assert (run.state.phase, run.state.abort_cause) == (Phase.ABORTED, "real-event")
    assert run.log.last.data["text"] == "payment really fails"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("jump", "there is no word jump"),
        ("done 99", "there is no clock 99"),
        ("done", "expected: done CLOCK"),
        ("act stamped A01", "there is no act stamped"),
        ("act graded Nobody II", "there is no Nobody in this drill"),
        ("give nothing", "nothing"),
        ("start", "cleared to start"),
        ("void 400 because", "400"),
        ("time 4 noon because", "noon is no time of the drill"),
        ("line tonight one", "one is no whole number"),
        ("sheet A05 missing.json", "missing.json"),
        ("plan", "planned already"),
    ],
)
def test_what_cannot_be_followed_is_told_and_leaves_the_log_as_it_is(
    desk: Desk, capfd: pytest.CaptureFixture[str], typed: str, said: str
) -> None:
    assert desk.type(*BEFORE) == 0
    before = desk.log.read_bytes()
    assert desk.type((0.5, typed)) == 0
    told = capfd.readouterr().err
    assert said in " ".join(told.split())
    assert told.count("error:") == 1
    assert desk.log.read_bytes() == before


def test_13_a_drill_is_closed_with_a_report_once_every_finding_has_an_owner(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    assert desk.type(*BEFORE, (120.0, "end"), (150.0, "evaluate nobody watched"), (151.0, "close")) == 0
    assert desk.phase == "evaluated"
    assert desk.type((160.0, "report"), (161.0, "close")) == 0
    assert desk.phase == "reported"
    assert "has no action with an owner and a date" in " ".join(capfd.readouterr().err.split())
    order = Order(BEGIN, "A01")
    mended = [finding for finding in scored_drill(desk.run.log).findings if finding.must_be_mended]
    book = add_action(Book(), order, mended, "Practise it", owner="A01", start=BEGIN.date(), due=BEGIN.date())
    desk.book.write_text(book_text(book), encoding="utf-8")
    assert desk.type((162.0, "close")) == 0
    assert desk.phase == "closed"


def test_a_start_far_from_the_window_needs_its_reason(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    assert desk.type(*BEFORE[:3], (-60.0, "start")) == 0
    assert desk.run.state.phase is Phase.RUNNING
    later = Desk(desk.record.parent)
    later.log = desk.log.with_name("late.jsonl")
    assert later.type(*BEFORE[:3], (30.0, "start"), (31.0, "start the room was locked")) == 0
    assert "the window begins at" in " ".join(capfd.readouterr().err.split())
    started = next(line for line in later.run.log if line.kind is LineKind.STARTED)
    assert started.data["text"] == "the room was locked"


def test_the_log_of_another_drill_is_refused(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    assert desk.type(*BEFORE) == 0
    before = desk.log.read_bytes()
    other = Desk(desk.record.parent, seated(drawn("late-refunds", Form.TABLETOP)))
    assert other.main() == 2
    assert "is the log of another drill" in capfd.readouterr().err
    assert desk.log.read_bytes() == before


def test_a_changed_log_is_refused_and_the_line_named(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    assert desk.type(*BEFORE, (1.5, "note calm")) == 0
    changed = desk.log.read_text(encoding="utf-8").replace("calm", "loud")
    desk.log.write_text(changed, encoding="utf-8")
    number = next(at for at, line in enumerate(changed.splitlines(), start=1) if "loud" in line)
    assert desk.main() == 2
    assert f"line {number} was changed" in " ".join(capfd.readouterr().err.split())
    assert desk.log.read_text(encoding="utf-8") == changed


def test_a_file_that_is_no_log_is_refused_and_stays(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk.log = desk.record
    before = desk.record.read_bytes()
    assert desk.main() == 2
    assert "is no log of a drill" in " ".join(capfd.readouterr().err.split())
    assert desk.record.read_bytes() == before


def test_folders_and_broken_records_are_refused_by_name(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk.log = desk.record.parent
    assert desk.main() == 2
    assert f"{desk.record.parent}: is a folder" in "".join(capfd.readouterr().err.split("\n"))
    desk.record.write_text('{"a": 1', encoding="utf-8")
    desk.log = desk.record.with_name("log.jsonl")
    assert desk.main() == 2
    assert str(desk.record) in "".join(capfd.readouterr().err.split("\n"))
    assert not desk.log.exists()


def test_nothing_is_left_behind_where_nothing_was_planned(desk: Desk) -> None:
    assert desk.type((0.0, "help"), (1.0, "quit")) == 0
    assert not desk.log.exists()


def test_a_rehearsal_writes_the_whole_log_the_same_for_the_same_seed(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    assert desk.main("--rehearse", "4", "--pauses", "2") == 0
    once, told = desk.log.read_bytes(), score(desk.run.log)
    assert told.points is not None
    assert f"{told.points.value:.0f} of 100 points" in capfd.readouterr().out
    assert desk.main("--rehearse", "4") == 2
    assert "has lines already" in capfd.readouterr().err
    assert desk.log.read_bytes() == once
    desk.log = desk.log.with_name("again.jsonl")
    assert desk.main("--rehearse", "4", "--pauses", "2") == 0
    assert desk.log.read_bytes() == once


@pytest.mark.parametrize("words", [("--rehearse", "-1"), ("--pauses", "2"), ("--rehearse", "1", "--pauses", "99")])
def test_numbers_that_cannot_be_meant_are_refused(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.main(*words) == 2
    assert not desk.log.exists()


def test_the_words_are_told_in_chinese_too(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    assert desk.type((0.0, "help"), language="zh_CN") == 0
    assert DRILL.title.zh in capfd.readouterr().out


@pytest.mark.slow
def test_a_killed_process_loses_nothing_and_a_second_one_is_refused(desk: Desk) -> None:
    words = (sys.executable, "-c", CALL, "--language", "en", "drill", "run", str(desk.record))
    with subprocess.Popen(
        [*words, "--log", str(desk.log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        for word in ("plan", "approve", "go", "start by hand", "note first", "note last"):
            started.stdin.write(f"{word}\n")
        started.stdin.flush()
        while "last" not in (told := started.stdout.readline()):
            assert told
        second = subprocess.run([*words, "--log", str(desk.log)], input="", capture_output=True, text=True, check=False)
        started.send_signal(signal.SIGKILL)
    assert second.returncode == 2
    assert "held by another process" in " ".join(second.stderr.split())
    assert [line.data["text"] for line in desk.run.log if line.kind is LineKind.NOTED] == ["first", "last"]
    assert desk.type((0.0, "quit")) == 0
