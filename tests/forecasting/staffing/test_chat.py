import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.concurrency import ConcurrencyCurve
from forecasting.errors import StaffingError
from forecasting.site import Channel, Queue, ServiceTarget
from forecasting.staffing import least_agents, service_of
from forecasting.staffing.chat import fitted_curve

SLOWER = ConcurrencyCurve(((1, 240), (2, 300), (3, 390)))
FLAT = ConcurrencyCurve(((1, 300), (3, 300)))


def chat(curve: ConcurrencyCurve | None, patience: float | None = 180.0, at_once: float = 3.0) -> Queue:
    target = ServiceTarget(0.85, 60)
    return Queue("chat", Channel.CHAT, target, patience_seconds=patience, concurrency=at_once, curve=curve)


def met(queue: Queue, load: float, agents: float, aht: float) -> tuple[float, float]:
    service = service_of(queue, np.array([load]), np.array([agents]), np.array([aht]))
    return float(service.waits[0]), float(service.occupancy[0])


def by_states(rate: float, agents: int, at_once: int, patience: float | None) -> tuple[float, float]:
    """Share that waits and share of places taken, from the birth and death rates one by one."""
    full = agents * at_once
    present = np.arange(1, full + 4000)
    served = np.minimum(present, full)
    ends = served / np.array([SLOWER.seconds_at(count / agents) for count in served])
    if patience is not None:
        ends = ends + np.maximum(present - full, 0) / patience
    logs = np.concatenate([[0.0], np.cumsum(np.log(rate) - np.log(ends))])
    chances = np.exp(logs - logs.max())
    chances /= chances.sum()
    return float(chances[full:].sum()), float((chances * np.minimum(np.arange(len(chances)), full)).sum() / full)


@pytest.mark.parametrize("patience", [None, 180.0])
@pytest.mark.parametrize(("contacts_an_hour", "agents"), [(40, 2), (200, 8), (2500, 100), (9000, 340)])
def test_chats_that_slow_each_other_down_agree_with_the_states_one_by_one(
    contacts_an_hour: float, agents: int, patience: float | None
) -> None:
    rate = contacts_an_hour / 3600
    waits, busy = met(chat(SLOWER, patience), rate * 390, agents, 390.0)
    expected_waits, expected_busy = by_states(rate, agents, 3, patience)
    assert waits == pytest.approx(expected_waits, rel=0.02, abs=1e-4)
    assert busy == pytest.approx(expected_busy, rel=0.01)


@settings(deadline=None)
@given(st.floats(0.5, 400), st.floats(1, 200), st.none() | st.floats(20, 900))
def test_a_flat_curve_is_no_curve(load: float, agents: float, patience: float | None) -> None:
    assert met(chat(FLAT, patience), load, agents, 300)[0] == pytest.approx(
        met(chat(None, patience), load, agents, 300)[0], abs=1e-9
    )


@settings(deadline=None)
@given(st.floats(1, 300), st.floats(1, 120))
def test_more_agents_never_let_more_chats_wait(load: float, agents: float) -> None:
    few, more = (met(chat(SLOWER), load, heads, 390)[0] for heads in (agents, agents + 1))
    assert more <= few + 1e-9


def test_agents_with_fewer_chats_are_faster_so_that_fewer_are_needed_than_by_full_ones() -> None:
    load = np.array([5.0, 50.0, 200.0])
    slower, fixed = (least_agents(chat(curve), load, 390).agents for curve in (SLOWER, None))
    assert (slower <= fixed).all()
    assert slower[1:].sum() < fixed[1:].sum()


@pytest.mark.parametrize(("at_once", "seconds"), [(1, 240), (1.5, 270), (3, 390), (4, 480), (0.5, 240)])
def test_a_curve_is_linear_between_its_points_and_goes_on_beyond(at_once: float, seconds: float) -> None:
    assert SLOWER.seconds_at(at_once) == seconds


def test_handling_times_follow_from_where_they_were_measured() -> None:
    measured = ConcurrencyCurve(SLOWER.points, measured_at=2)
    assert measured.factor(3) == pytest.approx(390 / 300)


@pytest.mark.parametrize("points", [(), ((2, 300),), ((1, 0),), ((1, 300), (2, 200)), ((1, 300), (1, 400))])
def test_curves_that_no_agents_have_are_refused(points: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValueError, match="concurrency curve"):
        ConcurrencyCurve(points)


def test_a_curve_is_fitted_to_what_was_measured() -> None:
    curve = fitted_curve([1, 2, 2, 3, 4], [240, 290, 310, 295, 420], [100, 50, 50, 100, 10])
    assert curve.points == ((1.0, 240.0), (2.0, 297.5), (3.0, 297.5), (4.0, 420.0))
    assert curve.measured_at == pytest.approx((100 + 200 + 300 + 40) / 310)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 8), st.floats(10, 2000), st.floats(1, 500)), min_size=1, max_size=20))
def test_a_fitted_curve_never_falls_and_keeps_the_mean(rows: list[tuple[int, float, float]]) -> None:
    at_once, seconds, contacts = (np.array(column, float) for column in zip(*rows, strict=True))
    curve = fitted_curve(at_once.tolist(), seconds.tolist(), contacts.tolist())
    times = [time for _, time in curve.points]
    assert times == sorted(times)
    found = sum(count * curve.seconds_at(place) for place, count in zip(at_once, contacts, strict=True))
    assert found == pytest.approx(float((seconds * contacts).sum()), rel=1e-6)


def test_measurements_that_no_agent_can_have_are_refused_by_row() -> None:
    with pytest.raises(StaffingError, match=r"row 2: 0 at once, 300 s"):
        fitted_curve([1, 0], [200, 300])
    with pytest.raises(StaffingError, match="nothing was measured"):
        fitted_curve([], [])
