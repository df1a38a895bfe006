"""The customers of a site: a forecast and what is known of each queue, as streams."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import ndtri

from forecasting.errors import FrameError
from forecasting.frames import FORECAST
from forecasting.simulation.arrays import Flags
from forecasting.simulation.centre import MOST_AT_ONCE, Stream
from forecasting.site import Queue, Site
from forecasting.timegrid import TimeGrid

_DAY_BAND = 2 * float(ndtri(0.95))  # standard deviations between the 5 % and the 95 % quantile


def streams_of(
    forecast: pd.DataFrame, site: Site, grid: TimeGrid, volume: str = "mean", *, finishes_waiting: bool = True
) -> tuple[Stream, ...]:
    """Return a stream for each queue of *site* in *forecast* whose customers wait for an answer; backlog channels are left out.

    *forecast* is laid out as FORECAST; rows outside *grid* are left out, slots without a row have no contacts. *volume* is the
    column of contacts. Days are as uncertain as the forecast says of their totals, beyond the chance of single contacts.
    Concurrency becomes places: 2.5 are three places whose contacts go on at five sixths of their speed when all are
    taken, besides what the queue's curve says. A queue with priority classes becomes a stream for each, see ``names_of``.
    Raise FrameError for other frames and for queues that *site* does not have.
    """
    FORECAST.check(forecast)
    unknown = sorted(set(forecast["queue"]) - {queue.name for queue in site.queues})
    if unknown:
        raise FrameError(FORECAST.name, [f"queue {name} is not a queue of site {site.name}" for name in unknown])
    starts = pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")
    streams = []
    for queue in site.queues:
        rows = forecast[forecast["queue"] == queue.name].set_index("start").reindex(starts)
        if not queue.channel.is_backlog and bool(rows[volume].notna().any()):
            whole = _stream(queue, rows, grid, volume, finishes_waiting=finishes_waiting)
            streams += _classes(queue, whole) if queue.classes else [whole]
    return tuple(streams)


def day_starts(grid: TimeGrid) -> tuple[int, ...]:
    """Return the first slots of the days of *grid*, as a Centre asks for them."""
    return tuple(grid.slots_of(day).start for day in grid.dates())


def names_of(queue: Queue) -> tuple[str, ...]:
    """Return the names of the streams of *queue*: its own, or ``queue: class`` for each priority class, the first served first."""
    return tuple(f"{queue.name}: {one.name}" for one in queue.classes) or (queue.name,)


def _classes(queue: Queue, whole: Stream) -> list[Stream]:
    return [
        replace(
            whole,
            name=name,
            contacts=whole.contacts * one.share,
            priority=rank,
            within_seconds=one.target.within_seconds,
            target_share=one.target.share,
        )
        for rank, (name, one) in enumerate(zip(names_of(queue), queue.classes, strict=True))
    ]


def _stream(queue: Queue, rows: pd.DataFrame, grid: TimeGrid, volume: str, *, finishes_waiting: bool) -> Stream:
    measured = rows["aht_seconds"].to_numpy(float)
    handling = np.where(measured > 0, measured, queue.aht_seconds)
    if queue.curve is not None:
        handling *= queue.curve.factor(1.0)
    return Stream(
        queue.name,
        np.nan_to_num(rows[volume].to_numpy(float)) * queue.handover_share,
        handling,
        handling_cv=queue.handling_spread,
        patience_seconds=queue.patience_seconds,
        balk_share=queue.balk_share,
        retrial_share=queue.redial_share,
        retrial_seconds=queue.redial_after_seconds,
        busyness_cv=_busyness(rows, grid),
        at_once=_places(queue),
        growth=tuple(_growth(queue, served) for served in range(1, _places(queue) + 1)),
        within_seconds=queue.target.within_seconds,
        target_share=queue.target.share,
        open_slots=_open(queue, grid),
        finishes_waiting=finishes_waiting,
    )


def _places(queue: Queue) -> int:
    return min(int(np.ceil(queue.concurrency)), MOST_AT_ONCE)


def _growth(queue: Queue, served: int) -> float:
    """Return how many times longer than alone a contact takes among *served*; past the concurrency nothing more gets done."""
    most = min(served, queue.concurrency)
    slowed = queue.curve.factor(most) / queue.curve.factor(1.0) if queue.curve is not None else 1.0
    return slowed * served / most


def _busyness(rows: pd.DataFrame, grid: TimeGrid) -> tuple[float, ...]:
    """Return each day's spread: that of the forecast of its total, less what chance adds to any total."""
    found = []
    for day in grid.dates():
        slots = grid.slots_of(day)
        of_day = rows.iloc[slots.start : slots.stop]
        total = float(of_day["mean"].sum())
        band = (of_day["day_p95"] - of_day["day_p05"]).dropna()
        if total <= 0 or band.empty:
            found.append(0.0)
            continue
        variance = (float(band.iloc[0]) / _DAY_BAND) ** 2 - total
        found.append(float(np.sqrt(max(variance, 0.0)) / total))
    return tuple(found)


def _open(queue: Queue, grid: TimeGrid) -> Flags:
    flags: Flags = np.zeros(grid.n_slots, np.bool_)
    for day in grid.dates():
        flags[list(queue.opening.open_slots(grid, day))] = True
    return flags
