import pytest

from forecasting.models.queue import MOST_APART_DAYS, MOST_TRIALS, TRIAL_DAYS, _origins


@pytest.mark.parametrize("n_days", [14, 20, 28, 45, 100, 365, 731, 1096, 4000])
def test_every_trial_lies_within_the_history_and_knows_two_weeks_at_least(n_days: int) -> None:
    origins = _origins(n_days)
    assert len(origins) <= MOST_TRIALS
    assert all(14 <= known < n_days for known in origins)
    assert origins == sorted(set(origins), reverse=True)


@pytest.mark.parametrize("n_days", [20, 45, 100, 365, 4000])
def test_the_last_days_are_tried(n_days: int) -> None:
    assert _origins(n_days)[0] >= n_days - TRIAL_DAYS


def test_a_long_history_is_tried_in_every_season_of_the_last_three_years() -> None:
    days = {(known + ahead) % 364 // 28 for known in _origins(4000) for ahead in range(TRIAL_DAYS)}
    assert len(days) == 13
    assert _origins(4000)[0] - _origins(4000)[-1] == 12 * MOST_APART_DAYS


def test_two_weeks_are_too_few_for_any_trial() -> None:
    assert not _origins(14)
