"""``watchbill drill programme`` from a site file to the programme's files, and from these to the next revision."""

import csv
import json
from pathlib import Path
from typing import Any

import icalendar
import pytest

from api.cli import main
from drills.exercise import log_text
from tests.cli.test_drill_command import Centre
from tests.cli.test_drill_place_command import write_forecast
from tests.drills.improvement.held_drills import held_drill

FILES = {"programme.json", "programme.csv", "programme.md", "programme.html", "programme.ics", "announced-drills.ics"}


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path)


def run(centre: Centre, out: str, *words: str, language: str = "en") -> int:
    site, folder = str(centre.folder / "site.toml"), str(centre.folder / out)
    usual = ["--site", site, "--today", "2026-02-20", "--budget", "99999", "--out", folder]
    return main(["--language", language, "drill", "programme", *usual, *words])


def told(centre: Centre, out: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((centre.folder / out / "programme.json").read_text(encoding="utf-8"))
    return found


def test_a_programme_is_written_in_every_form(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(centre, "one", "--from", "2026-03-02", "--months", "2") == 0
    folder = centre.folder / "one"
    assert {path.name for path in folder.iterdir()} == FILES
    calendar = icalendar.Calendar.from_ical((folder / "programme.ics").read_bytes())
    assert len(list(calendar.walk("VEVENT"))) == len(told(centre, "one")["drills"])
    assert "obligations are met" in capsys.readouterr().out
    page = (folder / "programme.html").read_text(encoding="utf-8")
    assert "2026-03" in page
    assert "http" not in page.replace("http-equiv", "")


def test_days_of_a_roster_get_exact_times_in_which_people_can_leave(centre: Centre) -> None:
    words = ("--roster", str(centre.folder / "roster.csv"), "--forecast", str(write_forecast(centre)))
    assert run(centre, "one", "--from", "2026-03-02", "--months", "1", "--below-target", "60", *words) == 0
    for drill in told(centre, "one")["drills"]:
        if drill["day"] in {"2026-03-02", "2026-03-03"}:
            assert drill["start"].startswith(drill["day"])
            assert drill["loss"]["source"] == "roster"


def test_a_drill_that_is_called_off_is_replaced_in_the_next_revision(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = centre.folder / "findings.csv"
    findings.write_text("id,family,found,rating\nR1,system-outage,2026-02-18,U\n", encoding="utf-8")
    words = ("--from", "2026-03-02", "--months", "2", "--findings", str(findings))
    assert run(centre, "one", *words) == 0
    (drill,) = (drill for drill in told(centre, "one")["drills"] if "R1" in drill["retests"])
    begin = ("--begin-with", str(centre.folder / "one" / "programme.json"), "--frozen", "0")
    assert run(centre, "two", *words, *begin, "--cancel", f"{drill['id']}=flu") == 0
    after = told(centre, "two")
    assert after["revision"] == 2
    states = {one["id"]: one["state"] for one in after["drills"]}
    assert states[drill["id"]] == "cancelled"
    assert any("R1" in one["retests"] for one in after["drills"] if one["state"] == "planned")
    assert "flu" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("--months", "2"),
        ("--from", "2026-03-02", "--months", "99"),
        ("--from", "2026-03-02", "--cancel", "X=1"),
        ("--from", "2026-03-02", "--key-person", "nobody"),
        ("--from", "2026-03-02", "--roster", "roster.csv"),
        ("--from", "2026-03-02", "--begin-with", "missing.json"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(centre: Centre, words: tuple[str, ...]) -> None:
    assert run(centre, "one", *words) != 0
    assert not (centre.folder / "one").exists()


def test_a_folder_of_earlier_drills_without_any_is_refused(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    (centre.folder / "past").mkdir()
    (centre.folder / "past" / "windows.json").write_text('{"windows": []}', encoding="utf-8")
    assert run(centre, "one", "--from", "2026-03-02", "--past", str(centre.folder / "past")) == 2
    assert "past: holds no record of a drill" in capsys.readouterr().err


def test_an_earlier_programme_beside_broken_records_names_every_fault_of_both(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(centre, "one", "--from", "2026-03-02", "--months", "1") == 0
    record = told(centre, "one")
    record["drills"][0] |= {"form": "party", "level": "V"}
    (centre.folder / "one" / "programme.json").write_text(json.dumps(record), encoding="utf-8")
    (centre.folder / "one" / "drill-x.json").write_text('{"window": 5}', encoding="utf-8")
    assert run(centre, "two", "--from", "2026-04-02", "--past", str(centre.folder / "one")) == 2
    printed = capsys.readouterr().err
    for part in ("row 1, drills.form:", "row 1, drills.level: expected one of I, II, III, IV", "drill-x.json, window:"):
        assert part in printed


def test_people_and_drills_that_there_are_not_are_named_by_their_options(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(centre, "one", "--from", "2026-03-02", "--months", "1") == 0
    begin = ("--begin-with", str(centre.folder / "one" / "programme.json"), "--cancel", "none=flu")
    assert run(centre, "two", *begin, "--key-person", "Z9") == 2
    printed = capsys.readouterr().err
    assert "--key-person: is no agent of the site (found 'Z9')" in printed
    assert "--cancel: is no drill of the programme (found 'none')" in printed


def test_the_table_says_in_the_reader_s_language_why_a_drill_is_on_its_day(centre: Centre) -> None:
    assert run(centre, "one", "--from", "2026-03-02", "--months", "1", language="zh_CN") == 0
    rows = csv.DictReader((centre.folder / "one" / "programme.csv").read_text(encoding="utf-8").splitlines())
    reasons = [row["why"] for row in rows]
    assert reasons
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in reason) for reason in reasons)


def test_what_logs_show_is_tested_again(centre: Centre) -> None:
    logs = centre.folder / "logs"
    logs.mkdir()
    drill = held_drill(["graded"], -20, "D0")
    (logs / "D0.jsonl").write_text(log_text(drill.log), encoding="utf-8")
    assert run(centre, "one", "--from", "2026-03-02", "--months", "1", "--logs", str(logs)) == 0
    retests = [name for entry in told(centre, "one")["drills"] for name in entry["retests"]]
    assert retests == ["D0/2026-02-10/target/graded"]
