"""Outcomes over stretches, where they are worst, and two side by side."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from forecasting.service import first_of, over_stretches, weakest_hours, whole_horizon
from forecasting.service.totals import difference_frame, total_frame
from forecasting.service.verdict import days_met, targets_met
from forecasting.simulation import Centre, Outcome, Person, Stream, day_starts, simulate, target_met
from forecasting.site import ServiceTarget
from tests.api import small_centre as centre

GRID = centre.GRID
HOUR = 3600.0


def hours_open() -> np.ndarray:
    flags = np.zeros(GRID.n_slots, np.bool_)
    for day in GRID.dates():
        flags[GRID.slot_at(day, 480) : GRID.slot_at(day, 1320)] = True
    return flags


@cache
def outcome(people: int = 4, busy_slot: int | None = None) -> Outcome:
    contacts = np.where(hours_open(), 10.0, 0.0)
    if busy_slot is not None:
        contacts[busy_slot : busy_slot + 4] = 40.0
    phone = Stream("phone", contacts, np.full(GRID.n_slots, 240.0), patience_seconds=90.0)
    chat = replace(phone, name="chat", contacts=np.zeros(GRID.n_slots))
    duty = tuple((day * 24 * HOUR + 8 * HOUR, day * 24 * HOUR + 22 * HOUR) for day in range(GRID.days))
    serving = tuple(Person(f"A{number}", {"phone": 0, "chat": 0}, duty) for number in range(people))
    return simulate(Centre((phone, chat), serving, 900.0, day_starts(GRID)), 8, seed=2)


def test_stretches_sum_to_the_whole() -> None:
    parts = over_stretches(outcome(), [0, 17, 100])
    assert parts.offered.shape == (8, 3, 2)
    assert np.array_equal(parts.offered.sum(axis=1), outcome().offered.sum(axis=1))
    assert np.array_equal(parts.offered[:, 1], outcome().offered[:, 17:100].sum(axis=1))
    assert np.array_equal(whole_horizon(outcome()).waits[0], outcome().waits.sum(axis=0))


def test_the_first_replications_are_those_of_a_shorter_simulation() -> None:
    assert np.array_equal(first_of(outcome(), 3).answered, outcome().answered[:3])
    with pytest.raises(ValueError, match="9 replications of 8"):
        first_of(outcome(), 9)


def test_the_hour_that_misses_most_contacts_is_the_weakest() -> None:
    busy = GRID.slot_at(centre.FIRST, 24 * 60 + 14 * 60)
    worst, *_others = weakest_hours(outcome(busy_slot=busy), GRID)
    assert (worst.queue, worst.first, worst.end) == ("phone", busy, busy + 4)
    hour = slice(worst.first, worst.end)
    came = outcome(busy_slot=busy).offered[:, hour, 0].sum(axis=1).mean()
    within = outcome(busy_slot=busy).answered_within[:, hour, 0].sum(axis=1).mean()
    assert worst.missing == pytest.approx(0.8 * came - within)
    assert worst.service_level == pytest.approx(within / came)


def test_where_every_hour_reaches_its_target_there_is_no_weak_one() -> None:
    assert weakest_hours(outcome(people=40), GRID) == ()


def test_totals_are_sums_over_all_slots_and_the_mean_of_the_days() -> None:
    phone, chat = total_frame(outcome(), {}).to_dict("records")
    found = outcome()
    assert phone["offered"] == pytest.approx(found.offered[..., 0].sum(axis=1).mean())
    assert phone["service_level"] == pytest.approx(found.answered_within[..., 0].sum() / found.offered[..., 0].sum())
    assert phone["service_level_low"] < phone["service_level"] < phone["service_level_high"]
    assert 0 <= phone["service_level_p05"] <= phone["service_level_p95"] <= 1
    assert 0 <= phone["days_met"] <= 1
    assert np.isnan(chat["service_level"])
    assert np.isnan(chat["days_met"])


def test_differences_have_a_row_for_all_days_and_one_for_each() -> None:
    frame = difference_frame(outcome(6), outcome(4), GRID)
    phone = frame[frame["queue"] == "phone"]
    assert phone["date"].to_list() == [None, *GRID.dates()]
    whole = phone.iloc[0]
    expected = [total_frame(outcome(people), {}).iloc[0]["service_level"] for people in (6, 4)]
    assert whole["service_level"] == pytest.approx(expected[0] - expected[1])
    assert whole["service_level_low"] > 0


def test_an_outcome_less_itself_is_exactly_nothing() -> None:
    frame = difference_frame(outcome(), outcome(), GRID)
    phone = frame[frame["queue"] == "phone"]
    columns = [f"{name}{part}" for name in ("service_level", "mean_wait_seconds") for part in ("", "_low", "_high")]
    assert not phone[columns].to_numpy(float).any()


def test_an_outcome_that_was_stopped_early_is_compared_on_what_both_have() -> None:
    short = first_of(outcome(6), 5)
    frame = difference_frame(short, outcome(4), GRID)
    expected = difference_frame(short, first_of(outcome(4), 5), GRID)
    assert frame.equals(expected)


def test_a_day_reaches_its_target_where_it_reaches_every_part_of_it() -> None:
    found = outcome()
    share = targets_met(found, {"phone": ServiceTarget(0.5, 20.0)}).mean[:, 0]
    assert share.tolist() == [1.0, 1.0, 1.0]
    for target in (
        ServiceTarget(0.999, 20.0),
        ServiceTarget(0.5, 20.0, mean_wait_seconds=0.1),
        ServiceTarget(0.5, 20.0, abandoned=0.001),
    ):
        assert targets_met(found, {"phone": target}).mean[:, 0].tolist() == [0.0, 0.0, 0.0]
    assert np.isnan(targets_met(found, {}).mean[:, 1]).all()  # nobody came to chat


def test_without_targets_of_their_own_streams_are_held_to_their_share() -> None:
    assert np.array_equal(targets_met(outcome(), {}).mean, target_met(outcome()).mean, equal_nan=True)
    days = targets_met(outcome(), {}).mean[:, 0]
    assert days_met(outcome(), {})[0] == pytest.approx(days.mean())
