"""Days that are not as expected: everything times a factor, or every day as busy as the forecast's band says at most or at least."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from forecasting.simulation import Stream
from forecasting.simulation.arrays import Floats
from forecasting.timegrid import TimeGrid

DAY_QUANTILES = {"p05": "day_p05", "p95": "day_p95"}
MOST_FACTOR = 20.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """Contacts times *factor* (above 0), days as uncertain as before; or every day at its *quantile*, ``p05`` or ``p95``.

    A day at a quantile is as busy as that quantile of its total says, and not uncertain beyond the chance of single contacts.
    """

    name: str
    factor: float = 1.0
    quantile: str | None = None

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("scenario: the name is empty")
        if not 0 < self.factor <= MOST_FACTOR:
            raise ValueError(f"scenario {self.name}: factor {self.factor}; expected above 0, at most {MOST_FACTOR:g}")
        if self.quantile is not None and self.quantile not in DAY_QUANTILES:
            raise ValueError(f"scenario {self.name}: quantile {self.quantile}; expected one of {sorted(DAY_QUANTILES)}")


def scenario_of(claim: str, source: str) -> Scenario:
    """Return the scenario that *claim* names, such as ``busy=1.2`` or ``bad day=p95``; refuse others as faults of *source*."""
    name, _sign, value = (part.strip() for part in claim.partition("="))
    try:
        return Scenario(name, quantile=value) if value in DAY_QUANTILES else Scenario(name, float(value))
    except ValueError:
        expected = N_("NAME=FACTOR with a factor above 0 and at most 20, or NAME=p05 or NAME=p95, such as busy=1.2")
        raise InputError([Fault(source, N_("is no scenario"), value=claim, expected=expected)]) from None


def changed(
    streams: tuple[Stream, ...],
    scenario: Scenario,
    forecast: pd.DataFrame,
    grid: TimeGrid,
    queue_of: Mapping[str, str] | None = None,
) -> tuple[Stream, ...]:
    """Return *streams*, made of *forecast* (laid out as FORECAST) over *grid*, as *scenario* wants them.

    *queue_of* names the queue of each stream that is not called like it, such as a priority class.

    Days without a band of their own stay as expected where a quantile is asked for.
    """
    if scenario.quantile is None:
        return tuple(replace(stream, contacts=stream.contacts * scenario.factor) for stream in streams)
    column, queues = DAY_QUANTILES[scenario.quantile], queue_of or {}
    factors = [_at(column, queues.get(stream.name, stream.name), forecast, grid) for stream in streams]
    return tuple(
        replace(stream, contacts=stream.contacts * factor, busyness_cv=0.0)
        for stream, factor in zip(streams, factors, strict=True)
    )


def _at(column: str, queue: str, forecast: pd.DataFrame, grid: TimeGrid) -> Floats:
    """Return by slot how many times as busy as expected a day at the quantile in *column* is."""
    rows = forecast[forecast["queue"] == queue]
    days = rows["start"].dt.tz_convert(str(grid.zone)).dt.date
    totals = rows.groupby(days).agg({"mean": "sum", column: "max"})
    factors = np.ones(grid.n_slots)
    for day in grid.dates():
        if day in totals.index:
            mean, bound = float(totals["mean"][day]), float(totals[column][day])
            slots = grid.slots_of(day)
            if mean > 0 and not np.isnan(bound):
                factors[slots.start : slots.stop] = bound / mean
    return factors
