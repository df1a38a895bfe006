"""One number explained: what comes, what is in progress, what each target takes, and what a person more or fewer changes."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.site import Site
from forecasting.staffing.live import LivePeople, Method, live_people
from forecasting.staffing.measures import targets_of
from forecasting.staffing.requirement import coming, open_in, reasons_of, rows_of, slot_starts
from forecasting.staffing.safety import staffed_for
from forecasting.staffing.shrinkage import present_share
from forecasting.timegrid import TimeGrid

AROUND = (-2, -1, 0, 1, 2)


@dataclass(frozen=True, slots=True)
class Met:
    """What customers meet with *agents* on the floor: shares from 0 to 1, seconds."""

    agents: float
    answered_within: float
    mean_wait_seconds: float
    abandoned: float
    occupancy: float


@dataclass(frozen=True, slots=True)
class Why:
    """Why *queue* needs *agents* in the slot that starts at *start*, *scheduled* of them on the roster.

    *contacts* of *aht_seconds* begin in it, *dialled_again* of them not for the first time; *steady_erlangs* is their work, as if it had
    always been there, *erlangs* what is in progress. *needs* are by target, named in short, *around* is the service with the
    whole number of people that it takes and with some more or fewer. *absent* is by kind of absence, the share of the roster.
    """

    queue: str
    start: datetime
    contacts: float
    dialled_again: float
    aht_seconds: float
    steady_erlangs: float
    erlangs: float
    needs: tuple[tuple[str, float], ...]
    agents: float
    scheduled: float
    reason: str
    around: tuple[Met, ...]
    absent: tuple[tuple[str, float], ...]


def why(
    forecast: pd.DataFrame,
    site: Site,
    grid: TimeGrid,
    queue_name: str,
    moment: datetime,
    volume: str = "mean",
    method: Method = Method.OVER_TIME,
) -> Why:
    """Explain what *queue_name* needs in the slot of *grid* in which *moment* lies, as ``required_people`` has it.

    Raise StaffingError for a queue that is not in the forecast, a moment outside, and a backlog channel: its people depend on
    the days around, and their reasons say how.
    """
    queue = next((queue for queue in site.queues if queue.name == queue_name), None)
    if queue is None or queue_name not in set(forecast["queue"]):
        known = ", ".join(sorted(set(forecast["queue"])))
        raise StaffingError(
            Sentence(N_("queue {queue} is not in the forecast, which has {known}"), queue=queue_name, known=known)
        )
    slot = grid.slot_containing(moment)
    if not 0 <= slot < grid.n_slots:
        template = N_("{moment} is not within the days from {first} to {last}")
        raise StaffingError(Sentence(template, moment=moment.isoformat(), first=grid.first_day, last=grid.last_day))
    if queue.channel.is_backlog:
        template = N_(
            "queue {queue} is worked off as a backlog: its reasons tell of every slot, {moment} alone cannot be explained"
        )
        raise StaffingError(Sentence(template, queue=queue_name, moment=moment.isoformat()))
    contacts, aht = coming(queue, rows_of(staffed_for(forecast, volume), queue_name, slot_starts(grid)), grid, "mean")
    people = live_people(queue, contacts, aht, open_in(queue, grid), grid, method)
    agents = float(people.needs.agents[slot])
    first = float(contacts[slot]) if people.is_open[slot] else 0.0
    steady = float(people.contacts[slot] * people.aht_seconds[slot]) / grid.slot_length.total_seconds()
    local = grid.local(slot)
    kinds = queue.absences.kinds if queue.absences else ()
    needs = zip(targets_of(queue), people.needs.by_measure.values(), strict=True)
    whole = float(np.ceil(agents))
    return Why(
        queue=queue_name,
        start=local,
        contacts=float(people.contacts[slot]),
        dialled_again=float(people.contacts[slot]) - first,
        aht_seconds=float(people.aht_seconds[slot]),
        steady_erlangs=steady,
        erlangs=float(people.load[slot].mean()),
        needs=tuple((target.short, float(need[slot])) for target, need in needs),
        agents=agents,
        scheduled=agents / float(present_share(queue, grid)[slot]),
        reason=str(reasons_of(queue, people)[slot]),
        around=tuple(
            _met(people, site, queue_name, slot, whole + more) for more in AROUND if agents and whole + more > 0
        ),
        absent=tuple((kind.name, kind.at(local)) for kind in kinds) or (("", queue.shrinkage),),
    )


def _met(people: LivePeople, site: Site, queue_name: str, slot: int, agents: float) -> Met:
    service = people.service(site.queue(queue_name), np.full(len(people.contacts), agents))
    names = Met.__slots__[1:]
    return Met(agents, **{name: float(getattr(service, name)[slot]) for name in names})
