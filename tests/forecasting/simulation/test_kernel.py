"""What holds whoever comes and whoever serves, for the compiled kernel and the plain one alike."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecasting.simulation import Centre, ContactLog, Outcome, simulate
from forecasting.simulation.carry import next_day, open_rows
from forecasting.simulation.draws import Draws, draw_day
from forecasting.simulation.engine import engine
from forecasting.simulation.log import joined_logs
from forecasting.simulation.log import log_of as log_of_rows
from forecasting.simulation.plan import plan_of
from forecasting.simulation.reference import reference
from forecasting.simulation.tables import (
    LEFT,
    REDIALLED,
    SENT_AWAY,
    SERVED,
    TURNED_AWAY,
    WAITING,
    empty_tally,
    first_state,
)
from tests.forecasting.simulated_centres import SLOT, centre, centres, people, stream

often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COLUMNS = [field.name for field in dataclasses.fields(Outcome) if field.name not in {"centre", "events", "logs"}]


def log_of(asked: Centre, seed: int = 0) -> ContactLog:
    return simulate(asked, 1, seed, keep_logs=True).logs[0]


@often
@given(asked=centres(), seed=st.integers(0, 1000))
def test_compiled_and_plain_kernel_agree_contact_by_contact(asked: Centre, seed: int) -> None:
    fast = simulate(asked, 1, seed, keep_logs=True)
    plain = simulate(asked, 1, seed, keep_logs=True, advance=reference)
    for column, other in zip(fast.logs[0], plain.logs[0], strict=True):
        np.testing.assert_array_equal(column, other)
    for name in COLUMNS:
        np.testing.assert_array_equal(getattr(fast, name), getattr(plain, name), err_msg=name)
    assert fast.events == plain.events


@often
@given(asked=centres(), seed=st.integers(0, 1000))
def test_every_attempt_is_answered_left_turned_or_sent_away_or_still_waits(asked: Centre, seed: int) -> None:
    found = simulate(asked, 2, seed, keep_logs=True)
    ended = found.answered + found.abandoned + found.turned_away + found.sent_away
    np.testing.assert_array_equal(found.offered.sum(axis=1), ended.sum(axis=1) + found.waiting)
    assert (found.retried <= found.abandoned).all()
    assert (found.answered_within <= found.answered).all()
    np.testing.assert_array_equal(found.waits.sum(axis=2), found.answered.sum(axis=0))
    fates = np.concatenate([log.fate for log in found.logs])
    for fate, counted in (
        (SERVED, found.answered.sum()),
        (LEFT, found.abandoned.sum() - found.retried.sum()),
        (REDIALLED, found.retried.sum()),
        (TURNED_AWAY, found.turned_away.sum()),
        (SENT_AWAY, found.sent_away.sum()),
        (WAITING, found.waiting.sum()),
    ):
        assert (fates == fate).sum() == counted


@often
@given(asked=centres(), seed=st.integers(0, 1000))
def test_nobody_begins_a_contact_off_duty_or_of_a_stream_they_do_not_serve(asked: Centre, seed: int) -> None:
    log = log_of(asked, seed)
    for number, start, kind in zip(log.person, log.start, log.stream, strict=True):
        if number < 0:
            continue
        person = asked.people[number]
        assert any(begin <= start < end for begin, end in person.duty)
        assert asked.streams[kind].name in person.levels_at(start)


@often
@given(asked=centres(), seed=st.integers(0, 1000))
def test_nobody_serves_more_at_once_than_person_and_streams_allow(asked: Centre, seed: int) -> None:
    log = log_of(asked, seed)
    for number, person in enumerate(asked.people):
        own = np.flatnonzero(log.person == number)
        for contact in own:
            moment = log.start[contact]
            hand = own[(log.start[own] <= moment) & (moment < log.end[own])]
            most = min(asked.streams[kind].at_once for kind in log.stream[hand])
            assert len(hand) <= min(most, person.at_once or most)


@often
@given(asked=centres(), seed=st.integers(0, 1000))
def test_time_served_lies_within_time_there(asked: Centre, seed: int) -> None:
    found = simulate(asked, 1, seed)
    assert (found.busy <= found.there + 1e-6).all()
    assert (found.there <= len(asked.people) * SLOT + 1e-6).all()


@often
@given(asked=centres(), seed=st.integers(0, 1000))
def test_a_stream_has_nobody_waiting_beside_a_free_person_who_serves_it(asked: Centre, seed: int) -> None:
    log = log_of(asked, seed)
    waited = np.flatnonzero((log.start > log.time) & (log.fate == SERVED))
    for contact in waited:
        middle = (log.time[contact] + log.start[contact]) / 2
        busy = set(log.person[(log.start <= middle) & (middle < log.end)].tolist())
        name = asked.streams[log.stream[contact]].name
        for number, person in enumerate(asked.people):
            there = any(begin <= middle < end for begin, end in person.duty)
            assert not (there and name in person.levels_at(middle) and number not in busy)


def test_a_contact_in_progress_is_finished_after_duty_and_the_next_one_waits_for_somebody_there() -> None:
    asked = centre(
        stream(contacts=(4.0,) * 4, handling=700.0, handling_cv=0.0), staff=people(1, (0.0, 900.0), (2000.0, 3600.0))
    )
    log = log_of(asked, seed=3)
    served = np.flatnonzero(log.person == 0)
    assert log.end[served] - log.start[served] == pytest.approx(700.0)
    overrun = served[log.end[served] > 900.0]
    assert log.start[overrun[0]] < 900.0
    assert len(overrun) > 1
    assert log.start[overrun[1]] >= 2000.0


@pytest.mark.parametrize(("finishes", "fate"), [(True, SERVED), (False, SENT_AWAY)])
def test_who_waits_at_closing_is_served_or_sent_away_as_the_stream_says(*, finishes: bool, fate: int) -> None:
    opens = np.array([True, False, False, False])
    asked = centre(stream(contacts=(30.0, 5.0, 0.0, 0.0), open_slots=opens, finishes_waiting=finishes), staff=people(1))
    log = log_of(asked)
    assert set(log.fate[log.time >= SLOT]) == {TURNED_AWAY}
    waited = (log.time < SLOT) & ~(log.start < SLOT)
    assert waited.any()
    assert set(log.fate[waited]) == {fate}


def test_higher_priority_is_taken_before_longer_wait() -> None:
    asked = centre(
        stream("refunds", (20.0,) * 4, priority=0),
        stream("orders", (20.0,) * 4, priority=1),
        staff=people(2, levels={"refunds": 0, "orders": 0}),
    )
    log = log_of(asked)
    for moment in log.start[(log.stream == 1) & (log.fate == SERVED)]:
        waiting = (log.stream == 0) & (log.time < moment) & (log.start > moment)
        assert not waiting.any()


def test_who_leaves_at_once_waits_no_second_and_who_never_tires_never_leaves() -> None:
    staff = people(1)
    hasty = simulate(centre(stream(leaves_at_once=1.0), staff=staff), 3)
    assert hasty.abandoned.sum() > 0
    assert hasty.wait_abandoned.sum() == 0
    assert hasty.wait_answered.sum() == 0
    assert simulate(centre(stream(), staff=staff), 3).abandoned.sum() == 0


def test_who_balks_leaves_whether_anybody_is_free_or_not() -> None:
    found = simulate(centre(stream(contacts=(50.0,) * 8, balk_share=0.3, retrial_share=0.5), staff=people(60)), 20)
    np.testing.assert_array_equal(found.balked, found.abandoned)
    assert found.abandoned.sum() / found.offered.sum() == pytest.approx(0.3, abs=0.02)
    assert found.retried.sum() / found.abandoned.sum() == pytest.approx(0.5, abs=0.1)


def test_people_are_busy_in_the_slots_in_which_they_serve() -> None:
    expected = np.array([10.0, 40.0, 0.0, 20.0, 0.0, 0.0])
    asked = centre(stream(contacts=tuple(expected), handling=SLOT, handling_cv=0.0), staff=people(120))
    busy = simulate(asked, 400, seed=6).busy[..., 0].mean(axis=0)
    # a contact that lasts a slot falls half into the slot in which it comes and half into the next
    assert busy / SLOT == pytest.approx((expected + np.append(0.0, expected[:-1])) / 2, rel=0.05, abs=0.05)


def test_nobody_on_duty_leaves_everybody_waiting() -> None:
    found = simulate(centre(stream()), 2)
    np.testing.assert_array_equal(found.waiting, found.offered.sum(axis=1))


def test_duty_that_began_before_the_horizon_counts_from_its_start_on() -> None:
    early, punctual = (
        simulate(centre(stream(), staff=people(2, (start, 3000.0), (4000.0, 7200.0))), 2) for start in (-5000.0, 0.0)
    )
    np.testing.assert_array_equal(early.answered, punctual.answered)
    np.testing.assert_array_equal(early.there, punctual.there)
    gone = simulate(centre(stream(), staff=people(2, (-900.0, 0.0))), 1)
    assert gone.there.sum() == 0


@often
@given(asked=centres(), seed=st.integers(0, 1000))
def test_who_is_there_when_a_day_ends_goes_on_as_if_it_had_not_ended(asked: Centre, seed: int) -> None:
    plan, draws = plan_of(asked), draw_day(asked, seed, 0, 0)
    end = asked.days()[0].stop * asked.slot_seconds
    state, tally = first_state(plan), empty_tally(plan)
    whole = next_day(None, state, draws)
    engine()(plan, state, whole, tally, np.inf)
    split_state, split_tally = first_state(plan), empty_tally(plan)
    before = next_day(None, split_state, draws)
    engine()(plan, split_state, before, split_tally, end)
    done = log_of_rows(before, ~open_rows(before))
    after = next_day(before, split_state, nothing(draws))
    engine()(plan, split_state, after, split_tally, np.inf)
    both = joined_logs([done, log_of_rows(after, np.ones(len(after.rows), np.bool_))])
    for column, other in zip(both, joined_logs([log_of_rows(whole, np.ones(len(whole.rows), np.bool_))]), strict=True):
        np.testing.assert_array_equal(column, other)
    np.testing.assert_array_equal(tally.counts, split_tally.counts)
    np.testing.assert_array_equal(tally.spent, split_tally.spent)


def nothing(draws: Draws) -> Draws:
    none = np.zeros(0)
    return draws._replace(
        time=none, handling=none, patience=none, stream=draws.stream[:0], follow=draws.follow[:0], n_first=0
    )
