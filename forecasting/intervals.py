"""How far off forecasts were when it was tried on the past, as quantiles of what will come.

Conformal prediction by rolling origins: residuals of days that the model had not seen, in units of the spread that it
gave for them, kept apart for ordinary days and days with an event, because pooled ones cover only 59 to 75 % of event
days. Days of one week are off together, so a year tells no more than some fifty independent scores: the model's own word
counts beside them like a few weeks more, and quantiles are widened as Student's are when a spread is known from few.
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
WEEK_DAYS = 7
OWN_WEEKS = 4.0  # of the model's word: right on average over 16 series, a third too wide or narrow on many of them
OWN_SCORES = stats.norm.ppf((np.arange(500) + 0.5) / 500)
LEAST_WEEKS = 3
# Of what ordinary days say about event days, which were missed a little more on most series: too narrow costs most there.
EVENT_WEEKS, EVENT_CAUTION = 8.0, 1.4
ENOUGH_DAYS, ENOUGH_SLOTS = 12, 30
SHARES = np.concatenate([[0.001, 0.0025, 0.005], np.arange(1, 100) / 100, [0.995, 0.9975, 0.999]])
MIDDLE = len(SHARES) // 2
PARTS = np.concatenate([np.linspace(-1.0, 0.0, 11), np.geomspace(1e-4, 4.0, 40)])
GAMMA_ABOVE = 200.0
MOST_SLOTS = 1000


@dataclass(frozen=True, slots=True)
class Unsure:
    """By day (or slot): *sd* of the logarithm as the model gives it, and whether the day is *eventful*."""

    sd: Floats
    eventful: Flags

    def at(self, rows: Integers) -> "Unsure":
        """Return the same for some of the days, each as often as *rows* name it."""
        return Unsure(self.sd[rows], self.eventful[rows])


@dataclass(frozen=True, slots=True)
class Trials:
    """What past origins foretold and what came, one entry a day: *foretold* and *came* in contacts.

    *sd* is the spread of the day's logarithm as the model gave it, *day* numbers the days: overlapping origins try a day
    more than once. *slots_foretold* and *slots_came* are contacts by slot, shape (days, slots), NaN where a slot was not
    seen.
    """

    foretold: Floats
    came: Floats
    sd: Floats
    day: Integers
    eventful: Flags
    slots_foretold: Floats
    slots_came: Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """What trials say of the model's own spread.

    *scores* are quantiles of log(came / foretold) in units of the model's spread, shape (2, SHARES): ordinary days,
    then event days. *parts* say for the same how slots are spread beside their day: see ``_dispersions``.
    """

    scores: Floats
    parts: Floats


def fit_spread(trials: Trials) -> Spread:
    """Learn the spread from *trials*; few event days lean on ordinary ones, more widely than these were."""
    scores = _scores(trials)
    ordinary = ~trials.eventful & np.isfinite(scores)
    eventful = trials.eventful & np.isfinite(scores)
    usual = _joined(scores[ordinary], trials.day[ordinary], _Weighted(OWN_SCORES, np.ones(len(OWN_SCORES))), OWN_WEEKS)
    # Which way an event will be off says nothing of the way that others were: both sides take both.
    widened = _Weighted(EVENT_CAUTION * _both(usual.values), np.tile(usual.weights, 2))
    rare = _joined(_both(scores[eventful]), np.tile(trials.day[eventful], 2), widened, EVENT_WEEKS)
    weeks = _weeks(trials.day[np.isfinite(scores)])
    rows = np.array([_widened(found.quantiles(), weeks) for found in (usual, rare)])
    return Spread(rows, _parts(trials, Spread(rows, np.zeros(2))))


def day_quantiles(spread: Spread, totals: Floats, unsure: Unsure, shares: Sequence[float] = USUAL_SHARES) -> Floats:
    """Return quantiles of day totals, shape (days, shares), in contacts; *totals* are expected contacts.

    Sorted by share. No quantile is nearer to the middle than a Poisson count's.
    """
    wanted = np.sort(np.asarray(shares, dtype=float))
    found = np.array([np.interp(wanted, SHARES, row) for row in spread.scores])[unsure.eventful.astype(int)]
    logs = found * unsure.sd[:, None]
    floor = _counts(totals[:, None], np.zeros((len(totals), 1)), wanted)
    return _ordered(totals[:, None] * np.exp(logs), floor, wanted)


def slot_quantiles(spread: Spread, means: Floats, unsure: Unsure, shares: Sequence[float] = USUAL_SHARES) -> Floats:
    """Return quantiles of slots, shape (slots, shares), in contacts; a slot without expected contacts has zeros."""
    wanted = np.sort(np.asarray(shares, dtype=float))
    dispersions = _dispersions(_day_sd(spread, unsure.sd, unsure.eventful), spread.parts[unsure.eventful.astype(int)])
    found = _counts(means[:, None], dispersions[:, None], wanted)
    # Small, widely dispersed counts pile up at zero: there even the upper quantile can fall below Poisson's.
    return _ordered(found, _counts(means[:, None], np.zeros((len(means), 1)), wanted), wanted)


@dataclass(frozen=True, slots=True)
class _Weighted:
    """Scores, each with its weight."""

    values: Floats
    weights: Floats

    def quantiles(self) -> Floats:
        """Return the quantiles at SHARES."""
        order = np.argsort(self.values, kind="stable")
        weights = self.weights[order]
        reached = np.cumsum(weights) - 0.5 * weights
        return np.asarray(np.interp(SHARES, reached / weights.sum(), self.values[order]))


def _scores(trials: Trials) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.log(np.maximum(trials.came, 0.5) / trials.foretold) / trials.sd
    return np.where(np.isfinite(scores), scores, np.nan)


def _joined(scores: Floats, day: Integers, prior: _Weighted, prior_weeks: float) -> _Weighted:
    """Return *scores*, which together weigh as many as there are weeks in them, with *prior*, which weighs its own."""
    told = np.full(len(scores), _weeks(day) / max(len(scores), 1))
    own = prior.weights * (prior_weeks / prior.weights.sum())
    return _Weighted(np.concatenate([scores, prior.values]), np.concatenate([told, own]))


def _weeks(day: Integers) -> int:
    return len(np.unique(day // WEEK_DAYS))


def _both(values: Floats) -> Floats:
    return np.concatenate([values, -values])


def _widened(found: Floats, weeks: int) -> Floats:
    """Return the quantiles *found*, further from their middle as their spread is known from *weeks* of scores only."""
    outer = np.arange(len(SHARES)) != MIDDLE
    wider = stats.t.ppf(SHARES[outer], max(weeks, LEAST_WEEKS)) / stats.norm.ppf(SHARES[outer])
    middle = found[MIDDLE]
    return np.asarray(middle + np.insert(wider, MIDDLE, 1.0) * (found - middle))


def _day_sd(spread: Spread, sd: Floats, eventful: Flags) -> Floats:
    """Return the standard deviation of each day's logarithm that its 90 % interval stands for."""
    widths = np.array([np.interp(0.95, SHARES, row) - np.interp(0.05, SHARES, row) for row in spread.scores])
    return np.asarray(sd * widths[eventful.astype(int)] / (2 * stats.norm.ppf(0.95)))


def _dispersions(day_sd: Floats, parts: Floats) -> Floats:
    """Return the dispersion of slots: the variance of a slot with mean m is m + dispersion * m * m.

    A part of -1 to 0 takes that much away from the day's own variance, a part above 0 is added to it.
    """
    return np.asarray(np.where(parts <= 0, (1 + np.minimum(parts, 0.0)) * day_sd**2, day_sd**2 + parts))


def _parts(trials: Trials, spread: Spread) -> Floats:
    """Return the parts of ordinary and of event days; few event days take the ordinary one."""
    day_sd = _day_sd(spread, trials.sd, trials.eventful)
    usual, rare = (
        _part(trials.slots_foretold[chosen], trials.slots_came[chosen], day_sd[chosen], _weeks(trials.day[chosen]))
        for chosen in (~trials.eventful, trials.eventful)
    )
    return np.array([usual, rare if int(trials.eventful.sum()) >= ENOUGH_DAYS else max(usual, 0.0)])


def _part(foretold: Floats, came: Floats, day_sd: Floats, weeks: int) -> float:
    """Return the least part whose 90 % interval held at least 90 % of the slots tried, more when *weeks* are few."""
    known = np.isfinite(came) & (foretold > 0)
    means, counts = foretold[known], came[known]
    spreads = np.broadcast_to(day_sd[:, None], foretold.shape)[known]
    if len(means) < ENOUGH_SLOTS:
        return 0.0
    # Whole steps would meet the same hours again and again.
    thin = np.linspace(0, len(means) - 1, min(len(means), MOST_SLOTS)).astype(int)
    means, counts, spreads = means[thin], counts[thin], spreads[thin]
    to_hold = 2 * stats.norm.cdf(stats.t.ppf(0.95, max(weeks, LEAST_WEEKS))) - 1
    low, high = 0, len(PARTS) - 1
    while low < high:
        middle = (low + high) // 2
        dispersions = _dispersions(spreads, np.full(len(spreads), PARTS[middle]))
        if _coverage(means, counts, dispersions) >= to_hold:
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
