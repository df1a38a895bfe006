"""``watchbill simulate``: from a roster and a forecast to the service that follows."""

import json
import os
import signal
from pathlib import Path

import pandas as pd
import pytest

from api.cli import main
from api.cli.simulate_progress import SimulationProgress
from forecasting.frames import OUTCOME
from scheduler.formats import write_roster
from scheduler.roster import Roster
from tests.api import small_centre as centre


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a site, a forecast, a roster and one with a single person less."""
    path = tmp_path_factory.mktemp("service")
    for name, content in centre.SITE_FILES.items():
        (path / name).write_bytes(content)
    forecast = centre.forecast_frame()
    local = forecast["start"].dt.tz_convert(str(centre.ZONE))
    forecast.assign(start=[moment.isoformat() for moment in local]).to_csv(path / "forecast.csv", index=False)
    roster = centre.roster()
    write_roster(roster, centre.instance(), path / "roster.csv")
    fewer = Roster.of(roster.grid, [shift for shift in roster.assignments if shift.agent != "A2"])
    write_roster(fewer, centre.instance(), path / "fewer.csv")
    return path


def simulate(folder: Path, *more: str, roster: str = "roster.csv", forecast: str = "forecast.csv") -> int:
    words = ["simulate", str(folder / roster), "--site", str(folder / "site.toml")]
    return main([*words, "--forecast", str(folder / forecast), *more])


@pytest.fixture(scope="module")
def written(folder: Path) -> Path:
    out = folder / "out"
    more = ["--replications", "6", "--scenario", "busy=1.5", "--against", str(folder / "fewer.csv")]
    assert simulate(folder, *more, "--out", str(out)) == 0
    return out


def test_the_outcome_is_laid_out_as_declared_for_each_case(written: Path) -> None:
    table = pd.read_csv(written / "outcome.csv", keep_default_na=True)
    table["scenario"] = table["scenario"].fillna("")
    assert set(table["scenario"]) == {"", "busy"}
    assert {column.name for column in OUTCOME.columns} <= set(table.columns)
    assert len(table) == 2 * centre.GRID.n_slots
    assert table["start"].iloc[0] == "2026-09-14T00:00:00+08:00"


def test_days_have_a_chance_of_the_target(written: Path) -> None:
    days = pd.read_csv(written / "days.csv")
    assert list(days["date"].unique()) == ["2026-09-14", "2026-09-15", "2026-09-16"]
    assert days["target_met"].between(0, 1).all()


def test_one_person_less_is_worse_on_the_same_customers(written: Path) -> None:
    whole = pd.read_csv(written / "differences.csv").iloc[0]
    assert pd.isna(whole["date"])
    assert whole["service_level_low"] > 0


def test_more_contacts_are_served_worse(written: Path) -> None:
    told = json.loads((written / "simulation.json").read_text(encoding="utf-8"))
    levels = {case["scenario"]: case["queues"][0]["service_level"] for case in told["cases"]}
    assert levels["busy"] < levels[""]
    assert told["replications"] == told["replications_asked"] == 6
    assert len(told["made_from"]) == 4


def test_the_page_says_everything_without_a_network(written: Path) -> None:
    page = (written / "simulation.html").read_text(encoding="utf-8")
    assert "Where the target is missed most" in page
    assert "This roster less the other one" in page
    assert "src=" not in page.split("<script")[0]


def test_the_same_seed_prints_the_same_and_another_one_does_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for seed in ("1", "1", "2"):
        assert simulate(folder, "--replications", "3", "--seed", seed) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert told[0] != told[2]
    assert "One more person in line" in told[0]


def test_an_earlier_simulation_is_replaced_and_its_comparison_goes(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert simulate(folder, "--replications", "2", "--against", str(folder / "fewer.csv"), "--out", str(out)) == 0
    assert (out / "differences.csv").exists()
    assert simulate(folder, "--replications", "2", "--out", str(out)) == 0
    assert not (out / "differences.csv").exists()


def test_a_folder_of_something_else_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    assert simulate(folder, "--replications", "2", "--out", str(tmp_path)) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_every_option_that_cannot_be_meant_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = ["--replications", "0", "--seed", "-1", "--scenario", "busy", "--scenario", "a=1", "--scenario", "a=2"]
    assert simulate(folder, *more) == 2
    told = capsys.readouterr().err
    assert all(word in told for word in ("--replications", "--seed", "'busy'", "two scenarios"))


def test_a_forecast_that_lacks_days_of_the_roster_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pd.read_csv(folder / "forecast.csv")
    table[table["start"] < "2026-09-16"].to_csv(folder / "short.csv", index=False)
    assert simulate(folder, forecast="short.csv") == 2
    assert "phone: 1 days, from 2026-09-16 on" in capsys.readouterr().err


def test_a_forecast_of_other_queues_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pd.read_csv(folder / "forecast.csv").assign(queue="telex")
    table.to_csv(folder / "other.csv", index=False)
    assert simulate(folder, forecast="other.csv") == 2
    assert "is no queue of the site (found 'telex')" in capsys.readouterr().err


def test_ctrl_c_keeps_what_is_done_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = SimulationProgress.__call__

    def interrupted(self: SimulationProgress, case: str, done: int) -> bool:
        if done == 3:
            os.kill(os.getpid(), signal.SIGINT)
        return plain(self, case, done)

    monkeypatch.setattr(SimulationProgress, "__call__", interrupted)
    assert simulate(folder, "--replications", "50", "--scenario", "busy=1.2") == 0
    told = capsys.readouterr().out
    assert "stopping: what is done is kept" in told
    assert "Stopped early: 3 of 50 replications" in told


def test_it_speaks_the_language_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--language", "zh_CN", "simulate", str(folder / "roster.csv"), "--site", str(folder / "site.toml")]
    assert main([*words, "--forecast", str(folder / "forecast.csv"), "--replications", "2"]) == 0
    assert "2026-09-14 至 2026-09-16" in capsys.readouterr().out


def test_people_serve_the_queues_of_their_skill_set_where_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate(folder, "--replications", "2", "--by", "skill-set") == 2  # the site file has none
    assert simulate(folder, "--replications", "2") == 0
    by_team = capsys.readouterr().out
    sets = '\n[[skill_sets]]\nname = "callers"\nqueues = ["phone"]\n'
    (folder / "sets.toml").write_text(centre.SITE_TOML + sets, encoding="utf-8")
    words = ["simulate", str(folder / "roster.csv"), "--site", str(folder / "sets.toml")]
    more = ["--forecast", str(folder / "forecast.csv"), "--replications", "2", "--by", "skill-set"]
    assert main([*words, *more]) == 0
    assert capsys.readouterr().out == by_team.replace("person in line", "person in callers")
