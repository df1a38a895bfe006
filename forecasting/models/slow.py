"""How a level moves slowly: a trend, a drift that stays, and swings that fade."""

import numpy as np

from forecasting.models.days import Floats
from forecasting.models.ridge import Group

KNOT_DAYS, OLD_KNOT_DAYS, RECENT_DAYS = 7, 28, 546
FLAT_DAYS = 10  # the level holds the mean of the last days: a ramp to the last day runs on after a busy weekend
LEVEL_SD_A_WEEK = 0.02
SWING_SD, SWING_HALVES_DAYS = 0.02, 30.0
TREND_SD_A_YEAR = 0.1
TREND_DAMPING_A_DAY = 0.99


def slow_columns(n_days: int, positions: Floats) -> Floats:
    """Return the columns of level and trend at *positions* (days since the first) for a history of *n_days*.

    One constant, one trend that is damped beyond the history, ramps between knots, which stay: weekly lately, four
    weeks apart before; and weekly swings, which fade by half in a month. Scaled so that equal coefficients are equally
    likely by the week.
    """
    last = n_days - 1
    beyond = np.maximum(positions - last, 0.0)
    damped = TREND_DAMPING_A_DAY * (1 - TREND_DAMPING_A_DAY**beyond) / (1 - TREND_DAMPING_A_DAY)
    trend = (np.minimum(positions, last) - last + damped) / 365.25
    knots = _knots(n_days)
    widths = np.diff(knots)
    ramps = np.clip((positions[:, None] - knots[None, :-1]) / widths[None, :], 0.0, 1.0) - 1.0
    since = positions[:, None] - _shocks(knots)[None, :]
    faded = 0.5 ** (np.maximum(since - KNOT_DAYS, 0.0) / SWING_HALVES_DAYS)
    swings = np.clip(since / KNOT_DAYS, 0.0, 1.0) * faded
    return np.column_stack([np.ones(len(positions)), trend, ramps * np.sqrt(widths / KNOT_DAYS)[None, :], swings])


def swing_variance(ahead: Floats) -> Floats:
    """Return what swings still to begin add to the variance of days *ahead* after the history, in squares of their sd."""
    faded = 0.25 ** (KNOT_DAYS / SWING_HALVES_DAYS)
    return np.asarray((1 - faded ** (ahead / KNOT_DAYS)) / (1 - faded))


def _shocks(knots: Floats) -> Floats:
    """Return where swings begin: at the knots that are a week apart."""
    return knots[:-1][np.diff(knots) <= KNOT_DAYS]


def _knots(n_days: int) -> Floats:
    last = n_days - 1 - FLAT_DAYS
    recent = np.arange(last, max(0, last - RECENT_DAYS), -KNOT_DAYS)
    old = np.arange(int(recent[-1]) - OLD_KNOT_DAYS, 0, -OLD_KNOT_DAYS)
    inner = np.concatenate([recent, old]).astype(float)
    kept = inner[inner >= KNOT_DAYS / 2]
    return np.concatenate([[0.0], kept[::-1]])


def slow_groups(start: int, n_days: int) -> tuple[Group, ...]:
    """Return the groups of ``slow_columns``, the first of which is column *start* of a design."""
    shocks = start + 2 + len(_knots(n_days)) - 1
    return (
        Group("level", np.array([start]), None),
        Group("trend", np.array([start + 1]), TREND_SD_A_YEAR, fixed=True),
        Group("drift", np.arange(start + 2, shocks), LEVEL_SD_A_WEEK),
        Group("swing", np.arange(shocks, shocks + len(_shocks(_knots(n_days)))), SWING_SD),
    )


def entered(n_days: int) -> Floats:
    """Return by slow column the first day on which its effect can be told: later columns say nothing of days before."""
    knots = _knots(n_days)
    return np.concatenate([[0.0, 0.0], knots[1:] + FLAT_DAYS, _shocks(knots) + KNOT_DAYS + FLAT_DAYS]) - 1.0
