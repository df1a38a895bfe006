import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from forecasting.errors import StaffingError
from forecasting.site import Queue
from forecasting.staffing.pooled_bounds import apart, groups_of, start_of
from forecasting.staffing.pooled_even import filled, rounded
from forecasting.staffing.pooled_load import PooledLoad
from forecasting.staffing.pooled_trial import AFTER_SLOTS, staying
from forecasting.staffing.skills import SkillSet

NAMES = "abc"
LOT = SkillSet("lot", tuple(NAMES))


def load_of(alone: list[list[int]], busy: list[list[int]] | None = None) -> PooledLoad:
    """Return what each queue (row) needs alone by slot, and its work in people busy all the time; 100 contacts a slot."""
    shape = np.asarray(alone, float)
    return PooledLoad(
        tuple(Queue(name, max_occupancy=1.0) for name in NAMES[: len(shape)]),
        np.full_like(shape, 100.0),
        np.full_like(shape, 300.0),
        shape > 0,
        shape * 0.8 if busy is None else np.asarray(busy, float),
        shape,
        900.0,
    )


@st.composite
def crews(draw: st.DrawFn) -> tuple[tuple[SkillSet, ...], list[int], list[int]]:
    """Sets that serve three queues between them, people by set and work by queue."""
    chosen = draw(st.lists(st.sets(st.sampled_from(NAMES), min_size=1), min_size=1, max_size=4))
    sets = (LOT, *(SkillSet(str(number), tuple(sorted(queues))) for number, queues in enumerate(chosen)))
    people = draw(st.lists(st.integers(0, 6), min_size=len(sets), max_size=len(sets)))
    return sets, people, draw(st.lists(st.integers(0, 6), min_size=3, max_size=3))


@given(crews())
def test_occupancy_is_kept_exactly_where_the_work_can_be_spread(
    crew: tuple[tuple[SkillSet, ...], list[int], list[int]],
) -> None:
    sets, people, work = crew
    edges = np.zeros((len(sets) + 5, len(sets) + 5), np.int32)  # sets, then queues, then source and sink
    for number, one in enumerate(sets):
        edges[-2, number] = people[number]
        for place, queue in enumerate(NAMES):
            edges[number, len(sets) + place] = 99 if queue in one.queues else 0
    edges[len(sets) : len(sets) + 3, -1] = work
    spread = maximum_flow(csr_array(edges), len(sets) + 3, len(sets) + 4).flow_value == sum(work)
    groups = groups_of(load_of([[9], [9], [9]], [[heads] for heads in work]), sets)
    assert bool(groups.kept(np.array(people)[:, np.newaxis])[0]) == spread


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(1, 30), min_size=3, max_size=3))
def test_the_start_keeps_occupancy_with_no_more_weight_than_queues_apart(alone: list[int]) -> None:
    load = load_of([[need] for need in alone])
    sets = (LOT, *(SkillSet(name, (name,)) for name in NAMES))
    groups, weights = groups_of(load, sets), np.array([one.weight for one in sets])
    start = start_of(load, sets, groups)
    assert groups.kept(start).all()
    assert (weights @ start <= weights @ apart(load, sets) + 1e-9).all()
    assert start.sum() >= max(alone)


def test_queues_apart_are_served_by_the_lightest_set_that_can() -> None:
    sets = (LOT, SkillSet("a", ("a",)), SkillSet("a, b", ("a", "b")))
    assert apart(load_of([[3, 0], [2, 5], [1, 1]]), sets).tolist() == [[1, 1], [3, 0], [2, 5]]


def test_a_floor_asks_for_people_only_while_a_queue_is_open() -> None:
    groups = groups_of(load_of([[1, 0]]), (SkillSet("a", ("a",)),), floor=3)
    assert groups.busy[-1].tolist() == [3, 0]


def test_more_sets_than_can_be_combined_are_refused() -> None:
    sets = tuple(SkillSet(str(number), ("a",)) for number in range(11))
    with pytest.raises(StaffingError, match="11 skill sets; expected at most 10"):
        groups_of(load_of([[1]]), sets)


def test_who_is_there_at_closing_stays_for_those_who_wait() -> None:
    load = load_of([[2, 2, *[0] * 6, 2]])
    people = np.array([[2, 3, *[0] * 6, 1]])
    assert staying(people, load).tolist() == [[2, 3, *[3] * AFTER_SLOTS, *[0] * (6 - AFTER_SLOTS), 1]]


def test_nobody_goes_for_a_single_slot() -> None:
    people = np.array([[3, 1, 3, 0, 2], [2, 2, 1, 1, 2]])
    assert filled(people).tolist() == [[3, 2, 3, 3, 2], [2, 2, 1, 1, 2]]


@given(st.lists(st.floats(0, 50), min_size=1, max_size=6), st.integers(0, 100))
def test_rounded_people_sum_to_the_total_and_stay_within_one_of_the_ideal(ideal: list[float], total: int) -> None:
    if not sum(ideal):
        ideal = [1.0] * len(ideal)
    shares = np.array(ideal)[:, np.newaxis] / sum(ideal) * total
    found = rounded(shares, np.array([total]))
    assert found.sum() == total
    assert np.abs(found - shares).max() < 1 + 1e-6
