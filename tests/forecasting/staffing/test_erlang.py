import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.errors import StaffingError
from forecasting.staffing import erlang_b, erlang_c, service_with_leaving, service_without_leaving
from forecasting.staffing.tails import Floats

LOADS = st.floats(0.01, 2000)
LINES = st.integers(1, 2500)


def recursion(load: float, lines: int) -> float:
    """Erlang B by its textbook recursion, one line at a time."""
    blocked = 1.0
    for line in range(1, lines + 1):
        blocked = load * blocked / (line + load * blocked)
    return blocked


def states(load: float, lines: int, patience_in_aht: float, most: int = 3000) -> Floats:
    """Long-run probabilities of the number of contacts present, straight from the birth and death rates."""
    present = np.arange(1, most)
    leaving = np.minimum(present, lines) + np.maximum(present - lines, 0) / patience_in_aht
    logs = np.concatenate([[0.0], np.cumsum(np.log(load) - np.log(leaving))])
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def test_ten_erlangs_on_ten_lines_lose_21_percent_as_published() -> None:
    assert erlang_b(10, 10) == pytest.approx(0.214582, abs=5e-7)


def test_a_hundred_calls_in_half_an_hour_on_fourteen_agents_are_served_as_published() -> None:
    service = service_without_leaving(100 * 180 / 1800, 14, aht_seconds=180, within_seconds=20)
    assert service.waits == pytest.approx(0.1741, abs=5e-5)
    assert service.answered_within == pytest.approx(0.8884, abs=5e-5)
    assert service.mean_wait_seconds == pytest.approx(7.84, abs=5e-3)
    assert service.occupancy == pytest.approx(10 / 14)


@settings(deadline=None)
@given(LOADS, LINES)
def test_blocking_equals_the_textbook_recursion(load: float, lines: int) -> None:
    assert erlang_b(load, lines) == pytest.approx(recursion(load, lines), rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("lines", [90_000, 100_000, 100_700, 110_000])
def test_a_hundred_thousand_erlangs_are_as_exact_as_ten(lines: int) -> None:
    assert erlang_b(1e5, lines) == pytest.approx(recursion(1e5, lines), rel=1e-9)


@settings(deadline=None)
@given(LOADS, LINES)
def test_waiting_falls_with_lines_and_rises_with_load(load: float, lines: int) -> None:
    less, more = service_without_leaving(load, [lines, lines + 1], 180, 20).waits
    assert more <= less
    assert erlang_c(load * 1.1, lines) >= erlang_c(load, lines) - 1e-12


@settings(deadline=None)
@given(LOADS, LINES, st.floats(1, 10_000), st.floats(0, 600))
def test_impatient_customers_never_wait_longer_than_patient_ones(
    load: float, lines: int, patience: float, within: float
) -> None:
    leaving = service_with_leaving(load, lines, 180, patience, within)
    staying = service_without_leaving(load, lines, 180, within)
    assert leaving.waits <= staying.waits + 1e-9
    assert leaving.mean_wait_seconds <= staying.mean_wait_seconds * (1 + 1e-6) + 1e-6
    assert leaving.occupancy <= staying.occupancy + 1e-9


@settings(deadline=None)
@given(LOADS, LINES, st.floats(1, 10_000), st.floats(0, 600))
def test_with_leaving_more_lines_answer_more_and_lose_fewer(
    load: float, lines: int, patience: float, within: float
) -> None:
    service = service_with_leaving(load, [lines, lines + 1], 180, patience, within)
    assert np.diff(service.answered_within)[0] >= -1e-9
    assert np.diff(service.abandoned)[0] <= 1e-9


@pytest.mark.parametrize(
    ("load", "lines", "patience_in_aht"), [(10, 12, 2 / 3), (10, 8, 1 / 3), (3, 1, 0.5), (200, 190, 5)]
)
def test_leaving_agrees_with_the_birth_and_death_process(load: float, lines: int, patience_in_aht: float) -> None:
    present = states(load, lines, patience_in_aht)
    waiting = np.maximum(np.arange(len(present)) - lines, 0)
    service = service_with_leaving(load, lines, 180, 180 * patience_in_aht, 0)
    assert service.waits == pytest.approx(present[lines:].sum(), rel=1e-9)
    assert service.abandoned == pytest.approx((present * waiting).sum() / patience_in_aht / load, rel=1e-9)
    assert service.answered_within == pytest.approx(present[:lines].sum(), rel=1e-9)


def test_answered_within_a_time_leaves_out_those_who_left_before() -> None:
    # 10 erlangs, 12 agents, 180 s, patience 120 s, 20 s: from the transient of a tagged customer's place in the queue
    assert service_with_leaving(10, 12, 180, 120, 20).answered_within == pytest.approx(0.8255826443617647, rel=1e-9)


def test_endless_patience_is_erlang_c() -> None:
    leaving = service_with_leaving([10, 1e5], [14, 100_200], 180, 1e9, 20)
    staying = service_without_leaving([10, 1e5], [14, 100_200], 180, 20)
    assert leaving.waits == pytest.approx(staying.waits, rel=1e-5)
    assert leaving.answered_within == pytest.approx(staying.answered_within, rel=1e-6)


@settings(deadline=None)
@given(st.floats(1, 1000), st.floats(1.02, 1.5), st.floats(0, 120))
def test_the_longer_customers_wait_the_nearer_is_erlang_c(load: float, staffed: float, within: float) -> None:
    lines = np.ceil(load * staffed) + 1
    staying = service_without_leaving(load, lines, 180, within)
    leaving = service_with_leaving(load, lines, 180, [1e2, 1e4, 1e6, 1e8], within)
    assert (np.diff(leaving.waits) >= -1e-9).all()
    assert leaving.waits[-1] == pytest.approx(staying.waits, abs=1e-3)
    assert leaving.answered_within[-1] == pytest.approx(staying.answered_within, abs=1e-3)


def test_an_overloaded_queue_loses_exactly_what_it_cannot_serve() -> None:
    assert service_with_leaving(1e5, 9e4, 300, 60, 20).abandoned == pytest.approx(0.1, rel=1e-6)


def test_without_leaving_an_overloaded_queue_waits_without_end() -> None:
    service = service_without_leaving(10, [9, 10], 180, 20)
    assert np.isinf(service.mean_wait_seconds).all()
    assert service.answered_within.tolist() == [0, 0]


@settings(deadline=None)
@given(LINES, st.floats(0, 600))
def test_nothing_arriving_means_nobody_waits(lines: int, within: float) -> None:
    for service in (service_without_leaving(0, lines, 180, within), service_with_leaving(0, lines, 180, 60, within)):
        assert service.waits == service.mean_wait_seconds == service.abandoned == service.occupancy == 0
        assert service.answered_within == 1


def test_every_impossible_argument_is_named_at_once() -> None:
    with pytest.raises(StaffingError) as refused:
        service_with_leaving(-1, np.nan, 0, -5, 20)
    for name in ("load -1", "lines nan", "aht_seconds 0", "patience_seconds -5"):
        assert name in str(refused.value)
