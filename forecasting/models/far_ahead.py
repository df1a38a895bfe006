"""How unsure days far ahead are: a level that moves on like a random walk would leave the earth within months."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from forecasting.models.days import Floats
from forecasting.models.queue import DayForecast, QueueModel, precision

TRIED_DAYS = 28  # as far ahead as bands were tried
BLOCK_DAYS = 28
YEAR_DAYS = 365.25
USUAL_SD = 0.2  # of the logarithm of a centre's four-week totals over years
USUAL_YEARS = 1.0  # of history that the usual spread weighs as much as


def far_sd(model: QueueModel, days: Sequence[date], ahead: DayForecast) -> Floats:
    """Return the spread of the logarithm of each of *days* in *ahead*: beyond four weeks it grows towards a bound.

    What is added after four weeks comes ever closer to the variance that four-week totals had over the whole history
    (its seasons and growth included), and never reaches it. With few years that leans on a spread of 20 %, or on more where
    the centre's own was more.
    """
    late = ahead.lead > TRIED_DAYS
    if not late.any():
        return ahead.sd
    weights = precision(ahead.slots.sum(axis=1))
    tried = model.levels.spread_design(model.levels.design(days), np.minimum(ahead.lead, TRIED_DAYS), weights)
    added = np.maximum(ahead.sd**2 - tried**2, 0.0)
    most = _long_run_variance(model.table.offered, model.table.exposure)
    bounded = most * (1.0 - np.exp(-added / most))
    return np.asarray(np.where(late, np.sqrt(np.minimum(tried, ahead.sd) ** 2 + bounded), ahead.sd))


def _long_run_variance(offered: Floats, exposure: Floats) -> float:
    """Return the variance of the logarithms of four-week totals; few years lean on the usual one or on twice their own."""
    blocks = len(offered) // BLOCK_DAYS
    start = len(offered) - blocks * BLOCK_DAYS
    came, seen = (values[start:].sum(axis=1).reshape(blocks, BLOCK_DAYS).sum(axis=1) for values in (offered, exposure))
    known = (came > 0) & (seen > 0)
    own = float(np.var(np.log(came[known] / seen[known]))) if known.any() else 0.0
    years = float(known.sum()) * BLOCK_DAYS / YEAR_DAYS
    return (years * own + USUAL_YEARS * max(USUAL_SD**2, 2 * own)) / (years + USUAL_YEARS)
