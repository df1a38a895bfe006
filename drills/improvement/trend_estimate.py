"""How much better or worse than predicted targets were met, and whether that changes: a small Bayesian estimate on a grid.

Each target's chance was told before the drill. People as a whole are *shift* better than told, on the scale of log-odds, and by *slope* a
year more so. Beforehand both are normal with a standard deviation of 1.5, a figure of ours that takes 60 % to 27 or 87 %. Targets of one drill are taken as independent; they share people, so intervals are rather too narrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from forecasting.simulation.arrays import Floats

SHIFT_SPREAD, SLOPE_SPREAD = 1.5, 1.5
SURELY = 0.02  # no chance counts as nearer to 0 or 1: a simulation of some hundred runs cannot tell
INTERVAL = 0.90
WILSON_Z = 1.959964  # 95 %
_SHIFTS = np.linspace(-4.5, 4.5, 91)
_SLOPES = np.linspace(-4.5, 4.5, 61)


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the ends of its interval, in percent or percentage points."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """*gain*: targets met above what was predicted, in points of a hundred. *change* of it from the first to the last day.

    *rising* is the chance that there is a rise at all.
    """

    gain: Interval
    change: Interval
    rising: float


def wilson(met: int, n: int) -> Interval:
    """Return the share of *met* among *n*, 1 at least, in percent with its 95 % interval (Wilson)."""
    share, z2 = met / n, WILSON_Z**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = WILSON_Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Interval(100 * share, 100 * max(centre - half, 0.0), 100 * min(centre + half, 1.0))


def estimate(met: Sequence[bool], predicted: Sequence[float], years: Sequence[float]) -> Estimate:
    """Return the estimate for targets, each *met* or not, *predicted* to be with a chance of 0 to 1, *years* after any fixed day."""
    seen = np.asarray(met, dtype=np.float64)
    times = np.asarray(years, dtype=np.float64)
    times = times - times.mean()
    chances = np.clip(np.asarray(predicted, dtype=np.float64), SURELY, 1 - SURELY)
    usual = np.log(chances / (1 - chances))
    weights = _weights(seen, usual, times)
    gains = _mean_chances(usual, times) - chances.mean()
    change = _mean_chances(usual, np.full_like(times, times.max())) - _mean_chances(
        usual, np.full_like(times, times.min())
    )
    rising = float(weights[:, _SLOPES > 0].sum() + weights[:, _SLOPES == 0].sum() / 2)
    return Estimate(_interval(100 * gains, weights), _interval(100 * change, weights), rising)


def _odds(usual: Floats, times: Floats, shift: float) -> Floats:
    """Return the log-odds of each target for each slope, one row a slope."""
    odds: Floats = usual + shift + _SLOPES[:, None] * times
    return odds


def _weights(seen: Floats, usual: Floats, times: Floats) -> Floats:
    """Return how likely each shift and slope is after what was *seen*, adding up to 1."""
    logs = np.empty((len(_SHIFTS), len(_SLOPES)))
    for row, shift in enumerate(_SHIFTS):
        odds = _odds(usual, times, float(shift))
        prior = (shift / SHIFT_SPREAD) ** 2 / 2 + (_SLOPES / SLOPE_SPREAD) ** 2 / 2
        logs[row] = np.sum(seen * odds - np.logaddexp(0.0, odds), axis=1) - prior
    weights: Floats = np.exp(logs - logs.max())
    weights /= weights.sum()
    return weights


def _mean_chances(usual: Floats, times: Floats) -> Floats:
    """Return for each shift and slope the mean chance of the targets, each at its own of *times*."""
    return np.array([np.mean(1 / (1 + np.exp(-_odds(usual, times, float(shift)))), axis=1) for shift in _SHIFTS])


def _interval(values: Floats, weights: Floats) -> Interval:
    order = np.argsort(values, axis=None)
    sums = np.cumsum(weights.ravel()[order])
    tail = (1 - INTERVAL) / 2
    places = np.searchsorted(sums, [0.5, tail, 1 - tail])
    middle, low, high = values.ravel()[order][np.minimum(places, len(order) - 1)]
    return Interval(float(middle), float(low), float(high))
