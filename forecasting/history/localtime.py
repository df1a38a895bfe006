"""Columns of wall clocks to instants: what ``timegrid`` does for one time, for a whole export at once."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

UTC_DTYPE: Final = "datetime64[us, UTC]"


@dataclass(frozen=True, slots=True)
class Localised:
    """The instants of a column, with masks: *skipped*, a time that the clock jumped over; *repeated*, one shown twice.

    Of a repeated time the first row of a queue is read as the first of the two hours, the next as the second.
    *alone* marks the repeated times that stand in the export once.
    """

    start: pd.Series
    skipped: pd.Series
    repeated: pd.Series
    alone: pd.Series


def localise(wall: pd.Series, queue: pd.Series, zone: ZoneInfo) -> Localised:
    """Return the instants at which clocks of *zone* showed *wall*; a skipped time is moved to the end of the jump."""
    first = wall.dt.tz_localize(zone, ambiguous=np.ones(len(wall), dtype=bool), nonexistent="shift_forward")
    skipped = (first.dt.tz_localize(None) != wall) & wall.notna()
    second = wall.dt.tz_localize(zone, ambiguous=np.zeros(len(wall), dtype=bool), nonexistent="shift_forward")
    repeated = (first != second) & wall.notna()
    occurrence, total = _occurrences(wall[repeated], queue[repeated], newest_first=_newest_first(wall))
    later = pd.Series(data=False, index=wall.index)
    later[repeated] = occurrence > 0
    alone = pd.Series(data=False, index=wall.index)
    alone[repeated] = total == 1
    start = first.where(~later, second).dt.tz_convert("UTC").astype(UTC_DTYPE)
    return Localised(start, skipped, repeated, alone)


def _newest_first(wall: pd.Series) -> bool:
    return bool((wall.diff() < pd.Timedelta(0)).sum() > (wall.diff() > pd.Timedelta(0)).sum())


def _occurrences(wall: pd.Series, queue: pd.Series, *, newest_first: bool) -> tuple[pd.Series, pd.Series]:
    keys = [queue.to_numpy(dtype=object), wall.to_numpy()]
    groups = wall.groupby(keys)
    return groups.cumcount(ascending=not newest_first), groups.transform("size")


def offset_minutes(start: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Return the minutes by which clocks of *zone* were ahead of UTC at each *start*."""
    local = start.dt.tz_convert(zone).dt.tz_localize(None)
    return pd.Series((local - start.dt.tz_localize(None)).dt.total_seconds() / 60)


def local_wall(start: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Return what clocks of *zone* showed at each *start*, naive."""
    return pd.Series(start.dt.tz_convert(zone).dt.tz_localize(None))
