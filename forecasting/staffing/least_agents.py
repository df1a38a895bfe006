"""The inverse question: how few agents keep a target? Bisection over whole arrays, no loop over slots."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forecasting.errors import StaffingError
from forecasting.site import Queue
from forecasting.staffing.erlang import Service, service_with_leaving, service_without_leaving
from forecasting.staffing.tails import Flags, Floats

MOST_ERLANGS = 1e7


@dataclass(frozen=True, slots=True)
class Needs:
    """Least whole numbers of agents by slot: for the *service* target, for the greatest *occupancy*, and for both."""

    service: Floats
    occupancy: Floats

    @property
    def agents(self) -> Floats:
        """Agents that keep both."""
        return np.maximum(self.service, self.occupancy)


def service_of(queue: Queue, load: Floats, agents: Floats, aht_seconds: Floats) -> Service:
    """Return what customers of *queue* meet with *agents* on the floor, all arrays by slot.

    *load* is in erlangs of contacts, before they share an agent: an agent of concurrency 3 is three lines.
    """
    lines = agents * queue.concurrency
    if queue.patience_seconds is None:
        return service_without_leaving(load, lines, aht_seconds, queue.target.within_seconds)
    return service_with_leaving(load, lines, aht_seconds, queue.patience_seconds, queue.target.within_seconds)


def least_agents(queue: Queue, load: npt.ArrayLike, aht_seconds: npt.ArrayLike) -> Needs:
    """Return the least agents by slot that keep the targets of *queue*; 0 where nothing comes.

    Raise StaffingError for loads that are negative, not finite or above ten million erlangs.
    """
    loads, aht = np.broadcast_arrays(np.asarray(load, float), np.asarray(aht_seconds, float))
    if bool((loads > MOST_ERLANGS).any()):
        raise StaffingError(
            f"queue {queue.name}: a load of {loads.max():.6g} erlangs; expected at most {MOST_ERLANGS:.0f}"
        )
    work = loads / queue.concurrency

    def keeps_service(agents: Floats) -> Flags:
        return service_of(queue, loads, agents, aht).answered_within >= queue.target.share

    def keeps_occupancy(agents: Floats) -> Flags:
        return service_of(queue, loads, agents, aht).occupancy <= queue.max_occupancy

    return Needs(_least(keeps_service, work), _least(keeps_occupancy, work))


def _least(keeps: Callable[[Floats], Flags], work: Floats) -> Floats:
    """Return the least whole numbers that *keeps* accepts, which must accept every greater one too."""
    too_few = np.full(work.shape, -1.0)
    step = np.ceil(np.sqrt(np.maximum(work, 0.0))) + 1.0
    enough = np.ceil(work) + step
    while not bool((kept := keeps(enough)).all()):
        too_few = np.where(kept, too_few, enough)
        step = step * 2.0
        enough = np.where(kept, enough, enough + step)
    while bool((enough - too_few > 1.0).any()):
        middle = np.abs(np.ceil((too_few + enough) / 2.0))  # where all is found, this is enough itself; no -0
        kept = keeps(middle)
        too_few, enough = np.where(kept, too_few, middle), np.where(kept, middle, enough)
    return enough
