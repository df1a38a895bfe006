"""Whether days reach everything that is asked of a queue: the share answered in time, the mean wait, and how many leave."""

from collections.abc import Mapping

import numpy as np

from forecasting.simulation import Estimate, Outcome
from forecasting.simulation.arrays import Flags, Floats
from forecasting.simulation.estimates import let_in, parts_of, share_of
from forecasting.site import ServiceTarget

Targets = Mapping[str, ServiceTarget]


def targets_met(outcome: Outcome, targets: Targets) -> Estimate:
    """Return the probability that a day reaches all that *targets* ask of its stream, by day and stream, with its exact interval.

    *outcome* is by slot. Replications in which nobody came on the day are left out. A stream without an entry is held to its share
    alone.
    """
    days = outcome.by_day()
    came = let_in(days) > 0
    return share_of(_met(days, targets) & came, came)


def days_met(outcome: Outcome, targets: Targets) -> Floats:
    """Return by stream the share of days that reach all targets, on average over replications and the days with contacts."""
    days = outcome.by_day()
    came = let_in(days) > 0
    count = came.sum(axis=(0, 1))
    met = (_met(days, targets) & came).sum(axis=(0, 1))
    share: Floats = np.divide(met, count, out=np.full(count.shape, np.nan), where=count > 0)
    return share


def _met(days: Outcome, targets: Targets) -> Flags:
    found = np.ones(days.offered.shape, np.bool_)
    parts = parts_of(days)
    for number, stream in enumerate(days.centre.streams):
        target = targets.get(stream.name, ServiceTarget(stream.target_share, stream.within_seconds))
        level, wait, left = (
            tuple(part[..., number] for part in parts[name])
            for name in ("service_level", "mean_wait_seconds", "abandoned_share")
        )
        found[..., number] = level[0] >= target.share * level[1]
        if target.mean_wait_seconds is not None:
            found[..., number] &= wait[0] <= target.mean_wait_seconds * wait[1]
        if target.abandoned is not None:
            found[..., number] &= left[0] <= target.abandoned * left[1]
    return found
