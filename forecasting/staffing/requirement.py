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
from forecasting.staffing.least_agents import Needs, least_agents
from forecasting.staffing.tails import Flags, Floats
from forecasting.timegrid import TimeGrid

VOLUMES = ("mean", *QUANTILES)
_UNITS = ((3600, "h"), (60, "min"), (1, "s"))


def required_people(
    forecast: pd.DataFrame,
    site: Site,
    grid: TimeGrid,
    volume: str = "mean",
    waiting: Mapping[str, Sequence[Waiting]] | None = None,
    spare: Mapping[str, Floats] | None = None,
) -> pd.DataFrame:
    """Return the people that each queue of *forecast* needs in every slot of *grid*, laid out as REQUIREMENT.

    *forecast* is laid out as FORECAST and covers every open slot of its queues; *volume* is the column to staff for.
    ``agents`` is the least whole number on the floor, by Erlang A where the queue knows its customers' patience, else by
    Erlang C, each slot in its own steady state; ``scheduled`` adds shrinkage and keeps the fraction. Both are 0 where
    the queue is closed. Backlog channels are worked off within their deadline, by fractions of people, see ``backlog_people``:
    their rows cover closed slots too, *waiting* is their backlog at the start by queue, *spare* the people by slot who help them.
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
                _of_queue(queue, known, grid, volume, (waiting or {}).get(queue.name), (spare or {}).get(queue.name))
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
    seconds = queue.target.within_seconds
    length, unit = next((length, unit) for length, unit in _UNITS if seconds % length == 0 < seconds or length == 1)
    return f"{100 * queue.target.share:.4g}% in {seconds / length:g} {unit}"


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
) -> pd.DataFrame:
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
    if queue.channel.is_backlog:
        found = backlog_people(queue, contacts, aht, grid, waiting, spare)
        agents, reasons = found.agents, pd.Series(list(map(str, found.reasons)), dtype="str")
    else:
        needs = least_agents(queue, contacts * aht / grid.slot_length.total_seconds(), aht)
        agents, reasons = needs.agents, _reasons(queue, needs, contacts, open_in(queue, grid))
    return pd.DataFrame(
        {
            "start": rows.index,
            "skill": pd.Series([queue.name] * grid.n_slots, dtype="str"),
            "agents": agents,
            "scheduled": agents / (1.0 - queue.shrinkage),
            "reason": reasons,
        }
    )


def _reasons(queue: Queue, needs: Needs, contacts: Floats, is_open: Flags) -> pd.Series:
    busy = f"occupancy {100 * queue.max_occupancy:.4g}%"
    reasons = np.where(needs.service >= needs.occupancy, target_reason(queue), busy)
    reasons = np.where(contacts > 0, reasons, NO_CONTACTS)
    return pd.Series(np.where(is_open, reasons, CLOSED), dtype="str")
