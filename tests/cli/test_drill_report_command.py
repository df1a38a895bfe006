"""``watchbill drill report`` and ``watchbill drill msel``: from files to files."""

import json
from pathlib import Path

import pytest

from api.cli import main
from drills.exercise import log_text
from drills.reading import read_drill
from drills.record import drill_json
from tests.drills.exercise.small_run import small_drill
from tests.drills.msel.edited_lists import edited, row_of
from tests.drills.report.reported_runs import broken_off, rehearsed


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    path.write_text(log_text(rehearsed()), encoding="utf-8")
    return path


@pytest.fixture
def drill(tmp_path: Path) -> Path:
    path = tmp_path / "drill.json"
    path.write_text(drill_json(small_drill()), encoding="utf-8")
    return path


def command(*words: object) -> int:
    return main(["--language", "en", "drill", *map(str, words)])


def test_a_log_is_reported_in_both_languages(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("report", log, "--out", tmp_path / "out") == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"report.json", "report.en.html", "report.en.docx", "report.zh.html", "report.zh.docx"}
    told = capsys.readouterr().out
    assert "The drill is rated" in told
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["mark"] == "演练"


def test_one_language_is_enough(log: Path, tmp_path: Path) -> None:
    assert command("report", log, "--out", tmp_path / "out", "--language", "zh_CN") == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"report.json", "report.zh.html", "report.zh.docx"}


def test_evidence_is_written_and_verified(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("report", log, "--out", tmp_path / "out", "--bundle") == 0
    assert command("report", "--verify", tmp_path / "out" / "evidence.zip") == 0
    assert "the evidence is as it was written" in capsys.readouterr().out


def test_changed_evidence_ends_with_one_and_names_what_was_changed(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("report", log, "--out", tmp_path / "out", "--bundle")
    bundle = tmp_path / "out" / "evidence.zip"
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    bundle.write_bytes(content)
    capsys.readouterr()
    assert command("report", "--verify", bundle) == 1
    told = capsys.readouterr().out
    assert "the evidence was changed" in told
    assert "docx" in told or "html" in told or "json" in told


def test_a_log_that_was_changed_is_refused_with_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(log_text(broken_off()).replace('"by":"controller"', '"by":"commander"'), encoding="utf-8")
    assert command("report", path, "--out", tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert "line 2 was changed" in told
    assert not (tmp_path / "out").exists()


def test_options_without_meaning_are_all_named(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("report", log, "--verify", "--bundle", "--out", tmp_path) == 2
    told = capsys.readouterr().err
    assert "--bundle" in told
    assert "--out" in told
    assert command("report", log, "--bundle") == 2


def test_a_list_of_injects_goes_out_and_comes_back_as_another_drill(
    drill: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, back = tmp_path / "list.csv", tmp_path / "edited.json"
    assert command("msel", drill, "--out", out) == 0
    assert command("msel", drill, "--edited", out, "--out", back) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert not back.exists()
    scenario = small_drill().scenario
    inject = next(item for item in scenario.injects if item.timed)
    out.write_bytes(edited(scenario, lambda rows: row_of(rows, inject.id).update(from_en="a regular customer")))
    assert command("msel", drill, "--edited", out, "--out", back) == 0
    made = read_drill(back.read_text(encoding="utf-8"))
    assert made.scenario.inject(inject.id).sender.en == "a regular customer"
    assert made.id != small_drill().id
    assert made.seats == small_drill().seats


def test_faults_of_an_edited_list_are_named_and_nothing_is_written(
    drill: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, back = tmp_path / "list.csv", tmp_path / "edited.json"
    scenario = small_drill().scenario
    inject = next(item for item in scenario.injects if item.timed)
    out.write_bytes(edited(scenario, lambda rows: row_of(rows, inject.id).update(minute="noon")))
    assert command("msel", drill, "--edited", out, "--out", back) == 2
    told = capsys.readouterr().err
    assert "noon" in told
    assert "row 2" in told
    assert not back.exists()


def test_an_edited_drill_needs_a_name_of_its_own(drill: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    scenario = small_drill().scenario
    inject = next(item for item in scenario.injects if item.timed)
    out.write_bytes(edited(scenario, lambda rows: row_of(rows, inject.id).update(from_en="somebody else")))
    assert command("msel", drill, "--edited", out, "--out", tmp_path / "new.json", "--id", small_drill().id) == 2
    assert command("msel", drill, "--edited", out, "--out", tmp_path / "new.json", "--id", "second") == 0
    assert read_drill((tmp_path / "new.json").read_text(encoding="utf-8")).id == "second"
