"""Figures far from what is usual at that weekday and time. Reported, never removed: many are festivals."""

import numpy as np
import pandas as pd

from forecasting.history.gaps import runs
from forecasting.history.lattice import Bools, Floats, Lattice
from forecasting.history.report import Outlier

_WEEKS = 9  # the window of the local median, centred
_LEAST_WEEKS = 4
_SIGMAS = 8.0
_MAD_TO_SIGMA = 1.4826  # of a normal distribution


def outliers_of(lattice: Lattice) -> list[Outlier]:
    """Return the runs of intervals whose contacts lie 8 robust standard deviations from the local median.

    Measured on the logarithm of the ratio to the median of the nine weeks around; the deviation is that of the
    whole queue, with the Poisson share of small counts added. At least four weeks are needed.
    """
    usual = _usual(lattice)
    score = _scores(lattice.offered, usual)
    found = []
    for extreme in (score > _SIGMAS, score < -_SIGMAS):
        for first, last, count in runs(extreme, lattice.present):
            span = slice(first, last + 1)
            worst = first + int(np.nanargmax(np.abs(score[span])))
            found.append(
                Outlier(
                    lattice.queue,
                    lattice.start_at(first),
                    lattice.end_at(last),
                    count,
                    int(lattice.offered[worst]),
                    float(usual[worst]),
                )
            )
    return sorted(found, key=lambda outlier: outlier.start)


def _usual(lattice: Lattice) -> Floats:
    """Return for each interval the median of the same weekday and time in the weeks around it, NaN where too few."""
    table = pd.DataFrame(
        {
            "week": (lattice.days - 1) // 7,
            "cell": lattice.cells,
            "offered": lattice.offered,
        }
    )
    by_week = table.pivot_table(index="week", columns="cell", values="offered", aggfunc="first", dropna=False)
    weeks = range(int(table["week"].min()), int(table["week"].max()) + 1)
    medians = by_week.reindex(weeks).rolling(_WEEKS, center=True, min_periods=_LEAST_WEEKS).median()
    row = table["week"].to_numpy() - weeks.start
    usual: Floats = medians.to_numpy()[row, medians.columns.get_indexer(pd.Index(table["cell"]))]
    return usual


def _scores(offered: Floats, usual: Floats) -> Floats:
    ratio = np.log((offered + 1) / (usual + 1))
    lively: Bools = (usual > 0) & ~np.isnan(ratio)
    if not bool(lively.any()):
        return np.zeros_like(offered)
    deviation = _MAD_TO_SIGMA * float(np.median(np.abs(ratio[lively])))
    return np.nan_to_num(ratio / np.sqrt(deviation**2 + 1 / (usual + 1)))
