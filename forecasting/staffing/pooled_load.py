"""What skill sets face on one day: customers, the work they bring, and what each queue alone would need."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.simulation import Stream
from forecasting.simulation.centre import MOST_AT_ONCE
from forecasting.site import Queue, Site
from forecasting.staffing.requirement import coming, open_in, rows_of, slot_starts
from forecasting.staffing.tails import Flags, Floats
from forecasting.timegrid import TimeGrid


@dataclass(frozen=True, slots=True, eq=False)
class PooledLoad:
    """Queues whose customers wait, by queue and slot: arrays of shape (queues, slots).

    *contacts* are first attempts, *handling_seconds* of a contact whose agent serves no other, *heads* the people who would
    be busy all the time, *alone* whole people whom each queue needs for itself.
    """

    queues: tuple[Queue, ...]
    contacts: Floats
    handling_seconds: Floats
    is_open: Flags
    heads: Floats
    alone: Floats
    slot_seconds: float

    def of(self, slots: npt.ArrayLike) -> "PooledLoad":
        """Return the same of the numbered *slots* alone, in their order."""
        part = np.asarray(slots, np.intp)
        return PooledLoad(
            self.queues,
            self.contacts[:, part],
            self.handling_seconds[:, part],
            self.is_open[:, part],
            self.heads[:, part],
            self.alone[:, part],
            self.slot_seconds,
        )

    @property
    def busy(self) -> Floats:
        """People by queue and slot whose time, up to the greatest occupancy, its work takes; never more than it needs alone."""
        caps = np.array([queue.max_occupancy for queue in self.queues])[:, np.newaxis]
        return np.asarray(np.minimum(self.heads / caps, self.alone))


def load_of(forecast: pd.DataFrame, alone: pd.DataFrame, site: Site, grid: TimeGrid, volume: str) -> PooledLoad:
    """Return the load of the live queues of *alone*, the requirement of each queue by itself, which *forecast* gave for *grid*.

    Raise StaffingError naming every queue that is served by classes: what a class meets in a pool is not looked at.
    """
    queues = [queue for queue in site.queues if queue.name in set(alone["skill"]) and not queue.channel.is_backlog]
    classed = [queue.name for queue in queues if queue.classes]
    if classed:
        template = N_("queues {queues}: people of several skills cannot be worked out for queues with priority classes")
        raise StaffingError(Sentence(template, queues=", ".join(classed)))
    starts = slot_starts(grid)
    parts = [_of_queue(queue, forecast, alone, starts, grid, volume) for queue in queues]
    stacked = {name: np.array([part[name] for part in parts]).reshape(len(queues), grid.n_slots) for name in _PARTS}
    return PooledLoad(
        tuple(queues),
        stacked["contacts"],
        stacked["handling_seconds"],
        stacked["is_open"].astype(bool),
        stacked["heads"],
        stacked["alone"],
        grid.slot_length.total_seconds(),
    )


_PARTS = ("contacts", "handling_seconds", "is_open", "heads", "alone")


def _of_queue(
    queue: Queue, forecast: pd.DataFrame, alone: pd.DataFrame, starts: pd.DatetimeIndex, grid: TimeGrid, volume: str
) -> Mapping[str, Floats | Flags]:
    first, handling = coming(queue, rows_of(forecast, queue.name, starts), grid, volume)
    if queue.curve is not None:
        handling = handling * queue.curve.factor(1)
    rows = alone[alone["skill"] == queue.name].set_index("start").reindex(starts)
    agents = rows["agents"].to_numpy(float)
    work = rows["erlangs"].to_numpy(float) * (1.0 - queue.balk_share) / queue.concurrency
    return {
        "contacts": first,
        "handling_seconds": handling,
        "is_open": open_in(queue, grid),
        "heads": np.where(agents > 0, work, 0.0),
        "alone": np.ceil(agents - 1e-9),
    }


def streams_of_load(load: PooledLoad) -> tuple[Stream, ...]:
    """Return the customers of *load* as the simulation takes them: as many as expected, days neither busier nor calmer."""
    return tuple(
        Stream(
            queue.name,
            load.contacts[number],
            load.handling_seconds[number],
            handling_cv=queue.handling_spread,
            patience_seconds=queue.patience_seconds,
            balk_share=queue.balk_share,
            retrial_share=queue.redial_share,
            retrial_seconds=queue.redial_after_seconds,
            at_once=_places(queue),
            growth=_growth(queue),
            within_seconds=queue.target.within_seconds,
            target_share=queue.target.share,
            open_slots=load.is_open[number],
        )
        for number, queue in enumerate(load.queues)
    )


def _places(queue: Queue) -> int:
    return min(int(np.ceil(queue.concurrency)), MOST_AT_ONCE)


def _growth(queue: Queue) -> tuple[float, ...]:
    """Return how much longer a contact takes with 1, 2, … at once; 2.5 at once are three that go on at five sixths of their speed."""
    every = range(1, _places(queue) + 1)
    if queue.curve is None:
        return tuple(max(1.0, served / queue.concurrency) for served in every)
    return tuple(
        queue.curve.seconds_at(served) / queue.curve.seconds_at(1) * max(1.0, served / queue.concurrency)
        for served in every
    )
