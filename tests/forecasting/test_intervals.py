import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from forecasting.intervals import Spread, Trials, day_quantiles, fit_spread, slot_quantiles


def trials(n_days: int, *, sd: float, event_sd: float = 0.0, n_events: int = 0, mean: float = 500.0) -> Trials:
    """Return days whose logarithm is off by *sd* (events by *event_sd*), each with ten equal slots."""
    random = np.random.default_rng(5)
    eventful = np.arange(n_days) < n_events
    factor = np.exp(random.normal(0, np.where(eventful, event_sd, sd)))
    foretold = np.full(n_days, mean)
    slots = random.poisson(np.repeat((foretold * factor / 10)[:, None], 10, axis=1)).astype(float)
    lead = np.tile(np.arange(1.0, 29.0), n_days // 28 + 1)[:n_days]
    return Trials(foretold, slots.sum(axis=1), lead, eventful, np.full((n_days, 10), mean / 10), slots)


def band(
    spread: Spread, mean: float, *, eventful: bool = False, unforeseen: bool = False, lead: float = 5.0
) -> tuple[float, float]:
    found = day_quantiles(spread, np.array([mean]), np.array([lead]), np.array([eventful]), np.array([unforeseen]))
    return float(found[0, 0]), float(found[0, -1])


def test_the_band_has_the_width_of_past_errors() -> None:
    low, high = band(fit_spread(trials(2400, sd=0.2)), 500)
    assert low == pytest.approx(500 * np.exp(-1.645 * 0.206), rel=0.06)
    assert high == pytest.approx(500 * np.exp(1.645 * 0.206), rel=0.06)


def test_event_days_have_their_own_width() -> None:
    spread = fit_spread(trials(600, sd=0.1, event_sd=0.4, n_events=150))
    ordinary, event = band(spread, 500), band(spread, 500, eventful=True)
    assert event[1] - event[0] > 2.5 * (ordinary[1] - ordinary[0])


def test_too_few_event_days_double_the_ordinary_width() -> None:
    spread = fit_spread(trials(300, sd=0.2, event_sd=0.2, n_events=5))
    ordinary, event = np.log(band(spread, 500)), np.log(band(spread, 500, eventful=True))
    assert event[1] - event[0] == pytest.approx(2 * (ordinary[1] - ordinary[0]), rel=0.05)


def test_an_event_never_seen_is_wider_than_one_that_was() -> None:
    spread = fit_spread(trials(600, sd=0.1, event_sd=0.2, n_events=150))
    seen, unseen = band(spread, 500, eventful=True), band(spread, 500, eventful=True, unforeseen=True)
    assert unseen[0] < seen[0]
    assert seen[1] < unseen[1]


def test_bands_widen_beyond_four_weeks() -> None:
    spread = fit_spread(trials(600, sd=0.2))
    near, far = band(spread, 500, lead=28), band(spread, 500, lead=112)
    assert far[0] < near[0]
    assert near[1] < far[1]


def test_slots_of_poisson_counts_need_no_more_than_poisson() -> None:
    assert fit_spread(trials(600, sd=0.0)).dispersions[0] < 0.01


def test_slots_of_scattered_days_are_dispersed_and_their_band_holds() -> None:
    made = trials(600, sd=0.3)
    spread = fit_spread(made)
    count = made.slots_came.size
    bounds = slot_quantiles(
        spread,
        made.slots_foretold.ravel(),
        np.full(count, 5.0),
        np.zeros(count, dtype=bool),
        np.zeros(count, dtype=bool),
    )
    inside = (made.slots_came.ravel() >= bounds[:, 0]) & (made.slots_came.ravel() <= bounds[:, -1])
    assert 0.88 <= inside.mean() <= 0.95


def test_nothing_tried_gives_a_wide_band_instead_of_none() -> None:
    none = Trials(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0, dtype=bool), np.zeros((0, 4)), np.zeros((0, 4)))
    low, high = band(fit_spread(none), 500)
    assert low < 400
    assert high > 600


@given(
    mean=st.floats(0, 1e6),
    dispersion=st.floats(0, 4),
    lead=st.floats(1, 400),
    eventful=st.booleans(),
    unseen=st.booleans(),
)
def test_quantiles_are_ordered_not_negative_and_never_narrower_than_poisson(
    mean: float, dispersion: float, lead: float, *, eventful: bool, unseen: bool
) -> None:
    spread = Spread(np.tile(np.array([-0.1, -0.05, 0, 0.05, 0.1]), (6, 1)), np.full(6, dispersion))
    words = (np.array([lead]), np.array([eventful]), np.array([unseen]))
    for found in (
        slot_quantiles(spread, np.array([mean]), *words)[0],
        day_quantiles(spread, np.array([mean]), *words)[0],
    ):
        assert (np.diff(found) >= 0).all()
        assert found[0] >= 0
        if 0 < mean <= 200:  # larger ones are continuous: less than one contact away
            assert found[0] <= stats.poisson.ppf(0.05, mean)
            assert found[-1] >= stats.poisson.ppf(0.95, mean)
    if mean == 0:
        assert not slot_quantiles(spread, np.array([mean]), *words).any()
