"""The simulation of what Erlang's formulas describe agrees with them."""

from typing import Any

import numpy as np
import pytest

from forecasting.simulation import Outcome, abandoned_share, mean_wait_seconds, occupancy, service_level, simulate
from forecasting.simulation.estimates import Estimate
from forecasting.staffing import erlang_b, erlang_c, service_with_leaving, service_without_leaving
from tests.forecasting.simulated_centres import SLOT, centre, people, stream

AHT, SLOTS, WARM = 180.0, 120, 24
SURE = 0.999  # the seeds are fixed: a right simulation stays inside, a wrong one falls out
grid = pytest.mark.parametrize(("lines", "load"), [(2, 1.0), (5, 4.0), (14, 10.0), (40, 36.0), (120, 110.0)])


def long_run(lines: int, load: float, replications: int = 40, **customers: Any) -> Outcome:
    """Simulate a steady load and return what was counted after the warm-up, as one day."""
    calls = stream(contacts=(load / AHT * SLOT,) * SLOTS, handling=AHT, **customers)
    found = simulate(centre(calls, staff=people(lines), day_starts=(0, WARM)), replications, seed=11)
    return found.by_day()


def assert_within(value: float, estimate: Estimate, width: float) -> None:
    low, high = float(estimate.low[1, 0]), float(estimate.high[1, 0])
    assert low <= value <= high
    assert high - low <= width, "too vague to say anything"


@grid
def test_share_lost_is_erlang_b_where_nobody_waits(lines: int, load: float) -> None:
    found = long_run(lines, load, leaves_at_once=1.0)
    assert_within(float(erlang_b(load, lines)), abandoned_share(found, SURE), 0.03)


@grid
def test_waits_and_service_level_are_erlang_c_where_nobody_leaves(lines: int, load: float) -> None:
    found = long_run(lines, load)
    told = service_without_leaving(load, lines, AHT, 20.0)
    unwaited = service_level(long_run(lines, load, within_seconds=0.0), SURE)
    assert_within(1 - float(erlang_c(load, lines)), unwaited, 0.15)
    assert_within(float(told.answered_within), service_level(found, SURE), 0.12)
    assert_within(
        float(told.mean_wait_seconds), mean_wait_seconds(found, SURE), 0.5 * float(told.mean_wait_seconds) + 1
    )
    assert_within(float(told.occupancy), occupancy(found, SURE), 0.05)


@pytest.mark.parametrize("patience", [30.0, 120.0, 600.0])
@pytest.mark.parametrize(("lines", "load"), [(5, 4.0), (14, 16.0), (60, 60.0)])
def test_service_is_erlang_a_where_customers_lose_patience(lines: int, load: float, patience: float) -> None:
    found = long_run(lines, load, patience_seconds=patience)
    told = service_with_leaving(load, lines, AHT, patience, 20.0)
    assert_within(float(told.answered_within), service_level(found, SURE), 0.08)
    assert_within(float(told.abandoned), abandoned_share(found, SURE), 0.04)
    assert_within(float(told.mean_wait_seconds), mean_wait_seconds(found, SURE), 20.0)
    assert_within(float(told.occupancy), occupancy(found, SURE), 0.04)


@pytest.mark.parametrize("growth", [(1.0, 1.3, 1.7), (1.0, 1.0, 1.0), (1.0, 2.0, 3.0)])
def test_a_person_with_several_chats_is_a_birth_and_death_process(growth: tuple[float, ...]) -> None:
    most = len(growth)
    rate = 0.7 / AHT * most / growth[-1]
    ends = [min(n, most) / growth[min(n, most) - 1] / AHT for n in range(1, 400)]
    likely = np.cumprod([1.0, *(rate / end for end in ends)])
    likely /= likely.sum()
    told = float((likely[most:] * np.arange(len(likely) - most)).sum() / rate)  # Little: those waiting by their rate
    calls = stream(contacts=(rate * SLOT,) * SLOTS, handling=AHT, at_once=most, growth=growth)
    found = simulate(centre(calls, staff=people(1), day_starts=(0, WARM)), 300, seed=5).by_day()
    assert_within(told, mean_wait_seconds(found, SURE), 0.5 * told)
