"""People for a queue whose customers wait for an answer: load over time, targets, those who dial again."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import numpy as np

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.site import Queue
from forecasting.staffing.erlang import Service
from forecasting.staffing.least_agents import HUNDREDTHS, Needs, least_agents, service_of
from forecasting.staffing.offered_load import load_over_time, seconds_in_progress
from forecasting.staffing.tails import Flags, Floats
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid

_ROUNDS = 100
_NOBODY = 0.01  # erlangs that are left over from earlier slots and keep nobody busy
_SETTLED = 1e-5  # of the greatest slot's contacts


class Method(StrEnum):
    """How a slot's load becomes people.

    OVER_TIME: the contacts of the slot together meet the targets, looked at several times while work builds up and runs off.
    BUSIEST: the targets hold at the busiest of these moments. MEAN: the mean of what each moment needs.
    PER_SLOT: each slot as if its load had always been there, as most tables and calculators have it.
    """

    OVER_TIME = "over-time"
    BUSIEST = "busiest"
    MEAN = "mean"
    PER_SLOT = "per-slot"


@dataclass(frozen=True, slots=True)
class LivePeople:
    """What a queue needs by slot of the grid, and what it rests on.

    *contacts* with those who dial again; *load* in erlangs, shape (slots, moments), also after closing while contacts are finished;
    *needs* by target, 0 in slots that are not open.
    """

    contacts: Floats
    aht_seconds: Floats
    load: Floats
    is_open: Flags
    needs: Needs

    def service(self, queue: Queue, agents: Floats) -> Service:
        """Return the service of *queue* with *agents* by slot, on average over the slot's moments."""
        shape = self.load.shape
        heads, aht = (
            np.broadcast_to(values[:, np.newaxis], shape) for values in (np.asarray(agents, float), self.aht_seconds)
        )
        met = service_of(queue, self.load, heads, aht)
        return Service(*(np.asarray(getattr(met, name)).mean(axis=1) for name in Service.__slots__))


def live_people(
    queue: Queue,
    contacts: Floats,
    aht_seconds: Floats,
    is_open: Flags,
    grid: TimeGrid,
    method: Method = Method.OVER_TIME,
) -> LivePeople:
    """Return the people that *queue* needs by slot of *grid* for *contacts* of *aht_seconds* each.

    Who leaves and dials again (``redial_share``, after ``redial_after_seconds`` on average) comes on top: the load
    and the people that follow from it are worked out in turn until they agree. Who dials again after closing meets nobody.
    Raise StaffingError where they do not agree, or where a load has no answer.
    """
    first = np.where(is_open, contacts, 0.0)
    if queue.curve is not None:
        aht_seconds = aht_seconds * queue.curve.factor(queue.concurrency)
    people = _people(queue, first, aht_seconds, is_open, grid, method)
    if not queue.redial_share:
        return people
    returning = _returning(queue.redial_after_seconds, grid)
    for _round in range(_ROUNDS):
        leaving = people.contacts * people.service(queue, people.needs.agents).abandoned * queue.redial_share
        again = np.convolve(leaving, returning)[: len(first)]
        # never below the round before: hundredths of people would let it swing for ever
        coming = np.where(is_open, np.maximum(first + again, people.contacts), 0.0)
        settled = (coming - people.contacts).max(initial=0.0) <= _SETTLED * coming.max(initial=0.0)
        if settled:
            return people
        people = _people(queue, coming, aht_seconds, is_open, grid, method)
    raise StaffingError(
        Sentence(
            N_("queue {queue}: contacts and those who dial again do not settle in {rounds} rounds"),
            queue=queue.name,
            rounds=_ROUNDS,
        )
    )


def _people(
    queue: Queue, contacts: Floats, aht_seconds: Floats, is_open: Flags, grid: TimeGrid, method: Method
) -> LivePeople:
    load = _load(queue, contacts, aht_seconds, is_open, grid, method)
    handling = aht_seconds[:, np.newaxis]
    nothing = ~is_open | ((contacts == 0) & (load.max(axis=1) < _NOBODY))
    asked = np.where(nothing[:, np.newaxis], 0.0, load)
    if method is Method.BUSIEST:
        asked = asked.max(axis=1, keepdims=True)
    if method is Method.MEAN:
        each = least_agents(queue, asked.ravel(), np.broadcast_to(handling, asked.shape).ravel(), HUNDREDTHS)
        needs = Needs({key: need.reshape(asked.shape).mean(axis=1) for key, need in each.by_measure.items()})
    else:
        needs = least_agents(queue, asked, handling, HUNDREDTHS)
    return LivePeople(contacts, aht_seconds, load, is_open, needs)


def _load(
    queue: Queue, contacts: Floats, aht_seconds: Floats, is_open: Flags, grid: TimeGrid, method: Method
) -> Floats:
    slot_seconds = grid.slot_length.total_seconds()
    if method is Method.PER_SLOT:
        return (contacts * aht_seconds / slot_seconds)[:, np.newaxis]
    running = bool(is_open[0]) and _open_until_midnight(queue, grid)
    return load_over_time(contacts, aht_seconds, slot_seconds, queue.handling_spread, running=running)


def _open_until_midnight(queue: Queue, grid: TimeGrid) -> bool:
    """Tell whether *queue* is open to the end of the day before *grid*."""
    span = queue.opening.span_on(grid.first_day - timedelta(days=1))
    return span is not None and span.closes == MINUTES_A_DAY


def _returning(after_seconds: float, grid: TimeGrid) -> Floats:
    """Return the shares of those who dial again that do so in the slot in which they left, in the next one, and so on."""
    slot_seconds = grid.slot_length.total_seconds()
    edges = np.arange(grid.n_slots + 1, dtype=np.float64) * float(slot_seconds)
    still_out = np.diff(seconds_in_progress(edges, np.asarray(after_seconds), None)) / slot_seconds
    return -np.diff(still_out, prepend=1.0)
