"""From a forecast to the people that each queue needs in each slot."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from forecasting.errors import FrameError, StaffingError
from forecasting.frames import FORECAST, QUANTILES, REQUIREMENT
from forecasting.messages import N_, Sentence, joined, sentence_of
from forecasting.site import OpeningHours, Queue, Site
from forecasting.staffing.backlog import Waiting, backlog_people
from forecasting.staffing.backlog_reasons import CLOSED, NO_CONTACTS
from forecasting.staffing.live import LivePeople, Method, live_people
from forecasting.staffing.measures import Measure, share_in_time, targets_of
from forecasting.staffing.shrinkage import present_share
from forecasting.staffing.tails import Flags, Floats
from forecasting.timegrid import TimeGrid

VOLUMES = ("mean", *QUANTILES)


def required_people(
    forecast: pd.DataFrame,
    site: Site,
    grid: TimeGrid,
    volume: str = "mean",
    waiting: Mapping[str, Sequence[Waiting]] | None = None,
    spare: Mapping[str, Floats] | None = None,
    method: Method = Method.OVER_TIME,
) -> pd.DataFrame:
    """Return the people that each queue of *forecast* needs in every slot of *grid*, laid out as REQUIREMENT.

    *forecast* is laid out as FORECAST and covers every open slot of its queues; *volume* is the column to staff for.
    ``agents`` is the least number on the floor, to the hundredth, by Erlang A where the queue knows its customers' patience, else by
    Erlang C, for the work in progress over time or as *method* says; ``scheduled`` adds shrinkage. Both are 0 where
    the queue is closed. Backlog channels are worked off within their deadline, by fractions of people, see ``backlog_people``:
    their rows cover closed slots too, *waiting* is their backlog at the start by queue, *spare* the people by slot who help them.
    Columns besides: ``contacts`` (with those who dial again), ``aht_seconds``, ``erlangs`` in progress on average, also while
    contacts are finished after closing, and for each target on its own ``for_answered``, ``for_wait``, ``for_abandoned``,
    ``for_occupancy``, missing where the queue is not asked for it.
    Raise FrameError naming every fault of *forecast*, StaffingError naming every queue whose target no number of people keeps.
    """
    FORECAST.check(forecast)
    if volume not in VOLUMES:
        raise ValueError(f"volume {volume!r}: expected one of {', '.join(VOLUMES)}")
    starts = slot_starts(grid)
    faults = list(_faults(forecast, site, grid, starts))
    if faults:
        raise FrameError(FORECAST.name, faults)
    queues = [queue for queue in site.queues if queue.name in set(forecast["queue"])]
    _refuse_unknown({*(waiting or {}), *(spare or {})}, queues)
    parts, refused = [], []
    for queue in queues:
        known = rows_of(forecast, queue.name, starts)
        try:
            parts.append(
                _of_queue(
                    queue, known, grid, volume, (waiting or {}).get(queue.name), (spare or {}).get(queue.name), method
                )
            )
        except StaffingError as error:
            refused.append(sentence_of(error))
    if refused:
        raise StaffingError(joined(refused))
    return REQUIREMENT.check(pd.concat(parts, ignore_index=True))


def _refuse_unknown(named: set[str], queues: Sequence[Queue]) -> None:
    backlogs = sorted(queue.name for queue in queues if queue.channel.is_backlog)
    unknown = sorted(named - set(backlogs))
    if unknown:
        raise ValueError(f"waiting or spare of {', '.join(unknown)}: expected backlogs of the forecast, {backlogs}")


def slot_starts(grid: TimeGrid) -> pd.DatetimeIndex:
    """Return the starts of the slots of *grid*, in UTC."""
    return pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")


def open_hours(opening: OpeningHours, grid: TimeGrid) -> Flags:
    """Tell for each slot of *grid* whether *opening* has it open."""
    flags = np.zeros(grid.n_slots, bool)
    for day in grid.dates():
        flags[list(opening.open_slots(grid, day))] = True
    return flags


def open_in(queue: Queue, grid: TimeGrid) -> Flags:
    """Tell for each slot of *grid* whether *queue* is open."""
    return open_hours(queue.opening, grid)


def rows_of(frame: pd.DataFrame, queue: str, starts: pd.DatetimeIndex) -> pd.DataFrame:
    """Return the rows of *queue*, one a slot of *starts*; missing ones are NaN."""
    return frame[frame["queue"] == queue].set_index("start").reindex(starts)


def target_reason(queue: Queue) -> str:
    """Return the service target of *queue* in short: ``80% in 20 s``."""
    return share_in_time(queue.target.share, queue.target.within_seconds)


def _faults(forecast: pd.DataFrame, site: Site, grid: TimeGrid, starts: pd.DatetimeIndex) -> Iterator[str]:
    if forecast.empty:
        yield "no rows"
    known = {queue.name for queue in site.queues}
    yield from (f"queue {name} is not a queue of site {site.name}" for name in sorted(set(forecast["queue"]) - known))
    outside = forecast.loc[~forecast["start"].isin(starts), "start"]
    if len(outside):
        yield (
            f"{len(outside)} rows start outside the slots of {grid.slot_minutes} minutes from {starts[0]} to {grid.end}, "
            f"the first at {outside.iloc[0]}"
        )
    for queue in site.queues:
        if queue.name in set(forecast["queue"]):
            rows = rows_of(forecast, queue.name, starts)
            missing = _may_come(queue, grid) & rows["mean"].isna().to_numpy()
            if missing.any():
                kind = "slots" if queue.channel.is_backlog else "open slots"
                yield f"queue {queue.name} has no row for {missing.sum()} {kind}, the first at {starts[int(missing.argmax())]}"


def _may_come(queue: Queue, grid: TimeGrid) -> Flags:
    return open_hours(queue.arrivals, grid)


def _of_queue(
    queue: Queue,
    rows: pd.DataFrame,
    grid: TimeGrid,
    volume: str,
    waiting: Sequence[Waiting] | None,
    spare: Floats | None,
    method: Method,
) -> pd.DataFrame:
    contacts, aht = coming(queue, rows, grid, volume)
    if queue.channel.is_backlog:
        found = backlog_people(queue, contacts, aht, grid, waiting, spare)
        agents, reasons = found.agents, pd.Series(list(map(str, found.reasons)), dtype="str")
        grounds = _grounds(contacts, aht, contacts * aht / grid.slot_length.total_seconds())
    else:
        people = live_people(queue, contacts, aht, open_in(queue, grid), grid, method)
        agents, reasons = people.needs.agents, reasons_of(queue, people)
        grounds = _grounds(people.contacts, people.aht_seconds, people.load.mean(axis=1))
        grounds |= {f"for_{measure}": need for measure, need in people.needs.by_measure.items()}
    return pd.DataFrame(
        {
            "start": rows.index,
            "skill": pd.Series([queue.name] * grid.n_slots, dtype="str"),
            "agents": agents,
            "scheduled": agents / present_share(queue, grid),
            "reason": reasons,
            **grounds,
        }
    )


def coming(queue: Queue, rows: pd.DataFrame, grid: TimeGrid, volume: str) -> tuple[Floats, Floats]:
    """Return contacts for people and handling seconds by slot of *grid* from the forecast's *rows* of *queue*.

    Raise StaffingError where contacts have no handling time.
    """
    contacts = np.where(_may_come(queue, grid), rows[volume].to_numpy(float), 0.0)
    aht = np.where(contacts > 0, rows["aht_seconds"].to_numpy(float), queue.aht_seconds)
    if bool((aht <= 0).any()):
        raise StaffingError(
            Sentence(
                N_("queue {queue}: {count} slots with contacts have no handling time"),
                queue=queue.name,
                count=(aht <= 0).sum(),
            )
        )
    return contacts * queue.handover_share, aht


def reasons_of(queue: Queue, people: LivePeople) -> pd.Series:
    """Return by slot what the number of *people* rests on: the binding target in short."""
    shorts = np.array([target.short for target in targets_of(queue)], dtype=object)
    reasons = np.where(people.needs.agents > 0, shorts[people.needs.binding], NO_CONTACTS)
    return pd.Series(np.where(people.is_open, reasons, CLOSED), dtype="str")


def _grounds(contacts: Floats, aht: Floats, erlangs: Floats) -> dict[str, Floats]:
    """Return what the numbers rest on; the needs by target are missing until they are known."""
    needs = {f"for_{measure}": np.full(len(contacts), np.nan) for measure in Measure}
    return {"contacts": contacts, "aht_seconds": aht, "erlangs": erlangs, **needs}
