"""An outcome as one row a queue, and two outcomes on the same customers side by side."""

import numpy as np
import pandas as pd

from forecasting.service.stretches import first_of, whole_horizon
from forecasting.service.verdict import Targets, days_met
from forecasting.simulation import Differences, Outcome, compare, wait_quantile
from forecasting.simulation.arrays import Floats
from forecasting.simulation.estimates import parts_of, quantile_of, ratio_of
from forecasting.timegrid import TimeGrid

COUNTED = ("offered", "abandoned", "turned_away", "sent_away")
BAND = {"p05": 0.05, "p95": 0.95}


def total_frame(outcome: Outcome, targets: Targets) -> pd.DataFrame:
    """Return a row for each queue of *outcome*, by slot, over the whole horizon.

    ``offered``, ``abandoned``, ``turned_away`` and ``sent_away`` contacts, means over replications; ``service_level``, ``abandoned_share``,
    ``mean_wait_seconds`` and ``occupancy``, each with ``_low`` and ``_high`` of its 95 % confidence interval and ``_p05`` and ``_p95``
    between which nine replications in ten lie; ``wait_p50``, ``wait_p90``; ``target_share``; ``days_met``, the share of days that
    reach all *targets*, on average, of those with contacts.
    """
    whole, streams = whole_horizon(outcome), outcome.centre.streams
    columns: dict[str, Floats] = {name: getattr(whole, name)[:, 0].mean(axis=0) for name in COUNTED}
    for name, (above, below) in parts_of(whole).items():
        ratio = ratio_of(above, below)
        most = np.inf if name == "mean_wait_seconds" else 1.0
        columns[name] = ratio.mean[0]
        columns |= {f"{name}_low": np.clip(ratio.low[0], 0.0, most), f"{name}_high": np.clip(ratio.high[0], 0.0, most)}
        columns |= {f"{name}_{key}": quantile_of(above, below, share)[0] for key, share in BAND.items()}
    columns |= {f"wait_p{share}": wait_quantile(whole, share / 100)[0] for share in (50, 90)}
    columns["target_share"] = np.array([stream.target_share for stream in streams])
    columns["days_met"] = days_met(outcome, targets)
    return pd.DataFrame({"queue": pd.Series([stream.name for stream in streams], dtype="str"), **columns})


def difference_frame(one: Outcome, other: Outcome, grid: TimeGrid) -> pd.DataFrame:
    """Return by how much *one* exceeds *other*, both by slot with the same draws: a row for each queue and day, and one for all days.

    ``date`` is None in the row of all days. ``service_level``, ``abandoned_share``, ``mean_wait_seconds`` and ``occupancy`` are differences
    with ``_low`` and ``_high`` of the paired 95 % confidence interval. Where one was stopped early, as many replications count of both.
    """
    both = min(one.replications, other.replications)
    one, other = first_of(one, both), first_of(other, both)
    days = compare(one.by_day(), other.by_day())
    whole = compare(whole_horizon(one), whole_horizon(other))
    dates = list(grid.dates())
    names = [stream.name for stream in one.centre.streams]
    parts = [
        pd.DataFrame(
            {
                "queue": pd.Series([name] * (len(dates) + 1), dtype="str"),
                "date": pd.Series([None, *dates], dtype=object),
                **_columns(whole, days, number),
            }
        )
        for number, name in enumerate(names)
    ]
    return pd.concat(parts, ignore_index=True)


def _columns(whole: Differences, days: Differences, number: int) -> dict[str, Floats]:
    found = {}
    for name in Differences._fields:
        for suffix, field in (("", "mean"), ("_low", "low"), ("_high", "high")):
            first, rest = (getattr(getattr(part, name), field)[:, number] for part in (whole, days))
            found[name + suffix] = np.concatenate([first, rest])
    return found
