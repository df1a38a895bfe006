from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.errors import FrameError
from forecasting.hierarchy import correlations, reconciled, site_history, site_total
from forecasting.rescale import rescaled
from forecasting.site import Channel, Queue, Site
from tests.forecasting.models.made_centre import MadeCentre
from tests.forecasting.small_forecast import small_forecast

rates = st.floats(0.5, 200.0)
QUANTILE_NAMES = ["p05", "p25", "p50", "p75", "p95"]


def between(correlation: float, number: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.full((number, number), correlation) + (1 - correlation) * np.eye(number)


@given(st.lists(rates, min_size=2, max_size=4), st.floats(0.4, 2.5), st.floats(0.0, 0.9))
@settings(max_examples=30, deadline=None)
def test_reconciled_queues_sum_to_the_site_in_every_slot(numbers: list[float], factor: float, shared: float) -> None:
    forecast = small_forecast({f"q{place}": rate for place, rate in enumerate(numbers)})
    together = between(shared, len(numbers))
    whole = site_total(forecast, "site", together)
    met = reconciled(forecast, rescaled(whole, np.full(len(whole), factor)), together)
    sums = met.queues.groupby("start")["mean"].sum().to_numpy()
    assert sums == pytest.approx(met.site["mean"].to_numpy())
    low, high = sorted([whole["mean"].sum(), factor * whole["mean"].sum()])
    assert low - 1e-6 <= met.site["mean"].sum() <= high + 1e-6


@given(st.lists(rates, min_size=1, max_size=4), st.floats(0.0, 1.0))
@settings(max_examples=30, deadline=None)
def test_the_sites_band_lies_within_that_of_queues_all_high_at_once(numbers: list[float], shared: float) -> None:
    forecast = small_forecast({f"q{place}": rate for place, rate in enumerate(numbers)})
    whole = site_total(forecast, "site", between(shared, len(numbers)))
    sums = forecast.groupby("start")[[*QUANTILE_NAMES, "mean"]].sum()
    assert whole["mean"].to_numpy() == pytest.approx(sums["mean"].to_numpy())
    assert (whole["p95"].to_numpy() <= sums["p95"].to_numpy() + 1e-6).all()
    assert (whole["p05"].to_numpy() >= sums["p05"].to_numpy() - 1e-6).all()
    assert (np.diff(whole[QUANTILE_NAMES].to_numpy(), axis=1) >= -1e-9).all()


def test_queues_that_go_apart_have_a_narrower_sum_than_queues_that_go_together() -> None:
    forecast = small_forecast({"chat": 50.0, "phone": 50.0})
    apart, together = (site_total(forecast, "site", between(one, 2)) for one in (0.0, 1.0))
    widths = [(whole["day_p95"] - whole["day_p05"]).sum() for whole in (apart, together)]
    assert widths[0] == pytest.approx(widths[1] / np.sqrt(2), rel=0.01)


def test_chance_strikes_each_queue_by_itself_however_much_they_go_together() -> None:
    forecast = small_forecast({"chat": 50.0, "phone": 150.0}, day_sd=1e-6)
    whole = site_total(forecast, "site", between(0.9, 2))
    busy = whole[whole["mean"] > 0]
    assert busy["p95"].to_numpy() == pytest.approx(np.full(len(busy), 200 + 1.645 * np.sqrt(200)), rel=1e-3)
    assert busy["p05"].to_numpy() == pytest.approx(np.full(len(busy), 200 - 1.645 * np.sqrt(200)), rel=1e-3)


def test_a_site_of_one_queue_is_its_queue() -> None:
    forecast = small_forecast({"chat": 50.0})
    pd.testing.assert_frame_equal(site_total(forecast, "chat", between(0.3, 1)), forecast, check_exact=False)


def test_queues_with_other_slots_are_refused() -> None:
    forecast = small_forecast({"chat": 50.0, "phone": 20.0})
    with pytest.raises(FrameError, match="other slots"):
        site_total(forecast.iloc[:-1], "site", between(0.3, 2))


def test_a_sum_knows_only_what_every_queue_knows() -> None:
    history = _two_queues(0.9)
    gap = history.drop(index=[int(history.index[history["queue"] == "phone"][10])])
    whole = site_history(gap, "site")
    assert len(whole) == (history["queue"] == "chat").sum() - 1
    assert site_history(history, "site")["offered"].sum() == history["offered"].sum()


def test_at_night_the_sum_is_what_the_backlogs_bring() -> None:
    history = _two_queues(0.9)
    hours = history["start"].dt.tz_convert("Asia/Shanghai").dt.hour
    open_only = history[(history["queue"] == "chat") | hours.between(8, 21)].reset_index(drop=True)
    site = Site("both", ZoneInfo("Asia/Shanghai"), (Queue("chat", Channel.EMAIL), Queue("phone")))
    whole = site_history(open_only, "site", site)
    assert whole["offered"].sum() == open_only["offered"].sum()
    assert len(whole) == (history["queue"] == "chat").sum() > len(site_history(open_only, "site"))
    gap = open_only.drop(index=[int(open_only.index[open_only["queue"] == "phone"][10])])
    assert len(site_history(gap, "site", site)) == len(whole) - 1


def test_how_queues_go_together_is_found() -> None:
    zone = "Asia/Shanghai"
    close, apart = (correlations(_two_queues(shared), ["chat", "phone"], zone)[0, 1] for shared in (1.0, 0.0))
    assert close > 0.7
    assert abs(apart) < 0.3
    assert correlations(_two_queues(1.0).head(48), ["chat", "phone"], zone)[0, 1] == pytest.approx(0.3)


def _two_queues(shared: float) -> pd.DataFrame:
    first, days = date(2024, 1, 1), 280
    random = np.random.default_rng(5)
    common, own = random.normal(0, 0.2, days), random.normal(0, 0.2, (2, days))
    frames = []
    for place, name in enumerate(("chat", "phone")):
        moved = np.sqrt(shared) * common + np.sqrt(1 - shared) * own[place]
        levels = {first + timedelta(days=row): 2000.0 * float(np.exp(moved[row])) for row in range(days)}
        centre = MadeCentre(levels.__getitem__, country="none", seed=place)
        frames.append(centre.history(first, days).assign(queue=pd.Series([name] * days * 24, dtype="str")))
    return pd.concat(frames, ignore_index=True)


def test_more_levels_than_usual_are_summed_and_scaled_like_the_others() -> None:
    usual = small_forecast({"chat": 50.0, "phone": 20.0}, day_sd=0.2)
    more = usual.assign(p99=2 * usual["p95"] - usual["p50"], day_p99=1.2 * usual["day_p95"])
    whole = site_total(more, "site", between(0.3, 2))
    pd.testing.assert_frame_equal(whole.drop(columns=["p99", "day_p99"]), site_total(usual, "site", between(0.3, 2)))
    busy = whole[whole["mean"] > 0]
    assert (busy["p99"] > busy["p95"]).all()
    assert (whole["day_p99"].dropna() > whole["day_p95"].dropna()).all()
    doubled = rescaled(more, np.full(len(more), 2.0))
    assert (doubled["p99"] > doubled["p95"])[doubled["mean"] > 0].all()
    assert (doubled["day_p99"].dropna() > doubled["day_p95"].dropna()).all()
