"""Logarithms of the two scaled incomplete gamma integrals on which every Erlang formula here rests.

Scaled, because the plain ones leave the range of floats from some hundred erlangs on.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import special

from forecasting.errors import StaffingError

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Pairwise = Callable[[Floats, Floats], Floats]

_STIRLING_FROM = 16.0  # from here on four terms of Stirling's series are exact to 1e-16
# Standard deviations from which the fractions take over: for large shapes scipy's series stop too early there (a shape of 1e8
# at 10 deviations is 15 % off), and far out the plain share is below the smallest float.
_FAR = 4.0
_MOST_STEPS = 500  # 31 were the most over loads from 1e-9 to 1e7 erlangs


def log_upper(shape: Floats, bound: Floats) -> Floats:
    """Return log of e^z z^-x Γ(x, z), the upper integral at shape x > 0 and bound z > 0 (DLMF 8.2.2)."""
    far = bound - shape > _FAR * np.sqrt(shape)
    return _scaled(shape, bound, far, special.gammaincc, _upper_fraction)


def log_lower(shape: Floats, bound: Floats) -> Floats:
    """Return log of e^z z^-x γ(x, z), the lower integral at shape x > 0 and bound z > 0 (DLMF 8.2.1)."""
    far = shape - bound > np.minimum(_FAR * np.sqrt(shape), shape / 2)
    return _scaled(shape, bound, far, special.gammainc, _lower_fraction)


def _scaled(shape: Floats, bound: Floats, far: Flags, near: Pairwise, fraction: Pairwise) -> Floats:
    result = np.empty(shape.shape)
    x, z = shape[~far], bound[~far]
    result[~far] = _log_factor(x, z) + np.log(near(x, z))
    result[far] = np.log(fraction(shape[far], bound[far]))
    return result


def _log_factor(x: Floats, z: Floats) -> Floats:
    """Return z - x log z + log Γ(x) without subtracting large numbers from each other."""
    large = x >= _STIRLING_FROM
    safe = np.where(large, x, _STIRLING_FROM)
    off = np.where(large, (z - safe) / safe, 0.0)
    series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * safe**2)) / safe**2) / safe**2) / safe
    by_stirling = safe * (off - np.log1p(off)) + 0.5 * np.log(2 * np.pi / safe) + series
    return np.where(large, by_stirling, z - x * np.log(z) + special.gammaln(x))


def _upper_fraction(x: Floats, z: Floats) -> Floats:
    """Legendre's continued fraction (DLMF 8.9.2, contracted), for z far above x."""
    return 1.0 / _lentz(lambda n: z - x + 1 + 2 * n, lambda n: n * (x - n), z)


def _lower_fraction(x: Floats, z: Floats) -> Floats:
    """Nørlund's continued fraction, every term positive for x above z."""
    return 1.0 / _lentz(lambda n: x - z + n, lambda n: n * z, z)


def _lentz(whole: Callable[[int], Floats], part: Callable[[int], Floats], like: Floats) -> Floats:
    """Evaluate b0 + a1/(b1 + a2/(b2 + …)) by the modified Lentz method (Numerical Recipes, section 5.2)."""
    value = whole(0)
    upper, lower = value, np.zeros_like(like)
    for step in range(1, _MOST_STEPS):
        lower = 1.0 / (whole(step) + part(step) * lower)
        upper = whole(step) + part(step) / upper
        change = upper * lower
        value = value * change
        if bool(np.all(np.abs(change - 1.0) < 1e-15)):
            return value
    raise StaffingError(f"an incomplete gamma integral did not settle in {_MOST_STEPS} steps")
