import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import simulation
from benchmarks.simulation_bench import agreement, ciw_peer
from benchmarks.simulation_bench.agreement import Case
from benchmarks.simulation_bench.centres import centre, centre_apart, streams
from benchmarks.simulation_bench.scaling import measure
from benchmarks.simulation_bench.speed import rows
from forecasting.simulation import simulate


def test_the_simulated_centres_have_the_contacts_asked_for_and_enough_people() -> None:
    for asked in (centre(2000.0), centre_apart(2000.0)):
        assert sum(stream.contacts.sum() for stream in asked.streams) == pytest.approx(2000.0)
        found = simulate(asked, 3)
        assert 0.5 < found.answered.sum() / found.offered.sum() <= 1.0
    assert len(streams(10.0)) == 5
    assert len({tuple(person.levels) for person in centre(2000.0).people}) == 4


def test_many_days_are_as_many_contacts_and_tell_time_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.simulation_bench.scaling.CONTACTS", 500)
    row = measure(3)
    assert row["days"] == 3
    assert isinstance(row["contacts"], int)
    assert 1200 < row["contacts"] < 2500


def test_a_row_of_agreement_says_whether_the_value_lies_in_the_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "CALLS", 1)
    monkeypatch.setattr(agreement, "SLOTS", 16)
    monkeypatch.setattr(agreement, "WARM_SLOTS", 4)
    case = (Case("small", 0.02, 100.0, 4), {"service level": "0.9"})
    monkeypatch.setattr(agreement, "PUBLISHED", [case])
    (row,) = agreement.published()
    low, high = map(float, str(row["99 % interval"]).split(" to "))
    assert row["inside"] == (low - 0.05 <= 0.9 <= high + 0.05)
    assert isinstance(row["simulated"], float)
    assert low - 1e-4 <= row["simulated"] <= high + 1e-4


def test_tables_are_printed_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(simulation, "with_packages", lambda _names: None)
    monkeypatch.setattr(simulation, "measured", lambda contacts: {"a day": [{"what": "ours", "seconds": contacts}]})
    simulation.main(["--contacts", "7", "--json", str(tmp_path / "rows.json")])
    assert json.loads((tmp_path / "rows.json").read_text(encoding="utf-8")) == {
        "a day": [{"what": "ours", "seconds": 7.0}]
    }
    assert "ours" in capsys.readouterr().out


def test_simpy_is_compared_on_the_same_customers() -> None:
    pytest.importorskip("simpy", reason="simpy lives in the benchmark's own environment")
    pytest.importorskip("ciw", reason="ciw lives in the benchmark's own environment")
    found = list(rows(500.0))
    assert any("identical contact by contact" in str(row["what"]) for row in found)


def test_ciw_gives_the_same_shares_within_chance() -> None:
    pytest.importorskip("ciw", reason="ciw lives in the benchmark's own environment")
    asked = centre_apart(1500.0)
    ours = simulate(asked, 60, seed=1).by_day()
    theirs = [ciw_peer.simulate(asked, seed) for seed in range(6)]
    left = ours.abandoned.sum() / ours.offered.sum()
    assert np.mean([each.left for each in theirs]) == pytest.approx(left, abs=0.02)
