"""Files and folders that are not what a command looks for are named in one sentence, in the reader's language."""

from pathlib import Path

import pytest

from api.cli.main import EXIT_FAULT, main


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("file.jsonl").write_text("{}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["report", "none.jsonl"], "none.jsonl: there is no such file"),
        (["report", "folder"], "folder: is a folder; expected a file"),
        (["report", "file.jsonl/log.jsonl"], "file.jsonl: is a file; expected a folder"),
        (["msel", "folder", "--out", "x.csv"], "folder: is a folder; expected a file"),
    ],
)
def test_what_is_in_the_way_is_named(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "drill", *words]) == EXIT_FAULT
    assert capsys.readouterr().err == f"error: {told}\n"


@pytest.mark.parametrize("words", [["report"], ["what-if", "--act", "3=5"]])
def test_a_file_that_never_was_a_log_is_called_so_once(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "drill", words[0], "file.jsonl", *words[1:]]) == EXIT_FAULT
    told = capsys.readouterr().err
    assert "file.jsonl: is no log of a drill; expected a file that `drill run` wrote" in told
    assert "faults: 1" in told


def test_a_file_that_never_was_a_book_of_actions_is_called_so_once(capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("file.jsonl").read_bytes()
    words = ["add", "--by", "A01", "--finding", "x", "--text", "y"]
    assert main(["--language", "en", "drill", "actions", "file.jsonl", "--logs", "folder", "list"]) == EXIT_FAULT
    assert main(["--language", "en", "drill", "actions", "file.jsonl", "--logs", "folder", *words]) == EXIT_FAULT
    assert "is none of" not in capsys.readouterr().err
    assert Path("file.jsonl").read_bytes() == before


@pytest.mark.parametrize("order", [[], ["list"]])
def test_a_book_that_is_none_stays_as_it_is(order: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "drill", "actions", "file.jsonl", *order]) == EXIT_FAULT
    assert capsys.readouterr().err == "error: file.jsonl is no book of actions; it stays as it is\n"
