"""All intervals of one queue, those without a row too: the ground on which gaps and hours are judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.history.localtime import local_wall
from forecasting.timegrid import MINUTES_A_DAY, local_instant

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lattice:
    """The intervals of *queue* from the midnight before its first row to the one after its last.

    Arrays of one length: ``starts`` in UTC, local ``days`` (ordinals), ``weekdays`` (Monday 0), ``minutes`` after local
    midnight as the clock shows them, ``offered`` (NaN without a row). ``end`` closes the last interval.
    """

    queue: str
    step_minutes: int
    starts: pd.DatetimeIndex
    end: datetime
    days: Ints
    weekdays: Ints
    minutes: Ints
    offered: Floats

    @property
    def present(self) -> Bools:
        """Where a row stands."""
        return ~np.isnan(self.offered)

    @property
    def cells(self) -> Ints:
        """Number of the interval within the week."""
        return (self.weekdays * MINUTES_A_DAY + self.minutes) // min(self.step_minutes, MINUTES_A_DAY)

    def start_at(self, index: int) -> datetime:
        """Return the start of interval *index*."""
        return self.starts[index].to_pydatetime()

    def end_at(self, index: int) -> datetime:
        """Return the end of interval *index*."""
        return self.start_at(index + 1) if index + 1 < len(self.starts) else self.end

    def day_at(self, index: int) -> date:
        """Return the local day of interval *index*."""
        return date.fromordinal(int(self.days[index]))


def lattices(history: pd.DataFrame, step_minutes: int, zone: ZoneInfo) -> Iterator[Lattice]:
    """Yield the lattice of each queue of *history*, laid out as HISTORY and sorted."""
    for queue, rows in history.groupby("queue", sort=True):
        yield _lattice(str(queue), rows.set_index("start")["offered"].astype(float), step_minutes, zone)


def _lattice(queue: str, offered: pd.Series, step_minutes: int, zone: ZoneInfo) -> Lattice:
    first = offered.index[0].tz_convert(zone).date()
    last = offered.index[-1].tz_convert(zone).date()
    end = local_instant(last + timedelta(days=1), 0, zone)
    if step_minutes == MINUTES_A_DAY:
        days = (last - first).days + 1
        starts = pd.DatetimeIndex([local_instant(first + timedelta(days=index), 0, zone) for index in range(days)])
    else:
        starts = pd.date_range(local_instant(first, 0, zone), end, freq=f"{step_minutes}min", inclusive="left")
    starts = starts.as_unit("us")
    wall = local_wall(pd.Series(starts), zone)
    midnight = wall.dt.normalize()
    days_since_1970 = midnight.to_numpy().astype("datetime64[D]").astype(np.int64)
    ordinals = days_since_1970 + date(1970, 1, 1).toordinal()
    minutes = ((wall - midnight).dt.total_seconds() // 60).to_numpy().astype(np.int64)
    if step_minutes == MINUTES_A_DAY:
        minutes = np.zeros_like(minutes)
    return Lattice(
        queue,
        step_minutes,
        starts,
        end,
        ordinals,
        (ordinals + 6) % 7,
        minutes,
        offered.reindex(starts).to_numpy(),
    )
