"""The inverse question: how few agents keep every target? Searched for in whole arrays, no loop over slots."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.site import Queue
from forecasting.staffing.chat import states_below
from forecasting.staffing.erlang import NOTHING, Service, service_with_leaving, service_without_leaving
from forecasting.staffing.measures import Measure, Target, beyond, targets_of
from forecasting.staffing.priority import service_of_class
from forecasting.staffing.searching import MOST_PEOPLE, Rows, between, least_whole
from forecasting.staffing.tails import Flags, Floats

MOST_ERLANGS = 1e7
WHOLE = 1
HUNDREDTHS = 100
_MANY = 500  # slots from which a first look at some loads pays
_NODES = 32
_COARSE = 4
_ALMOST = 1e-12  # an occupancy of 8/10 computed as 0.8000000000000001 keeps 80 %


@dataclass(frozen=True, slots=True)
class Needs:
    """Least agents by slot for each target on its own; all arrays of one shape."""

    by_measure: Mapping[str, Floats]

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


def service_of(queue: Queue, load: Floats, agents: Floats, aht_seconds: Floats, rank: int | None = None) -> Service:
    """Return what customers of *queue*, or of its class at *rank*, meet with *agents* on the floor, all arrays by slot.

    *load* is in erlangs of contacts, before they share an agent: an agent of concurrency 3 is three lines; with a curve
    the handling time is that of a full agent. Who balks is no work, counts as not answered and as abandoned, and not in the mean wait.
    """
    lines, within = agents * queue.concurrency, queue.target.within_seconds
    staying = load * (1.0 - queue.balk_share)
    easing, below = (np.asarray(0.0), None)
    if queue.curve is not None:
        easing, below = states_below(queue.curve, staying, agents, queue.concurrency)
    if queue.patience_seconds is None:
        service = service_without_leaving(staying, lines, aht_seconds, within, easing)
    else:
        service = service_with_leaving(staying, lines, aht_seconds, queue.patience_seconds, within, easing)
    if below is not None:
        held = np.where(lines > 0, lines, 1.0)
        service = replace(service, occupancy=service.waits + (1.0 - service.waits) * np.minimum(below / held, 1.0))
    if rank is not None:
        service = service_of_class(queue, rank, service, staying, agents, aht_seconds)
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
    wrong = loads[~(loads >= 0)]
    if len(wrong):
        raise StaffingError(f"queue {queue.name}: load {wrong.flat[0]}: expected finite and 0 or more")
    moments = loads.reshape(loads.shape[0], -1)
    handling = aht.reshape(moments.shape)
    found = {target.measure: _need(queue, target, moments, handling, parts) for target in targets_of(queue)}
    shape = () if np.ndim(load) == np.ndim(aht_seconds) == 0 else (len(moments),)
    return Needs({measure: need.reshape(shape) for measure, need in found.items()})


def _need(queue: Queue, target: Target, load: Floats, aht: Floats, parts: int) -> Floats:
    need = np.zeros(len(load))
    asked = np.flatnonzero(load.max(axis=1) >= NOTHING)
    if not len(asked):
        return need
    if (
        load.shape[1] == 1
        and target.measure is Measure.OCCUPANCY
        and queue.patience_seconds is None
        and queue.curve is None
    ):
        work = np.where(load[:, 0] < NOTHING, 0.0, load[:, 0]) * (1.0 - queue.balk_share) / queue.concurrency
        need = np.asarray(np.ceil(work / queue.max_occupancy * parts * (1.0 - _ALMOST)) / parts)
        if bool((need > MOST_PEOPLE).any()):
            raise StaffingError(beyond(queue, target, MOST_PEOPLE, float(load.max())))
        return need
    if load.shape[1] == 1:  # counts of contacts are often the same: ask once
        _, once, again = np.unique(load[asked, 0] + 1j * aht[asked, 0], return_index=True, return_inverse=True)
    else:
        once = again = np.arange(len(asked))
    rows = asked[once]
    need[asked] = _least_of(queue, target, load[rows], aht[rows], parts)[again]
    return need


def _least_of(queue: Queue, target: Target, load: Floats, aht: Floats, parts: int) -> Floats:
    def keeps(agents: Floats, rows: Rows) -> Flags:
        asked = load[rows]
        service = service_of(queue, asked, np.broadcast_to(agents[:, np.newaxis], asked.shape), aht[rows], target.rank)
        return np.asarray(target.margin(service).mean(axis=1) >= -_ALMOST)

    work = load.mean(axis=1)
    if len(work) <= _MANY:
        guess = work / queue.concurrency
    else:
        nodes = np.geomspace(work.min(), work.max() * (1 + _ALMOST), _NODES)
        like = np.full((_NODES, 1), float(np.median(aht)))
        guess = np.interp(work, nodes, _least_of(queue, target, nodes[:, np.newaxis], like, _COARSE))
    whole = least_whole(keeps, np.ceil(guess))
    if whole is None:
        raise StaffingError(beyond(queue, target, MOST_PEOPLE, float(load.max())))
    if parts == WHOLE:
        return whole
    too_few = np.maximum(whole - 1.0, -1.0 / parts) * parts
    return between(lambda count, rows: keeps(count / parts, rows), too_few, whole * parts) / parts
