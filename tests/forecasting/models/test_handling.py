from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.models.days import DayTable
from forecasting.models.handling import handling_kinds, handling_times

MONDAY = date(2025, 1, 6)
SLOTS = 24


def table(offered: np.ndarray[tuple[int, ...], np.dtype[np.float64]], aht: object, days: int = 28) -> DayTable:
    """Return hours of *days* days; *offered* and *aht* are spread over them."""
    shape = (days, SLOTS)
    counts = np.broadcast_to(offered, shape).astype(float)
    return DayTable(MONDAY, 60, counts, np.ones(shape), np.broadcast_to(np.asarray(aht, dtype=float), shape))


def weekends(days: int = 28) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([(MONDAY + timedelta(days=day)).weekday() >= 5 for day in range(days)])


BUSY_DAY_QUIET_NIGHT = np.where(np.arange(SLOTS) < 7, 1.0, 200.0)


@settings(max_examples=20, deadline=None)
@given(st.floats(20, 2000), st.integers(14, 60))
def test_contacts_that_always_take_as_long_are_expected_to(seconds: float, days: int) -> None:
    found = handling_times(table(BUSY_DAY_QUIET_NIGHT, seconds, days), weekends(days), 300.0)
    assert found == pytest.approx(np.full((9, SLOTS), seconds))


def test_a_quiet_night_leans_on_the_day_and_a_busy_hour_stands_for_itself() -> None:
    aht = np.where(np.arange(SLOTS) < 7, 900.0, np.where(np.arange(SLOTS) < 14, 200.0, 300.0))
    tuesday = handling_times(table(BUSY_DAY_QUIET_NIGHT, aht), weekends(), 300.0)[1]
    assert 250 < tuesday[3] < 500
    assert tuesday[10] == pytest.approx(200, rel=0.03)
    assert tuesday[20] == pytest.approx(300, rel=0.03)


def test_one_long_call_at_night_counts_as_one_call() -> None:
    aht = np.full((28, SLOTS), 250.0)
    aht[-1, 3] = 7200.0
    found = handling_times(table(BUSY_DAY_QUIET_NIGHT, aht), weekends(), 300.0)
    plain = float(aht[:, 3].mean())
    assert plain > 490
    assert (found[:, 3] < 400).all()


def test_a_weekday_with_longer_contacts_is_told_from_the_others() -> None:
    aht = np.where(np.array([(MONDAY + timedelta(days=day)).weekday() == 1 for day in range(28)]), 330.0, 300.0)
    found = handling_times(table(np.full(SLOTS, 100.0), aht[:, None]), weekends(), 300.0)
    assert found[1] == pytest.approx(np.full(SLOTS, 330.0), rel=0.02)
    assert found[2] == pytest.approx(np.full(SLOTS, 301.0), rel=0.01)


def test_a_single_day_does_not_speak_for_its_weekday_alone() -> None:
    aht = np.full((8, SLOTS), 300.0)
    aht[1] = 400.0
    found = handling_times(table(np.full(SLOTS, 1000.0), aht, 8), weekends(8), 300.0)
    assert 330 < found[1, 12] < 385


def test_hours_of_which_no_time_is_known_do_not_count_as_zero_seconds() -> None:
    aht = np.full((28, SLOTS), 250.0)
    aht[:, 12] = np.nan
    found = handling_times(table(np.full(SLOTS, 50.0), aht), weekends(), 300.0)
    assert found == pytest.approx(np.full((9, SLOTS), 250.0))
    silent = handling_times(table(np.full(SLOTS, 50.0), np.nan), weekends(), 420.0)
    assert silent == pytest.approx(np.full((9, SLOTS), 420.0))


def test_holidays_and_worked_weekends_are_kinds_of_their_own() -> None:
    days = [MONDAY, MONDAY + timedelta(days=2), MONDAY + timedelta(days=5), MONDAY + timedelta(days=6)]
    assert handling_kinds(days, np.array([False, True, True, False])).tolist() == [0, 7, 5, 8]
