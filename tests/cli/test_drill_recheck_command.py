"""``watchbill drill recheck``: go or no go from files, and drills read back from their records."""

import json
from pathlib import Path

import pytest

from api.cli import main
from drills.errors import RecordError, RequestError, ScenarioError
from drills.reading import read_drill
from drills.record import drill_json
from tests.cli.test_drill_command import DAYS, Centre
from tests.cli.test_drill_place_command import write_forecast

NAME = "drill-system-outage-7.json"


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path)
    assert made.drill("--at", f"{DAYS[0]}T15:00") == 0
    return made


def recheck(centre: Centre, *words: str) -> int:
    given = [word for name in ("site.toml", "roster.csv", "requirement.csv") for word in _option(centre, name)]
    if "--as-of" not in words:
        words = (*words, "--as-of", f"{DAYS[0]}T12:00")
    return main(["--language", "en", "drill", "recheck", str(centre.folder / "out" / NAME), *given, *words])


def _option(centre: Centre, name: str) -> tuple[str, str]:
    return f"--{name.partition('.')[0]}", str(centre.folder / name)


def write_actuals(centre: Centre, a_slot: int) -> Path:
    lines = ["start,queue,offered,aht_seconds"]
    lines += [
        f"{DAYS[0]}T{hour:02}:{minute:02}+08:00,chat,{a_slot},300" for hour in (9, 10, 11) for minute in (0, 15, 30, 45)
    ]
    path = centre.folder / "actuals.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def participant(centre: Centre) -> str:
    record = json.loads(centre.written()[NAME])
    return str(record["seats"][0]["agent"])


def test_a_day_as_planned_is_a_go(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    assert recheck(centre) == 0
    assert "\nGO\n" in capsys.readouterr().out


def test_the_roster_that_has_the_drill_in_it_is_a_go_too(centre: Centre) -> None:
    told = centre.written()["drill-system-outage-7-roster.csv"]
    (centre.folder / "roster.csv").write_bytes(told)
    assert recheck(centre) == 0


def test_8_a_participant_who_has_not_come_is_a_no_go(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    assert recheck(centre, "--absent", participant(centre)) == 1
    printed = capsys.readouterr().out
    assert "NO GO" in printed
    assert "is not on duty for the whole drill" in printed


def test_8_the_morning_decides_with_the_forecast(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    centre.write_requirement(6.0)
    words = "--forecast", str(write_forecast(centre)), "--actuals", str(write_actuals(centre, 5))
    assert recheck(centre, *words) == 0
    assert "floor kept: 100%" in capsys.readouterr().out
    write_actuals(centre, 60)
    assert recheck(centre, *words) == 1
    printed = capsys.readouterr().out
    assert "of the contacts that were forecast" in printed
    assert "short of its required heads" in printed


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--absent", "nobody"), "nobody"),
        (("--as-of", f"{DAYS[0]}T15:00"), "has started"),
        (("--actuals", "morning.csv"), "--forecast"),
    ],
)
def test_what_cannot_be_asked_is_named(
    centre: Centre, words: tuple[str, ...], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert recheck(centre, *words) == 2
    assert named in capsys.readouterr().err


def test_a_drill_read_back_from_its_record_writes_the_same_record_but_for_its_notes(centre: Centre) -> None:
    text = centre.written()[NAME].decode()
    again = json.loads(drill_json(read_drill(text)))
    assert {**again, "notes": []} == {**json.loads(text), "notes": []}


def test_every_part_of_a_record_that_is_not_as_it_was_written_is_named(centre: Centre) -> None:
    record = json.loads(centre.written()[NAME])
    wrong = {"seats": 3, "window": {"zone": "Atlantis"}, "announced": "yes", "cover": [1], "scenario": None}
    with pytest.raises(RecordError) as refused:
        read_drill(json.dumps({**record, **wrong}), "mine.json")
    assert [(fault.file, fault.field) for fault in refused.value.faults] == [
        ("mine.json", field)
        for field in ("announced", "window.start", "window.end", "window.zone", "seats", "cover.0", "scenario")
    ]
    with pytest.raises(RequestError, match="no JSON"):
        read_drill("{")


def test_a_record_whose_backups_are_away_themselves_is_refused(centre: Centre) -> None:
    record = json.loads(centre.written()[NAME])
    record["seats"][0]["backup"] = record["seats"][1]["agent"]
    with pytest.raises(RecordError, match="is a backup and away at the same time"):
        read_drill(json.dumps(record))


def test_a_scenario_that_was_changed_is_refused(centre: Centre) -> None:
    record = json.loads(centre.written()[NAME])
    record["scenario"]["minutes"] += 1
    with pytest.raises(ScenarioError, match="fingerprint"):
        read_drill(json.dumps(record))
