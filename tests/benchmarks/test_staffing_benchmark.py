from pathlib import Path

import numpy as np
import pytest

from benchmarks.staffing_bench import exactness, published, simulated_jump
from benchmarks.staffing_bench.jump_plot import write_plot
from benchmarks.staffing_bench.opening_jump import Day, days
from benchmarks.staffing_bench.transient import course
from forecasting.staffing import service_with_leaving


@pytest.mark.parametrize("row", list(published.rows()), ids=lambda row: row["what"])
def test_published_values_are_met_to_their_last_digit(row: dict[str, float]) -> None:
    digits = len(str(row["published"]).split(".")[1])
    assert abs(row["difference"]) <= 0.5 * 10**-digits * (1 + 1e-9)


def test_a_hundred_thousand_erlangs_are_exact() -> None:
    differences = [row["relative difference"] for row in exactness.rows()]
    assert max(float(str(found)) for found in differences if found != "") < 1e-6


@pytest.fixture(scope="module", params=["jumps", "rush"])
def both(request: pytest.FixtureRequest) -> list[Day]:
    return list(days(15, request.param))


def test_over_time_the_share_that_waits_stays_flat_with_no_more_people_hours(both: list[Day]) -> None:
    slot_by_slot, over_time = both
    middle = (over_time.waiting.max() + over_time.waiting.min()) / 2
    assert np.abs(over_time.waiting - middle).max() <= 0.05
    assert over_time.hours <= slot_by_slot.hours
    assert np.abs(slot_by_slot.waiting - middle).max() > 0.2  # slot by slot it is not


def test_until_people_get_fewer_the_simulation_agrees_with_the_equations(both: list[Day]) -> None:
    _, over_time = simulated_jump.rows(both, 150)
    assert 0 < float(str(over_time["greatest difference to the equations where people do not get fewer"])) < 0.08


def test_the_plot_shows_both_days(both: list[Day], tmp_path: Path) -> None:
    write_plot(both, tmp_path / "jump.svg")
    drawn = (tmp_path / "jump.svg").read_text(encoding="utf-8")
    assert drawn.count("<polyline") == 4
    assert f"over time: {both[1].hours:,.0f} people-hours" in drawn


def test_a_steady_queue_settles_at_erlang_a() -> None:
    found = course(np.full(40, 100.0), np.full(40, 33.0), 300.0, 120.0, 900.0)
    expected = service_with_leaving(100 / 3, 33, 300, 120, 0)
    assert found.waiting[-1] == pytest.approx(float(expected.waits), rel=1e-4)
    assert found.leaving[-1] / 100 == pytest.approx(float(expected.abandoned), rel=1e-3)
