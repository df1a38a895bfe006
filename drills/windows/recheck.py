"""Looking both ways just before the start: whether the day as it turned out still carries the drill."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from drills.availability import HEAD_TOLERANCE, Heads, spare
from drills.drill import Drill, TeamCover
from drills.errors import RequestError
from drills.notes import Note
from drills.placement import Cost
from drills.reservation import activity_of, breaches, cover_in
from drills.simulation.floor import floor_of
from drills.timing import Timing
from drills.windows.estimated import teams_of
from drills.windows.live import BELOW_TARGET, live_service
from drills.windows.simulated import LiveReplay, PeopleAway
from forecasting.intraday import reforecast
from forecasting.messages import N_, Sentence
from forecasting.site import Site
from scheduler.agents import AgentId
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Roster


@dataclass(frozen=True, slots=True, eq=False)
class DayTold:
    """What is known of customers.

    The *forecast* that the roster was made for, laid out as FORECAST, with every slot of its days; and *actuals*, laid out as
    HISTORY, of the day so far, None where nothing has been told yet.
    """

    site: Site
    forecast: pd.DataFrame
    actuals: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Go or no go: it is no go exactly where there are *reasons*.

    *cover* is what each team keeps. *busier* tells by queue how many times as many contacts as forecast are expected now through drill
    and tail. *cost* is simulated with the day as it is now; None where nothing was told of customers.
    """

    reasons: tuple[Note, ...]
    cover: tuple[TeamCover, ...]
    busier: Mapping[str, float] = field(default_factory=dict)
    cost: Cost | None = None

    @property
    def go(self) -> bool:
        """Whether the drill may start."""
        return not self.reasons


def recheck(
    drill: Drill,
    roster: Roster,
    instance: Instance,
    now: datetime,
    told: DayTold | None = None,
    absent: frozenset[AgentId] = frozenset(),
    timing: Timing | None = None,
    *,
    below_target: float = BELOW_TARGET,
) -> Decision:
    """Return whether *roster*, with or without the drill in it, carries *drill* at *now*, before it has started.

    *absent* people have not come today; queues may fall *below_target* under their target. Where more customers come than forecast, required heads grow in proportion, which is on the
    safe side as large teams share busy moments; where fewer come they stay as they were. Raises RequestError once the drill has started and for a roster of other days,
    ModelError where the actuals hold no whole slot of the day.
    """
    if now >= drill.window.start:
        raise RequestError(Sentence(N_("drill {drill} has started; it is looked at before"), drill=drill.id))
    if not instance.grid.origin <= drill.window.start < drill.window.end <= instance.grid.end:
        raise RequestError(Sentence(N_("the roster does not cover the days of drill {drill}"), drill=drill.id))
    today = _without(_stripped(roster, drill), drill, absent)
    tail = timedelta(minutes=(timing or Timing()).tail_minutes)
    forecast, busier = _updated(told, drill, instance, now, tail)
    needed = _busier(instance, busier)
    reasons = [*breaches(drill, today, needed), *_short_in_tail(drill, today, needed, tail)]
    cost = None
    if told is not None and forecast is not None:
        live = floor_of(told.site, forecast, instance, today)
        service = live_service(live.streams, live.staff, below_target=below_target)
        replay = LiveReplay(service, teams_of(service, instance), tail)
        away = {seat.agent: seat.team for seat in drill.seats}
        verdict = replay.verdicts([PeopleAway(drill.window, away)])[0]
        cost, below = verdict.cost, verdict.below
        reasons += [Note(N_("queue {queue} would too likely be below its floor"), {"queue": queue}) for queue in below]
    return Decision(tuple(reasons), cover_in(drill.window, drill.away, today, needed), busier, cost)


def _stripped(roster: Roster, drill: Drill) -> Roster:
    """Return *roster* without the time of *drill* in its participants' shifts."""
    activity = activity_of(drill)
    return Roster(
        roster.grid,
        tuple(
            replace(shift, activities=tuple(one for one in shift.activities if one != activity))
            if activity in shift.activities
            else shift
            for shift in roster.assignments
        ),
    )


def _without(roster: Roster, drill: Drill, absent: frozenset[AgentId]) -> Roster:
    """Return *roster* without the shifts that *absent* people have on when the drill takes place."""
    window = drill.window
    return Roster(
        roster.grid,
        tuple(
            shift
            for shift in roster.assignments
            if shift.agent not in absent or not window.overlaps(shift.start, shift.end)
        ),
    )


def _updated(
    told: DayTold | None, drill: Drill, instance: Instance, now: datetime, tail: timedelta
) -> tuple[pd.DataFrame | None, dict[str, float]]:
    """Return the forecast as it is now, and how many times as many contacts it has through drill and tail, by queue."""
    if told is None:
        return None, {}
    grid = instance.grid
    inside = told.forecast["start"].between(pd.Timestamp(grid.origin), pd.Timestamp(grid.end), inclusive="left")
    before = told.forecast[inside]
    if told.actuals is None:
        return before, {}
    after = reforecast(before, told.actuals, now, grid).forecast
    sums = [_contacts(frame, drill, tail) for frame in (before, after)]
    return after, {name: float(sums[1][name] / was) for name, was in sums[0].items() if was > 0}


def _contacts(forecast: pd.DataFrame, drill: Drill, tail: timedelta) -> dict[str, float]:
    stretch = forecast["start"].between(
        pd.Timestamp(drill.window.start), pd.Timestamp(drill.window.end + tail), inclusive="left"
    )
    sums = forecast[stretch].groupby("queue")["mean"].sum()
    return {str(name): float(value) for name, value in sums.items()}


def _busier(instance: Instance, busier: Mapping[str, float]) -> Instance:
    """Return *instance* with required heads that have grown as the busiest of each team's queues has."""
    queues = {team.name: team.queues for team in instance.teams}
    needed: dict[str, Heads] = {
        team: np.asarray(heads * max([1.0, *(busier.get(name, 1.0) for name in queues.get(team, ()))]))
        for team, heads in instance.demand.scheduled.items()
    }
    return replace(instance, demand=Demand(instance.demand.grid, needed))


def _short_in_tail(drill: Drill, roster: Roster, instance: Instance, tail: timedelta) -> Iterator[Note]:
    grid = instance.grid
    first = grid.slot_of(drill.window.end)
    end = min(first + -(-tail // grid.slot_length), grid.n_slots)
    for team, heads in spare(roster, instance).items():
        if end > first and heads[first:end].min() < -HEAD_TOLERANCE:
            template = N_("team {team} lacks required heads just after the drill, while its backlog is worked off")
            yield Note(template, {"team": team})
