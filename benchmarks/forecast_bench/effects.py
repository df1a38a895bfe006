"""Events for programs that know none: their mean effects are taken out of the past and put onto the days ahead."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from benchmarks.forecast_bench.days import Known
from benchmarks.forecast_bench.series import marks_on

NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class Effects:
    """Logarithms of the mean effects of events by name and by family, as an analyst would read them off the past."""

    by_name: Mapping[str, float]
    by_family: Mapping[str, float]

    def on(self, marks: tuple[tuple[str, str], ...]) -> float:
        """Return the effect of a day with *marks*: that of the name, else of the family; the strongest counts."""
        found = [self.by_name.get(name, self.by_family.get(family, 0.0)) for name, family in marks]
        return max(found, key=abs, default=0.0)


def effects_of(known: Known) -> Effects:
    """Compare the event days of *known* with the median of the nearest ordinary days of their weekday."""
    logs = pd.Series(np.log(np.maximum(known.totals.to_numpy(), 0.5)), index=known.totals.index)
    marks = {stamp: marks_on(known.calendar, stamp.date()) for stamp in logs.index}
    plain = logs[[not marks[stamp] for stamp in logs.index]]
    names: dict[str, list[float]] = defaultdict(list)
    families: dict[str, list[float]] = defaultdict(list)
    for stamp, on_day in marks.items():
        if not on_day:
            continue
        alike = plain[pd.DatetimeIndex(plain.index).day_of_week == stamp.weekday()]
        if alike.empty:
            continue
        nearest = np.argsort(np.abs((alike.index - stamp).days.to_numpy()))[: 2 * NEIGHBOURS]
        ratio = float(logs[stamp] - alike.iloc[nearest].median())
        for name, family in on_day:
            names[name].append(ratio)
            families[family].append(ratio)
    return Effects(
        {name: float(np.mean(found)) for name, found in names.items()},
        {family: float(np.mean(found)) for family, found in families.items()},
    )


def on_days(effects: Effects, known: Known, days: list[date]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the logarithms of the effects on *days*."""
    return np.array([effects.on(marks_on(known.calendar, day)) for day in days], dtype=float)
