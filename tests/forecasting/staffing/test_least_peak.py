"""The least number of people who keep a target: enough, none too many, and fewer with more time or help."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.staffing.least_peak import Aim, all_hands, least_peaks
from forecasting.staffing.levelling import Stream
from forecasting.staffing.tails import Floats

DAY = 8
PLANNED = slice(DAY, 3 * DAY)  # of days that come round, one before and two after


@st.composite
def rounds(draw: st.DrawFn) -> Stream:
    """Five equal days of eight slots, some of them closed."""
    works = st.lists(st.integers(0, 9), min_size=DAY, max_size=DAY)
    is_open = draw(st.lists(st.booleans(), min_size=DAY, max_size=DAY))
    arriving, spare = (np.tile(np.array(draw(works), float), 5) for _each in range(2))
    return Stream(arriving, np.tile(is_open, 5), spare / 4)


def aim_of(stream: Stream, deadline: int, share: float, weeks: int = 1) -> Aim | None:
    """The aim to have *share* in time, None where that is out of reach."""
    contacts = stream.arriving[PLANNED]
    week = np.arange(len(contacts)) * weeks // len(contacts)
    aim = Aim(deadline, PLANNED, contacts, week, np.bincount(week, share * contacts, weeks).astype(np.float64), DAY)
    return aim if aim.met(stream, with_all(stream, all_hands(stream))) else None


def with_all(stream: Stream, people: float) -> Floats:
    return stream.served(np.full(len(stream.arriving), people))


@given(rounds(), st.integers(0, 10), st.sampled_from([0.0, 0.3, 0.8, 1.0]))
def test_so_many_keep_the_target_and_fewer_do_not(stream: Stream, deadline: int, share: float) -> None:
    aim = aim_of(stream, deadline, share)
    if aim is None:
        return
    peak = float(least_peaks(stream, aim).max())
    served = with_all(stream, peak)
    assert aim.met(stream, served)
    if peak > 0.01:
        fewer = with_all(stream, peak - 0.01)
        piles_up = fewer[-1] - fewer[-1 - DAY] < served[-1] - served[-1 - DAY] - 1e-9
        assert piles_up or not aim.met(stream, fewer)


@given(rounds(), st.integers(0, 8), st.integers(1, 8), st.sampled_from([0.3, 0.8, 1.0]))
def test_a_longer_deadline_never_needs_more_people(stream: Stream, deadline: int, more: int, share: float) -> None:
    short, long = aim_of(stream, deadline, share), aim_of(stream, deadline + more, share)
    if short is not None:
        assert long is not None
        assert least_peaks(stream, long).max() <= least_peaks(stream, short).max() * (1 + 1e-9) + 1e-9


@given(rounds(), st.integers(0, 8), st.sampled_from([0.3, 0.8, 1.0]), st.integers(1, 5))
def test_more_spare_people_never_need_more_of_our_own(stream: Stream, deadline: int, share: float, extra: int) -> None:
    aim = aim_of(stream, deadline, share)
    if aim is not None:
        helped = Stream(stream.arriving, stream.is_open, stream.spare + extra)
        assert least_peaks(helped, aim).max() <= least_peaks(stream, aim).max() * (1 + 1e-9) + 1e-9


@given(rounds(), st.integers(0, 10), st.sampled_from([0.3, 0.8]))
@settings(max_examples=50)
def test_each_week_has_its_own_peak_and_leaves_no_more_to_the_next(stream: Stream, deadline: int, share: float) -> None:
    aim = aim_of(stream, deadline, share, weeks=2)
    if aim is None:
        return
    peaks = least_peaks(stream, aim)
    served, at_peak = stream.served(peaks), with_all(stream, float(peaks[0]))
    assert aim.met(stream, served)
    assert served[3 * DAY] >= at_peak[3 * DAY] - 1e-6
    assert (peaks <= peaks[0]).all()


def test_nobody_is_needed_where_nothing_comes() -> None:
    quiet = Stream(np.zeros(40), np.ones(40, bool), np.zeros(40))
    aim = aim_of(quiet, 1, 0.8)
    assert aim is not None
    assert least_peaks(quiet, aim).max() == 0
