"""How far off forecasts were when it was tried on the past, as quantiles of what will come.

Conformal prediction by rolling origins: residuals of days that the model had not seen, in units of the spread that it
gave for them, kept apart for ordinary days and days with an event, because pooled ones cover only 59 to 75 % of event
days.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from forecasting.frames import QUANTILES

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
USUAL_SHARES = tuple(QUANTILES.values())
LEAD_EDGES_DAYS = (7, 14)
ENOUGH_DAYS = 30
ENOUGH_EVENT_DAYS = 12
EVENT_CAUTION = 1.5
MONTH_DAYS, SHY = 28, 0.6
HALF_LIFE_DAYS = 180.0  # of what an error says about the next ones
LEAST_SCALE, UNTRIED_SCALE = 0.5, 2.0
TAIL_DEGREES = 5
SHARES = np.concatenate([[0.001, 0.0025, 0.005], np.arange(1, 100) / 100, [0.995, 0.9975, 0.999]])
MIDDLE = len(SHARES) // 2
PARTS = np.concatenate([np.linspace(-1.0, 0.0, 11), np.geomspace(1e-4, 4.0, 40)])
GAMMA_ABOVE = 200.0
MOST_SLOTS = 700


@dataclass(frozen=True, slots=True)
class Unsure:
    """By day (or slot): *sd* of the logarithm as the model gives it, *lead* in days, whether the day is *eventful*."""

    sd: Floats
    lead: Floats
    eventful: Flags

    def at(self, rows: Integers) -> "Unsure":
        """Return the same for some of the days, each as often as *rows* name it."""
        return Unsure(self.sd[rows], self.lead[rows], self.eventful[rows])


@dataclass(frozen=True, slots=True)
class Trials:
    """What past origins foretold and what came, one entry a day: *foretold* and *came* in contacts, *lead* in days.

    *sd* is the spread of the day's logarithm as the model gave it, *day* numbers the days: overlapping origins try a day
    more than once. *slots_foretold* and *slots_came* are contacts by
    slot, shape (days, slots), NaN where a slot was not seen.
    """

    foretold: Floats
    came: Floats
    sd: Floats
    lead: Floats
    day: Integers
    eventful: Flags
    slots_foretold: Floats
    slots_came: Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """What trials say of the model's own spread.

    *scores* are quantiles of log(came / foretold) in units of the model's spread, shape (2, SHARES): ordinary days,
    then event days. *scales* widen them by kind of day: leads of up to one week, up to two and beyond on ordinary days,
    then the same on event days. *parts* say how slots are spread beside their day: see ``_dispersions``.
    """

    scores: Floats
    scales: Floats
    parts: Floats


def fit_spread(trials: Trials) -> Spread:
    """Learn the spread from *trials*; few event days lean on ordinary ones, more widely than these were."""
    scores = _scores(trials)
    kinds = _kinds(trials.lead, trials.eventful)
    ordinary = ~trials.eventful & np.isfinite(scores)
    eventful = trials.eventful & np.isfinite(scores)
    usual = _quantiles(scores[ordinary], trials.day[ordinary])
    rows = np.array([usual, _event_quantiles(scores[eventful], trials.day[eventful], scores[ordinary], usual)])
    scales = np.concatenate([_scales(scores, kinds, ordinary, 0), _scales(scores, kinds, eventful, 3)])
    drawn = Spread(rows, scales, np.zeros(6))
    return Spread(rows, scales, _parts(trials, drawn, kinds))


def day_quantiles(spread: Spread, totals: Floats, unsure: Unsure, shares: Sequence[float] = USUAL_SHARES) -> Floats:
    """Return quantiles of day totals, shape (days, shares), in contacts; *totals* are expected contacts.

    Sorted by share. No quantile is nearer to the middle than a Poisson count's.
    """
    wanted = np.sort(np.asarray(shares, dtype=float))
    found = np.array([np.interp(wanted, SHARES, row) for row in spread.scores])[unsure.eventful.astype(int)]
    logs = found * (unsure.sd * spread.scales[_kinds(unsure.lead, unsure.eventful)])[:, None]
    floor = _counts(totals[:, None], np.zeros((len(totals), 1)), wanted)
    return _ordered(totals[:, None] * np.exp(logs), floor, wanted)


def slot_quantiles(spread: Spread, means: Floats, unsure: Unsure, shares: Sequence[float] = USUAL_SHARES) -> Floats:
    """Return quantiles of slots, shape (slots, shares), in contacts; a slot without expected contacts has zeros."""
    wanted = np.sort(np.asarray(shares, dtype=float))
    kinds = _kinds(unsure.lead, unsure.eventful)
    dispersions = _dispersions(_day_sd(spread, unsure), spread.parts[kinds])
    found = _counts(means[:, None], dispersions[:, None], wanted)
    # Small, widely dispersed counts pile up at zero: there even the upper quantile can fall below Poisson's.
    return _ordered(found, _counts(means[:, None], np.zeros((len(means), 1)), wanted), wanted)


def _kinds(lead: Floats, eventful: Flags) -> Integers:
    return np.asarray(np.searchsorted(LEAD_EDGES_DAYS, lead, side="left") + 3 * eventful, dtype=np.int64)


def _scores(trials: Trials) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.log(np.maximum(trials.came, 0.5) / trials.foretold) / trials.sd
    return np.where(np.isfinite(scores), scores, np.nan)


def _quantiles(scores: Floats, day: Integers) -> Floats:
    """Return the conformal quantiles of *scores* at SHARES, Student t tails beyond what they can tell.

    Days of one month share their level: the number of independent scores lies between that of months and that of days
    tried, for which their geometric mean is taken.
    """
    n = len(scores)
    if n < 5:
        return np.asarray(stats.t.ppf(SHARES, TAIL_DEGREES) * UNTRIED_SCALE)
    weights = 0.5 ** ((int(day.max()) - day) / HALF_LIFE_DAYS)
    months = max(1.0, (float(np.ptp(day)) + 1) / MONTH_DAYS)
    told = np.sqrt(len(np.unique(day)) * months)
    cut = np.clip(scores, *_weighted(scores, weights, np.array([0.02, 0.98])))
    spread = float(np.sqrt(np.average(cut**2, weights=weights)))
    tails = stats.t.ppf(SHARES, TAIL_DEGREES) * spread
    outer = SHARES + (SHARES - 0.5) * SHY / told
    found = _weighted(scores, weights, np.clip(outer, 0.0, 1.0))
    further = np.where(SHARES < 0.5, np.minimum(found, tails), np.maximum(found, tails))
    return np.asarray(np.where((outer <= 0.0) | (outer >= 1.0), further, found))


def _weighted(values: Floats, weights: Floats, shares: Floats) -> Floats:
    """Return the quantiles of *values*, each counting by its weight."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.asarray(np.interp(shares, reached / weights.sum(), values[order]))


def _event_quantiles(scores: Floats, day: Integers, usual_scores: Floats, usual: Floats) -> Floats:
    """Return those of event days: their own, as far as enough were tried, else the usual ones, widened."""
    n = len(scores)
    width = float(np.mean(np.abs(usual_scores))) if len(usual_scores) else 1.0
    own = float(np.abs(scores).sum()) / max(width, 1e-9)
    # Which way an event will be off says nothing of the way that ordinary days were: both sides take the wider one.
    both = np.sign(SHARES - 0.5) * np.maximum(np.abs(usual), np.abs(usual[::-1]))
    widened = both * max(LEAST_SCALE, (own + ENOUGH_EVENT_DAYS * EVENT_CAUTION) / (n + ENOUGH_EVENT_DAYS))
    if n < ENOUGH_DAYS:
        return widened
    mine = _quantiles(scores, day)
    share = n / (n + ENOUGH_DAYS)
    return np.asarray(share * mine + (1 - share) * widened)


def _scales(scores: Floats, kinds: Integers, tried: Flags, first: int) -> list[float]:
    """Return how wide each lead's scores are against all of them: never narrower than an earlier lead's."""
    scales = []
    overall = float(np.mean(np.abs(scores[tried]))) if tried.any() else 0.0
    for kind in range(first, first + 3):
        mine = scores[tried & (kinds == kind)]
        own = float(np.mean(np.abs(mine))) / overall if overall > 0 and len(mine) else 1.0
        scales.append((len(mine) * own + ENOUGH_DAYS) / (len(mine) + ENOUGH_DAYS))
    rising = np.maximum.accumulate(scales)
    shares = (
        np.bincount(kinds[tried] - first, minlength=3) / max(int(tried.sum()), 1) if tried.any() else np.ones(3) / 3
    )
    return list(rising / float(rising @ shares))


def _day_sd(spread: Spread, unsure: Unsure) -> Floats:
    """Return the standard deviation of each day's logarithm that its 90 % interval stands for."""
    widths = np.array([np.interp(0.95, SHARES, row) - np.interp(0.05, SHARES, row) for row in spread.scores])
    scales = spread.scales[_kinds(unsure.lead, unsure.eventful)]
    return np.asarray(unsure.sd * scales * widths[unsure.eventful.astype(int)] / (2 * stats.norm.ppf(0.95)))


def _dispersions(day_sd: Floats, parts: Floats) -> Floats:
    """Return the dispersion of slots: the variance of a slot with mean m is m + dispersion * m * m.

    A part of -1 to 0 takes that much away from the day's own variance, a part above 0 is added to it.
    """
    return np.asarray(np.where(parts <= 0, (1 + np.minimum(parts, 0.0)) * day_sd**2, day_sd**2 + parts))


def _parts(trials: Trials, spread: Spread, kinds: Integers) -> Floats:
    day_sd = _day_sd(spread, Unsure(trials.sd, trials.lead, trials.eventful))
    parts = np.zeros(6)
    for kind in range(6):
        chosen = kinds == kind
        if int(chosen.sum()) < ENOUGH_DAYS:
            chosen = trials.eventful == (kind >= 3)
        if int(chosen.sum()) < ENOUGH_EVENT_DAYS:
            parts[kind] = max(parts[kind - 3], 0.0) if kind >= 3 else 0.0
            continue
        parts[kind] = _part(trials.slots_foretold[chosen], trials.slots_came[chosen], day_sd[chosen])
    return np.concatenate([np.maximum.accumulate(parts[:3]), np.maximum.accumulate(parts[3:])])


def _part(foretold: Floats, came: Floats, day_sd: Floats) -> float:
    """Return the least part whose 90 % interval held at least 90 % of the slots tried."""
    known = np.isfinite(came) & (foretold > 0)
    means, counts = foretold[known], came[known]
    spreads = np.broadcast_to(day_sd[:, None], foretold.shape)[known]
    if len(means) < ENOUGH_DAYS:
        return 0.0
    thin = slice(None, None, max(1, len(means) // MOST_SLOTS))
    means, counts, spreads = means[thin], counts[thin], spreads[thin]
    low, high = 0, len(PARTS) - 1
    while low < high:
        middle = (low + high) // 2
        dispersions = _dispersions(spreads, np.full(len(spreads), PARTS[middle]))
        if _coverage(means, counts, dispersions) >= 0.90:
            high = middle
        else:
            low = middle + 1
    return float(PARTS[low])


def _coverage(means: Floats, counts: Floats, dispersions: Floats) -> float:
    """Return the share of *counts* between the 5 % and 95 % quantiles, read off their distribution functions."""
    above = _share_up_to(counts, means, dispersions) >= 0.05
    below = np.where(counts > 0, _share_up_to(np.maximum(counts - 1, 0), means, dispersions), 0.0) < 0.95
    return float(np.mean(above & below))


def _share_up_to(counts: Floats, means: Floats, dispersions: Floats) -> Floats:
    """Return the probability of at most *counts* (DLMF 8.17.5 for the negative binomial)."""
    wide = np.maximum(dispersions, 1e-9)
    negative = special.betainc(1 / wide, counts + 1, 1 / (1 + wide * means))
    return np.asarray(np.where(dispersions < 1e-9, special.pdtr(counts, means), negative))


def _counts(means: Floats, dispersions: Floats, shares: Floats) -> Floats:
    """Return quantiles of counts with the given mean and dispersion: Poisson, negative binomial, gamma when large."""
    means, dispersions, shares = np.broadcast_arrays(means, dispersions, shares)
    found = np.zeros(means.shape)
    large = means > GAMMA_ABOVE
    poisson = (means > 0) & ~large & (dispersions < 1e-9)
    negative = (means > 0) & ~large & ~poisson
    variance_ratio = 1 + dispersions * means
    found[poisson] = stats.poisson.ppf(shares[poisson], means[poisson])
    found[negative] = stats.nbinom.ppf(
        shares[negative], 1 / np.maximum(dispersions[negative], 1e-9), 1 / variance_ratio[negative]
    )
    found[large] = stats.gamma.ppf(shares[large], means[large] / variance_ratio[large], scale=variance_ratio[large])
    return np.maximum(found, 0.0)


def _ordered(found: Floats, floor: Floats, shares: Floats) -> Floats:
    """Let no quantile be narrower than *floor* and keep them in order."""
    wide = np.where(shares < 0.5, np.minimum(found, floor), np.where(shares > 0.5, np.maximum(found, floor), found))
    return np.sort(np.maximum(wide, 0.0), axis=1)
