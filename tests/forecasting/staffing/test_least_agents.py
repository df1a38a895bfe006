import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.errors import StaffingError
from forecasting.site import Channel, Queue, ServiceTarget
from forecasting.staffing import least_agents, service_of

PHONE = Queue("phone", target=ServiceTarget(0.80, 20), max_occupancy=1.0)


def impatient(patience_seconds: float, max_occupancy: float = 1.0) -> Queue:
    return Queue("phone", patience_seconds=patience_seconds, max_occupancy=max_occupancy)


def test_a_hundred_calls_in_half_an_hour_take_fourteen_agents() -> None:
    assert least_agents(PHONE, 10, 180).agents == 14


def test_nothing_arriving_takes_nobody() -> None:
    needs = least_agents(PHONE, [0, 10, 0], 180)
    assert needs.agents.tolist() == [0, 14, 0]
    assert not np.signbit(needs.agents).any()


def test_patient_customers_of_a_slack_target_take_just_more_than_the_load() -> None:
    queue = Queue("email", Channel.EMAIL, ServiceTarget(0.9, 24 * 3600), max_occupancy=1.0)
    assert least_agents(queue, [7.5, 8.0], 300).agents.tolist() == [8, 9]


def test_occupancy_binds_where_the_target_is_slack() -> None:
    queue = Queue("email", Channel.EMAIL, ServiceTarget(0.9, 24 * 3600), max_occupancy=0.8)
    needs = least_agents(queue, 100, 300)
    assert needs.occupancy == 125
    assert needs.service == 101
    assert needs.agents == 125


def test_people_who_leave_take_fewer_agents_than_people_who_stay() -> None:
    assert least_agents(impatient(60), 100, 180).agents < least_agents(PHONE, 100, 180).agents


def test_an_agent_with_three_chats_at_once_counts_as_three_lines() -> None:
    chat = Queue("chat", Channel.CHAT, ServiceTarget(0.80, 20), concurrency=3.0, max_occupancy=1.0)
    lines = least_agents(PHONE, 10, 180).agents
    assert least_agents(chat, 10, 180).agents == np.ceil(lines / 3)


@settings(deadline=None)
@given(
    loads=st.lists(st.floats(0, 3000), min_size=1, max_size=8),
    share=st.floats(0.05, 0.99),
    within=st.floats(0, 900),
    patience=st.none() | st.floats(5, 3000),
    concurrency=st.sampled_from([1.0, 2.5, 4.0]),
    occupancy=st.floats(0.3, 1.0),
)
def test_the_answer_keeps_the_target_and_one_agent_fewer_does_not(
    loads: list[float], share: float, within: float, patience: float | None, concurrency: float, occupancy: float
) -> None:
    queue = Queue(
        "q",
        target=ServiceTarget(share, within),
        patience_seconds=patience,
        concurrency=concurrency,
        max_occupancy=occupancy,
    )
    load, aht = np.array(loads), np.full(len(loads), 240.0)
    agents = least_agents(queue, load, aht).agents

    def kept(heads: np.ndarray) -> np.ndarray:
        service = service_of(queue, load, heads, aht)
        return np.asarray((service.answered_within >= share - 1e-12) & (service.occupancy <= occupancy + 1e-12))

    assert kept(agents).all()
    assert not kept(np.maximum(agents - 1, 0))[agents > 0].any()


@settings(deadline=None)
@given(st.floats(0, 50_000), st.floats(1, 1.5), st.none() | st.floats(5, 3000))
def test_more_work_never_takes_fewer_agents(load: float, more: float, patience: float | None) -> None:
    queue = Queue("q", patience_seconds=patience)
    less, greater = least_agents(queue, [load, load * more], 180).agents
    assert greater >= less


def test_a_hundred_thousand_erlangs_take_a_square_root_of_spare_agents() -> None:
    spare = least_agents(PHONE, 1e5, 180).agents - 1e5
    assert 0 < spare < 2 * np.sqrt(1e5)


def test_a_load_beyond_all_bounds_is_refused_by_queue() -> None:
    with pytest.raises(StaffingError, match="queue phone"):
        least_agents(PHONE, [1, 1e9], 180)


@pytest.mark.parametrize("load", [np.nan, -1.0])
def test_a_load_that_no_queue_can_have_is_refused(load: float) -> None:
    with pytest.raises(StaffingError, match=f"load {load}"):
        least_agents(PHONE, [1, load], 180)


def asks(**bounds: float) -> Queue:
    """A queue whose customers wait 120 s on average and that is asked for nothing but *bounds*."""
    return Queue("phone", target=ServiceTarget(share=0.0, **bounds), patience_seconds=120, max_occupancy=1.0)


def test_every_target_has_its_own_need_and_the_greatest_binds() -> None:
    target = ServiceTarget(0.80, 20, mean_wait_seconds=5, abandoned=0.02)
    needs = least_agents(Queue("phone", target=target, patience_seconds=120), 100, 180)
    each = [float(need) for need in needs.by_measure.values()]
    assert len(each) == 4
    assert needs.agents == max(each)
    assert each[int(needs.binding)] == max(each)


def test_a_mean_wait_is_kept_by_the_answer_and_not_by_one_fewer() -> None:
    queue = Queue("phone", target=ServiceTarget(0.0, 20, mean_wait_seconds=21), max_occupancy=1.0)
    # 48 calls a minute of 60 s on 50 agents wait 20.8 s (published)
    assert least_agents(queue, 48, 60).agents == 50


def test_an_abandonment_is_kept_by_the_published_number() -> None:
    queue = asks(abandoned=0.031)
    assert least_agents(queue, 48, 60).agents == 50  # 3.1 % leave with a patience of 120 s (published)


@settings(deadline=None)
@given(st.floats(0.1, 500), st.floats(0.5, 100), st.floats(0.001, 0.3))
def test_hundredths_rounded_up_are_the_whole_people(load: float, wait: float, abandoned: float) -> None:
    queue = asks(mean_wait_seconds=wait, abandoned=abandoned)
    whole, parts = least_agents(queue, load, 200).agents, least_agents(queue, load, 200, parts=100).agents
    assert np.ceil(parts) == whole


def test_a_target_holds_on_average_over_the_moments_of_a_slot() -> None:
    moments = np.array([[80.0, 100.0, 120.0], [100.0, 100.0, 100.0]])
    mixed, steady = least_agents(PHONE, moments, 180.0).agents
    calm, rush = least_agents(PHONE, [80, 120], 180).agents
    assert calm < steady < mixed < rush
    service = service_of(PHONE, moments[0], np.full(3, mixed), np.full(3, 180.0))
    assert service.answered_within.mean() >= 0.8


def test_customers_who_balk_are_no_work_and_count_as_not_answered() -> None:
    plain = Queue("phone", target=ServiceTarget(0.8 / 0.9, 20), patience_seconds=120, max_occupancy=1.0)
    balking = Queue("phone", target=ServiceTarget(0.8, 20), patience_seconds=120, max_occupancy=1.0, balk_share=0.1)
    assert least_agents(balking, 100, 180).agents == least_agents(plain, 90, 180).agents
    service = service_of(balking, np.array([100.0]), np.array([500.0]), np.array([180.0]))
    assert service.answered_within == pytest.approx(0.9)
    assert service.abandoned == pytest.approx(0.1)


def test_a_target_beyond_all_people_is_refused_with_the_reason() -> None:
    queue = Queue("phone", max_occupancy=1e-9)
    with pytest.raises(
        StaffingError, match=r"cannot be met below 1,000,000,000 people at 10 erlangs, because people would"
    ):
        least_agents(queue, 10, 180)


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 300), min_size=2, max_size=4), st.none() | st.floats(5, 3000))
def test_pooling_never_takes_more_people(loads: list[float], patience: float | None) -> None:
    queue = Queue("q", patience_seconds=patience, max_occupancy=1.0)
    assert least_agents(queue, sum(loads), 180).agents <= least_agents(queue, loads, 180).agents.sum()
