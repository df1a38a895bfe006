"""The made-up crowd: the same for a seed, with people of every kind, and as much work as they can do."""

import json
from pathlib import Path

import pytest

from benchmarks.rostering import growth
from benchmarks.rostering.crowd import CONTRACTS, TEAMS, crowd_of, main
from benchmarks.rostering.growth import GrowthRow, power
from scheduler.solution import Limits


def test_a_seed_settles_the_crowd() -> None:
    first, again, other = (crowd_of(60, 14, seed)[0] for seed in (3, 3, 4))
    assert first.agents == again.agents != other.agents
    assert all((first.demand.scheduled[team] == again.demand.scheduled[team]).all() for team in TEAMS)


def test_the_crowd_has_teams_contracts_clocks_leave_and_wishes() -> None:
    instance, objective = crowd_of(200, 28, 1)
    assert {agent.team for agent in instance.agents} == set(TEAMS)
    assert {agent.contract.name for agent in instance.agents} == set(CONTRACTS)
    assert len({instance.zone_of(agent).key for agent in instance.agents}) == 2
    assert any(agent.leave for agent in instance.agents)
    assert "requests" in objective.names


def test_a_small_crowd_gets_a_lawful_roster(tmp_path: Path) -> None:
    main(["--agents", "12", "--days", "7", "--seconds", "3", "--json", str(tmp_path / "rows.json")])
    (row,) = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert row["lawful"]
    assert row["bound"] <= row["objective"]


def test_a_size_of_the_growth_tells_seconds_gap_and_memory() -> None:
    row = growth.row_of(12, 7, 1, Limits(3.0))
    assert row.lawful
    assert row.peak_mb > 0
    assert row.gap is not None


@pytest.mark.parametrize(("seconds", "expected"), [(40.0, 1.0), (160.0, 2.0)])
def test_the_power_of_growth_is_one_where_seconds_are_in_proportion(seconds: float, expected: float) -> None:
    first = GrowthRow(100, 28, 1, "feasible", 1.0, 1.0, 0.0, True, 10.0, 1.0, 100)
    last = GrowthRow(400, 28, 1, "feasible", 1.0, 1.0, 0.0, True, seconds, 1.0, 100)
    assert power([first, last]) == pytest.approx(expected)
    assert power([first]) is None
