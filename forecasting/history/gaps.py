"""Missing intervals merged into ranges, and last days that are not complete."""

from itertools import pairwise

import numpy as np
import pandas as pd

from forecasting.history.lattice import Bools, Floats, Lattice
from forecasting.history.report import Cut, CutDay, Gap
from forecasting.timegrid import MINUTES_A_DAY

_SURE_CONTACTS = 20.0  # as many usually come in the time that shows none: chance leaves it empty once in 5e8
_LOW_DAYS = 4
_LOW_SHARE = 0.5


def runs(where: Bools, among: Bools) -> list[tuple[int, int, int]]:
    """Return first index, last index and number of the hits of each run; what is not *among* interrupts no run."""
    indices = np.flatnonzero(among)
    hits = where[indices].astype(np.int64)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], hits, [0]))))
    return [
        (int(indices[first]), int(indices[beyond - 1]), int(beyond - first))
        for first, beyond in list(pairwise(edges))[::2]
    ]


def gaps_of(lattice: Lattice, expected: Bools, cut: CutDay | None) -> list[Gap]:
    """Return the ranges of expected intervals without a row, up to where the last day is cut."""
    known = expected
    if cut is not None:
        known = expected & (lattice.starts < pd.Timestamp(cut.since))
    return [
        Gap(lattice.queue, lattice.start_at(first), lattice.end_at(last), count)
        for first, last, count in runs(~lattice.present, known)
    ]


def cut_day_of(lattice: Lattice, expected: Bools) -> CutDay | None:
    """Tell whether the last day is half filled: its rows end early, only zeros follow, or a day's total is low."""
    day = lattice.day_at(len(lattice.days) - 1)
    if lattice.step_minutes == MINUTES_A_DAY:
        since = lattice.start_at(len(lattice.days) - 1)
        return CutDay(lattice.queue, day, since, Cut.LOW_TOTAL) if _low_total(lattice) else None
    last_row = int(np.flatnonzero(lattice.present)[-1])
    if bool(expected[last_row + 1 :].any()):
        return CutDay(lattice.queue, day, lattice.end_at(last_row), Cut.ROWS_END)
    today = lattice.days == lattice.days[-1]
    zeros = _trailing_zeros(lattice, today & lattice.present)
    if zeros is not None and _usual_sum(lattice, today, zeros) >= _SURE_CONTACTS:
        return CutDay(lattice.queue, day, lattice.start_at(zeros), Cut.ONLY_ZEROS)
    return None


def _low_total(lattice: Lattice) -> bool:
    same = lattice.offered[:-1][lattice.weekdays[:-1] == lattice.weekdays[-1]]
    recent: Floats = same[~np.isnan(same)][-_LOW_DAYS:]
    return len(recent) == _LOW_DAYS and bool(lattice.offered[-1] < _LOW_SHARE * recent.min())


def _trailing_zeros(lattice: Lattice, rows: Bools) -> int | None:
    """Return the index at which the zeros begin that the last day ends with."""
    indices = np.flatnonzero(rows)
    contacts = np.flatnonzero(lattice.offered[indices] > 0)
    after = indices[contacts[-1] + 1 :] if len(contacts) else indices
    return int(after[0]) if len(after) else None


def _usual_sum(lattice: Lattice, today: Bools, since: int) -> float:
    """Return how many contacts the same weekday usually brings from interval *since* on: the median of the sums."""
    later = lattice.minutes >= lattice.minutes[since]
    same = ~today & later & lattice.present & (lattice.weekdays == lattice.weekdays[-1])
    if not bool(same.any()):
        return 0.0
    _days, index = np.unique(lattice.days[same], return_inverse=True)
    return float(np.median(np.bincount(index, weights=lattice.offered[same])))
