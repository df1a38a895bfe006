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
        return np.asarray((service.answered_within >= share) & (service.occupancy <= occupancy))

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
