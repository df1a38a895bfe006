import pytest

from benchmarks import drills
from benchmarks.drills_bench import calibration, simulation
from benchmarks.drills_bench.calibration import Pair, by_decile, pairs_of, times
from drills.simulation import Habits
from tests.drills.simulation.small_scenario import expected, inject, scenario


def test_a_measurement_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(SystemExit, match="expected one of simulation, calibration, novelty, windows"):
        drills.main(["speed"])


def test_chances_are_sorted_by_tenths_and_judged_by_their_means() -> None:
    pairs = [Pair(0.91, 0.95, 500, 0.9), Pair(1.0, 0.97, 500, 0.8), Pair(0.2, 0.27, 300, None)]
    low, high = by_decile(pairs)
    assert (low["chance"], low["expectations"], low["rehearsed clocks"], low["within ±0.05"]) == (
        "0.2-0.3",
        1,
        300,
        "NO",
    )
    assert (high["chance"], high["difference"], high["worst single"]) == (
        "0.9-1.0",
        pytest.approx(0.005),
        pytest.approx(0.04),
    )
    assert high["within ±0.05"] == "yes"
    (row,) = times(pairs)
    assert (row["expectations"], row["kept it"], row["least"]) == (2, pytest.approx(0.85), 0.8)


def test_pairs_are_of_clocks_that_run_out_within_the_drill_and_agree() -> None:
    asked = scenario(
        [inject("a")],
        [expected("close", "a", 10, (7.0, 12.0)), expected("far", "a", 90, 5.0)],
    )
    (pair,) = pairs_of(asked, 300, Habits(), 1)
    assert pair.rehearsals == 300
    assert pair.seen == pytest.approx(pair.told, abs=0.12)
    assert pair.within_p90 == pytest.approx(0.9, abs=0.08)
    (other,) = pairs_of(asked, 300, Habits(floor_attention=0.0, slips=dict.fromkeys(Habits().slips, 0.9)), 1)
    assert other.seen < pair.seen - 0.3


def test_bursts_of_the_benchmark_agree_with_theory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "RUNS", 400)
    for row in simulation.bursts():
        assert abs(float(str(row["mean"])) - float(str(row["mean, theory"]))) < 1.5 * float(str(row["± 99 %"]))


def test_a_drill_of_the_benchmark_takes_people_who_are_on_duty() -> None:
    setting = simulation.setting_on(40)
    assert len(setting.away) == simulation.AWAY
    assert setting.first == setting.floor.grid.slot_at(setting.floor.grid.first_day, 12 * 60)
    assert calibration.WITHIN == 0.05
