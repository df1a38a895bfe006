"""The made-up crowd: the same for a seed, with people of every kind, and as much work as they can do."""

import json
from pathlib import Path

from benchmarks.rostering.crowd import CONTRACTS, TEAMS, crowd_of, main


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
