"""``watchbill drill actions``: the book from the command line."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.cli import main
from api.exclusive import hold
from drills.exercise import Log, log_text
from drills.improvement import read_book
from tests.drills.improvement.held_drills import drill_on, held_drill

GRADED = "D1/2026-03-02/target/graded"
CHANCES = {item.id: 0.7 for item in drill_on().scenario.expectations}


class Office:
    """A folder with a book and the logs of drills, and somebody who types."""

    def __init__(self, folder: Path) -> None:
        self.book = folder / "actions.jsonl"
        self.logs = folder / "logs"
        self.logs.mkdir()

    def held(self, name: str, days: int, *missed: str) -> None:
        drill = held_drill(missed, days, name, chances=CHANCES)
        (self.logs / f"{name}.jsonl").write_text(log_text(drill.log), encoding="utf-8")

    def show(self, *words: str) -> int:
        return main(["--language", "en", "drill", "actions", str(self.book), "--logs", str(self.logs), *words])

    def order(self, *words: str) -> int:
        return self.show(*words, "--by", "Chen")

    def add(self, *words: str) -> int:
        return self.order("add", "--finding", GRADED, "--text", "A card with the levels", *words)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.held("D1", 0, "graded")
    return made


def test_what_nobody_sees_to_is_shown_and_fails_the_check(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.show() == 0
    assert office.show("--check", "--today", "2026-03-03") == 1
    assert "2 findings without owner" in capsys.readouterr().out
    assert not office.book.exists()


def test_an_action_goes_from_open_to_closed_by_evidence_and_retest(office: Office) -> None:
    assert office.add("--owner", "Li", "--due", "2026-04-01") == 0
    assert office.show("--check", "--today", "2026-03-03") == 0
    assert office.show("--check", "--today", "2026-04-02") == 1
    card = office.book.parent / "card.pdf"
    card.write_bytes(b"a card")
    assert office.order("done", "A1", "--evidence", "It hangs there", "--file", str(card), "--on", "2026-03-20") == 0
    assert office.order("close", "A1") == 2
    office.held("D2", 20)
    assert office.order("close", "A1") == 0
    assert office.show("--check", "--today", "2026-04-02") == 0
    (action,) = read_book(office.book.read_text(encoding="utf-8")).actions
    assert action.status.value == "closed"
    assert action.evidence[0].sha256 == hashlib.sha256(b"a card").hexdigest()


def test_what_came_back_after_its_action_was_closed_is_shown_with_both_drills(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.held("D2", 20)
    office.add("--owner", "Li", "--due", "2099-01-01")
    office.order("done", "A1", "--evidence", "It hangs there", "--on", "2026-03-20")
    assert office.order("close", "A1") == 0
    later = (datetime.now(UTC).date() - drill_on().window.start.date()).days + 2
    office.held("D9", later, "graded")
    capsys.readouterr()
    assert office.show("--check", "--today", str(datetime.now(UTC).date())) == 1
    told = capsys.readouterr().out
    assert "Came back" in told
    assert "1 came back" in told
    office.order("add", "--finding", _name("D9", later), "--text", "y", "--owner", "Li", "--due", "2099-01-01")
    assert office.show("--check", "--today", str(datetime.now(UTC).date())) == 0


def _name(drill: str, days: int) -> str:
    return f"{drill}/{(drill_on().window.local_start + timedelta(days=days)).date()}/target/graded"


def test_a_finding_that_there_is_not_is_refused_and_the_nearest_named(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office.order("add", "--finding", GRADED[:-1], "--text", "x") == 2
    assert GRADED in capsys.readouterr().err
    assert not office.book.exists()


def test_every_reason_against_an_order_is_named_and_the_book_stays(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.add()
    before = office.book.read_bytes()
    assert office.order("close", "A1") == 2
    told = capsys.readouterr().err
    assert "no evidence" in told
    assert "no owner" in told
    assert "not met in a re-test" in told
    assert office.book.read_bytes() == before


def test_a_book_that_was_changed_is_refused_with_its_lines(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.add()
    office.book.write_text(office.book.read_text(encoding="utf-8").replace("A card", "A song"), encoding="utf-8")
    assert office.show() == 2
    assert "line 1 was changed" in capsys.readouterr().err


def test_a_line_that_was_never_wholly_written_is_cut_off_by_the_next_order(office: Office) -> None:
    office.add()
    whole = office.book.read_bytes()
    office.book.write_bytes(whole + whole[:100])
    assert office.show() == 0
    assert office.order("assign", "A1", "--owner", "Li", "--due", "2026-04-01") == 0
    book = read_book(office.book.read_text(encoding="utf-8"))
    assert (len(book), book.action("A1").owner) == (2, "Li")


def test_two_who_write_at_once_do_not_mix_their_lines(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.add()
    with office.book.open("r+b") as held:
        assert hold(held)
        assert office.order("assign", "A1", "--owner", "Li", "--due", "2026-04-01") == 2
    assert "another process" in capsys.readouterr().err


def test_a_broken_log_and_two_logs_of_one_drill_are_named(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    (office.logs / "torn.jsonl").write_text("{}\n", encoding="utf-8")
    other = held_drill((), 0, "D1")
    (office.logs / "other.jsonl").write_text(log_text(other.log), encoding="utf-8")
    assert office.show() == 2
    told = capsys.readouterr().err
    assert "torn.jsonl: is no log of a drill" in told
    assert "is a second log of one drill" in told


def test_what_would_have_been_is_no_drill(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    log = held_drill().log
    first = log.line(1)
    again = Log().with_line(first.at, first.ms, first.kind, first.by, {**first.data, "what_if": {"minute": 5}})
    (office.logs / "what-if.jsonl").write_text(log_text(again), encoding="utf-8")
    assert office.show() == 2
    assert "what would have been" in capsys.readouterr().err


def test_a_copy_of_a_log_and_the_book_itself_count_for_nothing(office: Office) -> None:
    lines = (office.logs / "D1.jsonl").read_text(encoding="utf-8")
    (office.logs / "copy.jsonl").write_text("".join(lines.splitlines(keepends=True)[:-1]), encoding="utf-8")
    office.book = office.logs / "actions.jsonl"
    assert office.add("--owner", "Li", "--due", "2099-01-01") == 0
    assert office.show("--check", "--today", "2026-03-03") == 0


def test_training_and_trends_are_written_and_shown(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    folder = office.book.parent
    csv, data, plot = (folder / name for name in ("training.csv", "training.json", "trends.svg"))
    words = ("--training", str(csv), "--training", str(data), "--trends", "--plot", str(plot))
    assert office.show(*words) == 0
    assert csv.read_text(encoding="utf-8").startswith("agent,date,course,hours\n")
    assert json.loads(data.read_text(encoding="utf-8"))["credits"]
    assert plot.read_text(encoding="utf-8").startswith("<svg")
    assert "Kinds of incident" in capsys.readouterr().out


def test_options_that_make_no_sense_are_all_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--check", "--trends", "--training", "x.txt", "--retest-weeks", "0"]
    assert main(["--language", "en", "drill", "actions", str(tmp_path / "b.jsonl"), *words]) == 2
    told = capsys.readouterr().err
    assert "x.txt" in told
    assert told.count("needs --logs") == 3
    assert "--retest-weeks" in told


def test_the_year_of_training_is_shown_for_the_people_of_a_site(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    site = Path(__file__).parents[2] / "examples" / "training-site.toml"
    assert office.show("--site", str(site), "--year", "2026") == 0
    told = capsys.readouterr().out
    assert "Class hours of 2026" in told
    assert "of them a drill" in told
