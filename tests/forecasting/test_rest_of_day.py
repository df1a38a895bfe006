import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.rest_of_day import Expected, follow

HOURS = np.arange(14.0)


def expected(rate: float = 60.0, day_sd: float = 0.15, slot_sd: float = 0.05) -> Expected:
    return Expected(np.full(14, rate), HOURS, day_sd, slot_sd)


def seen(hours: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return hours > HOURS


def test_a_day_of_which_nothing_was_seen_stays_as_it_was_foretold() -> None:
    followed = follow(expected(), np.zeros(14), seen(0))
    assert followed.factors == pytest.approx(np.ones(14))
    day = np.ones(14, dtype=bool)
    chance, foretold = 14 * 60.0, (0.15 * 14 * 60.0) ** 2
    assert followed.total_sd(np.full(14, 60.0), day) == pytest.approx(np.sqrt(foretold + chance), rel=0.01)


@settings(deadline=None)
@given(st.floats(0.3, 4.0), st.integers(1, 13), st.floats(0.01, 0.4), st.floats(0.0, 0.3), st.floats(0.5, 500.0))
def test_the_rest_lies_between_the_forecast_and_what_was_seen(
    factor: float, hours: int, day_sd: float, slot_sd: float, rate: float
) -> None:
    followed = follow(expected(rate, day_sd, slot_sd), np.full(14, factor * rate), seen(hours))
    low, high = sorted([1.0, factor])
    assert (followed.factors[hours:] >= low - 1e-9).all()
    assert (followed.factors[hours:] <= high + 1e-9).all()


@settings(deadline=None)
@given(st.lists(st.integers(0, 200), min_size=14, max_size=14), st.integers(1, 12))
def test_seeing_more_leaves_no_more_doubt(came: list[int], hours: int) -> None:
    counts = np.array(came, dtype=float)
    fewer, more = (follow(expected(), counts, seen(number)).covariance for number in (hours, hours + 1))
    assert (np.diag(more) <= np.diag(fewer) + 1e-12).all()
    assert (np.linalg.eigvalsh(more) > -1e-9).all()


def test_one_surprising_hour_matters_to_the_next_more_than_to_the_evening() -> None:
    came = np.full(14, 200.0)
    came[3] = 300.0
    factors = follow(expected(200.0, 0.05, 0.1), came, seen(4)).factors
    assert factors[4] > 1.1
    assert factors[4] > factors[6] > factors[13] > 1.0


def test_the_first_hour_says_little_where_the_day_was_sure() -> None:
    came = np.full(14, 300.0)
    factors = follow(expected(200.0, 0.03, 0.1), came, seen(1)).factors
    assert factors[1] > 1.15
    assert factors[-1] < 1.1


def test_contacts_where_none_were_expected_change_nothing() -> None:
    day = Expected(np.where(HOURS < 2, 0.0, 60.0), HOURS, 0.15, 0.05)
    assert follow(day, np.full(14, 80.0), seen(2)).factors == pytest.approx(np.ones(14))
