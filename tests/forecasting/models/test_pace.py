"""The pace of the level: calm where its moves fade, quick where they stay."""

import numpy as np
import numpy.typing as npt
import pytest

from forecasting.models.pace import FACTORS, Past, paced
from forecasting.models.ridge import Group, Scales, solve
from forecasting.models.slow import entered, slow_columns, slow_groups

DAYS = 500
WINDOWS = [slice(known, known + 28) for known in range(DAYS - 28, 180, -28)]


def _past(level: npt.NDArray[np.float64]) -> tuple[Past, tuple[Group, ...], Scales]:
    matrix = slow_columns(DAYS, np.arange(DAYS, dtype=float))
    groups = slow_groups(0, DAYS)
    noisy = level + np.random.default_rng(1).normal(0, 0.03, DAYS)
    solution = solve(matrix, noisy, np.ones(DAYS), groups)
    return Past(matrix, noisy, np.ones(DAYS), solution.weights, entered(DAYS)), groups, solution.scales


def _drift(level: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Return a week's drift as the likelihood has it, and as past windows do."""
    past, groups, scales = _past(level)
    return scales.group_sds["drift"], paced(past, groups, scales, WINDOWS).group_sds["drift"]


def _faded(halves_days: float) -> npt.NDArray[np.float64]:
    """Return a level whose moves fade by half in so many days."""
    steps = np.random.default_rng(7).normal(0, 0.03, DAYS)
    level = np.zeros(DAYS)
    for day in range(1, DAYS):
        level[day] = level[day - 1] * 0.5 ** (1 / halves_days) + steps[day]
    return level


def test_what_fades_within_days_leaves_less_drift_than_the_likelihood_saw() -> None:
    (seen, kept), (_seen_staying, kept_staying) = _drift(_faded(5.0)), _drift(_faded(1e6))
    assert kept < 0.5 * seen
    assert kept < 0.5 * kept_staying


@pytest.mark.parametrize("halves_days", [3.0, 30.0, 1e6])
def test_no_scale_leaves_the_range_that_was_tried(halves_days: float) -> None:
    seen, kept = _drift(_faded(halves_days))
    assert min(FACTORS["drift"]) <= kept / seen <= max(FACTORS["drift"])


def test_without_windows_nothing_changes() -> None:
    past, groups, scales = _past(_faded(10.0))
    assert paced(past, groups, scales, []) == scales


def test_other_scales_stay_as_they_are() -> None:
    past, groups, scales = _past(_faded(10.0))
    found = paced(past, groups, scales, WINDOWS)
    assert found.noise_sd == scales.noise_sd
    assert found.group_sds["swing"] == scales.group_sds["swing"]


def test_days_that_nobody_knows_do_not_matter() -> None:
    past, groups, scales = _past(_faded(10.0))
    hidden = np.zeros(DAYS, dtype=bool)
    hidden[300:330] = True
    weights = np.where(hidden, 0.0, past.weights)
    told = Past(past.matrix, np.where(hidden, 99.0, past.target), weights, past.robust, past.told_from)
    calm = Past(past.matrix, np.where(hidden, 0.0, past.target), weights, past.robust, past.told_from)
    assert paced(told, groups, scales, WINDOWS).group_sds == pytest.approx(
        paced(calm, groups, scales, WINDOWS).group_sds
    )
