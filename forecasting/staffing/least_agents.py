"""The inverse question: how few agents keep every target? Bisection over whole arrays, no loop over slots."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.site import Queue
from forecasting.staffing.erlang import Service, service_with_leaving, service_without_leaving
from forecasting.staffing.measures import Measure, Target, beyond, targets_of
from forecasting.staffing.tails import Flags, Floats

MOST_ERLANGS = 1e7
MOST_PEOPLE = 1e9  # nobody has more; a target that takes more is out of reach
WHOLE = 1
HUNDREDTHS = 100
_ALMOST = 1e-12  # an occupancy of 8/10 computed as 0.8000000000000001 keeps 80 %


@dataclass(frozen=True, slots=True)
class Needs:
    """Least agents by slot for each target on its own; all arrays of one shape."""

    by_measure: Mapping[Measure, Floats]

    @property
    def agents(self) -> Floats:
        """Agents that keep every target."""
        return np.asarray(np.max(np.stack(list(self.by_measure.values())), axis=0))

    @property
    def binding(self) -> npt.NDArray[np.intp]:
        """Position of the first target that needs that many."""
        return np.asarray(np.argmax(np.stack(list(self.by_measure.values())), axis=0))

    @property
    def service(self) -> Floats:
        """Agents for the share answered in time; 0 where none is asked for."""
        return self.by_measure.get(Measure.ANSWERED, np.zeros_like(self.occupancy))

    @property
    def occupancy(self) -> Floats:
        """Agents for the greatest occupancy."""
        return self.by_measure[Measure.OCCUPANCY]


def service_of(queue: Queue, load: Floats, agents: Floats, aht_seconds: Floats) -> Service:
    """Return what customers of *queue* meet with *agents* on the floor, all arrays by slot.

    *load* is in erlangs of contacts, before they share an agent: an agent of concurrency 3 is three lines. Who balks is no work,
    counts as not answered and as abandoned, and not in the mean wait.
    """
    lines, within = agents * queue.concurrency, queue.target.within_seconds
    staying = load * (1.0 - queue.balk_share)
    if queue.patience_seconds is None:
        service = service_without_leaving(staying, lines, aht_seconds, within)
    else:
        service = service_with_leaving(staying, lines, aht_seconds, queue.patience_seconds, within)
    if not queue.balk_share:
        return service
    return replace(
        service,
        answered_within=service.answered_within * (1.0 - queue.balk_share),
        abandoned=queue.balk_share + service.abandoned * (1.0 - queue.balk_share),
    )


def least_agents(queue: Queue, load: npt.ArrayLike, aht_seconds: npt.ArrayLike, parts: int = WHOLE) -> Needs:
    """Return the least agents by slot that keep the targets of *queue*; 0 where nothing comes.

    Whole people by default; with *parts* of 100 the least to the hundredth, by Erlang's formulas between the integers: rounded up
    they are the whole ones. Where *load* has an axis more than one, the last holds moments of one slot: the answer, one
    for each slot, keeps the targets on average over its moments. Raise StaffingError for loads that are negative, not finite
    or above ten million erlangs, and for a target that a thousand million people do not keep.
    """
    loads, aht = np.broadcast_arrays(
        np.atleast_1d(np.asarray(load, float)), np.atleast_1d(np.asarray(aht_seconds, float))
    )
    if bool((loads > MOST_ERLANGS).any()):
        raise StaffingError(
            Sentence(
                N_("queue {queue}: a load of {load} erlangs; expected at most {most}"),
                queue=queue.name,
                load=f"{loads.max():.6g}",
                most=f"{MOST_ERLANGS:.0f}",
            )
        )
    moments = loads.reshape(loads.shape[0], -1)
    handling = aht.reshape(moments.shape)
    found = {target.measure: _need(queue, target, moments, handling, parts) for target in targets_of(queue)}
    shape = () if np.ndim(load) == np.ndim(aht_seconds) == 0 else (len(moments),)
    return Needs({measure: need.reshape(shape) for measure, need in found.items()})


def _need(queue: Queue, target: Target, load: Floats, aht: Floats, parts: int) -> Floats:
    work = load.mean(axis=1) / queue.concurrency

    def keeps(agents: Floats) -> Flags:
        service = service_of(queue, load, np.broadcast_to(agents[:, np.newaxis], load.shape), aht)
        return np.asarray((load.max(axis=1) <= 0) | (target.margin(service).mean(axis=1) >= -_ALMOST))

    whole = _least(keeps, work)
    if whole is None:
        raise StaffingError(beyond(queue, target, MOST_PEOPLE, float(load.max())))
    if parts == WHOLE:
        return whole
    too_few = np.maximum(whole - 1.0, -1.0 / parts) * parts
    return _least_between(lambda count: keeps(count / parts), too_few, whole * parts) / parts


def _least(keeps: Callable[[Floats], Flags], work: Floats) -> Floats | None:
    """Return the least whole numbers that *keeps* accepts, which must accept every greater one too; None where one has none."""
    too_few = np.full(work.shape, -1.0)
    step = np.ceil(np.sqrt(np.maximum(work, 0.0))) + 1.0
    enough = np.ceil(work) + step
    while not bool((kept := keeps(enough)).all()):
        too_few = np.where(kept, too_few, enough)
        if bool((enough > MOST_PEOPLE).any()):
            return None
        step = step * 2.0
        enough = np.where(kept, enough, enough + step)
    return _least_between(keeps, too_few, enough)


def _least_between(keeps: Callable[[Floats], Flags], too_few: Floats, enough: Floats) -> Floats:
    """Return the least whole numbers above *too_few*, up to *enough*, that *keeps* accepts."""
    while bool((enough - too_few > 1.0).any()):
        middle = np.ceil((too_few + enough) / 2.0)  # where all is found, this is enough itself
        kept = keeps(middle)
        too_few, enough = np.where(kept, too_few, middle), np.where(kept, middle, enough)
    return np.maximum(enough, 0.0) + 0.0  # no -0
