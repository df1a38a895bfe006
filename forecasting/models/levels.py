"""The level of each day on a logarithmic scale: calendar effects by shrinkage on a slowly moving level."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from forecasting.calendar import EventCalendar
from forecasting.models.days import Floats
from forecasting.models.design import Design, Designer
from forecasting.models.pace import Past, paced
from forecasting.models.relatives import Relatives, relatives_of
from forecasting.models.ridge import Solution, solve, solve_again
from forecasting.models.slow import FLAT_DAYS, KNOT_DAYS, entered, slow_columns, slow_groups, swing_variance

MEMORY_NEEDS_DAYS = 42
SURE_DAYS = 28
GROWTH_SD_A_YEAR = 0.1
PLANNED_SD = 0.3  # of the logarithm: who says threefold may see between two and four and a half times
SMEAR_DAYS = 180
FEW_CONTACTS = 15.0  # a day; below it, days without any contact come by chance


@dataclass(frozen=True, slots=True)
class LevelModel:
    """Fitted levels: *predict* gives the logarithm of days after the history.

    *smear* times its exponential is the expected level: the mean of a skewed day lies above its middle (Duan 1983,
    JASA 78:605). *robust* is the weight that each day kept, 1 for no outlier. *top_weight* is the precision of the
    best known day, against which the noise is measured. *drift_sd* is what the level moves in a week, fading or not.
    """

    first_day: date
    n_days: int
    designer: Designer
    solution: Solution
    memory: float
    last_residual: float
    smear: float
    robust: Floats
    top_weight: float
    like_sunday: float
    drift_sd: float
    relatives: Relatives

    @property
    def calendar(self) -> EventCalendar:
        """The calendar under which it was fitted."""
        return self.designer.calendar

    def predict(self, days: Sequence[date]) -> Floats:
        """Return the expected logarithm of each day's level; *days* lie after the history."""
        return self.predict_design(self.design(days), self.ahead(days))

    def design(self, days: Sequence[date]) -> Design:
        """Return the columns of *days*, which lie after the history."""
        design = self.designer.build(days, self.n_days, like_sunday=self.like_sunday, ahead=True)
        return self.relatives.cautious(days, design, self.calendar)

    def predict_design(self, design: Design, ahead: Floats) -> Floats:
        """Return the same for days whose columns are known and that lie *ahead* days after the history."""
        matrix = np.hstack([design.matrix, slow_columns(self.n_days, self.n_days - 1 + ahead)])
        found: Floats = matrix @ self.solution.coefficients + design.given
        return found + self.last_residual * self.memory**ahead

    def spread_design(self, design: Design, ahead: Floats, weights: Floats) -> Floats:
        """Return how unsure the logarithm of each day is, as a standard deviation; *weights* are relative precisions.

        Chance, what the history says too little about (an event never seen has the spread of its kind), a level that
        goes on moving, the planner's own multiplier, and from four weeks on growth that nobody knows.
        """
        slow = slow_columns(self.n_days, self.n_days - 1 + ahead)
        scales = self.solution.scales
        chance = scales.noise_sd**2 * self.top_weight / weights
        moved = self.drift_sd**2 * (ahead + FLAT_DAYS / 2) / KNOT_DAYS
        swung = scales.group_sds["swing"] ** 2 * swing_variance(ahead)
        growth = (GROWTH_SD_A_YEAR * np.maximum(ahead - SURE_DAYS, 0.0) / 365.25) ** 2
        stated = (PLANNED_SD * design.given) ** 2
        known = self.solution.variances(np.hstack([design.matrix, slow]))
        return np.asarray(np.sqrt(chance + moved + swung + growth + stated + known))

    def ahead(self, days: Sequence[date]) -> Floats:
        """Return how many days after the history each of *days* lies; 1 is the next day."""
        last = self.first_day + timedelta(days=self.n_days - 1)
        return np.array([(day - last).days for day in days], dtype=float)


def fit_levels(
    first_day: date,
    totals: Floats,
    weights: Floats,
    design: Design,
    designer: Designer,
    whole: "LevelModel | None" = None,
    windows: Sequence[slice] = (),
) -> LevelModel:
    """Fit *totals*, one a day from *first_day*, NaN where nothing is known; *weights* are relative precisions.

    A day without any contact is left out as one without service, unless such days are to be expected.

    *design* has the columns of the same days. Given the fit of the *whole* history, of which these days are the
    beginning, its scales and its judgement of outliers are kept. Without it, *windows* of past days tell at which pace
    the level moves: see ``pace``.
    """
    n_days = len(totals)
    logs = _logs(totals) - design.given
    known = np.isfinite(logs) & (weights > 0)
    slow = slow_columns(n_days, np.arange(n_days, dtype=float))
    matrix = np.hstack([design.matrix, slow])
    top_weight = float(weights[known].max())
    weights = np.where(known, weights, 0.0) / top_weight
    groups = (*design.groups, *slow_groups(design.matrix.shape[1], n_days))
    if whole is None:
        solution = solve(matrix[known], logs[known], weights[known], groups)
        drift_sd = solution.scales.group_sds["drift"]
        robust = _spread_out(solution.weights, known)
        past = Past(
            matrix=matrix,
            target=np.where(known, logs, 0.0),
            weights=np.where(known, weights * robust, 0.0),
            robust=robust,
            told_from=np.concatenate([np.zeros(design.matrix.shape[1]), entered(n_days)]),
        )
        scales = paced(past, groups, solution.scales, windows)
        solution = solve_again(matrix[known], logs[known], weights[known], groups, scales, robust[known])
        days = [first_day + timedelta(days=index) for index in range(n_days)]
        relatives = relatives_of(days, known, designer.calendar, design, solution.coefficients)
    else:
        relatives = whole.relatives
        drift_sd = whole.drift_sd
        robust = whole.robust[:n_days][known]
        solution = solve_again(matrix[known], logs[known], weights[known], groups, whole.solution.scales, robust)
    residuals = np.where(known, np.nan_to_num(logs) - matrix @ solution.coefficients, np.nan)
    memory = _memory(residuals)
    return LevelModel(
        first_day=first_day,
        n_days=n_days,
        designer=designer,
        solution=solution,
        memory=memory,
        last_residual=_last(residuals, solution.scales.noise_sd, memory),
        smear=_smear(totals[known], residuals[known], solution.weights),
        robust=_spread_out(solution.weights, known),
        top_weight=top_weight,
        like_sunday=design.like_sunday,
        drift_sd=drift_sd,
        relatives=relatives,
    )


def _logs(totals: Floats) -> Floats:
    few = np.nanmedian(totals) < FEW_CONTACTS if np.isfinite(totals).any() else False
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(totals + 0.5) if few else np.where(totals > 0, np.log(totals), np.nan)


def _smear(totals: Floats, residuals: Floats, robust: Floats) -> float:
    """Return by how much the mean of days exceeds the exponential of their mean logarithm, without outliers."""
    recent = slice(-SMEAR_DAYS, None)
    fitted = np.exp(np.log(np.maximum(totals, 0.5)) - residuals)[recent]
    kept = robust[recent]
    return float(np.clip((kept * totals[recent]).sum() / (kept * fitted).sum(), 0.5, 2.0))


def _spread_out(values: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    found = np.ones(len(known))
    found[known] = values
    return found


def _memory(residuals: Floats) -> float:
    """Return how much of one day's residual is left on the next, shrunk towards none; 0 to 0.9."""
    today, tomorrow = residuals[:-1], residuals[1:]
    both = np.isfinite(today) & np.isfinite(tomorrow)
    if both.sum() < MEMORY_NEEDS_DAYS:
        return 0.0
    limit = 3 * float(np.median(np.abs(residuals[np.isfinite(residuals)]))) / 0.6745 + 1e-9
    a, b = np.clip(today[both], -limit, limit), np.clip(tomorrow[both], -limit, limit)
    return float(np.clip((a @ b) / (a @ a + 1e-12) * both.sum() / (both.sum() + 20), 0.0, 0.9))


def _last(residuals: Floats, noise_sd: float, memory: float) -> float:
    """Return the residual that lives on into the future, a day long gone counting less; outliers are cut."""
    known = np.flatnonzero(np.isfinite(residuals))
    if not len(known) or memory == 0:
        return 0.0
    age = len(residuals) - 1 - int(known[-1])
    return float(np.clip(residuals[known[-1]], -2 * noise_sd, 2 * noise_sd)) * memory**age
