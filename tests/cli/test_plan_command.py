"""``watchbill plan``: one command from an export to everything that is handed out, all of it or nothing."""

import csv
import json
import os
import shutil
import signal
import threading
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import icalendar
import pandas as pd
import pytest

from api.cli import main
from api.usecases.plan import plan_site
from forecasting.provenance import read_provenance
from scheduler.solution import Progress

ROOT = Path(__file__).parents[2]
SITE, HISTORY = ROOT / "examples" / "site.toml", ROOT / "examples" / "history.csv"
DATA = Path(os.environ.get("WATCHBILL_DATA", ROOT.parent / "shared" / "data")) / "callcentre_475"
FIRST = "2026-11-23"


def plan(out: Path, *more: str, site: Path = SITE, days: int = 7) -> int:
    words = ["plan", str(site), "--history", str(HISTORY), "--from", FIRST, "--days", str(days)]
    return main([*words, "--out", str(out), "--seconds", "3", "--workers", "1", *more])


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("plan") / "out"
    assert plan(out) == 0
    return out


def summary(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return document


def test_the_summary_says_how_the_roster_stands(planned: Path) -> None:
    stands = summary(planned)
    assert stands["status"] in {"optimal", "feasible"}
    assert stands["lawful"] is True
    assert 0 <= stands["bound"] <= stands["objective"]
    assert stands["gap"] == pytest.approx(1 - stands["bound"] / stands["objective"])
    assert stands["wall_seconds"] > 0
    assert stands["objective"] == pytest.approx(sum(stands["terms"].values()))


def test_every_file_that_the_summary_names_is_there_and_no_other(planned: Path) -> None:
    files = {str(path.relative_to(planned)) for path in planned.rglob("*") if path.is_file()}
    assert files == set(summary(planned)["files"])
    assert {"roster.csv", "roster.xlsx", "roster.json", "report.html", "forecast.csv", "requirement.csv"} <= files


def test_the_forecast_says_where_it_comes_from(planned: Path) -> None:
    provenance = read_provenance(
        (planned / "forecast.csv.provenance.json").read_text(encoding="utf-8"), "forecast.csv.provenance.json"
    )
    assert summary(planned)["forecast"] == asdict(provenance)
    assert provenance.answer in (planned / "report.html").read_text(encoding="utf-8")
    assert provenance.settings["first_day"] == FIRST


def test_findings_are_shown_and_left_out_of_a_plan_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = pd.read_csv(HISTORY, dtype=str)
    queue = history["channel"].iloc[0]
    day = history["interval"].iloc[len(history) // 2][:10]
    hour = history["interval"].str[11:13]
    hit = (history["channel"] == queue) & history["interval"].str.startswith(day) & hour.between("09", "15")
    export = tmp_path / "volume.csv"
    history.assign(contacts=history["contacts"].where(~hit, "0")).to_csv(export, index=False)
    for name, more in {"as-it-came": [], "cleaned": ["--clean"]}.items():
        words = ["plan", str(SITE), "--history", str(export), "--from", FIRST, "--days", "2", "--drill", "none"]
        assert main([*words, "--out", str(tmp_path / name), "--seconds", "1", *more]) == 0
        assert f"{queue}@" in capsys.readouterr().out
    plain, cleaned = (summary(tmp_path / name)["forecast"] for name in ("as-it-came", "cleaned"))
    assert plain["data"] == cleaned["data"]
    assert plain["answer"] != cleaned["answer"]
    assert (plain["settings"]["left_out"], queue in cleaned["settings"]["left_out"]) == ("[]", True)


def test_everybody_gets_a_calendar_with_their_shifts(planned: Path) -> None:
    with (planned / "roster.csv").open(encoding="utf-8-sig") as lines:
        shifts = Counter(row["agent"] for row in csv.DictReader(lines))
    for agent, count in shifts.items():
        calendar = icalendar.Calendar.from_ical((planned / "calendars" / f"{agent}.ics").read_bytes())
        assert len(calendar.walk("VEVENT")) == count


def test_the_written_roster_passes_the_check_and_serves_the_drill_command(planned: Path, tmp_path: Path) -> None:
    assert main(["roster", "check", str(planned / "roster.csv"), "--site", str(SITE)]) == 0
    words = ["drill", "new", "--family", "complaint-surge", "--seed", "7", "--site", str(SITE), "--out", str(tmp_path)]
    files = ["--roster", str(planned / "roster.csv"), "--requirement", str(planned / "requirement.csv")]
    assert main([*words, *files]) in {0, 2}  # the plan's own drill may have taken the only quiet window


def test_the_people_needed_are_those_of_the_people_command(planned: Path, tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    words = ["people", "--site", str(SITE), "--history", str(HISTORY), "--from", FIRST, "--days", "7", "--by", "team"]
    assert main([*words, "--out", str(out)]) == 0
    ours, theirs = pd.read_csv(planned / "requirement.csv"), pd.read_csv(out)
    assert ours["scheduled"].to_list() == pytest.approx(theirs["scheduled"].to_list(), abs=1e-3)


def test_a_plan_takes_the_place_of_the_one_before(planned: Path, tmp_path: Path) -> None:
    out = tmp_path / "again"
    shutil.copytree(planned, out)
    (out / "notes.txt").write_text("mine")
    assert plan(out, "--drill", "none") == 0
    assert not list(out.glob("drill-*"))
    assert (out / "notes.txt").read_text() == "mine"


def test_the_same_seed_plans_the_same_roster(planned: Path, tmp_path: Path) -> None:
    assert plan(tmp_path / "twin") == 0
    assert (tmp_path / "twin" / "roster.csv").read_bytes() == (planned / "roster.csv").read_bytes()


def test_a_folder_with_other_things_in_it_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letters.txt").write_text("keep me")
    assert plan(tmp_path) == 2
    assert "is not empty and holds no earlier plan" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--days", "0"], "--days: is no number of days to plan"),
        (["--seconds", "0", "--workers", "0"], "--workers: is no number of cores"),
        (["--from", "2026-01-01"], "no row lies before the first day"),
    ],
)
def test_orders_that_cannot_be_met_are_refused_and_nothing_is_written(
    more: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan(tmp_path / "out", *more) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_contract_that_no_line_can_meet_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SITE.read_text(encoding="utf-8").replace("least = 32, most = 40", "least = 60, most = 60")
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    shutil.copy(SITE.with_name("agents.csv"), tmp_path)
    assert plan(tmp_path / "out", site=tmp_path / "site.toml") == 2
    assert "full-time" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_ctrl_c_keeps_the_best_roster_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pressed = threading.Event()

    def impatient(order: Any, watch: Any) -> Any:
        def told(progress: Progress) -> bool:
            if progress.objective is not None and not pressed.is_set():
                pressed.set()
                signal.raise_signal(signal.SIGINT)
            return bool(watch(progress))

        return plan_site(order, told)

    monkeypatch.setattr("api.cli.plan.plan_site", impatient)
    assert plan(tmp_path / "out", "--seconds", "60") == 0
    assert pressed.is_set()
    assert summary(tmp_path / "out")["stopped_early"] is True
    assert summary(tmp_path / "out")["lawful"] is True
    assert "the best roster found" in capsys.readouterr().out


def test_ctrl_c_before_there_is_a_roster_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def impatient(order: Any, watch: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return plan_site(order, watch)

    monkeypatch.setattr("api.cli.plan.plan_site", impatient)
    assert plan(tmp_path / "out") == 2
    assert "stopped before there was a roster" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason=f"no real call centre at {DATA}")
def test_a_real_month_gives_everybody_a_line_that_keeps_the_contract(tmp_path: Path) -> None:
    words = ["plan", str(DATA / "site.json"), "--history", str(DATA / "volume_15min.csv"), "--from", "2024-04-01"]
    assert main([*words, "--days", "30", "--out", str(tmp_path / "out"), "--seconds", "1"]) == 0
    with (tmp_path / "out" / "roster.csv").open(encoding="utf-8-sig") as lines:
        minutes: Counter[str] = Counter()
        for row in csv.DictReader(lines):
            minutes[row["agent"]] += int(row["paid_minutes"])
    assert len(minutes) == 475
    assert set(minutes.values()) == {176 * 60}
    assert summary(tmp_path / "out")["violations"]["hard"] == 0
