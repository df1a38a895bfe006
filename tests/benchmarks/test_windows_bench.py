"""The benchmark of drill windows on a small made-up centre: what it measures is there, and what it holds up is held."""

import numpy as np
import pytest

from benchmarks.drills_bench import windows
from benchmarks.drills_bench.floors import MadeFloor, made_floor
from drills.cast import Needs, needs_of
from drills.incidents import Family
from drills.planning import scenario_of
from drills.windows.network import Market, cheapest
from scheduler.coverage import on_duty


@pytest.fixture(scope="module")
def made() -> MadeFloor:
    return made_floor(48, 1, 7)


@pytest.fixture(scope="module")
def needs() -> Needs:
    return needs_of(scenario_of(Family.SYSTEM_OUTAGE, 7))


def test_the_made_centre_has_people_to_spare_and_customers_for_the_others(made: MadeFloor) -> None:
    for team, heads in on_duty(made.roster, made.instance).items():
        needed = made.instance.demand.scheduled[team]
        assert np.all(heads >= needed)
        assert needed.sum() < 0.95 * heads.sum()
    assert all(stream.contacts.sum() > 1000 for stream in made.live.streams)
    assert made.roster == made_floor(48, 1, 7).roster


def test_a_search_is_timed_part_by_part(made: MadeFloor, needs: Needs) -> None:
    row = windows.speed(made, needs, 48)
    assert row["windows"] == 7 * 53
    parts = sum(float(str(row[name])) for name in ("table", "ranking", "simulation"))
    assert parts == pytest.approx(float(str(row["seconds"])), abs=0.2)


def test_the_table_is_held_against_simulation(made: MadeFloor, needs: Needs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "SAMPLE", 6)
    row = windows.quality(made, needs, 48)
    assert 0 < int(str(row["windows"])) <= 6
    assert float(str(row["mean difference"])) < 3


def test_no_random_cast_beats_the_one_found(made: MadeFloor, needs: Needs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "SAMPLE", 5)
    row = windows.exactness(made, needs, 48, 1)
    assert row["windows"] == 5
    assert row["beaten by a random cast"] == 0


def test_a_random_cast_is_priced_as_the_flow_prices_it() -> None:
    market = Market(
        team_of=np.array([0, 1]),
        prices=np.array([[5, -1], [-1, 7]]),
        wanted=(1, 1),
        steps=(np.array([10]), np.array([20])),
        group_of=(0, 0),
        group_steps=(np.array([100, 200]),),
    )
    assert windows.random_price(market, np.random.default_rng(0)) == 5 + 7 + 10 + 20 + 100 + 200
    assert cheapest(market).price == 342
    full = Market(
        market.team_of,
        market.prices,
        market.wanted,
        (np.array([10]), np.array([], np.int64)),
        (0, 0),
        market.group_steps,
    )
    assert windows.random_price(full, np.random.default_rng(0)) is None
    assert cheapest(full).filled == 1


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    windows.main(["--agents", "24", "--weeks", "1", "--exact"])
    assert "beaten by a random cast" in capsys.readouterr().out.replace("\n", " ")
