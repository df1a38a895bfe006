"""Every broken export is refused with one clear error: file, row, column and value named, exit code 2, nothing written."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from api.cli import main

GOOD = "start,offered,aht\n2024-03-01 09:00,5,300\n2024-03-01 09:15,6,310\n2024-03-01 09:30,7,320\n"
Build = Callable[[Path], Path]


def text(content: str) -> Build:
    return raw(content.encode())


def raw(content: bytes, name: str = "export.csv") -> Build:
    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return build


def changed(old: str, new: str) -> Build:
    assert old in GOOD
    return text(GOOD.replace(old, new))


def workbook(folder: Path) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "march"
    page.append(["start", "offered"])
    book.save(folder / "export.xlsx")
    return folder / "export.xlsx"


def truncated_parquet(folder: Path) -> Path:
    path = folder / "export.parquet"
    pd.DataFrame({"start": pd.date_range("2024-03-01", periods=50, freq="h"), "offered": range(50)}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def truncated_workbook(folder: Path) -> Path:
    path = workbook(folder)
    path.write_bytes(path.read_bytes()[:900])
    return path


def mixed_steps(folder: Path) -> Path:
    quarters = pd.date_range("2024-03-01", periods=192, freq="15min")
    halves = pd.date_range("2024-03-03", periods=96, freq="30min")
    path = folder / "export.csv"
    pd.DataFrame({"start": [*quarters, *halves], "offered": 5}).to_csv(path, index=False)
    return path


@dataclass(frozen=True)
class Broken:
    name: str
    build: Build
    says: tuple[str, ...]
    options: tuple[str, ...] = ()
    zone: str = "Asia/Shanghai"


NEW_YORK = "America/New_York"
CASES = [
    Broken("a zone that does not exist", text(GOOD), ("--zone", "Asia/Shangai", "Asia/Shanghai"), zone="Asia/Shangai"),
    Broken(
        "two columns claimed for one",
        text(GOOD),
        ("--column, offered", "aht, offered"),
        ("--column", "offered=aht", "--column", "offered=offered"),
    ),
    Broken(
        "one column claimed for two",
        text(GOOD),
        ("offered, handled",),
        ("--column", "offered=offered", "--column", "handled=offered"),
    ),
    Broken(
        "a claimed column that is not there",
        text(GOOD),
        ("row 1, offered", "'volume'", "start, offered, aht"),
        ("--column", "offered=volume"),
    ),
    Broken("a field that does not exist", text(GOOD), ("'calls'", "one of start, date"), ("--column", "calls=offered")),
    Broken("a claim without a column", text(GOOD), ("--column", "'offered'", "FIELD=NAME"), ("--column", "offered")),
    Broken("text in the volume", changed("15,6", "15,six"), ("row 3, offered", "'six'", "no number")),
    Broken("a negative volume", changed("15,6", "15,-6"), ("row 3, offered", "'-6'", "negative")),
    Broken("a fraction in the volume", changed("15,6", "15,6.5"), ("row 3, offered", "'6.5'", "whole numbers")),
    Broken("an infinite volume", changed("15,6", "15,inf"), ("row 3, offered", "'inf'")),
    Broken("a phone number as volume", changed("15,6", "15,8613800138000"), ("row 3, offered", "too large")),
    Broken("a negative handling time", changed("310", "-310"), ("row 3, aht", "'-310'", "negative")),
    Broken("a handling time of a month", changed("310", "2678400"), ("row 3, aht", "too large")),
    Broken("text in the handling time", changed("310", "5 minutes"), ("row 3, aht", "'5 minutes'")),
    Broken("25 o'clock", changed("09:15", "25:15"), ("row 3, start", "'2024-03-01 25:15'", "no such time of day")),
    Broken(
        "31 February",
        changed("2024-03-01 09:15", "2024-02-31 09:15"),
        ("row 3, start", "'2024-02-31 09:15'", "no such day"),
    ),
    Broken(
        "an absurd year",
        changed("2024-03-01 09:15", "0204-03-01 09:15"),
        ("row 3, start", "'0204-03-01 09:15'", "year"),
    ),
    Broken("a start that is empty", changed("2024-03-01 09:15", ""), ("row 3, start", "nothing stands here")),
    Broken(
        "a day and month that cannot be told apart",
        text("start,offered\n03/04/2024 09:00,1\n03/04/2024 09:15,2\n"),
        ("start", "'03/04/2024 09:00'", "dmy"),
    ),
    Broken(
        "a local time that the clock skipped",
        text("start,offered\n2024-03-10 01:00,1\n2024-03-10 02:00,2\n2024-03-10 03:00,3\n"),
        ("row 3, start", "2024-03-10 02:00", "skipped"),
        zone=NEW_YORK,
    ),
    Broken(
        "offsets of another zone",
        text("start,offered\n2024-03-01T09:00+02:00,1\n2024-03-01T09:15+02:00,2\n"),
        ("row 2, start", "+02:00", "+08:00"),
    ),
    Broken(
        "an offset on some rows only",
        text("start,offered\n2024-03-01T09:00+08:00,1\n2024-03-01T09:15,2\n"),
        ("row 3, start", "offset is missing"),
    ),
    Broken("mixed steps", mixed_steps, ("row 194", "15 and 30 minutes")),
    Broken(
        "steps of ten minutes",
        text("start,offered\n2024-03-01 09:00,1\n2024-03-01 09:10,2\n2024-03-01 09:20,2\n"),
        ("10 minutes",),
    ),
    Broken(
        "contradicting duplicates",
        text(GOOD + "2024-03-01 09:15,9,310\n"),
        ("row 5, offered", "offered 9", "offered 6", "row 3"),
    ),
    Broken("an empty file", text(""), ("the file is empty",)),
    Broken("a header alone", text("start,offered\n"), ("no row below the header",)),
    Broken(
        "no contacts at all",
        text("start,offered\n2024-03-01 09:00,\n2024-03-01 09:15,\n"),
        ("no row holds contacts",),
        ("--column", "start=start"),
    ),
    Broken("no column with a time", text("queue,offered\nphone,5\nchat,6\n"), ("row 1, start", "queue, offered")),
    Broken("rows of several widths", changed("15,6,310", "15,6"), ("row 3", "'2'", "expected 3")),
    Broken("a quote that is never closed", changed("15,6", '15,"6'), ("row 3", "'2'")),
    Broken("rubbish named CSV", raw(bytes(range(256)) * 4), ("not readable text", "00 01 02")),
    Broken("a picture named CSV", raw(b"\x89PNG\r\n\x1a\n" + bytes(64)), ("not readable text",)),
    Broken("an old workbook", raw(b"\xd0\xcf\x11\xe0" + bytes(512), "export.xls"), ("XLS",)),
    Broken("a workbook without the sheet", workbook, ("'april'", "march"), ("--sheet", "april")),
    Broken("a workbook without rows", workbook, ("no row below the header",)),
    Broken("a truncated workbook", truncated_workbook, ("cannot be opened",)),
    Broken("a truncated Parquet file", truncated_parquet, ("Parquet",)),
    Broken("a file that is not there", lambda folder: folder / "gone.csv", ("gone.csv", "cannot be opened")),
    Broken(
        "two columns of one name",
        text("start,offered,offered\n2024-03-01 09:00,1,2\n2024-03-01 09:15,1,2\n"),
        ("same name", "'offered'"),
    ),
    Broken(
        "two columns that could be the volume",
        text("start,calls,volume\n2024-03-01 09:00,1,2\n2024-03-01 09:15,1,2\n"),
        ("row 1, offered", "calls, volume"),
    ),
    Broken("no zone", text(GOOD), ("no time zone is named", "--zone"), zone=""),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_export_is_refused_by_name(case: Broken, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case.build(tmp_path)
    zone = ("--zone", case.zone) if case.zone else ()
    report = tmp_path / "report.json"
    code = main(["--language", "en", "history", "check", str(path), *zone, *case.options, "--json", str(report)])
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert not report.exists()
    missing = [part for part in case.says if part not in err]
    assert not missing, err
    if not any(part.startswith("--") for part in case.says[:1]):
        assert path.name in err


def test_every_fault_of_every_file_is_named_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = tmp_path / "first.csv"
    first.write_text(GOOD.replace("15,6,310", "15,six,-1").replace("30,7", "61,7"))
    second = tmp_path / "second.csv"
    second.write_text("")
    assert main(["--language", "en", "history", "check", str(first), str(second), "--zone", "Asia/Shanghai"]) == 2
    err = capsys.readouterr().err
    assert "faults: 4" in err
    for part in ("row 3, offered", "row 3, aht", "row 4, start", "second.csv: the file is empty"):
        assert part in err


def test_of_thousands_of_faults_fifty_are_printed_and_the_rest_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("start,offered\n" + "2024-03-01 25:00,1\n" * 5000)
    assert main(["--language", "en", "history", "check", str(path), "--zone", "Asia/Shanghai"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert sum(", row " in line for line in lines) == 50
    assert lines[-1].strip() == "and 151 more"
