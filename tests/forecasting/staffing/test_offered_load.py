import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from forecasting.staffing import load_over_time
from forecasting.staffing.offered_load import seconds_in_progress

QUARTER = 900.0


def steady(contacts: float, slots: int = 40) -> np.ndarray:
    return np.full(slots, contacts)


@pytest.mark.parametrize("spread", [None, 0.5, 1.5])
def test_a_steady_rhythm_ends_at_contacts_times_handling_time(spread: float | None) -> None:
    load = load_over_time(steady(30, 400), steady(300, 400), QUARTER, spread)
    assert load[-1] == pytest.approx(30 * 300 / QUARTER, rel=1e-3)


@pytest.mark.parametrize("spread", [None, 0.7])
def test_a_rhythm_that_was_always_there_is_steady_from_the_first_slot(spread: float | None) -> None:
    load = load_over_time(steady(30), steady(300), QUARTER, spread, running=True)
    assert load.ravel() == pytest.approx(10, rel=1e-6)


def test_after_an_opening_the_work_builds_up_by_the_exponential_law() -> None:
    load = load_over_time(steady(30), steady(QUARTER), QUARTER, moments=3)
    elapsed = (np.arange(3) + 1) / 3
    assert load[0] == pytest.approx(30 * -np.expm1(-elapsed))


@settings(deadline=None)
@given(st.floats(0.2, 2), st.floats(0.01, 10), st.floats(1, 2000))
def test_the_time_in_progress_is_the_integral_of_the_survivors(spread: float, means: float, aht: float) -> None:
    until = means * aht
    sigma = np.sqrt(np.log1p(spread**2))
    law = stats.lognorm(sigma, scale=aht * np.exp(-(sigma**2) / 2))
    points = np.linspace(0, until, 4001)
    expected = np.trapezoid(law.sf(points), points)
    found = seconds_in_progress(np.asarray(until), np.asarray(aht), spread)
    assert float(found) == pytest.approx(expected, rel=2e-3, abs=1e-3)


@settings(deadline=None)
@given(st.lists(st.floats(0, 500), min_size=1, max_size=30), st.floats(20, 4000), st.none() | st.floats(0.2, 1.5))
def test_all_the_work_that_comes_is_in_progress_at_some_time(
    contacts: list[float], aht: float, spread: float | None
) -> None:
    quiet = np.zeros(600)
    volume = np.concatenate([np.array(contacts), quiet])
    load = load_over_time(volume, np.full(len(volume), aht), QUARTER, spread, moments=20)
    assert load.mean(axis=1).sum() * QUARTER == pytest.approx(sum(contacts) * aht, rel=5e-3, abs=1e-6)


@settings(deadline=None)
@given(st.lists(st.floats(0, 50), min_size=2, max_size=12), st.floats(60, 3000), st.floats(1, 3))
def test_more_contacts_are_never_less_load(contacts: list[float], aht: float, more: float) -> None:
    volume, handling = np.array(contacts), np.full(len(contacts), aht)
    assert (load_over_time(volume * more, handling, QUARTER) >= load_over_time(volume, handling, QUARTER) - 1e-9).all()
