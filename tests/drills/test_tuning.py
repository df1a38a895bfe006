import math
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.roles import Form
from drills.scenario.catalogue import Offer
from drills.scenario.frozen import Scenario
from drills.scenario.generator import is_intact
from drills.scenario.tuning import INTENSITIES, at_intensity, tune
from drills.simulation.chance import chance
from tests.drills.drawn import KNOWN, drawn, largest

HERE = drawn("payment-timeouts", Form.FULL)


def logistic(percent: float, centre: float, width: float) -> float:
    return 1 / (1 + math.exp((percent - centre) / width))


def falling(centre: float, width: float) -> Callable[[Scenario], float]:
    """A chance that falls with the intensity: one half at *centre* percent."""
    return lambda scenario: logistic(scenario.intensity_percent, centre, width)


@settings(max_examples=20, deadline=None)
@given(st.floats(50, 350), st.floats(5, 40), st.floats(0.2, 0.9))
def test_the_intensity_found_is_the_one_nearest_to_the_wanted_chance(
    centre: float, width: float, wanted: float
) -> None:
    tuned = tune(HERE, falling(centre, width), wanted=wanted, tolerance=0.001)
    best = min(abs(logistic(percent, centre, width) - wanted) for percent in INTENSITIES)
    assert abs(tuned.chance - wanted) == pytest.approx(best, abs=1e-12)
    assert tuned.reached is (abs(tuned.chance - wanted) <= 0.001)


def test_what_is_hard_enough_as_written_stays_as_written() -> None:
    tuned = tune(HERE, lambda scenario: 0.72 if scenario.intensity_percent == 100 else 0.7)
    assert tuned.scenario == HERE
    assert tuned.reached
    assert tuned.note.say() == "the targets are met with a chance of 72% at 100 % of the load as written"


@pytest.mark.parametrize(
    ("chance", "percent", "expected"),
    [
        (falling(-100, 20), INTENSITIES[0], "too hard at any load: 0% instead of 70% at 20 % of the load as written"),
        (falling(900, 20), 400, "too easy at any load: 100% instead of 70% at 400 % of the load as written"),
        (lambda _: 0.4, 100, "too hard at any load: 40% instead of 70% at 100 % of the load as written"),
        (
            lambda scenario: 0.9 if scenario.intensity_percent < 150 else 0.2,
            149,
            "no load comes nearer: 90% instead of 70% at 149 % of the load as written",
        ),
    ],
)
def test_a_band_that_cannot_be_reached_is_said_to_be_so(
    chance: Callable[[Scenario], float], percent: int, expected: str
) -> None:
    tuned = tune(HERE, chance)
    assert not tuned.reached
    assert tuned.scenario.intensity_percent == percent
    assert tuned.note.say() == expected


def test_a_tuned_scenario_is_frozen_again_and_says_how_hard_it_is() -> None:
    tuned = tune(HERE, falling(180, 30))
    assert tuned.scenario.intensity_percent != 100
    assert is_intact(tuned.scenario)
    assert tuned.scenario.digest != HERE.digest
    assert tuned.scenario.loads == HERE.loads


def test_each_intensity_is_simulated_once_and_few_are() -> None:
    asked: list[int] = []

    def counted(scenario: Scenario) -> float:
        asked.append(scenario.intensity_percent)
        return falling(230, 25)(scenario)

    tune(HERE, counted)
    assert len(asked) == len(set(asked)) <= 14


@pytest.mark.parametrize(("wanted", "tolerance"), [(0, 0.05), (1, 0.05), (0.7, 0)])
def test_a_chance_that_is_none_is_refused(wanted: float, tolerance: float) -> None:
    with pytest.raises(ValueError, match="expected both between 0 and 1"):
        tune(HERE, falling(100, 20), wanted=wanted, tolerance=tolerance)


def test_a_simulation_that_answers_no_chance_is_refused() -> None:
    with pytest.raises(ValueError, match=r"chance 1\.5 at intensity 100: expected 0 to 1"):
        tune(HERE, lambda _: 1.5)


@pytest.mark.parametrize("percent", [0, 19, 401])
def test_an_intensity_out_of_range_is_refused(percent: int) -> None:
    with pytest.raises(ValueError, match="expected 20 to 400 percent"):
        at_intensity(HERE, percent)


@pytest.mark.parametrize("offer", list(KNOWN.offers()), ids=lambda offer: offer.id)
def test_every_scenario_of_the_product_can_be_made_as_hard_as_wanted_at_its_gravest(offer: Offer) -> None:
    tuned = tune(drawn(offer.id, largest(offer.id), min(offer.levels)), partial(chance, replications=60))
    assert tuned.reached, tuned.note.say()
    assert abs(tuned.chance - 0.7) <= 0.05
