"""People who turn to other streams within their duty, attempts at known seconds, and redials that differ by slot."""

import numpy as np
import pytest

from forecasting.simulation import Person, simulate
from forecasting.simulation.draws import draw_day
from forecasting.simulation.tables import SERVED
from tests.forecasting.simulated_centres import SLOT, centre, people, stream

NOBODY_COMES = (0.0,) * 8
BOTH = {"calls": 0, "chats": 0}


def test_who_turns_away_from_a_stream_finishes_the_contact_and_serves_the_other_stream_until_turning_back() -> None:
    calls = stream(contacts=NOBODY_COMES, handling=600.0, handling_cv=0.0, also_at=np.array([100.0, 200.0]))
    chats = stream("chats", NOBODY_COMES, 300.0, handling_cv=0.0, also_at=np.array([150.0, 1200.0]))
    turns = ((300.0, {"chats": 0}), (2000.0, BOTH))
    asked = centre(calls, chats, staff=[Person("p", BOTH, ((0.0, 1e6),), turns=turns)])
    log = simulate(asked, 1, keep_logs=True).logs[0]
    np.testing.assert_allclose(log.time, [100.0, 150.0, 200.0, 1200.0])
    np.testing.assert_allclose(log.start, [100.0, 700.0, 2000.0, 1200.0])


def test_somebody_idle_takes_who_waits_as_soon_as_they_turn_to_the_stream() -> None:
    calls = stream(contacts=NOBODY_COMES, handling_cv=0.0, also_at=np.array([10.0]))
    asked = centre(calls, staff=[Person("p", {}, ((0.0, 1e6),), turns=((500.0, {"calls": 0}),))])
    assert simulate(asked, 1, keep_logs=True).logs[0].start.tolist() == [500.0]


def test_time_there_and_busy_counts_for_the_streams_that_somebody_serves_at_the_time() -> None:
    calls = stream(contacts=NOBODY_COMES, handling=1200.0, handling_cv=0.0, also_at=np.array([0.0]))
    turns = ((900.0, {"chats": 0}),)
    staff = [Person("p", {"calls": 0}, ((0.0, 8 * SLOT),), turns=turns)]
    found = simulate(centre(calls, stream("chats", NOBODY_COMES), staff=staff), 1)
    np.testing.assert_allclose(found.there[0, :2], [[900.0, 0.0], [0.0, 900.0]])
    np.testing.assert_allclose(found.busy[0, :2], [[900.0, 0.0], [0.0, 300.0]])


def test_turning_to_the_same_streams_changes_nothing_for_one_person() -> None:
    plain = centre(stream(patience_seconds=60.0), staff=people(1))
    turning = centre(stream(patience_seconds=60.0), staff=people(1, turns=((1000.0, {"calls": 0}),)))
    one, other = simulate(plain, 3), simulate(turning, 3)
    np.testing.assert_array_equal(one.answered, other.answered)
    np.testing.assert_allclose(one.busy, other.busy)


@pytest.mark.parametrize("last", [{}, {"calls": 0}], ids=["nothing", "calls"])
def test_of_two_turns_at_the_same_second_the_last_holds(last: dict[str, int]) -> None:
    first = {} if last else {"calls": 0}
    person = Person("p", {"calls": 0}, ((0.0, 1e6),), turns=((0.0, first), (0.0, last)))
    assert person.levels_at(0.0) == last
    assert bool(simulate(centre(stream(), staff=[person]), 1, seed=1).answered.sum()) is bool(last)


def test_turns_that_go_back_in_time_or_to_unknown_streams_are_refused() -> None:
    with pytest.raises(ValueError, match="expected rising seconds"):
        Person("p", {}, (), turns=((5.0, {}), (4.0, {})))
    with pytest.raises(ValueError, match="level 7 for stream calls"):
        Person("p", {}, (), turns=((5.0, {"calls": 7}),))
    with pytest.raises(ValueError, match="serves unknown streams chats"):
        centre(staff=people(1, turns=((5.0, {"chats": 0}),)))


def test_attempts_at_known_seconds_come_besides_the_others_who_stay_as_they_were() -> None:
    seconds = np.array([5.0, 1000.0, 7199.0])
    base, more = (draw_day(centre(stream(patience_seconds=60.0, also_at=known)), 3, 0, 0) for known in (None, seconds))
    known = np.isin(more.time[: more.n_first], seconds)
    assert known.sum() == len(seconds)
    for name in ("time", "handling", "patience"):
        np.testing.assert_array_equal(getattr(more, name)[: more.n_first][~known], getattr(base, name)[: base.n_first])


def test_known_attempts_outside_the_horizon_never_come_and_falling_seconds_are_refused() -> None:
    late = stream(contacts=NOBODY_COMES, also_at=np.array([-1.0, 8 * SLOT, 1e6]))
    assert len(draw_day(centre(late), 1, 0, 0).time) == 0
    with pytest.raises(ValueError, match="also_at: expected rising seconds"):
        stream(also_at=np.array([2.0, 1.0]))


def test_redials_follow_the_share_and_the_delay_of_the_slot_of_the_first_attempt() -> None:
    share, seconds = np.repeat([0.0, 0.5], 4), np.repeat([1.0, 400.0], 4)
    asked = centre(stream(contacts=(5000.0,) * 8, patience_seconds=10.0, retrial_share=share, retrial_seconds=seconds))
    draws = draw_day(asked, 1, 0, 0)
    early = draws.time[: draws.n_first] < 4 * SLOT
    again = draws.follow[: draws.n_first] >= 0
    assert not again[early].any()
    assert again[~early].mean() == pytest.approx(0.5, abs=0.02)
    assert draws.time[draws.n_first :].mean() == pytest.approx(400.0, rel=0.03)


def test_shares_by_slot_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"retrial_share of shape \(3,\)"):
        stream(retrial_share=np.array([0.1, 0.2, 0.3]))


def test_one_share_by_slot_draws_the_same_as_the_number() -> None:
    number, by_slot = (
        draw_day(centre(stream(patience_seconds=30.0, retrial_share=share, retrial_seconds=after)), 2, 0, 0)
        for share, after in ((0.4, 300.0), (np.full(8, 0.4), np.full(8, 300.0)))
    )
    for column, other in zip(number, by_slot, strict=True):
        np.testing.assert_array_equal(column, other)


def test_who_serves_after_a_turn_is_counted_as_served() -> None:
    asked = centre(staff=people(4, turns=((3600.0, {}),)))
    log = simulate(asked, 1, keep_logs=True).logs[0]
    assert log.start[log.fate == SERVED].max() < 3600.0
