"""The slow columns: what stays after the history's end, what fades, and from when on a column can be told."""

import numpy as np
import pytest

from forecasting.models.slow import SWING_HALVES_DAYS, entered, slow_columns, slow_groups, swing_variance

DAYS = 200


def _columns_of(name: str) -> np.ndarray:
    return next(group.columns for group in slow_groups(0, DAYS) if group.name == name)


def _at(*positions: float) -> np.ndarray:
    return slow_columns(DAYS, np.array(positions))


def test_every_column_belongs_to_exactly_one_group() -> None:
    columns = np.concatenate([group.columns for group in slow_groups(0, DAYS)])
    assert sorted(columns) == list(range(_at(0.0).shape[1]))


def test_a_drift_stays_after_the_end_and_a_swing_fades_by_half_in_a_month() -> None:
    last, later = _at(DAYS - 1.0, DAYS - 1.0 + SWING_HALVES_DAYS)
    drift, swing = _columns_of("drift"), _columns_of("swing")
    assert later[drift] == pytest.approx(last[drift])
    assert later[swing] == pytest.approx(last[swing] / 2)
    assert (last[swing] > 0).all()


def test_the_last_days_share_one_level_of_drift() -> None:
    drift = _columns_of("drift")
    early, late = _at(DAYS - 10.0, DAYS - 1.0)
    assert early[drift] == pytest.approx(late[drift])


def test_a_trend_flattens_beyond_the_history() -> None:
    trend = _at(DAYS - 1.0, DAYS + 29.0, DAYS + 364.0, DAYS + 3649.0)[:, _columns_of("trend")[0]]
    assert trend[1] == pytest.approx(30 / 365.25, rel=0.2)
    assert trend[3] - trend[2] < 0.01


@pytest.mark.parametrize("n_days", [60, 200, 1500])
def test_a_column_is_told_only_when_its_change_is_over_for_the_days_that_share_a_level(n_days: int) -> None:
    positions = np.arange(n_days, dtype=float)
    ramps = next(group.columns for group in slow_groups(0, n_days) if group.name == "drift")
    matrix, told = slow_columns(n_days, positions), entered(n_days)
    for column in ramps:
        changing = np.flatnonzero(np.abs(np.diff(matrix[:, column])) > 1e-12)
        assert told[column] == pytest.approx(changing[-1] + 1 + 9, abs=1.0)


def test_swings_still_to_begin_add_one_square_in_a_week_and_never_more_than_a_fading_sum() -> None:
    ahead = np.array([0.0, 7.0, 28.0, 365.0, 3650.0])
    found = swing_variance(ahead)
    assert found[0] == 0.0
    assert found[1] == pytest.approx(1.0)
    assert (np.diff(found) >= 0).all()
    assert found[-1] == pytest.approx(1.0 / (1.0 - 0.25 ** (7.0 / SWING_HALVES_DAYS)))
