"""The live service that a drill meets: customers of a forecast, people of a roster, and what is asked of each queue."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from drills.errors import RequestError
from forecasting.messages import N_, Sentence
from forecasting.simulation import Stream, names_of, streams_of
from forecasting.simulation.arrays import Floats
from forecasting.site import Channel, ServiceTarget, Site
from forecasting.staffing.shrinkage import present_share
from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.staff import Staff


@dataclass(frozen=True, slots=True)
class Floor:
    """Over the slots of *grid*: *streams* of customers who wait for an answer, and *staff* with their duty.

    *channels* and *targets* are by stream, *teams* by agent. Backlog channels are not in it: nobody waits there.
    """

    grid: TimeGrid
    streams: tuple[Stream, ...]
    staff: Staff
    channels: Mapping[str, Channel]
    targets: Mapping[str, ServiceTarget]
    teams: Mapping[AgentId, str]

    def __post_init__(self) -> None:
        names = {stream.name for stream in self.streams}
        faults = [
            f"no {what} of stream {name}"
            for what, known in (("channel", self.channels), ("target", self.targets))
            for name in sorted(names - set(known))
        ]
        faults += [
            f"stream {stream.name} has {len(stream.contacts)} slots; expected {self.grid.n_slots}"
            for stream in self.streams
            if len(stream.contacts) != self.grid.n_slots
        ]
        if faults:
            raise ValueError("floor: " + "; ".join(faults))


def floor_of(site: Site, forecast: pd.DataFrame, instance: Instance, roster: Roster) -> Floor:
    """Return who serves whom: *forecast* is laid out as FORECAST and covers the days of *roster*.

    A person serves every live queue of their team at their own level; absences are those that the requirement reckons with. Who
    waits when a queue closes is sent away. Raises RequestError where nobody waits for an answer on these days.
    """
    inside = forecast[forecast["start"].isin(_starts(instance.grid))]
    streams = streams_of(inside, site, instance.grid, finishes_waiting=False)
    if not streams:
        raise RequestError(Sentence(N_("no queue has customers who wait for an answer on the days of the roster")))
    known = {stream.name for stream in streams}
    of_queue = {queue.name: tuple(name for name in names_of(queue) if name in known) for queue in site.queues}
    by_team = {
        team.name: tuple(name for queue in team.queues for name in of_queue.get(queue, ())) for team in instance.teams
    }
    present = {team.name: _present(site, inside, instance.grid, team.queues) for team in instance.teams}
    return Floor(
        grid=instance.grid,
        streams=streams,
        staff=Staff.of(roster, instance, by_team, present),
        channels={name: queue.channel for queue in site.queues for name in of_queue[queue.name]},
        targets={
            name: target
            for queue in site.queues
            for name, target in zip(
                names_of(queue), [one.target for one in queue.classes] or [queue.target], strict=True
            )
            if name in known
        },
        teams={agent.id: agent.team for agent in instance.agents},
    )


def _present(site: Site, forecast: pd.DataFrame, grid: TimeGrid, queues: tuple[str, ...]) -> Floats:
    """Return by slot the share of a team's rostered people who are there: that of its queues, weighted by their work."""
    shares, work = [], []
    for queue in (site.queue(name) for name in queues):
        rows = forecast[forecast["queue"] == queue.name]
        shares.append(present_share(queue, grid))
        work.append(float((rows["mean"] * rows["aht_seconds"]).sum()) / queue.concurrency)
    average: Floats = np.average(np.stack(shares), axis=0, weights=work if sum(work) > 0 else None)
    return average


def _starts(grid: TimeGrid) -> pd.DatetimeIndex:
    return pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")
