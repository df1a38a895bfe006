"""What is asked of a roster's service, and who meets there: customers of a forecast, people of the roster."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from forecasting.service import Scenario
from forecasting.simulation import Stream, names_of, streams_of
from forecasting.simulation.arrays import Floats
from forecasting.site import ServiceTarget, Site
from forecasting.staffing.shrinkage import present_share
from forecasting.timegrid import TimeGrid
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.service import Trial
from scheduler.staff import Staff

SECONDS_AN_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class ServiceQuestion:
    """A *roster*, and customers who come as in *forecast*, laid out as FORECAST: what service follows.

    *site* knows the special days of its opening hours, which *calendar* names. Contacts of a queue before *served_from* of its
    team are those of shifts of the day before that nobody told of, and not looked at. *other* is a roster to compare with, on the
    same customers and absences.
    """

    site: Site
    forecast: pd.DataFrame
    instance: Instance
    roster: Roster
    served_from: dict[str, pd.Timestamp]
    calendar: EventCalendar
    trial: Trial
    scenarios: tuple[Scenario, ...] = ()
    other: Roster | None = None

    @property
    def grid(self) -> TimeGrid:
        """The slots of the roster's days."""
        return self.instance.grid


def customers(question: ServiceQuestion) -> tuple[Stream, ...]:
    """Return the customers of *question*; who waits when a queue closes is sent away, nobody is there to answer."""
    inside = question.forecast[question.forecast["start"].isin(_starts(question.grid))]
    streams = streams_of(inside, question.site, question.grid, finishes_waiting=False)
    began = pd.Timestamp(question.grid.origin)
    serving = [
        (name, question.served_from.get(team, began))
        for team, names in streams_by_team(question).items()
        for name in names
    ]
    found = []
    for stream in streams:
        served_from = min((start for name, start in serving if name == stream.name), default=began)
        counted = _starts(question.grid) >= served_from
        found.append(replace(stream, contacts=np.where(counted, stream.contacts, 0.0)))
    if not found:
        fault = Fault("forecast", N_("no queue has customers who wait for an answer on the days of the roster"))
        raise InputError([fault])
    return tuple(found)


def staff_of(question: ServiceQuestion, roster: Roster) -> Staff:
    """Return the people of *roster* with the absences that the requirement reckons with."""
    present = {team.name: _present(question, team.queues) for team in question.instance.teams}
    return Staff.of(roster, question.instance, streams_by_team(question), present)


def streams_by_team(question: ServiceQuestion) -> dict[str, tuple[str, ...]]:
    """Return the names of the streams that each team serves: of its queues with a forecast that are no backlogs."""
    foretold = set(question.forecast.loc[question.forecast["start"].isin(_starts(question.grid)), "queue"])
    lines = {
        queue.name: names_of(queue)
        for queue in question.site.queues
        if not queue.channel.is_backlog and queue.name in foretold
    }
    return {
        team.name: tuple(stream for queue in team.queues for stream in lines.get(queue, ()))
        for team in question.instance.teams
    }


def queue_of_stream(question: ServiceQuestion) -> dict[str, str]:
    """Return the queue of each stream, a priority class among them."""
    return {name: queue.name for queue in question.site.queues for name in names_of(queue)}


def _present(question: ServiceQuestion, queues: tuple[str, ...]) -> Floats:
    """Return by slot the share of a team's people who are there: that of its queues, weighted by their work."""
    shares, work = [], []
    for queue in (question.site.queue(name) for name in queues):
        rows = question.forecast[question.forecast["queue"] == queue.name]
        shares.append(present_share(queue, question.grid))
        work.append(float((rows["mean"] * rows["aht_seconds"]).sum()) / queue.concurrency)
    weights = work if sum(work) > 0 else None
    average: Floats = np.average(np.stack(shares), axis=0, weights=weights)
    return average


def unserved_hours(question: ServiceQuestion) -> dict[str, float]:
    """Return the hours of work of backlog queues whose teams serve simulated queues, too."""
    lines = {queue.name for queue in question.site.queues if not queue.channel.is_backlog}
    inside = question.forecast[question.forecast["start"].isin(_starts(question.grid))]
    found = {}
    for team in question.instance.teams:
        for name in team.queues if lines & set(team.queues) else ():
            rows = inside[inside["queue"] == name]
            hours = float((rows["mean"] * rows["aht_seconds"]).sum()) / SECONDS_AN_HOUR
            if name not in lines and hours > 0:
                found[name] = hours
    return found


def targets_by_stream(question: ServiceQuestion) -> dict[str, ServiceTarget]:
    """Return what is asked of each stream, priority classes by their own targets."""
    return {
        name: target
        for queue in question.site.queues
        for name, target in zip(names_of(queue), [one.target for one in queue.classes] or [queue.target], strict=True)
    }


def unforetold(question: ServiceQuestion) -> tuple[str, ...]:
    """Return the queues of the site that are no backlogs and have no forecast for these days."""
    foretold = {queue for names in streams_by_team(question).values() for queue in names}
    return tuple(
        queue.name
        for queue in question.site.queues
        if not queue.channel.is_backlog and not foretold & set(names_of(queue))
    )


def _starts(grid: TimeGrid) -> pd.DatetimeIndex:
    return pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")
