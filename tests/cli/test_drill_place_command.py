"""``watchbill drill place`` from files to the table and the JSON of the best windows."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from api.translation import translator
from tests.cli.test_drill_command import DAYS, Centre

LIBRARY = files("drills.scenario") / "library"


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path)


def write_forecast(centre: Centre, an_hour: float = 20.0) -> Path:
    lines = ["queue,start,mean,p05,p25,p50,p75,p95,aht_seconds,day_p05,day_p95"]
    for day in DAYS:
        for quarter in range(96):
            mean = an_hour / 4 if 9 <= quarter // 4 < 18 else 0.0
            total = f"{9 * an_hour * 0.9},{9 * an_hour * 1.1}" if quarter == 0 else ","
            start = f"{day}T{quarter // 4:02}:{15 * (quarter % 4):02}+08:00"
            lines.append(f"chat,{start},{mean},{mean / 2},{mean * 0.8},{mean},{mean * 1.2},{mean * 1.5},300,{total}")
    path = centre.folder / "forecast.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def place(centre: Centre, *words: str, language: str = "en", family: bool = True) -> int:
    given = [word for name in ("site", "roster") for word in (f"--{name}", str(_file(centre, name)))]
    what = ["--family", "system-outage"] if family else []
    return main(["--language", language, "drill", "place", *what, "--seed", "7", *given, *words])


def _file(centre: Centre, name: str) -> Path:
    return centre.folder / ("site.toml" if name == "site" else f"{name}.csv")


def requirement(centre: Centre) -> tuple[str, str]:
    return "--requirement", str(centre.folder / "requirement.csv")


def told(centre: Centre, *words: str, family: bool = True) -> dict[str, Any]:
    out = centre.folder / "windows.json"
    assert place(centre, *words, "--json", str(out), family=family) == 0
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def test_without_a_forecast_heads_alone_are_looked_at_and_that_is_said(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(centre, *requirement(centre))
    assert found["windows"][0]["cost"] is None
    printed = capsys.readouterr().out
    assert "heads alone were looked at" in printed
    assert f"{found['usable']} of {found['usable'] + found['refused']} windows can be used" in printed


def test_with_a_forecast_the_best_windows_are_simulated_and_the_rest_estimated(centre: Centre) -> None:
    forecast = write_forecast(centre)
    found = told(centre, *requirement(centre), "--forecast", str(forecast), "--top", "2", "--below-target", "40")
    assert [window["cost"]["by"] for window in found["windows"]] == ["simulation", "simulation"]
    assert found["windows"][0]["value"] <= found["windows"][1]["value"]
    assert found["windows"][0]["cost"]["points_p10"] >= found["windows"][0]["cost"]["points"]


def test_a_forecast_alone_tells_the_people_needed_too(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    assert place(centre, "--forecast", str(write_forecast(centre)), "--below-target", "100") == 0
    assert "windows can be used" in capsys.readouterr().out


def test_the_same_files_and_seed_give_the_same_bytes(centre: Centre) -> None:
    forecast = str(write_forecast(centre))
    paths = [centre.folder / name for name in ("one.json", "two.json")]
    for path in paths:
        assert place(centre, *requirement(centre), "--forecast", forecast, "--json", str(path)) == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_every_refused_window_is_in_the_record_with_its_reasons(centre: Centre) -> None:
    centre.write_requirement(12.0)
    found = told(centre, *requirement(centre))
    assert found["usable"] == 0
    assert len(found["refusals"]) == found["refused"] > 0
    assert {reason["kind"] for one in found["refusals"] for reason in one["reasons"]} >= {"people"}


def test_a_template_of_ones_own_can_be_placed(centre: Centre) -> None:
    source = centre.folder / "mine.toml"
    source.write_text((LIBRARY / "faulty-batch.toml").read_text(encoding="utf-8"), encoding="utf-8")
    found = told(centre, *requirement(centre), "--scenario", str(source), family=False)
    assert found["usable"] > 0


def test_earlier_drills_weigh_on_their_people(centre: Centre) -> None:
    assert centre.drill(out="past") == 0
    before = told(centre, *requirement(centre), "--top", "1")["windows"][0]
    after = told(centre, *requirement(centre), "--top", "1", "--past", str(centre.folder / "past"))["windows"][0]
    assert "load" not in before["terms"]
    assert "weekday" in after["terms"] or after["start"] != before["start"]


def test_a_retest_that_is_overdue_shows_in_the_price(centre: Centre) -> None:
    found = told(centre, *requirement(centre), "--retest", "system-outage=2026-02-16")
    assert found["windows"][0]["terms"]["retest"] == pytest.approx(2 * 2.0)


def test_somebody_is_left_out_and_only_the_weeks_asked_for_are_looked_at(centre: Centre) -> None:
    found = told(centre, *requirement(centre), "--without", "S1", "--from", DAYS[1], "--weeks", "1")
    assert {window["start"][:10] for window in found["windows"]} == {DAYS[1]}
    assert "S1" not in {seat["agent"] for window in found["windows"] for seat in window["seats"]}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--weeks", "0"), "--weeks"),
        (("--retest", "storm=2026-03-01"), "storm=2026-03-01"),
        (("--retest", "system-outage"), "--retest"),
        (("--without", "nobody"), "nobody"),
        (("--never-both", "S1", "S1"), "pair of one person"),
        (("--below-target", "120"), "--below-target"),
        (("--top", "0", "--seed", "-1"), "--seed"),
    ],
)
def test_what_cannot_be_meant_is_named(
    centre: Centre, words: tuple[str, ...], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place(centre, *requirement(centre), *words) == 2
    assert named in capsys.readouterr().err


def test_neither_requirement_nor_forecast_is_refused(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    assert place(centre) == 2
    assert "--requirement, --forecast or both" in capsys.readouterr().err


def test_a_requirement_that_lacks_days_of_the_roster_is_refused(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (centre.folder / "requirement.csv").read_text(encoding="utf-8").splitlines()
    (centre.folder / "requirement.csv").write_text("\n".join(line for line in lines if DAYS[1] not in line) + "\n")
    assert place(centre, *requirement(centre)) == 2
    assert DAYS[1] in capsys.readouterr().err


def test_a_forecast_that_lacks_days_of_the_roster_is_refused(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_forecast(centre)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if DAYS[1] not in line) + "\n", encoding="utf-8")
    assert place(centre, *requirement(centre), "--forecast", str(path)) == 2
    assert f"1 days, from {DAYS[1]} on" in capsys.readouterr().err
    assert centre.drill("--forecast", str(path)) == 2


def test_a_broken_record_of_an_earlier_drill_is_named(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    (centre.folder / "past").mkdir()
    (centre.folder / "past" / "drill.json").write_text("{", encoding="utf-8")
    assert place(centre, *requirement(centre), "--past", str(centre.folder / "past")) == 2
    assert "drill.json" in capsys.readouterr().err


def test_every_fault_of_every_record_of_earlier_drills_is_named_with_its_file(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    past = centre.folder / "past"
    past.mkdir()
    record = {"id": "x", "announced": "yes", "window": {"start": "today", "end": "2026-03-01"}, "seats": []}
    (past / "drill-one.json").write_text(json.dumps(record), encoding="utf-8")
    (past / "drill-two.json").write_text(json.dumps({**record, "id": 5}), encoding="utf-8")
    (past / "windows.json").write_text('{"windows": []}', encoding="utf-8")
    assert place(centre, *requirement(centre), "--past", str(past), language="zh_CN") == 2
    printed = capsys.readouterr().err
    for field in ("announced", "window.start", "window.end", "scenario"):
        assert printed.count(f"{field}:") + printed.count(f"{field}：") == 2, printed
    assert "drill-two.json" in printed
    assert "windows.json" not in printed
    assert printed.count(translator("zh_CN")("this is missing")) == 2


@pytest.mark.parametrize(
    ("name", "text"), [("windows.json", '{"windows": []}'), ("notes.txt", "none"), ("one.json", "[]")]
)
def test_a_folder_without_any_record_is_refused(
    centre: Centre, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    past = centre.folder / "past"
    past.mkdir()
    (past / name).write_text(text, encoding="utf-8")
    assert place(centre, *requirement(centre), "--past", str(past)) == 2
    assert "past: holds no record of a drill; expected drill-*.json" in capsys.readouterr().err


def test_a_folder_of_earlier_drills_that_is_not_there_is_refused(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place(centre, *requirement(centre), "--past", str(centre.folder / "nowhere")) == 2
    assert "nowhere: there is no such file or folder" in capsys.readouterr().err


def test_it_answers_in_chinese_too(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    assert place(centre, *requirement(centre), language="zh_CN") == 0
    assert "演练" in capsys.readouterr().out


def test_the_best_window_can_be_taken_and_its_cost_stands_in_the_plan(centre: Centre) -> None:
    forecast = str(write_forecast(centre))
    ranked = told(centre, *requirement(centre), "--forecast", forecast, "--below-target", "40", "--top", "2")
    start = ranked["windows"][1]["start"]
    assert centre.drill("--at", start[:16], "--forecast", forecast, "--below-target", "40") == 0
    record = json.loads(centre.written()["drill-system-outage-7.json"])
    assert record["window"]["start"][:16] == start[:16]
    assert any("percentage points" in note for note in record["notes"])


def test_a_window_in_which_service_would_fall_is_not_taken(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    crowded = str(write_forecast(centre, an_hour=900.0))
    assert centre.drill("--forecast", crowded, "--below-target", "0") == 2
    assert "below its floor" in capsys.readouterr().err


@pytest.mark.parametrize("at", ["2026-03-02T14:07", "2026-03-02T03:00", "2026-04-02T14:00"])
def test_a_time_at_which_no_drill_can_begin_is_refused(
    centre: Centre, at: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert centre.drill("--at", at) == 2
    assert f"no drill can begin at {at}" in capsys.readouterr().err
