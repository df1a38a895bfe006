"""Contacts that set off others, against what is known of self-exciting processes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.simulation.bursts import Burst, contacts, expected_rate
from forecasting.simulation.draws import generator


def counts(burst: Burst, until: float, runs: int = 4000) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([len(contacts(burst, until, generator(run, 1))) for run in range(runs)], float)


@pytest.mark.parametrize("branching", [0.0, 0.3, 0.6])
def test_mean_and_variance_of_a_long_burst_are_those_of_hawkes(branching: float) -> None:
    """All that sets off others is followed to its end, so that the total has no edges: each of Poisson(μT) founders has a
    Borel-distributed progeny of mean 1/(1-n) and second moment 1/(1-n)³: mean μT/(1-n), variance μT/(1-n)³.
    """
    burst = Burst(rate=30.0, begins=0.0, ends=60.0, branching=branching, branching_after=0.0, memory=5.0)
    found = counts(burst, 1e6)
    mean, variance = 30 / (1 - branching), 30 / (1 - branching) ** 3
    assert found.mean() == pytest.approx(mean, abs=4 * np.sqrt(variance / len(found)))
    assert found.var() == pytest.approx(variance, rel=0.12)


@pytest.mark.parametrize("calmed", [20.0, 45.0, np.inf])
def test_contacts_within_a_window_follow_the_expected_rate_edges_and_statement_included(calmed: float) -> None:
    burst = Burst(rate=60.0, begins=10.0, ends=70.0, branching=0.7, branching_after=0.2, memory=8.0, calmed=calmed)
    minutes = np.linspace(0, 90, 1801)
    told = np.trapezoid([expected_rate(burst, minute) for minute in minutes], minutes) / 60
    found = counts(burst, 90.0)
    assert found.mean() == pytest.approx(told, abs=4 * found.std() / np.sqrt(len(found)) + 0.02 * told / 60)


def test_the_rate_settles_at_that_from_outside_over_one_less_branching() -> None:
    burst = Burst(rate=60.0, begins=0.0, ends=1e5, branching=0.75, branching_after=0.5, memory=10.0, calmed=5e4)
    assert expected_rate(burst, -1.0) == 0.0
    assert expected_rate(burst, 0.0) == 60.0
    assert expected_rate(burst, 49_999.0) == pytest.approx(240.0)
    assert expected_rate(burst, 99_999.0) == pytest.approx(120.0)
    assert expected_rate(burst, 2e5) == pytest.approx(0.0, abs=1e-6)


bursts = st.builds(
    Burst,
    rate=st.floats(0, 200),
    begins=st.floats(0, 30),
    ends=st.floats(30, 90),
    branching=st.floats(0.5, 0.9),
    branching_after=st.floats(0, 0.5),
    memory=st.floats(1, 30),
    calmed=st.floats(0, 120),
)


@settings(max_examples=80, deadline=None)
@given(burst=bursts, seed=st.integers(0, 1000), later=st.floats(0, 60))
def test_an_earlier_statement_never_adds_to_the_expected_rate(burst: Burst, seed: int, later: float) -> None:
    other = Burst(
        burst.rate, burst.begins, burst.ends, burst.branching, burst.branching_after, burst.memory, burst.calmed + later
    )
    for minute in (20.0, 60.0, 100.0, 150.0):
        assert expected_rate(burst, minute) <= expected_rate(other, minute) + 1e-9
    found = contacts(burst, 100.0, generator(seed, 2))
    assert (np.diff(found) >= 0).all()
    assert ((found >= burst.begins) & (found < 100.0)).all()


def test_bursts_that_grow_for_ever_are_refused() -> None:
    with pytest.raises(ValueError, match="branching 1"):
        Burst(1.0, 0.0, 1.0, 1.0, 0.5, 1.0)
    with pytest.raises(ValueError, match="memory 0"):
        Burst(1.0, 0.0, 1.0, 0.5, 0.5, 0.0)


@settings(max_examples=80, deadline=None)
@given(burst=bursts, seed=st.integers(0, 1000), later=st.floats(0, 60))
def test_on_the_same_luck_a_later_statement_adds_contacts_and_moves_none(burst: Burst, seed: int, later: float) -> None:
    after = replace(burst, calmed=burst.calmed + later)
    few, many = (contacts(each, 120.0, generator(seed, 1)) for each in (burst, after))
    assert set(few.tolist()) <= set(many.tolist())
