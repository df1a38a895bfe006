"""``watchbill drill scenarios``: what there is, and what is wrong with an author's own files."""

from pathlib import Path

import pytest

from api.cli import main
from api.translation import translator
from drills.roles import Form

EXAMPLE = Path(__file__).parents[2] / "examples" / "scenarios" / "lockers-refuse-codes.toml"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal wide enough for the table."""
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.toml").write_bytes(EXAMPLE.read_bytes())
    return tmp_path


def scenarios(*words: str | Path, language: str = "en") -> int:
    return main(["--language", language, "drill", "scenarios", *map(str, words)])


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "mine.toml"
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new), encoding="utf-8")


def test_every_scenario_is_listed_with_its_forms_and_levels(capsys: pytest.CaptureFixture[str]) -> None:
    assert scenarios() == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "payment-timeouts" in shown
    assert "silence-hides-rumour" in shown
    assert "tabletop exercise, functional exercise, full exercise │ I, II, III, IV" in shown


def test_forms_are_told_in_the_reader_s_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert scenarios(language="zh_CN") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert translator("zh_CN")(Form.FUNCTIONAL.label) in shown
    assert "tabletop" not in shown


def test_scenarios_of_ones_own_are_listed_with_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scenarios("--templates", folder) == 0
    assert "lockers-refuse-codes" in capsys.readouterr().out


def test_good_scenarios_are_said_to_be_good(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scenarios("--templates", folder, "--check") == 0
    assert "everything that was drawn makes a good exercise" in capsys.readouterr().out


def test_what_makes_no_good_exercise_is_named_with_its_place_and_rule(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "ambiguous = true", "ambiguous = false")
    assert scenarios("--templates", folder, "--check") == 1
    shown = capsys.readouterr().out
    assert "lockers-refuse-codes, tabletop exercise, level III, seed 0:" in shown
    assert "injects: no fact can be read in two ways [ambiguous]" in shown


def test_a_file_with_faults_is_left_out_and_all_of_them_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, 'basis = "wrong-code"', 'basis = "wrong-cod"')
    (folder / "other.toml").write_bytes(EXAMPLE.read_bytes().replace(b"lockers-refuse-codes", b"other", 1))
    assert scenarios("--templates", folder) == 1
    shown, told = capsys.readouterr()
    assert "other" in shown
    assert "lockers-refuse-codes" not in shown
    assert "files that cannot be used are left out; faults: 3" in told
    assert told.count("mine.toml") == 3
    assert "mine.toml, expectations.graded.basis: refers to nothing in this template (found 'wrong-cod'" in told


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scenarios("--templates", tmp_path / "nowhere") == 2
    assert "there is no such folder" in capsys.readouterr().err
