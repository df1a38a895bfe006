import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from forecasting.intervals import SHARES, Spread, Trials, Unsure, day_quantiles, fit_spread, slot_quantiles

MODEL_SD = 0.1  # what the model says of every day; the trials know better


def trials(n_days: int, *, sd: float, event_sd: float = 0.0, n_events: int = 0, mean: float = 500.0) -> Trials:
    """Return days whose logarithm is off by *sd* (events by *event_sd*), each with ten equal slots."""
    random = np.random.default_rng(5)
    eventful = np.arange(n_days) < n_events
    factor = np.exp(random.normal(0, np.where(eventful, event_sd, sd)))
    foretold = np.full(n_days, mean)
    slots = random.poisson(np.repeat((foretold * factor / 10)[:, None], 10, axis=1)).astype(float)
    lead = np.tile(np.arange(1.0, 29.0), n_days // 28 + 1)[:n_days]
    said, day = np.full(n_days, MODEL_SD), np.arange(n_days)
    return Trials(foretold, slots.sum(axis=1), said, lead, day, eventful, np.full((n_days, 10), mean / 10), slots)


def unsure(n_days: int, *, sd: float = MODEL_SD, lead: float = 5.0, eventful: bool = False) -> Unsure:
    return Unsure(np.full(n_days, sd), np.full(n_days, lead), np.full(n_days, eventful))


def band(spread: Spread, mean: float, *, sd: float = MODEL_SD, eventful: bool = False) -> tuple[float, float]:
    found = day_quantiles(spread, np.array([mean]), unsure(1, sd=sd, eventful=eventful))
    return float(found[0, 0]), float(found[0, -1])


def test_the_band_has_the_width_of_past_errors() -> None:
    low, high = band(fit_spread(trials(2400, sd=0.2)), 500)
    assert low == pytest.approx(500 * np.exp(-1.645 * 0.206), rel=0.06)
    assert high == pytest.approx(500 * np.exp(1.645 * 0.206), rel=0.06)


def test_event_days_have_their_own_width() -> None:
    spread = fit_spread(trials(600, sd=0.1, event_sd=0.4, n_events=150))
    ordinary, event = band(spread, 500), band(spread, 500, eventful=True)
    assert event[1] - event[0] > 2.5 * (ordinary[1] - ordinary[0])


def test_few_event_days_are_wider_than_ordinary_days() -> None:
    spread = fit_spread(trials(300, sd=0.2, event_sd=0.2, n_events=5))
    ordinary, event = np.log(band(spread, 500)), np.log(band(spread, 500, eventful=True))
    assert 1.2 < (event[1] - event[0]) / (ordinary[1] - ordinary[0]) < 1.6


def test_a_day_of_which_the_model_is_less_sure_is_wider_in_proportion() -> None:
    spread = fit_spread(trials(600, sd=0.1, event_sd=0.2, n_events=150))
    seen, unseen = (np.log(band(spread, 5e6, sd=sd, eventful=True)) for sd in (0.1, 0.3))
    assert unseen[1] - unseen[0] == pytest.approx(3 * (seen[1] - seen[0]), rel=0.01)


def test_any_level_is_given_and_none_is_crossed() -> None:
    shares = [0.025, 0.1, 0.5, 0.9, 0.975, 0.999]
    found = day_quantiles(fit_spread(trials(1200, sd=0.2)), np.full(3, 500.0), unsure(3), shares)
    assert found.shape == (3, 6)
    assert (np.diff(found, axis=1) > 0).all()
    assert found[0, 3] == pytest.approx(500 * np.exp(1.282 * 0.206), rel=0.06)


def test_slots_of_poisson_counts_need_no_more_than_poisson() -> None:
    spread = fit_spread(trials(600, sd=0.0))
    found = slot_quantiles(spread, np.array([50.0]), unsure(1))[0]
    assert found[0] >= stats.poisson.ppf(0.05, 50) - 3
    assert found[-1] <= stats.poisson.ppf(0.95, 50) + 3


def test_slots_of_scattered_days_are_dispersed_and_their_band_holds() -> None:
    made = trials(600, sd=0.3)
    spread = fit_spread(made)
    count = made.slots_came.size
    bounds = slot_quantiles(spread, made.slots_foretold.ravel(), unsure(count))
    inside = (made.slots_came.ravel() >= bounds[:, 0]) & (made.slots_came.ravel() <= bounds[:, -1])
    assert 0.88 <= inside.mean() <= 0.95


def test_nothing_tried_gives_a_wide_band_instead_of_none() -> None:
    empty, slots = np.zeros(0), np.zeros((0, 4))
    none = Trials(empty, empty, empty, empty, np.zeros(0, dtype=int), np.zeros(0, dtype=bool), slots, slots)
    low, high = band(fit_spread(none), 500)
    assert low < 380
    assert high > 650


@given(
    mean=st.floats(0, 1e6),
    sd=st.floats(0.001, 2),
    lead=st.floats(1, 400),
    eventful=st.booleans(),
    part=st.floats(-1, 4),
)
def test_quantiles_are_ordered_not_negative_and_never_narrower_than_poisson(
    mean: float, sd: float, lead: float, part: float, *, eventful: bool
) -> None:
    spread = Spread(np.tile(stats.norm.ppf(SHARES), (2, 1)), np.ones(6), np.full(6, part))
    words = unsure(1, sd=sd, lead=lead, eventful=eventful)
    for found in (
        slot_quantiles(spread, np.array([mean]), words)[0],
        day_quantiles(spread, np.array([mean]), words)[0],
    ):
        assert (np.diff(found) >= 0).all()
        assert found[0] >= 0
        if 0 < mean <= 200:  # larger ones are continuous: less than one contact away
            assert found[0] <= stats.poisson.ppf(0.05, mean)
            assert found[-1] >= stats.poisson.ppf(0.95, mean)
    if mean == 0:
        assert not slot_quantiles(spread, np.array([mean]), words).any()
