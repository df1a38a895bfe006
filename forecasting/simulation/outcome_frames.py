"""An outcome as frames: OUTCOME by slot and queue, and the verdict by day."""

import numpy as np
import pandas as pd

from forecasting.frames import OUTCOME
from forecasting.simulation.arrays import Floats
from forecasting.simulation.estimates import (
    Estimate,
    parts_of,
    quantile_of,
    ratio_of,
    target_met,
    wait_quantile,
)
from forecasting.simulation.outcome import Outcome
from forecasting.timegrid import TimeGrid

MEANS = ("offered", "answered", "answered_within", "abandoned", "retried", "turned_away", "sent_away")
BAND = {"p05": 0.05, "p95": 0.95}


def outcome_frame(outcome: Outcome, grid: TimeGrid) -> pd.DataFrame:
    """Return *outcome*, by slot, laid out as OUTCOME: the queues in their order, each in the order of the slots of *grid*."""
    centre = outcome.centre
    if centre.n_slots != grid.n_slots or centre.slot_seconds != grid.slot_length.total_seconds():
        raise ValueError(f"centre of {centre.n_slots} slots of {centre.slot_seconds} s does not fit the grid")
    starts = pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")
    names = [stream.name for stream in centre.streams]
    columns = {name: getattr(outcome, name).mean(axis=0) for name in MEANS} | _shares(outcome)
    columns["staff"] = outcome.there.mean(axis=0) / centre.slot_seconds
    frame = pd.DataFrame(
        {
            "queue": pd.Series(np.repeat(names, grid.n_slots), dtype="str"),
            "start": starts.append([starts] * (len(names) - 1)),
            **{name: np.asarray(values, float).T.ravel() for name, values in columns.items()},
        }
    )
    return OUTCOME.check(frame)


def day_frame(outcome: Outcome, grid: TimeGrid) -> pd.DataFrame:
    """Return a row for each queue and local day: what was counted, the service and the probability that the target is met.

    Columns ``queue``, ``date`` (local), those of OUTCOME without ``staff``, and ``target_met`` with its confidence interval
    ``target_met_low`` and ``target_met_high``. *outcome* is by slot; the centre's days are those of *grid*.
    """
    if outcome.centre.day_starts != tuple(grid.slots_of(day).start for day in grid.dates()):
        raise ValueError(f"centre with days from {outcome.centre.day_starts} does not fit the grid")
    days, dates = outcome.by_day(), list(grid.dates())
    columns = {name: getattr(days, name).mean(axis=0) for name in MEANS} | _shares(days)
    columns |= _with_interval("target_met", target_met(outcome))
    names = [stream.name for stream in outcome.centre.streams]
    return pd.DataFrame(
        {
            "queue": pd.Series(np.repeat(names, len(dates)), dtype="str"),
            "date": dates * len(names),
            **{name: np.asarray(values, float).T.ravel() for name, values in columns.items()},
        }
    )


def _shares(outcome: Outcome) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    for name, (above, below) in parts_of(outcome).items():
        most = np.inf if name == "mean_wait_seconds" else 1.0
        found |= _with_interval(name, ratio_of(above, below), most)
        found |= {f"{name}_{key}": quantile_of(above, below, share) for key, share in BAND.items()}
    return found | {f"wait_p{share}": wait_quantile(outcome, share / 100) for share in (50, 90, 95)}


def _with_interval(name: str, estimate: Estimate, most: float = 1.0) -> dict[str, Floats]:
    return {
        name: estimate.mean,
        f"{name}_low": np.clip(estimate.low, 0.0, most),
        f"{name}_high": np.clip(estimate.high, 0.0, most),
    }
