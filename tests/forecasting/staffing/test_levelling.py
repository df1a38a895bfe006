"""The most level way to serve work in time: held to oracles that search, on small made-up weeks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.staffing.levelling import Stream, due_by_slot, level_people, taut_slopes
from forecasting.staffing.tails import Floats

NEAR = 1e-7


def stream_of(arriving: str, is_open: str, spare: str | None = None) -> Stream:
    """Work by slot as digits, ``.`` a closed slot: ``stream_of("3300", "..xx")``."""
    helping = spare or "0" * len(arriving)
    return Stream(
        np.array([float(one) for one in arriving]),
        np.array([one == "x" for one in is_open]),
        np.array([float(one) for one in helping]),
    )


@st.composite
def streams(draw: st.DrawFn) -> Stream:
    count = draw(st.integers(1, 24))
    works = st.lists(st.integers(0, 9), min_size=count, max_size=count)
    is_open = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    spare = draw(works)
    return Stream(np.array(draw(works), float), np.array(is_open), np.array(spare, float) / 2)


def level(stream: Stream, deadline: int) -> Floats:
    return level_people(stream, due_by_slot(stream, deadline))


def serves(stream: Stream, people: Floats, deadline: int) -> bool:
    """Whether what is due by each open slot is served, and everything that came by the end of the last."""
    slots = np.flatnonzero(stream.is_open)
    if not len(slots):
        return True
    served, arrived = stream.served(people)[slots + 1], stream.arrived()[slots + 1]
    return bool((served >= due_by_slot(stream, deadline) - NEAR).all() and served[-1] >= arrived[-1] - NEAR)


def least_sum(stream: Stream, deadline: int) -> float:
    """The least people-slots beside the spare ones: the longest chain of stretches that need some (no string pulled)."""
    slots = np.flatnonzero(stream.is_open)
    due, arrived = due_by_slot(stream, deadline), stream.arrived()
    spare = np.concatenate([[0.0], np.cumsum(stream.spare[slots])])
    at_hand = np.concatenate([[0.0], arrived[slots + 1]])  # by the end of each open slot, 0 before the first
    best = [0.0]
    for last in range(1, len(slots) + 1):
        chains = [best[first] + due[last - 1] - at_hand[first] - spare[last] + spare[first] for first in range(last)]
        best.append(max(best[-1], *chains))
    return best[-1]


def test_what_came_at_night_is_spread_over_the_day() -> None:
    people = level(stream_of("4400000", "..xxxx."), 6)
    assert people.tolist() == [0, 0, 2, 2, 2, 2, 0]


def test_a_short_deadline_asks_for_people_at_the_opening() -> None:
    people = level(stream_of("44000000", "..xxxxxx"), 4)
    assert people.tolist() == [0, 0, 2, 2, 2, 2, 0, 0]
    assert level(stream_of("44000000", "..xxxxxx"), 2).tolist() == [0, 0, 4, 4, 0, 0, 0, 0]


def test_work_due_before_the_next_opening_is_done_before_the_doors_close() -> None:
    people = level(stream_of("0066000000", "xxxx....xx"), 3)
    assert people.tolist() == [0, 0, 6, 6, 0, 0, 0, 0, 0, 0]


def test_spare_people_work_first() -> None:
    alone, helped = level(stream_of("4400000", "..xxxx."), 6), level(stream_of("4400000", "..xxxx.", "0005000"), 6)
    assert alone.sum() == 8
    assert helped.tolist() == [0, 0, 0.75, 0.75, 0.75, 0.75, 0]


def test_nobody_works_where_it_never_opens() -> None:
    assert level(stream_of("444", "..."), 1).tolist() == [0, 0, 0]


def test_a_string_bends_only_where_it_touches() -> None:
    lower, upper = np.array([0.0, 0, 5, 5, 6]), np.array([4.0, 5, 6, 9, 6])
    assert taut_slopes(lower, upper).tolist() == pytest.approx([5 / 3, 5 / 3, 5 / 3, 0.5, 0.5])


def test_contacts_of_a_slot_are_in_time_when_all_of_them_are() -> None:
    stream = stream_of("20", "xx")
    assert stream.in_time(np.array([0.0, 0.0, 2.0]), 1).tolist() == [1.0, 1.0]
    assert stream.in_time(np.array([0.0, 1.0, 1.0]), 1).tolist() == [0.0, 0.0]


@given(streams(), st.integers(0, 12))
def test_no_work_is_created_or_lost(stream: Stream, deadline: int) -> None:
    people = level(stream, deadline)
    served, arrived = stream.served(people), stream.arrived()
    done = np.diff(served)
    assert (served <= arrived + NEAR).all()
    assert (done >= -NEAR).all()
    assert (done <= (people + stream.spare) * stream.is_open + NEAR).all()
    slots = np.flatnonzero(stream.is_open)
    if len(slots):
        assert served[-1] == pytest.approx(arrived[slots[-1] + 1], abs=NEAR)


@given(streams(), st.integers(0, 12))
def test_what_is_due_is_served(stream: Stream, deadline: int) -> None:
    assert serves(stream, level(stream, deadline), deadline)


@given(streams(), st.integers(0, 12))
def test_no_plan_has_a_lower_peak(stream: Stream, deadline: int) -> None:
    peak = float(level(stream, deadline).max())
    if peak > 0.01:
        assert not serves(stream, np.full(len(stream.arriving), peak - 0.01), deadline)


@given(streams(), st.integers(0, 12))
@settings(max_examples=200)
def test_no_plan_takes_fewer_people_in_sum(stream: Stream, deadline: int) -> None:
    assert level(stream, deadline).sum() == pytest.approx(least_sum(stream, deadline), abs=NEAR)


@given(streams(), st.integers(0, 10), st.integers(1, 6))
def test_a_longer_deadline_never_needs_more_people(stream: Stream, deadline: int, more: int) -> None:
    short, long = level(stream, deadline), level(stream, deadline + more)
    assert long.max() <= short.max() + NEAR
    assert long.sum() <= short.sum() + NEAR


@given(streams(), st.integers(0, 10), st.data())
def test_more_spare_people_never_need_more_of_our_own(stream: Stream, deadline: int, data: st.DataObject) -> None:
    count = len(stream.arriving)
    extra = np.array(data.draw(st.lists(st.integers(0, 5), min_size=count, max_size=count)), float)
    helped = Stream(stream.arriving, stream.is_open, stream.spare + extra)
    before, after = level(stream, deadline), level(helped, deadline)
    assert after.max() <= before.max() + NEAR
    assert after.sum() <= before.sum() + NEAR
