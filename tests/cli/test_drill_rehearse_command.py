import json
from pathlib import Path

import pytest

from api.cli import main
from drills import Form, Level
from drills.scenario.catalogue import catalogue
from drills.scenario.tuning import at_intensity
from tests.cli.test_drill_command import DAYS, Centre

FEW = ("--rehearsals", "40", "--service-rehearsals", "4")


def write_forecast(folder: Path, days: tuple[str, ...] = DAYS) -> Path:
    lines = ["queue,start,mean,p05,p25,p50,p75,p95,aht_seconds,day_p05,day_p95"]
    for day in days:
        for slot in range(96):
            mean = 12.0 if 36 <= slot < 72 else 0.0
            start = f"{day}T{slot // 4:02}:{slot % 4 * 15:02}:00+08:00"
            lines.append(f"chat,{start},{mean},{mean},{mean},{mean},{mean},{mean},300,,")
    path = folder / "forecast.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path)
    write_forecast(tmp_path)
    assert made.drill() == 0
    return made


def rehearse(
    centre: Centre, *words: str, record: str = "out/drill-system-outage-7.json", roster: str = "roster.csv"
) -> int:
    files = ("site", "site.toml"), ("roster", roster), ("forecast", "forecast.csv")
    options = [word for name, file in files for word in (f"--{name}", str(centre.folder / file))]
    return main(["--language", "en", "drill", "rehearse", str(centre.folder / record), *options, *FEW, *words])


def told(centre: Centre, *words: str, roster: str = "roster.csv") -> bytes:
    path = centre.folder / "told.json"
    assert rehearse(centre, "--json", str(path), *words, roster=roster) == 0
    return path.read_bytes()


def test_a_drill_is_rehearsed_with_its_people_its_queues_and_its_cost(
    centre: Centre, capfd: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(told(centre, "--events"))
    record = json.loads((centre.folder / "out/drill-system-outage-7.json").read_text(encoding="utf-8"))
    assert found["digest"] == record["scenario"]["digest"]
    assert {task["id"] for task in found["tasks"]} == {item["id"] for item in record["scenario"]["expectations"]}
    assert [queue["queue"] for queue in found["queues"]] == [None, "chat"]
    assert found["live"]["everything"]["points_lost"] >= 0
    said = capfd.readouterr().out
    for part in (
        "40 rehearsals",
        "t3 graded",
        "if the incident were real",
        "costs live service",
        "one rehearsal",
        "end of the drill",
    ):
        assert part in said


def test_the_same_drill_and_seed_give_the_same_bytes_and_another_seed_others(centre: Centre) -> None:
    assert told(centre) == told(centre)
    assert told(centre) != told(centre, "--seed", "2")


def test_a_roster_that_has_the_drill_in_it_already_gives_the_same_answer(centre: Centre) -> None:
    assert told(centre) == told(centre, roster="out/drill-system-outage-7-roster.csv")


def test_without_roster_and_forecast_people_alone_are_rehearsed(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "drill", "rehearse", "--family", "complaint-surge", *FEW]) == 0
    said = capfd.readouterr().out
    assert "what people will do" in said
    assert "nothing is said of queues and live service" in said


def test_a_combination_is_rehearsed_by_its_name_and_an_unknown_one_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = (
        "--language",
        "en",
        "drill",
        "rehearse",
        *FEW,
        "--form",
        "functional",
        "--json",
        str(tmp_path / "told.json"),
    )
    assert main([*words, "--template", "payments-and-refunds"]) == 0
    told = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    assert {task["incident"] for task in told["tasks"]} >= {"payment-timeouts", "late-refunds"}
    assert main([*words, "--template", "flood"]) != 0
    assert "flood" in capfd.readouterr().err


def test_it_speaks_chinese(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "zh_CN", "drill", "rehearse", "--family", "system-outage", *FEW]) == 0
    assert "系统" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("words", "told_fault"),
    [
        (("--rehearsals", "0"), "--rehearsals: is out of range"),
        (("--seed", "-1"), "--seed: is out of range"),
        (("--site", "site.toml"), "--roster: is missing"),
        (("--site", "a", "--roster", "b", "--forecast", "c"), "DRILL: is missing"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    words: tuple[str, ...], told_fault: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", "en", "drill", "rehearse", "--family", "system-outage", *words]) != 0
    assert told_fault in capfd.readouterr().err.replace("\n", " ")


def change(centre: Centre, key: str, value: object) -> None:
    path = centre.folder / "out/drill-system-outage-7.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["scenario"][key] = value
    path.write_text(json.dumps(record), encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("digest", "0" * 64, "its fingerprint"),
        ("form", "opera", "scenario.form is 'opera'"),
        ("minutes", 61, "its fingerprint"),
    ],
)
def test_a_record_whose_scenario_is_not_what_was_frozen_is_refused(
    centre: Centre, key: str, value: object, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    change(centre, key, value)
    assert rehearse(centre) != 0
    assert said in capfd.readouterr().err.replace("\n", " ")


def test_no_json_and_a_roster_of_other_days_are_refused(centre: Centre, capfd: pytest.CaptureFixture[str]) -> None:
    (centre.folder / "none.json").write_text("{", encoding="utf-8")
    assert rehearse(centre, record="none.json") != 0
    assert "not a drill as it was written" in capfd.readouterr().err.replace("\n", " ")
    record = centre.folder / "out/drill-system-outage-7.json"
    moved = record.read_text(encoding="utf-8").replace("2026-03-0", "2027-03-0")
    record.write_text(moved, encoding="utf-8")
    assert rehearse(centre) != 0
    assert "starts on a day that the roster does not have" in capfd.readouterr().err.replace("\n", " ")


def test_a_scenario_at_another_intensity_is_rehearsed_at_that_one(centre: Centre) -> None:
    path = centre.folder / "out/drill-system-outage-7.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    known = record["scenario"]
    usual = catalogue().draw(known["template"], known["seed"], Form(known["form"]), Level[known["level"]])
    change(centre, "intensity_percent", 200)
    change(centre, "digest", at_intensity(usual, 200).digest)
    assert json.loads(told(centre))["intensity_percent"] == 200


@pytest.mark.parametrize(("language", "word"), [("en", "en"), ("zh_CN", "zh")])
def test_the_table_says_in_the_readers_language_what_is_expected(
    centre: Centre, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str, word: str
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    record = centre.folder / "out/drill-system-outage-7.json"
    scenario = json.loads(record.read_text(encoding="utf-8"))["scenario"]
    capfd.readouterr()
    assert main(["--language", language, "drill", "rehearse", str(record), "--rehearsals", "5", "--events"]) == 0
    said = capfd.readouterr().out
    for expected in scenario["expectations"]:
        assert expected["text"][word] in said
    assert scenario["injects"][0]["text"][word][:60] in said
