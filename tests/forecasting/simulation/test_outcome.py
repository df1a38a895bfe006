from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from scipy import stats

from forecasting.frames import OUTCOME
from forecasting.simulation import (
    Outcome,
    compare,
    day_frame,
    mean_wait_seconds,
    outcome_frame,
    service_level,
    simulate,
    target_met,
    wait_quantile,
)
from forecasting.simulation.compiling import compiled
from forecasting.simulation.estimates import mean_of, quantile_of, ratio_of, share_of
from forecasting.timegrid import TimeGrid
from tests.forecasting.simulated_centres import centre, people, stream

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = TimeGrid(BERLIN, date(2026, 3, 28), 2)  # the second day has 23 hours


def two_days(replications: int = 6, staff: int = 6) -> Outcome:
    contacts = np.where(np.arange(NIGHT.n_slots) % 4 == 0, 0.0, 15.0)
    calls, fraud = (
        stream(name, tuple(contacts), patience_seconds=90.0, retrial_share=0.3) for name in ("calls", "fraud")
    )
    starts = tuple(NIGHT.slots_of(day).start for day in NIGHT.dates())
    levels = {"calls": 0, "fraud": 1}
    return simulate(centre(calls, fraud, staff=people(staff, levels=levels), day_starts=starts), replications, seed=3)


def test_an_outcome_is_laid_out_as_outcome_and_counts_what_was_counted() -> None:
    found = two_days()
    frame = OUTCOME.check(outcome_frame(found, NIGHT))
    assert len(frame) == 2 * NIGHT.n_slots
    assert frame["start"].iloc[0] == NIGHT.instant(0)
    by_queue = frame.groupby("queue")["offered"].sum()
    assert by_queue.to_dict() == pytest.approx(
        dict(zip(("calls", "fraud"), found.offered.mean(axis=0).sum(axis=0), strict=True))
    )
    shares = frame[["service_level", "service_level_low", "service_level_high", "abandoned_share", "occupancy"]]
    assert bool(shares.le(1.0).where(shares.notna(), other=True).all(axis=None))
    assert bool((frame["service_level_p05"].dropna() <= frame["service_level_p95"].dropna()).all())
    assert frame["staff"].iloc[:90].to_numpy() == pytest.approx(6.0)


def test_days_hold_the_sums_of_their_slots_and_the_verdict_on_the_target() -> None:
    found = two_days()
    frame = day_frame(found, NIGHT)
    assert frame["date"].tolist() == list(NIGHT.dates()) * 2
    slots = outcome_frame(found, NIGHT)
    assert frame["answered"].sum() == pytest.approx(slots["answered"].sum())
    assert frame["answered"].iloc[0] == pytest.approx(slots["answered"].iloc[:96].sum())
    assert bool(
        ((frame["target_met_low"] <= frame["target_met"]) & (frame["target_met"] <= frame["target_met_high"])).all()
    )


def test_a_grid_of_other_days_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit the grid"):
        outcome_frame(two_days(2), TimeGrid(BERLIN, date(2026, 3, 27), 2))


def test_several_workers_count_the_same_as_one() -> None:
    asked = two_days(1).centre
    one, two = simulate(asked, 5, seed=8), simulate(asked, 5, seed=8, workers=2)
    np.testing.assert_array_equal(one.offered, two.offered)
    np.testing.assert_array_equal(one.wait_answered, two.wait_answered)
    np.testing.assert_array_equal(one.waits, two.waits)


def test_progress_counts_replications_and_ends_them_early() -> None:
    told: list[int] = []

    def enough(done: int) -> bool:
        told.append(done)
        return done < 3

    asked = centre(stream(), staff=people(5))
    found = simulate(asked, 10, progress=enough)
    assert told == [1, 2, 3]
    np.testing.assert_array_equal(found.offered, simulate(asked, 3).offered)


def test_who_balks_has_no_part_in_the_mean_wait() -> None:
    calls = stream(contacts=(40.0,) * 8, balk_share=0.25)
    found = simulate(centre(calls, staff=people(6)), 20, seed=2, keep_logs=True)
    assert found.abandoned.sum() > 0
    waits = np.concatenate([(log.start - log.time)[log.person >= 0] for log in found.logs])
    assert mean_wait_seconds(found.by_day()).mean[0, 0] == pytest.approx(waits.mean())


def test_an_outcome_does_not_differ_from_itself() -> None:
    found = two_days()
    for difference in compare(found, found):
        for values in difference:
            assert np.nan_to_num(values) == pytest.approx(0.0)


def test_outcomes_of_different_shapes_do_not_compare() -> None:
    with pytest.raises(ValueError, match="do not compare"):
        compare(two_days(2), two_days(3))


def test_wait_quantiles_are_those_of_the_contacts_to_within_a_twentieth() -> None:
    asked = centre(stream(contacts=(60.0,) * 4), staff=people(12))
    found = simulate(asked, 10, seed=1, keep_logs=True)
    waits = np.concatenate([(log.start - log.time)[log.person >= 0] for log in found.logs])
    for share in (0.5, 0.9, 0.95):
        told = wait_quantile(found.by_day(), share)[0, 0]
        assert told == pytest.approx(np.quantile(waits, share, method="inverted_cdf"), rel=0.05, abs=1.0)
    assert np.isnan(wait_quantile(simulate(centre(stream()), 1), 0.5)).all()


def test_the_interval_of_a_mean_is_students() -> None:
    values = np.array([[1.0], [4.0], [2.5], [3.0]])
    low, high = stats.t.interval(0.95, 3, values.mean(), stats.sem(values[:, 0]))
    found = mean_of(values)
    assert (found.mean[0], found.low[0], found.high[0]) == pytest.approx((values.mean(), low, high))


def test_the_interval_of_a_ratio_with_equal_bases_is_that_of_the_mean() -> None:
    values = np.array([[3.0], [5.0], [4.0]])
    ratio, mean = ratio_of(values, np.full((3, 1), 10.0)), mean_of(values / 10)
    assert np.concatenate(ratio) == pytest.approx(np.concatenate(mean))


def test_bands_are_quantiles_over_the_replications_that_counted_anything() -> None:
    above, below = (
        np.array([[1.0, 0.0], [3.0, 0.0], [0.0, 0.0], [8.0, 0.0]]),
        np.array([[2.0, 0.0], [4.0, 0.0], [0.0, 0.0], [8.0, 0.0]]),
    )
    for share in (0.05, 0.5, 0.9):
        assert quantile_of(above, below, share)[0] == pytest.approx(np.quantile([0.5, 0.75, 1.0], share))
        assert np.isnan(quantile_of(above, below, share)[1])


def test_nothing_counted_is_no_number() -> None:
    assert np.isnan(np.concatenate(ratio_of(np.zeros((3, 1)), np.zeros((3, 1))))).all()


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (3, 10), (10, 10)])
def test_the_interval_of_a_share_is_the_exact_one(hits: int, n: int) -> None:
    met = (np.arange(n) < hits)[:, None]
    found = share_of(met, np.ones_like(met))
    told = stats.binomtest(hits, n).proportion_ci(0.95, "exact")
    assert (found.mean[0], found.low[0], found.high[0]) == pytest.approx((hits / n, told.low, told.high))


def test_the_target_is_met_for_sure_with_many_people_and_never_with_none() -> None:
    many, none = (simulate(centre(stream(), staff=people(n)), 10) for n in (60, 0))
    assert target_met(many).mean[0, 0] == 1.0
    assert target_met(none).mean[0, 0] == 0.0
    assert service_level(none).mean[0, 0] == 0.0


def test_without_a_place_to_keep_it_compiled_code_is_made_anew() -> None:
    names: dict[str, object] = {}
    exec("def double(number):\n    return 2 * number\n", names)  # of no file, so numba can keep it nowhere
    double = names["double"]
    assert callable(double)
    assert compiled(double)(21) == 42


@pytest.mark.parametrize(("replications", "seed"), [(0, 1), (1, -1)])
def test_impossible_orders_are_refused(replications: int, seed: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        simulate(centre(stream()), replications, seed)
