import dataclasses
from typing import Any

import numpy as np
import pytest

from forecasting.simulation import Centre, Person
from tests.forecasting.simulated_centres import centre, people, stream


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"contacts": (-1.0,)}, "contacts: expected finite numbers of 0 or more"),
        ({"handling": 0.0}, "handling_seconds: expected finite numbers above 0"),
        ({"handling_cv": -1.0}, "handling_cv -1.0"),
        ({"patience_seconds": 0.0}, "patience_seconds 0.0; expected above 0"),
        ({"leaves_at_once": 1.5}, "leaves_at_once 1.5"),
        ({"balk_share": 1.0}, "balk_share 1.0"),
        ({"retrial_share": 1.0}, "retrial_share 1.0; expected 0 or more and below 1"),
        ({"retrial_seconds": 0.0}, "retrial_seconds 0.0"),
        ({"busyness_cv": float("nan")}, "busyness_cv nan"),
        ({"at_once": 13}, "at_once 13; expected 1 to 12"),
        ({"growth": (1.0, 0.5)}, "growth"),
        ({"within_seconds": -1.0}, "within_seconds -1.0"),
        ({"target_share": 1.0}, "target_share 1.0"),
        ({"open_slots": np.array([1.0])}, "open_slots"),
        ({"profile": np.zeros((8, 2))}, "profile"),
    ],
)
def test_a_stream_that_cannot_be_is_refused_by_name(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match="stream calls: ") as refused:
        stream(**given)
    assert told in str(refused.value)


def test_all_faults_of_a_stream_are_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"patience_seconds -1.0.*at_once 0"):
        stream(patience_seconds=-1.0, at_once=0)


@pytest.mark.parametrize(
    ("duty", "told"),
    [(((5.0, 5.0),), "empty"), (((0.0, 9.0), (8.0, 10.0)), "begins before"), (((3.0, 1.0),), "reversed")],
)
def test_impossible_duty_is_refused(duty: tuple[tuple[float, float], ...], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Person("Li", {"calls": 0}, duty)


@pytest.mark.parametrize(("levels", "at_once"), [({"calls": 3}, None), ({"calls": 0}, 0)])
def test_impossible_levels_and_caps_are_refused(levels: dict[str, int], at_once: int | None) -> None:
    with pytest.raises(ValueError, match="person Li"):
        Person("Li", levels, (), at_once)


def test_every_fault_of_a_centre_is_named() -> None:
    with pytest.raises(ValueError, match="centre") as refused:
        Centre((stream(), stream(contacts=(1.0,))), (*people(1, levels={"fax": 0}), *people(1)), 0.0, (1,))
    for told in ("not unique", "has 1 slots", "slot_seconds 0.0", "day_starts (1,)", "unknown streams fax", "p0"):
        assert told in str(refused.value)


def test_busyness_is_one_number_or_one_a_day() -> None:
    assert centre(stream(busyness_cv=(0.1, 0.2)), day_starts=(0, 4)).streams[0].busyness_on(1) == 0.2
    with pytest.raises(ValueError, match="has 3 values of busyness_cv; expected 1, one a day"):
        centre(stream(busyness_cv=(0.1, 0.2, 0.3)))


def test_other_people_make_another_centre() -> None:
    asked = centre(stream(), staff=people(2))
    assert len(dataclasses.replace(asked, people=people(3)).people) == 3


def test_growth_holds_beyond_its_end() -> None:
    chats = stream(growth=(1.0, 1.4))
    assert [chats.growth_at(served) for served in (1, 2, 5)] == [1.0, 1.4, 1.4]
