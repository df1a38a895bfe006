"""What customers get, summed up: by quarter of an hour, over the drill, and when service has recovered."""

from dataclasses import replace

import numpy as np
import pytest

from drills.simulation.queue import Counted, play, queue_forecasts, ratio, recovered, stacked
from drills.simulation.stage import Stage, stage_of
from forecasting.simulation.arrays import Floats
from tests.drills.simulation.small_service import GRID, NOON, calls, floor

BEFORE, DURING = 12, 12  # steps of five minutes before and in the drill


def stage() -> Stage:
    return stage_of(floor(), NOON, 60)


def counted(levels: dict[range, float], came: float = 20.0) -> Counted:
    """One replication of one stream: *came* customers a step, of whom a share, 1 unless *levels* says otherwise, is in time."""
    within = np.full((1, stage().steps, 1), came)
    for steps, level in levels.items():
        within[0, steps.start : steps.stop, 0] = came * level
    there = np.full(within.shape, came)
    return Counted(there, within, there - within, within, there * 30.0)


def minutes(levels: dict[range, float]) -> Floats:
    return recovered(stage(), counted(levels))


def test_service_that_never_falls_has_nothing_to_recover_from() -> None:
    assert np.isnan(minutes({})).all()
    assert np.isnan(minutes({range(BEFORE + 2, BEFORE + 3): 0.0})).all()  # five bad minutes in a good half hour


def test_service_has_recovered_when_half_an_hour_holds_the_target_again() -> None:
    bad = range(BEFORE + 2, BEFORE + 10)  # minutes 10 to 50
    # the half hour from minute 45 on has one bad step of six: 5/6 is above the target of 0.8
    assert minutes({bad: 0.0}).tolist() == [45.0]


def test_a_relapse_after_half_an_hour_is_another_story_and_no_end_is_none() -> None:
    first, second = range(BEFORE + 2, BEFORE + 8), range(BEFORE + 20, BEFORE + 26)
    assert minutes({first: 0.0, second: 0.0}).tolist() == [35.0]
    assert np.isinf(minutes({range(BEFORE + 2, stage().steps): 0.0})).all()


def test_steps_without_customers_break_nothing() -> None:
    found = counted({range(BEFORE, BEFORE + 6): 0.0})
    empty = found._replace(came=found.came.copy())
    empty.came[0, BEFORE + 6 : BEFORE + 24] = 0.0
    empty.within[0, BEFORE + 6 : BEFORE + 24] = 0.0
    assert recovered(stage(), empty).tolist() == [30.0]


def test_quarters_of_the_drill_and_after_it_add_up_to_what_came() -> None:
    everything, phone = queue_forecasts(stage(), counted({range(BEFORE, BEFORE + 3): 0.5}))
    assert (everything.queue, phone.queue) == (None, "phone")
    assert [(each.begins, each.ends) for each in everything.quarters] == [(0, 15), (15, 30), (30, 45), (45, 60)]
    assert sum(each.contacts for each in everything.quarters) == everything.whole.contacts == DURING * 20.0
    assert everything.quarters[0].service_level.mean == everything.quarters[0].left_share.mean == 0.5
    assert everything.whole.service_level.mean == pytest.approx(0.875)
    assert everything.whole.mean_wait_seconds.mean == pytest.approx(30.0)
    assert (everything.after[0].begins, everything.after[-1].ends) == (60, 300)


def test_customers_outside_of_the_usual_hours_do_not_count_those_before_a_closed_channel_do() -> None:
    half = np.arange(GRID.n_slots) < NOON + 2
    evening = stage_of(floor(calls(open_slots=half)), NOON, 60)
    usual = play(evening, evening.streams, next(evening.present(0, [0])), 1, 0)
    assert usual.came[BEFORE + 6 :].sum() == 0
    shut = tuple(replace(stream, open_slots=np.zeros(evening.steps, np.bool_)) for stream in evening.streams)
    lost = play(evening, shut, next(evening.present(0, [0])), 1, 0)
    assert lost.left[: BEFORE + 6].sum() == lost.came.sum() == usual.came.sum()


def test_replications_stand_on_the_first_axis_and_nothing_by_nothing_is_unknown() -> None:
    np.testing.assert_array_equal(ratio(np.array([1.0, 0.0]), np.array([2.0, 0.0])), [0.5, np.nan])
    one = Counted(*(values[0] for values in counted({})))
    assert stacked([one] * 3).came.shape == (3, stage().steps, 1)
