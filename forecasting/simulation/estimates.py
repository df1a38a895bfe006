"""What replications say of an average, and how sure they are of it."""

from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv, stdtrit

from forecasting.simulation.arrays import Flags, Floats, Ints
from forecasting.simulation.outcome import Outcome
from forecasting.simulation.tables import WAIT_EDGES

LEVEL = 0.95  # of confidence


class Estimate(NamedTuple):
    """An average with its confidence interval [low, high]; NaN where nothing was counted or one replication tells no spread."""

    mean: Floats
    low: Floats
    high: Floats


def mean_of(values: Floats, level: float = LEVEL) -> Estimate:
    """Return the mean of *values* over the first axis, the replications, by Student's t."""
    mean: Floats = values.mean(axis=0)
    half = half_width(values - mean, level)
    return Estimate(mean, mean - half, mean + half)


def ratio_of(above: Floats | Ints, below: Floats | Ints, level: float = LEVEL) -> Estimate:
    """Return the sum of *above* by the sum of *below*, both with replications on the first axis.

    The interval is that of the ratio estimator: Student's t of above - ratio × below (Law, Simulation Modeling and Analysis,
    section 9.4), so that replications without contacts in a slot count as what they are.
    """
    base = below.mean(axis=0)
    known = base > 0
    ratio = np.divide(above.mean(axis=0), base, out=np.full(base.shape, np.nan), where=known)
    residuals = np.asarray(above - np.where(known, ratio, 0.0) * below, np.float64)
    half = half_width(residuals, level) / np.where(known, base, np.nan)
    return Estimate(ratio, ratio - half, ratio + half)


def share_of(met: Flags, known: Flags, level: float = LEVEL) -> Estimate:
    """Return how often *met* is true where *known* is, over the first axis, with the exact interval (Clopper and Pearson 1934)."""
    n, hits = known.sum(axis=0).astype(float), (met & known).sum(axis=0).astype(float)
    some = n > 0
    tail = (1 - level) / 2
    low = np.where(hits > 0, betaincinv(np.maximum(hits, 1), n - hits + 1, tail), 0.0)
    high = np.where(hits < n, betaincinv(hits + 1, np.maximum(n - hits, 1), 1 - tail), 1.0)
    mean = np.divide(hits, n, out=np.full(n.shape, np.nan), where=some)
    return Estimate(mean, np.where(some, low, np.nan), np.where(some, high, np.nan))


def half_width(residuals: Floats, level: float) -> Floats:
    """Return half the width of the confidence interval of a mean whose *residuals* these are, replications on the first axis."""
    n = len(residuals)
    if n < 2:
        return np.full(residuals.shape[1:], np.nan)
    spread = np.sqrt((residuals**2).sum(axis=0) / (n - 1))
    return np.asarray(stdtrit(n - 1, (1 + level) / 2) * spread / np.sqrt(n))


def quantile_of(above: Floats | Ints, below: Floats | Ints, share: float) -> Floats:
    """Return the *share* quantile over replications of *above* by *below*, of those in which there is something below."""
    known = below > 0
    ratios = np.sort(np.divide(above, below, out=np.full(below.shape, np.nan), where=known), axis=0)  # NaN comes last
    rank = share * np.maximum(known.sum(axis=0) - 1, 0)
    lower = np.floor(rank).astype(np.int64)
    low = np.take_along_axis(ratios, lower[None], 0)[0]
    high = np.take_along_axis(ratios, np.ceil(rank).astype(np.int64)[None], 0)[0]
    return np.asarray(low + (rank - lower) * (high - low))


def let_in(outcome: Outcome) -> Ints:
    """Return the attempts that came while their stream was open: what shares are of."""
    return outcome.offered - outcome.turned_away


def parts_of(outcome: Outcome) -> dict[str, tuple[Floats | Ints, Floats | Ints]]:
    """Return, for each share or mean that an outcome tells, what is divided by what; replications on the first axis."""
    return {
        "service_level": (outcome.answered_within, let_in(outcome)),
        "abandoned_share": (outcome.abandoned, let_in(outcome)),
        "mean_wait_seconds": (
            outcome.wait_answered + outcome.wait_abandoned,
            outcome.answered + outcome.abandoned - outcome.balked,
        ),
        "occupancy": (outcome.busy, outcome.there),
    }


def service_level(outcome: Outcome, level: float = LEVEL) -> Estimate:
    """Return the share of attempts let in that is answered within the stream's seconds, by slot (or day) and stream."""
    return ratio_of(*parts_of(outcome)["service_level"], level)


def abandoned_share(outcome: Outcome, level: float = LEVEL) -> Estimate:
    """Return the share of attempts let in that leaves without an answer."""
    return ratio_of(*parts_of(outcome)["abandoned_share"], level)


def mean_wait_seconds(outcome: Outcome, level: float = LEVEL) -> Estimate:
    """Return the mean wait of those who were answered or left, as Erlang's formulas count it; without those who balked."""
    return ratio_of(*parts_of(outcome)["mean_wait_seconds"], level)


def occupancy(outcome: Outcome, level: float = LEVEL) -> Estimate:
    """Return the share of their time there in which people who serve the stream serve anybody."""
    return ratio_of(*parts_of(outcome)["occupancy"], level)


def target_met(outcome: Outcome, level: float = LEVEL) -> Estimate:
    """Return the probability that a day's service level reaches the stream's target, by day and stream.

    *outcome* is by slot. Replications in which nobody came on the day are left out.
    """
    days = outcome.by_day()
    came = let_in(days)
    targets = np.array([stream.target_share for stream in outcome.centre.streams])
    return share_of(days.answered_within >= targets * came, came > 0, level)


def wait_quantile(outcome: Outcome, share: float) -> Floats:
    """Return the wait in seconds that *share* of the answered contacts did not exceed, by slot (or day) and stream.

    Interpolated between the edges at which waits are counted, 7 % apart above a second. NaN where nobody was answered.
    """
    total = outcome.waits.sum(axis=2)
    reached = np.cumsum(outcome.waits, axis=2)
    rank = share * total
    at = np.minimum((reached < rank[..., None]).sum(axis=2), len(WAIT_EDGES) - 1)
    before = np.take_along_axis(reached, np.maximum(at - 1, 0)[..., None], 2)[..., 0] * (at > 0)
    inside = np.take_along_axis(outcome.waits, at[..., None], 2)[..., 0]
    part = np.clip((rank - before) / np.maximum(inside, 1), 0.0, 1.0)
    lower = np.where(at > 0, WAIT_EDGES[np.maximum(at - 1, 0)], 0.0)
    return np.where(total > 0, lower + part * (WAIT_EDGES[at] - lower), np.nan)
