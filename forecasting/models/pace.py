"""At which pace the level moves: what would have foretold the past four weeks ahead best, not only the next day.

The likelihood of the days says how fast a level moves from one to the next. What fades or comes back is of no use four
weeks ahead: there a level that follows it does worse than a calm one. How calm is best, windows of the past tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import linalg

from forecasting.models.days import Floats
from forecasting.models.ridge import Group, Scales, precisions

# Times what the likelihood says: of a week's change, and of a year's waves.
FACTORS = {"drift": (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0), "season": (0.5, 1.0, 2.0)}
LEAST_KNOWN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Past:
    """Days in rows: the *matrix* of all columns, the *target*, its *weights* (precisions, 0 where nothing is known).

    *robust* is below 1 for outliers. *told_from* says by column from which day on its effect can be told.
    """

    matrix: Floats
    target: Floats
    weights: Floats
    robust: Floats
    told_from: Floats


@dataclass(frozen=True, slots=True)
class _Window:
    """The normal equations of what was known before a window, and the days that came, over the columns *told*."""

    told: npt.NDArray[np.int64]
    gram: Floats
    moment: Floats
    later: Floats
    came: Floats
    counted: Floats

    def error(self, prior: Floats, noise_sd: float) -> float:
        """Return the mean absolute error of the window's days, foretold under *prior* precisions of the coefficients."""
        system = self.gram / noise_sd**2
        system[np.diag_indices(len(self.told))] += prior[self.told]
        factor = linalg.cho_factor(system, overwrite_a=True, check_finite=False)
        found = linalg.cho_solve(factor, self.moment / noise_sd**2, check_finite=False)
        return float(np.abs(self.came - self.later @ found) @ self.counted)


def paced(past: Past, groups: Sequence[Group], scales: Scales, windows: Sequence[slice]) -> Scales:
    """Return *scales* with those of FACTORS set to what foretold *windows* of the past best, from the days before each.

    One after the other. A window counts as one observation of its mean absolute error, so few of them change little.
    """
    met = _windows(past, windows)
    names = {group.name for group in groups}
    for name, factors in FACTORS.items():
        if met and name in names:
            tried = [_scaled(scales, name, factor) for factor in factors]
            priors = [precisions(groups, one, past.matrix.shape[1]) for one in tried]
            errors = np.array([[window.error(prior, scales.noise_sd) for prior in priors] for window in met])
            surprise = np.log(errors + 1e-6).sum(axis=0)
            belief = np.exp(surprise.min() - surprise)
            scales = _scaled(scales, name, float(np.exp(belief @ np.log(factors) / belief.sum())))
    return scales


def _scaled(scales: Scales, name: str, factor: float) -> Scales:
    return replace(scales, group_sds={**scales.group_sds, name: scales.group_sds[name] * factor})


def _windows(past: Past, windows: Sequence[slice]) -> list[_Window]:
    """Return the windows in which anything came; what is known grows from one to the next."""
    width = past.matrix.shape[1]
    gram, moment, summed = np.zeros((width, width)), np.zeros(width), 0
    found: list[_Window] = []
    for window in sorted(windows, key=lambda window: int(window.start)):
        fresh = slice(summed, window.start)
        weighted = past.matrix[fresh] * past.weights[fresh, None]
        gram += weighted.T @ past.matrix[fresh]
        moment += weighted.T @ past.target[fresh]
        summed = int(window.start)
        met = np.flatnonzero(past.weights[window] > 0) + summed
        if len(met) and int((past.weights[:summed] > 0).sum()) >= LEAST_KNOWN_DAYS:
            told = np.flatnonzero(past.told_from < summed)
            counted = np.sqrt(past.robust[met]) / len(met)
            later = past.matrix[np.ix_(met, told)]
            found.append(_Window(told, gram[np.ix_(told, told)], moment[told], later, past.target[met], counted))
    return found
