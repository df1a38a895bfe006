"""How different something can turn out: mean and quantiles over replications in which it happened, and how often it did."""

from dataclasses import dataclass

import numpy as np

from forecasting.simulation.arrays import Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """Of *count* replications in which there was something to see, the *share* in which it happened.

    *mean* is that of those in which it happened. *p10*, *p50* and *p90* are of all *count*: None where that many did not
    see it happen, so that what takes too long is not left out. None everywhere where nothing was to be seen.
    """

    count: int
    share: float | None
    mean: float | None
    p10: float | None
    p50: float | None
    p90: float | None


def spread_of(values: Floats) -> Spread:
    """Return the spread of *values*, one a replication: NaN where there was nothing to see, infinite where it did not happen."""
    seen = np.sort(values[~np.isnan(values)])
    if not len(seen):
        return Spread(0, None, None, None, None, None)
    happened = seen[np.isfinite(seen)]
    mean = float(happened.mean()) if len(happened) else None
    return Spread(len(seen), len(happened) / len(seen), mean, *(_quantile(seen, share) for share in (0.1, 0.5, 0.9)))


def _quantile(ordered: Floats, share: float) -> float | None:
    """Return the *share* quantile of *ordered* values, interpolated; None where it is infinite."""
    rank = share * (len(ordered) - 1)
    low, high = ordered[int(np.floor(rank))], ordered[int(np.ceil(rank))]
    if not np.isfinite(high):
        return None
    return float(low + (rank - np.floor(rank)) * (high - low))
