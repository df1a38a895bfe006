"""Trends over drills: adjusted for difficulty, silent where there is too little to say, means with n and spread."""

import random
from math import sqrt
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.improvement import RollUp, mean_times, trends
from drills.improvement.rollups import roll_up
from drills.improvement.trend_estimate import estimate, wilson
from drills.improvement.trend_plot import trends_svg
from drills.improvement.trends import LEAST_TARGETS, Direction, observations
from drills.scenario.acts import Capability
from forecasting.messages import english
from tests.drills.improvement.held_drills import drill_on, held_drill

CHANCES = {item.id: 0.7 for item in drill_on().scenario.expectations}


def test_the_wilson_interval_is_the_textbooks() -> None:
    found = wilson(8, 10)
    assert (found.middle, round(found.low, 1), round(found.high, 1)) == (80.0, 49.0, 94.3)
    assert wilson(0, 5).low == 0.0


def played(gain: float, drift: float, seed: int = 1) -> tuple[list[bool], list[float], list[float]]:
    """Return 240 targets of 12 drills in a year, met with a chance that is *gain* above what was told, drifting by *drift* a year."""
    draws = random.Random(seed)
    told = [draws.uniform(0.4, 0.8) for _ in range(240)]
    years = [(at // 20) / 12 for at in range(240)]
    met = [draws.random() < chance + gain + drift * (year - 0.46) for chance, year in zip(told, years, strict=True)]
    return met, told, years


@pytest.mark.parametrize("gain", [-0.15, 0.0, 0.15])
def test_the_estimate_finds_how_much_better_than_predicted_people_were(gain: float) -> None:
    found = estimate(*played(gain, 0.0))
    assert found.gain.low <= 100 * gain <= found.gain.high
    assert found.gain.high - found.gain.low < 15


def test_a_change_is_told_where_there_is_one_and_only_there() -> None:
    assert estimate(*played(0.0, 0.4)).rising > 0.95
    assert estimate(*played(0.0, -0.4)).rising < 0.05
    assert 0.05 < estimate(*played(0.0, 0.0, seed=3)).rising < 0.95


def test_harder_drills_do_not_look_like_a_fall() -> None:
    draws = random.Random(5)
    years = [(at // 20) / 12 for at in range(240)]
    told = [0.85 - 0.5 * year for year in years]
    met = [draws.random() < chance for chance in told]
    assert 0.05 < estimate(met, told, years).rising < 0.95


@given(st.lists(st.booleans(), min_size=3, max_size=12), st.data())
@settings(max_examples=25, deadline=None)
def test_one_more_met_target_never_lowers_the_estimate(met: list[bool], data: st.DataObject) -> None:
    chances = data.draw(st.lists(st.floats(0, 1), min_size=len(met), max_size=len(met)))
    years = [at / 6 for at in range(len(met))]
    at = data.draw(st.integers(0, len(met) - 1))
    worse, better = [*met[:at], False, *met[at + 1 :]], [*met[:at], True, *met[at + 1 :]]
    assert estimate(worse, chances, years).gain.middle <= estimate(better, chances, years).gain.middle


def test_few_targets_are_too_few_to_say() -> None:
    found = trends([held_drill(chances=CHANCES)])
    grading = next(one for one in found.capabilities if one.of == Capability.GRADING)
    assert (grading.n, grading.share, grading.estimate, grading.course) == (1, None, None, Direction.TOO_FEW)


def test_trends_count_every_target_once_in_each_grouping() -> None:
    drills = [held_drill(["graded"], 30 * at, f"D{at}", chances=CHANCES) for at in range(3)]
    counted = sum(len(observations(drill)) for drill in drills)
    found = trends(drills)
    for group in (found.capabilities, found.families, found.teams):
        assert sum(one.n for one in group) == counted
        assert sum(one.met for one in group) == counted - 3
    (outage,) = found.families
    assert outage.n >= LEAST_TARGETS
    assert outage.estimate is not None
    assert outage.expected == pytest.approx(70)
    assert [(point.drill, point.n - point.met) for point in outage.points] == [("D0", 1), ("D1", 1), ("D2", 1)]


def test_targets_without_a_prediction_count_and_bear_no_estimate() -> None:
    (outage,) = trends([held_drill((), 30 * at, f"D{at}") for at in range(3)]).families
    assert outage.n > LEAST_TARGETS
    assert (outage.told, outage.expected, outage.estimate, outage.course) == (0, None, None, Direction.TOO_FEW)


def test_15_a_mean_time_stands_with_its_n_and_spread_and_one_duration_is_none() -> None:
    assert mean_times([held_drill()]) == {}
    found = mean_times([held_drill((), 30 * at, f"D{at}") for at in range(3)])
    assert found
    assert all(one.n == 3 and one.spread >= 0 for one in found.values())
    assert roll_up([4.0]) is None
    assert roll_up([2.0, 4.0, 9.0]) == RollUp(5.0, 3, sqrt(13))
    with pytest.raises(ValueError, match="expected of 2 at least"):
        RollUp(5.0, 1, 0.0)


def test_the_picture_has_a_row_for_each_capability_and_is_well_formed() -> None:
    found = trends([held_drill(["graded"], 30 * at, f"D{at}", chances=CHANCES) for at in range(6)])
    picture = ET.fromstring(trends_svg(found, english))
    texts = [text.text or "" for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert all(one.label in texts for one in found.capabilities)
    grading = next(one for one in found.capabilities if one.of == Capability.GRADING)
    assert f"{grading.met} of 6, too few to say" in texts
