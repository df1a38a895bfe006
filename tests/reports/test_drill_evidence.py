import hashlib
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.usecases.drill_evidence import evidence_files, evidence_zip
from api.usecases.drill_verifying import verify_evidence
from drills.evidence import ACTIONS, BOOK, LOG, README, REPORT, SCORE, SUMS, against_sums, sums_text, with_sums, zipped
from drills.exercise import Order, evaluate, report, run_of
from drills.finding import Finding
from drills.improvement import Book, add_action, book_text, findings_of
from drills.incidents import Family
from drills.rating import Rating
from drills.report import report_fingerprint
from drills.scoring import score
from tests.drills.report.reported_runs import LOGS, broken_off, rehearsed

FIXED = {
    "log.jsonl",
    "drill.json",
    "rules.json",
    "score.json",
    "report.json",
    "report.en.html",
    "report.zh.html",
    "report.en.docx",
    "report.zh.docx",
    "msel.csv",
    "README.txt",
    "SHA256SUMS",
}


@cache
def files() -> dict[str, bytes]:
    return evidence_files(broken_off())


def faults(content: bytes) -> list[str]:
    return [str(fault) for fault in verify_evidence(content).faults]


def with_changed(name: str, change: Callable[[bytes], bytes]) -> dict[str, bytes]:
    return {**files(), name: change(files()[name])}


def with_new_sums(changed: dict[str, bytes]) -> dict[str, bytes]:
    return with_sums({name: content for name, content in changed.items() if name != SUMS})


@pytest.mark.parametrize("name", ["several at once", "broken off", "called off"])
def test_evidence_is_as_it_was_written(name: str) -> None:
    log = LOGS[name]()
    found = verify_evidence(evidence_zip(log))
    assert found.faults == ()
    assert found.digest == log.last.digest


def test_evidence_has_the_files_that_others_look_for() -> None:
    assert set(files()) == FIXED


def test_the_same_log_gives_the_same_bytes() -> None:
    assert evidence_zip(broken_off()) == evidence_zip(broken_off())


def test_the_sums_are_those_of_the_files_as_sha256sum_reads_them() -> None:
    for line in files()[SUMS].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(files()[name]).hexdigest() == digest
    assert sums_text({name: content for name, content in files().items() if name != SUMS}) == files()[SUMS].decode()


@pytest.mark.parametrize("name", sorted(FIXED - {SUMS}))
def test_every_changed_or_missing_file_is_named_by_the_sums(name: str) -> None:
    changed = with_changed(name, lambda content: content + b" ")
    assert [str(fault) for fault in against_sums(changed)] == [
        f"{name} was changed: its SHA-256 is not that in SHA256SUMS"
    ]
    left = {known: content for known, content in files().items() if known != name}
    assert [str(fault) for fault in against_sums(left)] == [f"{name} is missing"]


def test_changed_files_are_named_even_where_their_sums_were_changed_with_them() -> None:
    def changed(name: str, content: bytes) -> bytes:
        return _another_word_file(content) if name.endswith(".docx") else content + b" "

    forged = {name: content if name == LOG else changed(name, content) for name, content in files().items()}
    told = faults(zipped(with_new_sums(forged)))
    for name in FIXED - {SUMS, LOG}:
        assert any(fault.startswith(f"{name} is not what the log gives") for fault in told), name


def _another_word_file(content: bytes) -> bytes:
    with ZipFile(io.BytesIO(content)) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    before, end, after = inside["word/document.xml"].partition(b"</w:body>")
    inside["word/document.xml"] = before + b"<w:p/>" + end + after
    return zipped(inside)


def test_a_word_file_that_was_packed_by_another_program_is_the_same() -> None:
    content = files()["report.en.docx"]
    with ZipFile(io.BytesIO(content)) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    repacked = with_new_sums({**files(), "report.en.docx": zipped(inside)})
    assert faults(zipped(repacked)) == []


def test_files_that_are_missing_are_named_even_where_the_sums_do_not_name_them() -> None:
    told = faults(zipped(with_new_sums({LOG: files()[LOG]})))
    assert {f"{name} is missing" for name in FIXED - {SUMS, LOG}} <= set(told)


def test_evidence_without_its_log_or_sums_is_told_as_such_once() -> None:
    without_log = with_sums({name: content for name, content in files().items() if name not in {LOG, SUMS}})
    assert faults(zipped(without_log)) == [f"{LOG} is missing"]
    assert f"{LOG} is missing" in faults(zipped({SCORE: b"{}"}))
    assert f"{SUMS} is missing" in faults(zipped({SCORE: b"{}"}))


def test_a_file_that_was_added_is_named() -> None:
    assert any("better.html" in fault for fault in faults(zipped({**files(), "better.html": b"<p>P</p>"})))


def test_a_changed_line_of_the_log_is_named_with_its_number() -> None:
    def later(content: bytes) -> bytes:
        lines = content.decode().splitlines(keepends=True)
        lines[6] = lines[6].replace('"second":0.0', '"second":1.0').replace('"second":0,', '"second":1,')
        return "".join(lines).encode()

    changed = with_new_sums(with_changed(LOG, later))
    assert changed[LOG] != files()[LOG]
    assert any(fault.startswith(f"{LOG}: line 7 ") for fault in faults(zipped(changed)))


def test_a_score_that_was_improved_is_named() -> None:
    def better(content: bytes) -> bytes:
        told = json.loads(content)
        told["rating"] = "P"
        return json.dumps(told).encode()

    assert any(SCORE in fault for fault in faults(zipped(with_new_sums(with_changed(SCORE, better)))))


def test_another_report_than_the_one_that_was_logged_is_named() -> None:
    log = broken_off()
    order = Order(log.last.at + timedelta(hours=1), "controller")
    run = evaluate(run_of(log), order, "nobody saw enough of it")
    logged = report(run, order, report_fingerprint(run.log)).log
    assert verify_evidence(evidence_zip(logged)).faults == ()
    forged = report(run, order, "0" * 64).log
    assert any("fingerprint" in fault and REPORT in fault for fault in faults(evidence_zip(forged)))


def test_actions_stand_in_the_evidence_where_there_are_any_about_the_drill() -> None:
    log = rehearsed()
    found = findings_of(log, score(log))
    order = Order(log.last.at + timedelta(days=1), "planner")
    book = add_action(Book(), order, found[:1], "Practise it.", owner="Agent 01", due=date(2026, 4, 1))
    with_actions = evidence_files(log, book)
    assert {BOOK, ACTIONS} <= set(with_actions)
    assert b"Practise it." in with_actions["report.en.html"]
    assert verify_evidence(zipped(with_actions)).faults == ()
    assert not {BOOK, ACTIONS} & set(evidence_files(broken_off(), book))


def test_a_changed_book_of_actions_is_named_with_its_line() -> None:
    log = broken_off()
    found = Finding(f"{run_of(log).drill.id}/other", Family.SYSTEM_OUTAGE, date(2026, 3, 3), Rating.U)
    order = Order(log.last.at + timedelta(days=1), "planner")
    book = add_action(Book(), order, (found,), "Practise it.")
    changed = book_text(book).replace("Practise it.", "Leave it.").encode()
    told = faults(zipped(with_new_sums({**files(), BOOK: changed})))
    assert any(fault.startswith(f"{BOOK}: line 1 ") for fault in told)


def test_the_readme_tells_in_both_languages_how_to_check() -> None:
    text = files()[README].decode()
    assert text.count("sha256sum -c SHA256SUMS") == 2
    assert broken_off().last.digest in text
    assert "怎样核对" in text
    assert "How to check it" in text


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_what_is_no_evidence_is_refused_in_words(content: bytes) -> None:
    assert faults(content)


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_no_flipped_byte_goes_unnoticed(place: int, flip: int) -> None:
    name = SCORE
    content = bytearray(files()[name])
    content[place % len(content)] ^= flip
    assert list(against_sums({**files(), name: bytes(content)}))


def test_pages_of_another_version_are_held_against_their_sums_and_facts_against_the_log() -> None:
    other = files()[README].replace(f"Watchbill {version('watchbill')}".encode(), b"Watchbill 0.0.1")
    worded = {**files(), README: other, "report.en.html": files()["report.en.html"] + b" "}
    found = verify_evidence(zipped(with_new_sums(worded)))
    assert found.faults == ()
    assert found.other_version == "0.0.1"
    assert [str(fault) for fault in verify_evidence(zipped(with_new_sums({**worded, SCORE: b"{}"}))).faults] == [
        "score.json is not what the log gives"
    ]


def test_a_name_that_is_there_twice_is_named() -> None:
    out = io.BytesIO(zipped(files()))
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(out, "a") as archive:
        archive.writestr(SCORE, b"{}")
    assert any("twice" in fault for fault in faults(out.getvalue()))
