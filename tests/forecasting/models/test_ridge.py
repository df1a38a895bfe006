import numpy as np
import pytest

from forecasting.models.ridge import Group, solve, solve_again


def made(n_rows: int = 400, noise: float = 0.1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a design of one constant, five real effects and twenty that do nothing, with its target."""
    random = np.random.default_rng(2)
    design = np.column_stack([np.ones(n_rows), random.normal(size=(n_rows, 25))])
    truth = np.r_[3.0, 0.5, -0.4, 0.3, -0.2, 0.6, np.zeros(20)]
    return design, design @ truth + random.normal(0, noise, n_rows), truth


GROUPS = (
    Group("level", np.array([0]), None),
    Group("real", np.arange(1, 6), 0.3),
    Group("idle", np.arange(6, 26), 0.3),
)


def test_effects_are_found_and_idle_groups_shrink_away() -> None:
    design, target, truth = made()
    found = solve(design, target, np.ones(len(target)), GROUPS)
    assert found.coefficients == pytest.approx(truth, abs=0.03)
    assert found.scales.group_sds["idle"] < 0.25 * found.scales.group_sds["real"]
    assert found.scales.noise_sd == pytest.approx(0.1, rel=0.25)


def test_outliers_lose_their_weight() -> None:
    design, target, truth = made()
    target[:12] += 5.0
    found = solve(design, target, np.ones(len(target)), GROUPS)
    assert (found.weights[:12] < 0.05).all()
    assert found.coefficients == pytest.approx(truth, abs=0.05)


def test_solving_again_with_the_scales_found_gives_the_same() -> None:
    design, target, _truth = made()
    weights = np.ones(len(target))
    first = solve(design, target, weights, GROUPS)
    again = solve_again(design, target, weights, GROUPS, first.scales, first.weights)
    assert again.coefficients == pytest.approx(first.coefficients, abs=0.01)


def test_a_column_without_data_stays_at_zero() -> None:
    design, target, _truth = made()
    design[:, 25] = 0.0
    assert solve(design, target, np.ones(len(target)), GROUPS).coefficients[25] == pytest.approx(0, abs=1e-9)
