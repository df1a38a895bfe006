"""How our model stands against the best of each group over all series: the targets, as the scores say."""

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.forecast_bench.peers import OURS
from benchmarks.forecast_bench.rows import Row

GROUP_PREFIXES = {
    "best Prophet": "prophet",
    "best statsforecast": "statsforecast",
    "four-week mean": "four-week-mean",
    "seasonal naive": "seasonal-naive",
}


def best_of(rows: Sequence[Row], series: str, prefix: str, figure: str) -> float:
    """Return the least *figure* on *series* among models whose name begins with *prefix*; NaN where none is told."""
    found = [float(getattr(row, figure)) for row in rows if row.series == series and row.model.startswith(prefix)]
    known = [value for value in found if not np.isnan(value)]
    return min(known, default=np.nan)


def summary_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield sentences: geometric means of our WAPE against each group's best, then where we lose."""
    names = list(dict.fromkeys(row.series for row in rows))
    for label, prefix in GROUP_PREFIXES.items():
        ratios = [best_of(rows, name, OURS, "wape") / best_of(rows, name, prefix, "wape") for name in names]
        known = [ratio for ratio in ratios if not np.isnan(ratio)]
        if known:
            yield f"WAPE against {label}: {np.exp(np.mean(np.log(known))) - 1:+.1%} (geometric mean of {len(known)} series)"
    for figure, what in (("wape", "all days"), ("event_wape", "event days")):
        for name in names:
            ours = best_of(rows, name, OURS, figure)
            for row in rows:
                other = float(getattr(row, figure))
                if row.series == name and row.model != OURS and other < ours:
                    yield f"behind on {name}, {what}: {ours:.2%} against {other:.2%} of {row.model}"
