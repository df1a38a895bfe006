"""Two outcomes on the same customers, and by how much they differ."""

from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Floats, Ints
from forecasting.simulation.estimates import LEVEL, Estimate, half_width, parts_of
from forecasting.simulation.outcome import Outcome


class Differences(NamedTuple):
    """By how much one outcome exceeds another on the same customers."""

    service_level: Estimate
    abandoned_share: Estimate
    mean_wait_seconds: Estimate
    occupancy: Estimate


def compare(one: Outcome, other: Outcome, level: float = LEVEL) -> Differences:
    """Return *one* less *other*, replication by replication, so that what the customers share cancels out.

    Both have as many replications, made with the same seed. Refuse others with ValueError.
    """
    if one.offered.shape != other.offered.shape:
        raise ValueError(f"outcomes of shapes {one.offered.shape} and {other.offered.shape} do not compare")
    mine, others = parts_of(one), parts_of(other)
    return Differences(**{name: _paired(*mine[name], *others[name], level) for name in mine})


def _paired(
    above: Floats | Ints, below: Floats | Ints, other_above: Floats | Ints, other_below: Floats | Ints, level: float
) -> Estimate:
    one, its = _linear(above, below)
    other, others = _linear(other_above, other_below)
    half = half_width(its - others, level)
    return Estimate(one - other, one - other - half, one - other + half)


def _linear(above: Floats | Ints, below: Floats | Ints) -> tuple[Floats, Floats]:
    """Return the ratio of the sums and what each replication adds to its error."""
    above, below = np.asarray(above, float), np.asarray(below, float)
    base = below.mean(axis=0)
    base = np.where(base > 0, base, np.nan)
    ratio = above.mean(axis=0) / base
    return ratio, (above - ratio * below) / base
