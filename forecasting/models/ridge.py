"""Linear regression in which every group of coefficients finds its own amount of shrinkage, and outliers weigh less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg

from forecasting.models.days import Floats

ROBUST_DEGREES = 4.0
ROUNDS, STEPS = 4, 8
SETTLED = 0.02
PRIOR_COUNT = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """Coefficients that are drawn alike: *prior_sd* is what to expect of them before any data; None leaves them free.

    *fixed* keeps the prior as it is, whatever the data say.
    """

    name: str
    columns: npt.NDArray[np.int64]
    prior_sd: float | None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Scales:
    """Standard deviations found: of the noise and of each group's coefficients, by the group's name."""

    noise_sd: float
    group_sds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Solution:
    """Coefficients, the scales behind them, the weight that each row kept (1 = no outlier), and what is unsure.

    *system* is the inverse of the coefficients' covariance.
    """

    coefficients: Floats
    scales: Scales
    weights: Floats
    system: Floats

    def variances(self, rows: Floats) -> Floats:
        """Return the variance of each of the *rows* of a design times the coefficients; noise is not in it."""
        solved = linalg.cho_solve(linalg.cho_factor(self.system, check_finite=False), rows.T, check_finite=False)
        return np.asarray(np.maximum((rows.T * solved).sum(axis=0), 0.0))


def solve(design: Floats, target: Floats, weights: Floats, groups: Sequence[Group]) -> Solution:
    """Regress *target*, shape (rows,), on *design*, shape (rows, columns); *weights* are relative precisions.

    Group variances follow MacKay's evidence fixed point (Neural Computation 4:415, 1992), each pulled a little
    towards its prior; outliers are weighed down as by a Student t of 4 degrees.
    """
    robust: Floats = np.ones(len(target))
    scales = _start(target, groups)
    coefficients = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        weighted = design * (weights * robust)[:, None]
        gram, moment = weighted.T @ design, weighted.T @ target
        power = float((weights * robust * target**2).sum())
        for _step in range(STEPS):
            spread = np.asarray(np.linalg.inv(_system(gram, groups, scales)), dtype=float)
            coefficients = spread @ moment / scales.noise_sd**2
            before, scales = scales, _update(gram, moment, power, coefficients, spread, groups, scales, len(target))
            if _settled(before, scales):
                break
        misses = (target - design @ coefficients) * np.sqrt(weights) / scales.noise_sd
        robust = np.minimum(1.0, (ROBUST_DEGREES + 1) / (ROBUST_DEGREES + misses**2))
    return Solution(coefficients, scales, robust, _system(gram, groups, scales))


def solve_again(
    design: Floats, target: Floats, weights: Floats, groups: Sequence[Group], scales: Scales, robust: Floats
) -> Solution:
    """Regress part of the rows with the *scales* and the *robust* weights found on all of them: fast."""
    weighted = design * (weights * robust)[:, None]
    system = _system(weighted.T @ design, groups, scales)
    factor = linalg.cho_factor(system, check_finite=False)
    coefficients = linalg.cho_solve(factor, weighted.T @ target / scales.noise_sd**2, check_finite=False)
    return Solution(coefficients, scales, robust, system)


def _start(target: Floats, groups: Sequence[Group]) -> Scales:
    spread = float(np.std(target)) or 1.0
    return Scales(0.5 * spread + 1e-6, {group.name: group.prior_sd or 1.0 for group in groups})


def _system(gram: Floats, groups: Sequence[Group], scales: Scales) -> Floats:
    system = gram / scales.noise_sd**2
    for group in groups:
        precision = 0.0 if group.prior_sd is None else 1.0 / scales.group_sds[group.name] ** 2
        system[group.columns, group.columns] += precision + 1e-9
    return system


def _settled(before: Scales, after: Scales) -> bool:
    ratios = [after.noise_sd / before.noise_sd, *(sd / before.group_sds[name] for name, sd in after.group_sds.items())]
    return max(abs(ratio - 1.0) for ratio in ratios) < SETTLED


def _update(
    gram: Floats,
    moment: Floats,
    power: float,
    coefficients: Floats,
    spread: Floats,
    groups: Sequence[Group],
    scales: Scales,
    n_rows: int,
) -> Scales:
    sds = dict(scales.group_sds)
    for group in groups:
        if group.prior_sd is None or group.fixed:
            continue
        mine, sd = group.columns, sds[group.name]
        told = max(0.0, len(mine) - float(spread[mine, mine].sum()) / sd**2)
        squares = float((coefficients[mine] ** 2).sum())
        sds[group.name] = float(np.sqrt((squares + PRIOR_COUNT * group.prior_sd**2) / (told + PRIOR_COUNT)))
    residual = power - 2 * float(coefficients @ moment) + float(coefficients @ gram @ coefficients)
    used = float((gram * spread).sum()) / scales.noise_sd**2
    noise = np.sqrt(max(residual, 1e-12) / max(n_rows - used, 0.1 * n_rows))
    return Scales(max(float(noise), 1e-4), sds)
