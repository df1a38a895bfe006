"""Bot containment: the share of contacts that a bot solves, which moves when one is launched or grows up.

The planner states the moves. History is put on today's share before a fit, the forecast on the share of each day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.frames import HISTORY
from forecasting.messages import N_, Sentence
from forecasting.models.days import Floats
from forecasting.rescale import rescaled

MOST_SHARE = 0.98


@dataclass(frozen=True, slots=True)
class Containment:
    """On *day* the bot's share of *queue* begins to go from *before* to *after* (0 to 0.98), in *ramp_days* days.

    With a ramp of 0 the new share holds from *day* on.
    """

    queue: str
    day: date
    before: float
    after: float
    ramp_days: int = 0

    def __post_init__(self) -> None:
        for name, share in (("before", self.before), ("after", self.after)):
            if not 0 <= share <= MOST_SHARE:
                template = N_("containment of {queue}: {name} {share}; expected 0 to {most}")
                raise ValueError(Sentence(template, queue=self.queue, name=name, share=share, most=MOST_SHARE))
        if self.ramp_days < 0:
            template = N_("containment of {queue}: ramp_days {days}; expected 0 or more")
            raise ValueError(Sentence(template, queue=self.queue, days=self.ramp_days))

    def human_share(self, days: Sequence[date]) -> Floats:
        """Return by day the contacts left for people against those before the move: 1 until *day*."""
        elapsed = np.array([(day - self.day).days for day in days], dtype=float)
        begun = elapsed >= 0
        done = np.clip((elapsed + 1) / (self.ramp_days + 1), 0.0, 1.0) * begun
        share = self.before + (self.after - self.before) * done
        return np.asarray((1.0 - share) / (1.0 - self.before))


def human_shares(moves: Sequence[Containment], queue: str, days: Sequence[date]) -> Floats:
    """Return by day the contacts of *queue* that reach people, against those before any of *moves*."""
    shares = np.ones(len(days))
    for move in moves:
        if move.queue == queue:
            shares *= move.human_share(days)
    return shares


def at_last_share(history: pd.DataFrame, moves: Sequence[Containment], calendar: EventCalendar) -> pd.DataFrame:
    """Return *history*, laid out as HISTORY, as if each queue's last share had held all the time.

    Queues without a move and rows at the last share stay as they are; elsewhere whole numbers are kept by carrying the rest
    to the next row, so that totals hold. Counts of handled and abandoned contacts are left out where rows change.
    """
    days = history["start"].dt.tz_convert(str(calendar.zone)).dt.date
    offered = history["offered"].to_numpy().copy()
    for name, places in history.groupby("queue", sort=True).indices.items():
        shares = human_shares(moves, str(name), list(days.iloc[places]))
        last = shares[int(np.argmax(history["start"].iloc[places].to_numpy()))]
        offered[places] = _carried(offered[places], last / shares)
    if bool((offered == history["offered"]).all()):
        return history
    return HISTORY.check(history.assign(offered=offered).drop(columns=["handled", "abandoned"], errors="ignore"))


def _carried(counts: npt.NDArray[np.int64], factors: Floats) -> npt.NDArray[np.int64]:
    moved = counts * factors
    total = np.round(np.cumsum(moved), 6)
    carried = np.diff(np.floor(total + 0.5), prepend=0.0).astype(np.int64)
    return np.where(np.abs(factors - 1.0) < 1e-12, counts, np.maximum(carried, 0))


def with_shares(
    forecast: pd.DataFrame, moves: Sequence[Containment], calendar: EventCalendar, last_day: date
) -> pd.DataFrame:
    """Return *forecast*, made at the share of *last_day*, at the share of each of its own days."""
    return rescaled(forecast, share_factors(forecast, moves, calendar, last_day))


def share_factors(
    forecast: pd.DataFrame, moves: Sequence[Containment], calendar: EventCalendar, last_day: date
) -> Floats:
    """Return by row the contacts for people against those at the share of *last_day*."""
    days = forecast["start"].dt.tz_convert(str(calendar.zone)).dt.date
    factors = np.ones(len(forecast))
    for name, places in forecast.groupby("queue", sort=True).indices.items():
        shares = human_shares(moves, str(name), [*days.iloc[places], last_day])
        factors[places] = shares[:-1] / shares[-1]
    return factors
