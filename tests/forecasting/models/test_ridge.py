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


def few_rows_an_effect(n_effects: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """Return a design of one constant and effects of two rows each, and a target that only the first effect moves."""
    random = np.random.default_rng(3)
    design = np.zeros((300, 1 + n_effects))
    design[:, 0] = 1.0
    for effect in range(n_effects):
        design[10 * effect : 10 * effect + 2, 1 + effect] = 1.0
    return design, 3.0 - 2.0 * design[:, 1] + random.normal(0, 0.15, len(design))


def groups_of_effects(*, heavy: bool, n_effects: int = 20) -> tuple[Group, ...]:
    return (Group("level", np.array([0]), None), Group("effects", np.arange(1, 1 + n_effects), 0.2, heavy=heavy))


def test_one_large_effect_among_small_ones_keeps_its_size_and_lets_the_others_shrink() -> None:
    design, target = few_rows_an_effect()
    heavy, light = (solve(design, target, np.ones(300), groups_of_effects(heavy=which)) for which in (True, False))
    assert heavy.coefficients[1] == pytest.approx(-2.0, abs=0.15)
    assert heavy.coefficients[1] < light.coefficients[1]
    assert np.abs(heavy.coefficients[2:]).mean() < np.abs(light.coefficients[2:]).mean()


def test_rows_of_a_heavy_effect_keep_weight_where_others_lose_it_yet_not_when_far_off() -> None:
    design, target = few_rows_an_effect()
    target[[20, 205]] += 0.75
    target[30] -= 6.0
    found = solve(design, target, np.ones(300), groups_of_effects(heavy=True))
    assert found.weights[20] > 0.7
    assert found.weights[205] < 0.4
    assert found.weights[30] < 0.1


def test_solving_again_without_an_effects_rows_claims_to_know_nothing_of_its_size() -> None:
    design, target = few_rows_an_effect()
    groups = groups_of_effects(heavy=True)
    whole = solve(design, target, np.ones(300), groups)
    later = np.arange(300) >= 10
    again = solve_again(design[later], target[later], np.ones(290), groups, whole.scales, whole.weights[later])
    on_it = design[:1] - design[250:251]
    assert again.coefficients[1] == pytest.approx(0, abs=1e-9)
    assert again.variances(on_it)[0] == pytest.approx(whole.scales.group_sds["effects"] ** 2, rel=0.05)
