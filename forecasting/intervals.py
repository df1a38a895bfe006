"""How far off forecasts were when it was tried on the past, as quantiles of what will come.

Conformal prediction by rolling origins: residuals of days that the model had not seen, kept apart for ordinary days
and days with an event, because pooled ones cover only 59 to 75 % of event days.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from forecasting.frames import QUANTILES

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
LEAD_EDGES_DAYS = (7, 14)
ENOUGH_DAYS = 30
ENOUGH_EVENT_DAYS = 12
TOO_FEW_WIDENING = 2.0
UNTRIED_SD = 0.25
DISPERSIONS = np.concatenate([[0.0], np.geomspace(1e-4, 4.0, 40)])
GAMMA_ABOVE = 200.0
MOST_SLOTS = 3000


@dataclass(frozen=True, slots=True)
class Trials:
    """What past origins foretold and what came, one entry a day: *foretold* and *came* in contacts, *lead* in days.

    *slots_foretold* and *slots_came* are the same by slot, shape (days, slots), NaN where a slot was not seen.
    """

    foretold: Floats
    came: Floats
    lead: Floats
    eventful: Flags
    slots_foretold: Floats
    slots_came: Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles of log(came / foretold) of day totals, shape (kinds, quantiles), and the dispersion of slots by kind.

    Kinds are the leads of up to one week, up to two and beyond on ordinary days, then the same on event days. The
    variance of a slot with mean m is m + dispersion * m * m: never below that of a Poisson count.
    """

    day_logs: Floats
    dispersions: Floats


def fit_spread(trials: Trials) -> Spread:
    """Learn the spread from *trials*; with too few days of a kind it borrows, with too few event days it doubles."""
    logs = _log_ratio(trials)
    kinds = _kinds(trials.lead, trials.eventful)
    day_logs = np.zeros((6, len(QUANTILES)))
    dispersions = np.zeros(6)
    for first, mine in ((0, ~trials.eventful), (3, trials.eventful)):
        tried = mine & np.isfinite(logs)
        if first and int(tried.sum()) < ENOUGH_EVENT_DAYS:
            day_logs[3:] = day_logs[:3] * TOO_FEW_WIDENING
            dispersions[3:] = dispersions[:3] * TOO_FEW_WIDENING**2
            continue
        pooled = _quantiles(logs[tried])
        for kind, scale in enumerate(_scales(logs, kinds, tried, first), start=first):
            day_logs[kind] = pooled * scale
            chosen = kinds == kind if int((kinds == kind).sum()) >= ENOUGH_DAYS else mine
            dispersions[kind] = _dispersion(trials.slots_foretold[chosen], trials.slots_came[chosen])
    return Spread(day_logs, _rising(dispersions))


def _scales(logs: Floats, kinds: npt.NDArray[np.int64], tried: Flags, first: int) -> list[float]:
    """Return how wide each lead's residuals are against all of them: never narrower than an earlier lead's."""
    scales = []
    overall = float(np.mean(np.abs(logs[tried]))) if tried.any() else 0.0
    for kind in range(first, first + 3):
        mine = logs[tried & (kinds == kind)]
        own = float(np.mean(np.abs(mine))) / overall if overall > 0 and len(mine) else 1.0
        scales.append((len(mine) * own + ENOUGH_DAYS) / (len(mine) + ENOUGH_DAYS))
    return list(np.maximum.accumulate(scales))


def day_quantiles(spread: Spread, totals: Floats, lead: Floats, eventful: Flags, unforeseen: Flags) -> Floats:
    """Return quantiles of day totals, shape (days, quantiles), in contacts; *totals* are expected contacts.

    Days with an event never seen before are twice as wide as other event days; leads beyond four weeks widen with the
    root of the lead. No quantile is nearer to the middle than a Poisson count's.
    """
    shares = np.array(list(QUANTILES.values()))
    stretch = _stretch(lead) * np.where(unforeseen, TOO_FEW_WIDENING, 1.0)
    found = totals[:, None] * np.exp(spread.day_logs[_kinds(lead, eventful)] * stretch[:, None])
    return _ordered(found, _counts(totals[:, None], np.zeros((len(totals), 1)), shares), shares)


def slot_quantiles(spread: Spread, means: Floats, lead: Floats, eventful: Flags, unforeseen: Flags) -> Floats:
    """Return quantiles of slots, shape (slots, quantiles), in contacts; a slot without expected contacts has zeros."""
    shares = np.array(list(QUANTILES.values()))
    stretch = _stretch(lead) * np.where(unforeseen, TOO_FEW_WIDENING, 1.0)
    dispersion = spread.dispersions[_kinds(lead, eventful)] * stretch**2
    found = _counts(means[:, None], dispersion[:, None], shares)
    # Small, widely dispersed counts pile up at zero: there even the upper quantile can fall below Poisson's.
    return _ordered(found, _counts(means[:, None], np.zeros((len(means), 1)), shares), shares)


def _kinds(lead: Floats, eventful: Flags) -> npt.NDArray[np.int64]:
    return np.asarray(np.searchsorted(LEAD_EDGES_DAYS, lead, side="left") + 3 * eventful, dtype=np.int64)


def _stretch(lead: Floats) -> Floats:
    return np.sqrt(np.maximum(lead / 28.0, 1.0))


def _log_ratio(trials: Trials) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.maximum(trials.came, 0.5) / trials.foretold)
    return np.where(np.isfinite(logs), logs, np.nan)


def _quantiles(logs: Floats) -> Floats:
    """Return the conformal quantiles of *logs*; few residuals give those of a Student t with their own spread."""
    shares = np.array(list(QUANTILES.values()))
    n = len(logs)
    if n < 5:
        return np.asarray(stats.norm.ppf(shares) * UNTRIED_SD)
    if n < ENOUGH_DAYS:
        scale = float(np.sqrt(np.mean(logs**2)))
        return np.asarray(stats.t.ppf(shares, n - 1) * scale * np.sqrt(1 + 1 / n))
    outer = np.where(shares < 0.5, shares * (n + 1) / n - 1 / n, shares * (n + 1) / n)
    return np.asarray(np.quantile(logs, np.clip(outer, 0.0, 1.0)))


def _rising(dispersions: Floats) -> Floats:
    return np.concatenate([np.maximum.accumulate(dispersions[:3]), np.maximum.accumulate(dispersions[3:])])


def _dispersion(foretold: Floats, came: Floats) -> float:
    """Return the least dispersion whose 90 % interval held at least 90 % of the slots tried."""
    known = np.isfinite(came) & (foretold > 0)
    means, counts = foretold[known], came[known]
    if len(means) < ENOUGH_DAYS:
        return UNTRIED_SD**2
    thin = slice(None, None, max(1, len(means) // MOST_SLOTS))
    means, counts = means[thin], counts[thin]
    low, high = 0, len(DISPERSIONS) - 1
    while low < high:
        middle = (low + high) // 2
        if _coverage(means, counts, float(DISPERSIONS[middle])) >= 0.90:
            high = middle
        else:
            low = middle + 1
    return float(DISPERSIONS[low])


def _coverage(means: Floats, counts: Floats, dispersion: float) -> float:
    """Return the share of *counts* between the 5 % and 95 % quantiles, read off their distribution functions."""
    above = _share_up_to(counts, means, dispersion) >= 0.05
    below = np.where(counts > 0, _share_up_to(np.maximum(counts - 1, 0), means, dispersion), 0.0) < 0.95
    return float(np.mean(above & below))


def _share_up_to(counts: Floats, means: Floats, dispersion: float) -> Floats:
    """Return the probability of at most *counts* (DLMF 8.17.5 for the negative binomial)."""
    if dispersion < 1e-9:
        return np.asarray(special.pdtr(counts, means))
    return np.asarray(special.betainc(1 / dispersion, counts + 1, 1 / (1 + dispersion * means)))


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
