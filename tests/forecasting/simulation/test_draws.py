import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.simulation import Centre
from forecasting.simulation.draws import busyness, draw_day
from tests.forecasting.simulated_centres import centre, centres, people, stream


def test_the_same_number_gives_the_same_customers_and_another_one_others() -> None:
    asked = centre(stream(patience_seconds=60.0, retrial_share=0.5))
    one, same = draw_day(asked, 1, 2, 0), draw_day(asked, 1, 2, 0)
    for column, other in zip(one[:5], same[:5], strict=True):
        np.testing.assert_array_equal(column, other)
    assert not np.array_equal(one.time, draw_day(asked, 1, 3, 0).time)
    assert not np.array_equal(one.time, draw_day(asked, 2, 2, 0).time)


def test_other_people_patience_and_streams_leave_arrivals_and_work_as_they_were() -> None:
    base = draw_day(centre(stream()), 1, 0, 0)
    more = draw_day(centre(stream("other"), stream(patience_seconds=30.0), staff=people(3)), 1, 0, 0)
    own = np.flatnonzero(more.stream[: more.n_first] == 1)
    np.testing.assert_array_equal(more.time[own], base.time[: base.n_first])
    np.testing.assert_array_equal(more.handling[own], base.handling[: base.n_first])


@settings(max_examples=60, deadline=None)
@given(asked=centres(), seed=st.integers(0, 1000))
def test_first_attempts_come_in_order_within_their_day_and_chains_of_attempts_stay_in_a_stream(
    asked: Centre, seed: int
) -> None:
    for day, slots in enumerate(asked.days()):
        draws = draw_day(asked, seed, 0, day)
        first = draws.time[: draws.n_first]
        assert (np.diff(first) >= 0).all()
        assert ((first >= slots.start * asked.slot_seconds) & (first < slots.stop * asked.slot_seconds)).all()
        chained = np.flatnonzero(draws.follow >= 0)
        follow = draws.follow[chained]
        assert sorted(follow) == list(range(draws.n_first, len(draws.time)))
        np.testing.assert_array_equal(draws.stream[chained], draws.stream[follow])
        np.testing.assert_array_equal(draws.handling[chained], draws.handling[follow])


def test_counts_work_patience_and_attempts_have_the_means_and_spreads_asked_for() -> None:
    asked = centre(
        stream(
            contacts=(1000.0, 3000.0) * 8,
            handling=200.0,
            handling_cv=0.8,
            patience_seconds=90.0,
            leaves_at_once=0.2,
            retrial_share=0.4,
            retrial_seconds=50.0,
        )
    )
    draws = draw_day(asked, 5, 0, 0)
    assert draws.n_first == pytest.approx(32_000, rel=0.02)
    counts = np.bincount((draws.time[: draws.n_first] // 900).astype(int), minlength=16)
    assert counts[::2].sum() / counts.sum() == pytest.approx(0.25, rel=0.03)
    work = draws.handling[: draws.n_first]
    assert work.mean() == pytest.approx(200.0, rel=0.02)
    assert work.std() / work.mean() == pytest.approx(0.8, rel=0.05)
    assert (draws.patience == 0).mean() == pytest.approx(0.2, rel=0.05)
    assert draws.patience[draws.patience > 0].mean() == pytest.approx(90.0, rel=0.02)
    assert len(draws.time) / draws.n_first == pytest.approx(1 / 0.6, rel=0.02)
    assert draws.time[draws.n_first :].mean() == pytest.approx(50.0, rel=0.03)


def test_a_profile_moves_contacts_within_their_slot() -> None:
    asked = centre(stream(contacts=(2000.0,), profile=np.array([[3.0, 1.0, 0.0]])))
    parts = np.bincount((draw_day(asked, 1, 0, 0).time // 300).astype(int), minlength=3)
    assert parts[2] == 0
    assert parts[0] / parts.sum() == pytest.approx(0.75, rel=0.05)


@pytest.mark.parametrize(("tie", "expected"), [(0.0, 0.0), (1.0, 1.0)])
def test_busyness_has_mean_one_its_spread_and_the_tie_between_streams(tie: float, expected: float) -> None:
    asked = centre(stream("a", busyness_cv=0.3), stream("b", busyness_cv=0.3), busyness_correlation=tie)
    factors = np.array([busyness(asked, 1, number, 0) for number in range(3000)])
    assert factors.mean(axis=0) == pytest.approx([1.0, 1.0], abs=0.02)
    assert factors.std(axis=0) == pytest.approx([0.3, 0.3], abs=0.02)
    assert np.corrcoef(factors.T)[0, 1] == pytest.approx(expected, abs=0.05)
