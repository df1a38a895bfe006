"""What the part of a day that has been seen says of the rest of it.

The day as a whole is off by something, its hours beyond that by something that their neighbours share, each slot by
chance on top: a Gaussian process over the slots of a day, of which the slots seen tell the others (kriging; Rasmussen
and Williams 2006, section 2.2).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forecasting.models.days import Floats

Flags = npt.NDArray[np.bool_]

# Measured by ``python -m benchmarks.intraday``: half or twice as much changes errors by one or two hundredths.
HALF_LIFE_HOURS = 3.0  # how long what an hour had beyond the day's level goes on
SHARED = 0.9  # of a slot's spread beyond chance that its neighbours share
SHAPE_SD = 0.05  # of the logarithm: no profile knows a day's shape better
LEAST_LEVEL = 0.25  # of the day's variance that is always of the whole day
LEAST_FACTOR = 0.05


@dataclass(frozen=True, slots=True)
class Expected:
    """One day as it was foretold.

    *means* are contacts and *hours* the starts by slot. *day_sd* is the spread of the logarithm of the day's total,
    *slot_sd* that of a slot beyond the day's and chance.
    """

    means: Floats
    hours: Floats
    day_sd: float
    slot_sd: float


@dataclass(frozen=True, slots=True)
class Followed:
    """By slot: *factors* on what was expected, the *covariance* left in them, shape (slots, slots), *own* variance."""

    factors: Floats
    covariance: Floats
    own: float

    def total_sd(self, means: Floats, rest: Flags) -> float:
        """Return the standard deviation of the contacts in the *rest* of the slots."""
        later = np.where(rest, means * self.factors, 0.0)
        shared = float(later @ self.covariance @ later)
        return float(np.sqrt(max(0.0, shared) + self.own * float(later @ later) + later.sum()))


def follow(expected: Expected, came: Floats, seen: Flags) -> Followed:
    """Return what the slots *seen*, in which *came* contacts came, say of all slots of the day."""
    prior, own = _prior(expected)
    told = np.flatnonzero(seen & (expected.means > 0))
    if not len(told):
        return Followed(np.ones(len(came)), prior, own)
    means = expected.means[told]
    noise = np.diag(own + 1.0 / means)
    gains = np.linalg.solve(prior[np.ix_(told, told)] + noise, prior[told]).T
    factors = np.maximum(1.0 + gains @ (came[told] / means - 1.0), LEAST_FACTOR)
    return Followed(factors, prior - gains @ prior[told], own)


def _prior(expected: Expected) -> tuple[Floats, float]:
    """Return how slots are off together before anything was seen, and by how much each is off by itself.

    The whole day's variance stays what was foretold: what its hours share is taken out of the level.
    """
    variance = expected.slot_sd**2 + SHAPE_SD**2
    apart = np.abs(expected.hours[:, None] - expected.hours[None, :])
    shared = SHARED * variance * 0.5 ** (apart / HALF_LIFE_HOURS)
    shares = expected.means / max(float(expected.means.sum()), 1e-9)
    day = expected.day_sd**2
    level = max(day - float(shares @ shared @ shares), LEAST_LEVEL * day)
    return np.asarray(level + shared), (1.0 - SHARED) * variance
