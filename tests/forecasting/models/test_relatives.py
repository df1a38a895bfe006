from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.calendar import EventCalendar
from forecasting.models.design import Design, Designer
from forecasting.models.relatives import Relatives, relatives_of

UTC = ZoneInfo("UTC")
FIRST = date(2023, 1, 2)
DAYS = [FIRST + timedelta(days=index) for index in range(728)]
NAMES = [f"Holiday {number}" for number in range(8)]
UNKNOWN = FIRST + timedelta(days=737)


def calendar() -> EventCalendar:
    """Return eight holidays a year, each on its own weekday, and one more after the history."""
    off = {
        FIRST + timedelta(days=364 * year + 40 * place + 9): name for year in (0, 1) for place, name in enumerate(NAMES)
    }
    return EventCalendar(UTC, FIRST, date(2026, 1, 1), holidays={**off, UNKNOWN: "New"}, phases=())


def design(like_sunday: float = 0.0) -> Design:
    return Designer(calendar()).build(DAYS, len(DAYS), like_sunday=like_sunday)


def coefficients(of: Design, common: float, own: list[float], sunday: float = 0.0) -> np.ndarray:
    """Return effects: *common* to days off, *own* of each name, and *sunday* of the Sundays."""
    found = np.zeros(of.matrix.shape[1])
    groups = {group.name: group.columns for group in of.groups}
    found[groups["holiday"]] = common
    found[groups["holiday name"][: len(own)]] = own
    found[groups["weekday"][6]] = sunday
    return found


def share(common: float, own: list[float]) -> float:
    made = design()
    return relatives_of(DAYS, np.ones(len(DAYS), dtype=bool), calendar(), made, coefficients(made, common, own)).share


def test_holidays_that_are_alike_are_believed_in_full() -> None:
    assert share(-0.7, [0.02, -0.02] * 4) > 0.97


def test_holidays_that_differ_say_little_of_another() -> None:
    few_are_great = [-1.2, 0.3, 0.3, 0.35, 0.25, 0.3, -0.6, 0.3]
    assert share(-0.3, few_are_great) < 0.6


def test_more_holidays_that_differ_say_less() -> None:
    known = np.ones(len(DAYS), dtype=bool)
    known[300:] = False
    made = design()
    effects = coefficients(made, -0.3, [-1.2, 0.3, 0.3, 0.35, 0.25, 0.3, -0.6, 0.3])
    few = relatives_of(DAYS[:100], known[:100], calendar(), made.rows(slice(0, 100)), effects)
    assert few.names == frozenset(NAMES[:3])
    assert few.share > share(-0.3, [-1.2, 0.3, 0.3, 0.35, 0.25, 0.3, -0.6, 0.3])


def test_one_holiday_or_none_is_believed() -> None:
    made = design()
    for until, names in ((5, frozenset()), (20, frozenset(NAMES[:1]))):
        found = relatives_of(
            DAYS[:until],
            np.ones(until, dtype=bool),
            calendar(),
            made.rows(slice(0, until)),
            coefficients(made, -0.5, []),
        )
        assert found == Relatives(names, 1.0)


@settings(max_examples=25, deadline=None)
@given(st.floats(-2, 2), st.lists(st.floats(-2, 2), min_size=8, max_size=8))
def test_a_share_lies_between_nothing_and_all(common: float, own: list[float]) -> None:
    assert 0.0 <= share(common, own) <= 1.0


@pytest.mark.parametrize("like_sunday", [0.0, 0.6])
def test_a_holiday_never_seen_takes_its_share_of_the_common_effect_and_of_sunday(like_sunday: float) -> None:
    ahead = [UNKNOWN + timedelta(days=index) for index in range(-2, 3)]
    full = Designer(calendar()).build(ahead, len(DAYS), like_sunday=like_sunday)
    effects = coefficients(full, -0.4, [0.0] * 9, sunday=-0.5)
    told = full.matrix @ effects
    careful = Relatives(frozenset(NAMES), 0.25).cautious(ahead, full, calendar()).matrix @ effects
    expected = np.where([day == UNKNOWN for day in ahead], -0.1 - 0.5 * 0.25 * like_sunday, told)
    assert careful == pytest.approx(expected)
    assert told[2] == pytest.approx(-0.4 - 0.5 * like_sunday)


def test_holidays_seen_keep_all_of_theirs() -> None:
    seen = Relatives(frozenset({"New"}), 0.25)
    full = Designer(calendar()).build([UNKNOWN], len(DAYS), like_sunday=0.5)
    assert seen.cautious([UNKNOWN], full, calendar()) is full
