"""The curves between measured numbers of people away: they go through what was measured, and bend the right way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from drills.windows.table import _above, _between, _rising_steps

LEVELS = (0, 6, 11)


@given(half=st.floats(0.01, 5), factor=st.floats(11 / 6, 20))
def test_prices_rise_and_add_up_to_both_measured_losses(half: float, factor: float) -> None:
    total = np.array([[0.0, half, half * factor]])
    steps = _rising_steps(total, LEVELS)[0]
    assert len(steps) == 11
    assert np.all(np.diff(steps) >= -1e-9)
    assert steps.sum() == pytest.approx(half * factor)
    assert steps[:6].sum() == pytest.approx(half, rel=1e-6)


@pytest.mark.parametrize(
    "half", [3.0, 8.0, 10.0]
)  # of 4 in all for everybody: chance alone makes half of them cost more
def test_losses_that_bend_downwards_become_a_line_to_the_last(half: float) -> None:
    steps = _rising_steps(np.array([[0.0, half, 4.0]]), LEVELS)[0]
    assert steps == pytest.approx(np.full(11, 4.0 / 11))


@pytest.mark.parametrize("total", [[0.0, -0.2, -0.1], [0.0, 0.3, 0.0], [0.0, 0.0, 0.0]])
def test_losses_below_nothing_cost_nothing(total: list[float]) -> None:
    assert not _rising_steps(np.array([total]), LEVELS).any()


def test_losses_that_only_the_last_people_cause_fall_on_them() -> None:
    steps = _rising_steps(np.array([[0.0, 0.0, 4.0]]), LEVELS)[0]
    assert steps.sum() == pytest.approx(4.0)
    assert steps[:6].sum() == pytest.approx(4.0 * (6 / 11) ** 6)


def test_two_levels_make_a_line() -> None:
    assert _rising_steps(np.array([[0.0, 4.0]]), (0, 8))[0] == pytest.approx(np.full(8, 0.5))
    assert _between(np.array([[0.0, 4.0]]), (0, 8), np.array([2])) == pytest.approx([1.0])


@pytest.mark.parametrize("level", range(3))
def test_what_was_measured_is_told_as_it_was(level: int) -> None:
    values = np.array([[[0.0, 2.0, 7.0], [1.0, 5.0, 3.0]]])
    away = np.array([LEVELS[level], LEVELS[level]])
    assert _between(values, LEVELS, away)[0] == pytest.approx(values[0, :, level])


def test_each_stream_has_its_own_number_of_people_away() -> None:
    values = np.array([[0.0, 36.0, 121.0], [0.0, 6.0, 11.0]])  # a parabola and a line
    assert _between(values, LEVELS, np.array([3, 4])) == pytest.approx([9.0, 4.0])


@given(mean=st.floats(0.3, 0.97), spread=st.floats(0.005, 0.1), floor=st.floats(0.2, 0.95))
def test_the_chance_of_a_floor_is_that_of_a_beta_with_the_same_mean_and_spread(
    mean: float, spread: float, floor: float
) -> None:
    size = mean * (1 - mean) / spread**2 - 1
    if size < 0.05:
        return
    expected = beta(mean * size, (1 - mean) * size).sf(floor)
    assert _above(np.array([floor]), np.array([mean]), np.array([spread]))[0] == pytest.approx(expected, abs=1e-6)


def test_a_share_that_never_varies_is_above_every_floor_below_it() -> None:
    found = _above(np.array([0.5, 0.99, 1.0]), np.array([1.0, 0.9, 0.9]), np.zeros(3))
    assert found == pytest.approx([1.0, 0.0, 0.0], abs=1e-6)
