"""An outage with redials at large scale, against the fluid equations integrated with SciPy."""

import numpy as np
import pytest

from benchmarks.drills_bench.fluid import Setup, fluid, simulated
from tests.drills.simulation.small_service import NOON, calls, floor

SETUP = Setup()


@pytest.mark.parametrize("capacity_percent", [0.0, 40.0])
def test_an_outage_with_redials_follows_the_fluid_equations(capacity_percent: float) -> None:
    queue = calls(
        SETUP.per_second * 900,
        handling_cv=None,
        patience_seconds=SETUP.patience,
        retrial_share=SETUP.redials,
        retrial_seconds=SETUP.redial_after,
    )
    found = simulated(SETUP, floor(queue, people=SETUP.people), NOON, capacity_percent, 8)
    told = fluid(SETUP, capacity_percent, found.minutes)
    np.testing.assert_allclose(found.waiting, told.waiting, atol=0.03 * told.waiting.max())
    np.testing.assert_allclose(found.attempts, told.attempts, rtol=0.05)  # 700 of them at least are counted each time
    assert found.attempts.max() > 1.5 * SETUP.per_second  # redials are most of what makes an outage hard
