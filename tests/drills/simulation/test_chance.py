"""The chance of meeting targets, the pressure behind it, and spreads with what never happened."""

import itertools

import numpy as np
import pytest

from drills.scenario.frozen import Scenario, Standing
from drills.scenario.loads import Absence, ChannelLoss, Effect, Load, Opinion, Outage, Surge
from drills.simulation.chance import chance
from drills.simulation.habits import Habits
from drills.simulation.pressure import pressure
from drills.simulation.spread import Spread, spread_of
from drills.simulation.timing import LoadTimes
from forecasting.site import Channel
from tests.drills.simulation.small_scenario import STEADY, at_intensity, expected, inject, scenario

LIVE = (Channel.PHONE, Channel.CHAT)


def load(effect: Effect, channels: tuple[Channel, ...] = LIVE) -> Load:
    return Load("load", channels, 10, 50, effect)


def felt(effect: Effect, minute: float, calmed: float = np.inf, usual: float = 100.0) -> float:
    return pressure((load(effect),), LoadTimes([10.0], [50.0], [calmed]), minute, Habits(usual_contacts_per_hour=usual))


def pressed(effect: Effect) -> Scenario:
    tasks = [expected(f"t{number}", "a", 12 + 9 * number, (5.0, 9.0)) for number in range(4)]
    return scenario([inject("a", 12)], tasks, [load(effect)])


def test_pressure_is_usual_without_load_and_before_and_after_it() -> None:
    assert pressure((), LoadTimes([], [], []), 20.0, Habits()) == 1.0
    for effect in (Surge(100.0), Outage(0.0), Absence(50.0)):
        assert felt(effect, 5.0) == felt(effect, 50.0) == 1.0


@pytest.mark.parametrize(
    ("effect", "minute", "told"),
    [
        (Surge(100.0), 20.0, 1.8),  # phone and chat are four fifths of the work
        (Surge(100.0, handling_percent=50.0), 20.0, 2.6),
        (Surge(100.0, ramp_minutes=20.0), 20.0, 1.4),
        (Outage(50.0), 20.0, 1 / 0.6),
        (Absence(75.0), 20.0, 4.0),
        (ChannelLoss(50.0, Channel.EMAIL), 20.0, 1.4),
        (Opinion(50.0, 0.0, 0.0, 10.0), 20.0, 1.5),
    ],
)
def test_pressure_is_the_floors_work_over_what_its_people_can_do(effect: Effect, minute: float, told: float) -> None:
    assert felt(effect, minute) == pytest.approx(told)


def test_a_statement_takes_pressure_off() -> None:
    crisis = Opinion(60.0, 80.0, 10.0, 10.0)
    assert felt(crisis, 45.0, calmed=20.0) < felt(crisis, 45.0, calmed=40.0) < felt(crisis, 45.0)


@pytest.mark.parametrize(
    "effect",
    [Surge(60.0, 20.0), Outage(60.0), Absence(30.0), Opinion(60.0, 70.0, 20.0, 15.0), ChannelLoss(40.0, Channel.EMAIL)],
)
def test_the_chance_falls_as_the_load_grows(effect: Effect) -> None:
    found = [chance(at_intensity(pressed(effect), percent), replications=300) for percent in (0, 100, 200, 300)]
    assert all(later <= before + 0.005 for before, later in itertools.pairwise(found))
    assert found[-1] < found[0] - 0.03


def test_the_chance_counts_targets_seen_to_their_end_alone() -> None:
    asked = scenario(
        [inject("a")],
        [
            expected("in time", "a", 10, 5.0),
            expected("too late", "a", 12, 30.0),
            expected("far", "a", 1440, 5.0, standing=Standing.NOT_OBSERVED),
            expected("plan", "a", 1440, 50.0, standing=Standing.PROJECTED),
        ],
    )
    assert chance(asked, habits=STEADY, replications=3) == 0.5
    assert chance(scenario([inject("a")], []), replications=3) == 1.0


def test_attention_that_the_floor_takes_stretches_tasks_up_to_its_most() -> None:
    habits = Habits(floor_attention=0.2, most_attention=0.6)
    assert [habits.stretch(pressure) for pressure in (0.5, 1.0, 2.0, 3.0, 100.0)] == pytest.approx(
        [1.0, 1.0, 0.8 / 0.6, 2.0, 2.0]
    )


def test_habits_that_make_no_sense_are_all_named() -> None:
    with pytest.raises(ValueError, match=r"pace of junior is None; .*overlooked_share 2; .*floor_attention 0.9"):
        Habits(pace={}, overlooked_share=2, floor_attention=0.9, most_attention=0.8)


def test_a_spread_leaves_nothing_out_that_never_happened() -> None:
    values = np.array([np.nan, 1.0, 2.0, 3.0, 4.0, np.inf, 5.0, 6.0, 7.0, 8.0, np.inf])
    found = spread_of(values)
    assert (found.count, found.share, found.mean, found.p90) == (10, 0.8, 4.5, None)
    assert (found.p10, found.p50) == pytest.approx((1.9, 5.5))
    assert spread_of(np.full(3, np.nan)) == Spread(0, None, None, None, None, None)
    assert spread_of(np.full(3, np.inf)) == Spread(3, 0.0, None, None, None, None)
