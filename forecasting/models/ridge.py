"""Linear regression in which every group of coefficients finds its own amount of shrinkage, and outliers weigh less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import linalg

from forecasting.models.days import Floats

ROBUST_DEGREES = 4.0
EFFECT_DEGREES = 1.0  # of heavy effects: most of a year's holidays hardly count, Christmas takes nine tenths away
HEAVY_SCATTER = 3.0  # a day with an effect of its own has to be so many times as far off to count as an outlier
ROUNDS, STEPS = 4, 8
SETTLED = 0.02
PRIOR_COUNT = 1.0
LEAST_NOISE_SD = 1e-3  # no day is known better; far below it the equations cannot be told from singular ones


@dataclass(frozen=True, slots=True)
class Group:
    """Coefficients that are drawn alike: *prior_sd* is what to expect of them before any data; None leaves them free.

    *fixed* keeps the prior as it is, whatever the data say. *heavy* ones are drawn from a Student t instead of a normal:
    most lie near nothing, and the few that lie far away are hardly shrunk.
    """

    name: str
    columns: npt.NDArray[np.int64]
    prior_sd: float | None
    fixed: bool = False
    heavy: bool = False


@dataclass(frozen=True, slots=True)
class Scales:
    """Standard deviations found: of the noise and of each group's coefficients, by the group's name.

    *precisions* are those of the coefficients of heavy groups, relative to their group's: below 1 for large effects.
    """

    noise_sd: float
    group_sds: Mapping[str, float]
    precisions: Mapping[str, Floats]


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
    towards its prior; outliers are weighed down as by a Student t of 4 degrees, and so are the prior precisions of
    large heavy effects, of 1 degree (scale mixtures of normals: Andrews and Mallows, JRSS B 36:99, 1974).
    """
    robust: Floats = np.ones(len(target))
    scales = _start(target, groups)
    coefficients = np.zeros(design.shape[1])
    # What an effect not yet told from chance leaves over must not cost its days the weight to tell it.
    lenience = np.where(_has_heavy(design, groups), HEAVY_SCATTER, 1.0)
    for _ in range(ROUNDS):
        weighted = design * (weights * robust)[:, None]
        gram, moment = weighted.T @ design, weighted.T @ target
        power = float((weights * robust * target**2).sum())
        for _step in range(STEPS):
            spread = _inverse(_system(gram, groups, scales))
            coefficients = spread @ moment / scales.noise_sd**2
            before, scales = scales, _update(gram, moment, power, coefficients, spread, groups, scales, len(target))
            if _settled(before, scales):
                break
        misses = (target - design @ coefficients) * np.sqrt(weights) / (scales.noise_sd * lenience)
        robust = np.minimum(1.0, (ROBUST_DEGREES + 1) / (ROBUST_DEGREES + misses**2))
    return Solution(coefficients, scales, robust, _system(gram, groups, scales))


def solve_again(
    design: Floats, target: Floats, weights: Floats, groups: Sequence[Group], scales: Scales, robust: Floats
) -> Solution:
    """Regress part of the rows with the *scales* and the *robust* weights found on all of them: fast."""
    weighted = design * (weights * robust)[:, None]
    scales = _without_unseen(scales, groups, design)
    system = _system(weighted.T @ design, groups, scales)
    factor = linalg.cho_factor(system, check_finite=False)
    coefficients = linalg.cho_solve(factor, weighted.T @ target / scales.noise_sd**2, check_finite=False)
    return Solution(coefficients, scales, robust, system)


def _inverse(system: Floats) -> Floats:
    """Return the inverse of a symmetric, positive definite matrix, in half the time that any matrix takes."""
    factor, failed = linalg.lapack.dpotrf(system, lower=1)
    if failed:
        raise np.linalg.LinAlgError("the equations of the levels are singular")
    lower, _ = linalg.lapack.dpotri(factor, lower=1)
    below = np.tril(lower, -1)
    return np.asarray(below + below.T + np.diag(np.diag(lower)), dtype=float)


def _has_heavy(design: Floats, groups: Sequence[Group]) -> npt.NDArray[np.bool_]:
    """Return the rows on which a heavy effect lies."""
    found = np.zeros(len(design), dtype=bool)
    for group in groups:
        if group.heavy:
            found |= design[:, group.columns].any(axis=1)
    return found


def _without_unseen(scales: Scales, groups: Sequence[Group], design: Floats) -> Scales:
    """Return *scales* with nothing told of the size of heavy effects that none of the rows has."""
    seen = {group.name: design[:, group.columns].any(axis=0) for group in groups if group.heavy}
    told = {name: np.where(seen[name], found, 1.0) for name, found in scales.precisions.items()}
    return replace(scales, precisions=told)


def _start(target: Floats, groups: Sequence[Group]) -> Scales:
    spread = float(np.std(target)) or 1.0
    return Scales(
        0.5 * spread + 1e-6,
        {group.name: group.prior_sd or 1.0 for group in groups},
        {group.name: np.ones(len(group.columns)) for group in groups if group.heavy},
    )


def precisions(groups: Sequence[Group], scales: Scales, width: int) -> Floats:
    """Return the prior precision of each of *width* coefficients under *scales*."""
    found = np.zeros(width)
    for group in groups:
        precision = 0.0 if group.prior_sd is None else 1.0 / scales.group_sds[group.name] ** 2
        found[group.columns] += precision * scales.precisions.get(group.name, 1.0) + 1e-9
    return found


def _system(gram: Floats, groups: Sequence[Group], scales: Scales) -> Floats:
    system = gram / scales.noise_sd**2
    system[np.diag_indices(len(gram))] += precisions(groups, scales, len(gram))
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
    sds, relatives = dict(scales.group_sds), dict(scales.precisions)
    for group in groups:
        if group.prior_sd is None or group.fixed:
            continue
        mine, sd = group.columns, sds[group.name]
        relative = relatives.get(group.name, np.ones(len(mine)))
        told = max(0.0, len(mine) - float((relative * spread[mine, mine]).sum()) / sd**2)
        squares = float((relative * coefficients[mine] ** 2).sum())
        sds[group.name] = float(np.sqrt((squares + PRIOR_COUNT * group.prior_sd**2) / (told + PRIOR_COUNT)))
        if group.heavy:
            sizes = (coefficients[mine] ** 2 + spread[mine, mine]) / sds[group.name] ** 2
            relatives[group.name] = (EFFECT_DEGREES + 1) / (EFFECT_DEGREES + sizes)
    residual = power - 2 * float(coefficients @ moment) + float(coefficients @ gram @ coefficients)
    used = float((gram * spread).sum()) / scales.noise_sd**2
    noise = np.sqrt(max(residual, 1e-12) / max(n_rows - used, 0.1 * n_rows))
    return Scales(max(float(noise), LEAST_NOISE_SD), sds, relatives)
