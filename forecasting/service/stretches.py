"""An outcome summed over stretches of slots, and the first of its replications."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from forecasting.simulation import Outcome
from forecasting.simulation.outcome import COUNTS


def over_stretches(outcome: Outcome, starts: Sequence[int]) -> Outcome:
    """Return *outcome*, by slot, summed over the stretches that begin with the slots *starts*, rising; the last goes to the end."""
    where = np.asarray(starts, np.intp)
    sums: dict[str, Any] = {name: np.add.reduceat(getattr(outcome, name), where, axis=1) for name in COUNTS}
    return replace(outcome, **sums, waits=np.add.reduceat(outcome.waits, where, axis=0))


def whole_horizon(outcome: Outcome) -> Outcome:
    """Return *outcome*, by slot or by day, as one stretch."""
    return over_stretches(outcome, [0])


def first_of(outcome: Outcome, replications: int) -> Outcome:
    """Return the first *replications* of *outcome*; its waits by quantile stay those of all of them."""
    if not 1 <= replications <= outcome.replications:
        raise ValueError(f"{replications} replications of {outcome.replications}; expected 1 to as many as there are")
    counts: dict[str, Any] = {name: getattr(outcome, name)[:replications] for name in COUNTS}
    return replace(outcome, **counts, waiting=outcome.waiting[:replications])
