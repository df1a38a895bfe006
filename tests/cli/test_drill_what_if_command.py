"""``watchbill drill what-if`` and ``watchbill drill measure``: from a drill's log to what might have been, and to what it cost."""

import json
from pathlib import Path

import pytest

from api.cli import main
from drills.exercise import Run, log_text, run_of
from drills.practice import rehearsed_run
from drills.reading import read_drill
from tests.cli.test_drill_command import DAYS, Centre
from tests.cli.test_drill_rehearse_command import write_forecast

FILES = ("site", "site.toml"), ("roster", "roster.csv"), ("forecast", "forecast.csv")


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path)
    write_forecast(tmp_path)
    assert made.drill() == 0
    (tmp_path / "log.jsonl").write_text(log_text(rehearsed(made).log), encoding="utf-8")
    return made


def rehearsed(centre: Centre) -> Run:
    record = centre.folder / "out/drill-system-outage-7.json"
    return rehearsed_run(read_drill(record.read_text(encoding="utf-8")), 3)


def command(centre: Centre, verb: str, *words: str, files: bool = True) -> int:
    options = [word for name, file in FILES if files for word in (f"--{name}", str(centre.folder / file))]
    return main(["--language", "en", "drill", verb, str(centre.folder / "log.jsonl"), *words, *options])


def test_what_would_have_followed_is_told_and_written(centre: Centre, capfd: pytest.CaptureFixture[str]) -> None:
    path = centre.folder / "what-if.json"
    assert command(centre, "what-if", "--act", "graded=never", "--replications", "3", "--json", str(path)) == 0
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["change"] == {"expectation": "graded", "line": None, "minute": None}
    assert found["what_if"]["points"]["value"] <= found["true"]["points"]["value"]
    assert [queue["queue"] for queue in found["queues"]] == [None, "chat"]
    assert "log" not in found
    said = capfd.readouterr().out
    for part in ("What would have followed", "targets met", "Queues of the incident"):
        assert part in said


def test_without_the_files_of_a_centre_nothing_is_said_of_queues(
    centre: Centre, capfd: pytest.CaptureFixture[str]
) -> None:
    assert command(centre, "what-if", "--act", "graded=20", files=False) == 0
    said = capfd.readouterr().out
    assert "points" in said
    assert "Queues" not in said


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (("--act", "graded"), ["--act: is no act and minute (found 'graded'); expected statement=20"]),
        (
            ("--act", "=soon", "--replications", "0", "--seed", "-1", "--site", "site.toml"),
            ["--act", "--replications", "--seed", "--roster: is missing", "--forecast: is missing"],
        ),
        (("--act", "nothing=5"), ["there is no expectation nothing"]),
        (("--act", "1=5"), ["line 1 is no act of the drill that stands"]),
    ],
)
def test_what_cannot_be_meant_is_named_at_once(
    words: tuple[str, ...], faults: list[str], centre: Centre, capfd: pytest.CaptureFixture[str]
) -> None:
    assert command(centre, "what-if", *words, files=False) == 2
    said = capfd.readouterr().err
    assert all(fault in said for fault in faults), said


def write_export(centre: Centre, within: int = 9) -> Path:
    lines = ["日期,时段,技能组,进线量,接通量,20秒内接通量"]
    lines += [f"{day},{slot // 4:02}:{slot % 4 * 15:02},chat,12,11,{within}" for day in DAYS for slot in range(36, 72)]
    path = centre.folder / "day.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_drill_is_measured_from_the_export_of_its_day(centre: Centre, capfd: pytest.CaptureFixture[str]) -> None:
    run, rows = run_of(rehearsed(centre).log), centre.folder / "rows.json"
    assert command(centre, "measure", str(write_export(centre)), "--out", str(rows)) == 0
    told = json.loads(rows.read_text(encoding="utf-8"))
    assert {row["queue"] for row in told} == {"chat"}
    assert len(told) == run.scenario.minutes / 15  # the queue closes when the drill ends
    assert "points of service level, 2 were its budget" in capfd.readouterr().out


def test_every_fault_of_an_export_is_named(centre: Centre, capfd: pytest.CaptureFixture[str]) -> None:
    rows = centre.folder / "rows.json"
    assert command(centre, "measure", str(write_export(centre, within=20)), "--out", str(rows)) == 2
    said = capfd.readouterr().err
    assert "more were answered in time than came" in said
    assert not rows.exists()
