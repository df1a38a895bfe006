"""Days that are not as expected."""

import numpy as np
import pytest

from forecasting.errors import InputError
from forecasting.service import Scenario, changed, scenario_of
from forecasting.simulation import Stream
from tests.api import small_centre as centre

N = centre.GRID.n_slots
PHONE = Stream("phone", np.full(N, 8.0), np.full(N, 180.0), busyness_cv=0.1)


def test_a_factor_multiplies_contacts_and_leaves_days_as_uncertain() -> None:
    (stream,) = changed((PHONE,), Scenario("busy", 1.25), centre.forecast_frame(), centre.GRID)
    assert stream.contacts.tolist() == [10.0] * N
    assert stream.busyness_cv == 0.1


def test_a_quantile_makes_every_day_as_busy_as_its_band_says_and_no_more_uncertain() -> None:
    (stream,) = changed((PHONE,), Scenario("bad", quantile="p95"), centre.forecast_frame(), centre.GRID)
    for day in centre.GRID.dates():
        slots = centre.GRID.slots_of(day)
        assert stream.contacts[slots.start : slots.stop].sum() == pytest.approx(830.0)
    assert stream.busyness_cv == 0.0


def test_days_without_a_band_stay_as_expected() -> None:
    forecast = centre.forecast_frame().assign(day_p95=np.nan)
    (stream,) = changed((PHONE,), Scenario("bad", quantile="p95"), forecast, centre.GRID)
    assert stream.contacts.tolist() == [8.0] * N


@pytest.mark.parametrize(
    ("claim", "scenario"),
    [("busy=1.2", Scenario("busy", 1.2)), (" bad day = p95", Scenario("bad day", quantile="p95"))],
)
def test_scenarios_are_read_as_name_and_factor_or_quantile(claim: str, scenario: Scenario) -> None:
    assert scenario_of(claim, "--scenario") == scenario


@pytest.mark.parametrize(
    "claim", ["busy", "busy=", "=1.2", "busy=0", "busy=-1", "busy=nan", "busy=21", "busy=p50", "a=b=2"]
)
def test_what_is_no_scenario_is_refused_by_name(claim: str) -> None:
    with pytest.raises(InputError) as refused:
        scenario_of(claim, "--scenario")
    assert refused.value.faults[0].value == claim
