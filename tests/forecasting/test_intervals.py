from dataclasses import fields, replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
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
    said, day = np.full(n_days, MODEL_SD), np.arange(n_days)
    return Trials(foretold, slots.sum(axis=1), said, day, eventful, np.full((n_days, 10), mean / 10), slots)


def unsure(n_days: int, *, sd: float = MODEL_SD, eventful: bool = False) -> Unsure:
    return Unsure(np.full(n_days, sd), np.full(n_days, eventful))


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
    assert 1.2 < (event[1] - event[0]) / (ordinary[1] - ordinary[0]) < 1.5


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


def no_trials() -> Trials:
    empty, slots = np.zeros(0), np.zeros((0, 4))
    return Trials(empty, empty, empty, np.zeros(0, dtype=int), np.zeros(0, dtype=bool), slots, slots)


def missed(scores: npt.NDArray[np.float64], *, eventful: bool = False) -> Trials:
    """Return days in a row of five million contacts that were off by *scores*, in units of what the model says."""
    n_days, foretold = len(scores), np.full(len(scores), 5e6)
    came, slots = foretold * np.exp(scores * MODEL_SD), np.full((n_days, 1), np.nan)
    flags = np.full(n_days, eventful)
    return Trials(foretold, came, np.full(n_days, MODEL_SD), np.arange(n_days), flags, slots, slots)


def by_week(n_weeks: int, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return standard normal scores of days, half of whose variance the days of a week share."""
    return np.asarray(np.sqrt(0.5) * (np.repeat(random.normal(size=n_weeks), 7) + random.normal(size=7 * n_weeks)))


def test_nothing_tried_gives_what_the_model_says_and_more() -> None:
    low, high = np.log(np.array(band(fit_spread(no_trials()), 5e6)) / 5e6) / MODEL_SD
    assert high == pytest.approx(stats.t.ppf(0.95, 3), rel=0.01)
    assert low == pytest.approx(-high, rel=0.01)


@pytest.mark.parametrize(("n_weeks", "of_model"), [(3, 1.3), (13, 0.8), (13, 1.3), (52, 0.7), (52, 1.4)])
def test_bands_hold_in_nine_of_ten_weeks_to_come_however_few_were_tried(n_weeks: int, of_model: float) -> None:
    random, held = np.random.default_rng(8), []
    for _ in range(200):
        low, high = band(fit_spread(missed(of_model * by_week(n_weeks, random))), 5e6)
        came = 5e6 * np.exp(of_model * MODEL_SD * by_week(20, random))
        held.append(np.mean((came >= low) & (came <= high)))
    assert 0.88 <= np.mean(held) <= 0.95


def test_the_same_misses_tell_less_when_they_lie_in_fewer_weeks() -> None:
    scores = np.tile(stats.norm.ppf((np.arange(28) + 0.5) / 28), 2)
    close, apart = missed(scores), replace(missed(scores), day=np.arange(56) * 7)
    widths = [np.diff(band(fit_spread(tried), 5e6))[0] for tried in (close, apart)]
    assert widths[0] > 1.05 * widths[1]


def test_a_model_that_foretells_too_little_gets_its_middle_moved_to_what_comes() -> None:
    spread = fit_spread(missed(2.0 + 0.2 * np.sin(np.arange(364))))
    middle, high = day_quantiles(spread, np.array([5e6]), unsure(1), [0.5, 0.75])[0]
    assert middle == pytest.approx(5e6 * np.exp(2 * MODEL_SD), rel=0.01)
    assert middle < high < 5e6 * np.exp(2.5 * MODEL_SD)


def test_events_missed_on_one_side_widen_both() -> None:
    usual, events = missed(by_week(52, np.random.default_rng(1))), missed(np.full(20, 3.0), eventful=True)
    both = Trials(*(np.concatenate([getattr(usual, one.name), getattr(events, one.name)]) for one in fields(usual)))
    spread = fit_spread(both)
    ordinary, event = (np.log(np.array(band(spread, 5e6, eventful=flag)) / 5e6) for flag in (False, True))
    assert event[0] < 1.3 * ordinary[0] < 0 < 1.3 * ordinary[1] < event[1]
    assert event[0] == pytest.approx(-event[1])


@settings(max_examples=20)
@given(order=st.permutations(range(60)))
def test_the_order_of_trials_says_nothing(order: list[int]) -> None:
    made = trials(60, sd=0.2, event_sd=0.3, n_events=15)
    turned = Trials(*(getattr(made, one.name)[order] for one in fields(made)))
    assert fit_spread(turned).scores == pytest.approx(fit_spread(made).scores)


@given(
    mean=st.floats(0, 1e6),
    sd=st.floats(0.001, 2),
    eventful=st.booleans(),
    part=st.floats(-1, 4),
)
def test_quantiles_are_ordered_not_negative_and_never_narrower_than_poisson(
    mean: float, sd: float, part: float, *, eventful: bool
) -> None:
    spread = Spread(np.tile(stats.norm.ppf(SHARES), (2, 1)), np.full(2, part))
    words = unsure(1, sd=sd, eventful=eventful)
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
