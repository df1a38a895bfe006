"""Looking at the cover of a stored drill: at approval, just before its start, and when it starts late (invariant 8)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pandas as pd

from api.computing import Computing
from api.store import Store, UnitOfWork
from api.store.records import StoredDrill, StoredRoster
from api.usecases.drills import busy_roster
from api.usecases.rosters import PlannedRoster
from drills.drill import Drill, Window
from drills.exercise import CoverTold
from drills.reading import read_drill
from drills.reservation import activity_of
from drills.scenario.canonical import plain
from drills.windows.recheck import DayTold, Decision, recheck
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster

PUNCTUAL = timedelta(minutes=15)  # our figure: a start this near to the window's is a start with the window
BEFORE_IT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Lookout:
    """What is known of the day besides roster and forecast: who is *absent*, and what came, laid out as HISTORY."""

    absent: tuple[str, ...] = ()
    actuals: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Whether *roster* carries *drill* at *now*."""

    drill: Drill
    roster: Roster
    instance: Instance
    now: datetime
    told: DayTold | None
    absent: frozenset[AgentId]

    def answer(self) -> Decision:
        """Return the answer."""
        return recheck(self.drill, self.roster, self.instance, self.now, self.told, self.absent)


def answered(question: Question) -> Decision:
    """Return the answer to *question*; a function of this module, so that another process can be handed it."""
    return question.answer()


def look_at(store: Store, computing: Computing, drill_id: int, lookout: Lookout, now: datetime) -> CoverTold:
    """Return what the roster says of a drill that starts with its window, or now where that is long begun.

    The roster is the newest that people know of and that has the day, the drill's own where none is newer. Heads are looked at and,
    where the roster was made for a forecast, simulated service: with the day's actuals, those of *lookout* before those in the store.
    """
    with store.snapshot() as unit:
        question = question_of(unit, unit.drills.get(drill_id), lookout, now)
    return told_of(computing.run(answered, question))


def question_of(
    unit: UnitOfWork, stored: StoredDrill, lookout: Lookout, now: datetime, *, at_once: bool = False
) -> Question:
    """Return what is asked of the roster for a *stored* drill at *now*; *at_once*: it starts now, and heads alone are looked at."""
    drill = read_drill(json.dumps(stored.document))
    planned = PlannedRoster.of(unit, _roster_of_day(unit, stored, drill.window).id)
    grid = planned.instance.grid
    roster = _without(busy_roster(unit, planned, but=stored.id), drill)
    late = now > drill.window.start + PUNCTUAL
    placed = replace(drill, window=moved(drill.window, now, grid)) if at_once or late else drill
    told = None if at_once else _told(unit, planned, lookout, now)
    absent = _absent(lookout.absent, planned.instance)
    return Question(placed, roster, planned.instance, min(now, placed.window.start - BEFORE_IT), told, absent)


def _without(roster: Roster, drill: Drill) -> Roster:
    """Return *roster* without the time of *drill*, and of no other run of its scenario, in its participants' shifts."""
    activity = activity_of(drill)
    return Roster(
        roster.grid,
        tuple(
            replace(shift, activities=tuple(one for one in shift.activities if one != activity))
            for shift in roster.assignments
        ),
    )


def is_punctual(window: Window, now: datetime) -> bool:
    """Tell whether a start at *now* is one with *window*."""
    return abs(now - window.start) <= PUNCTUAL


def moved(window: Window, now: datetime, grid: TimeGrid) -> Window:
    """Return a window as long as *window* that begins at *now*, in whole slots of *grid* that contain it."""
    ends = now + (window.end - window.start)
    last = grid.slot_containing(ends)
    end = grid.instant(last) if grid.instant(last) == ends else grid.instant(last + 1)
    return Window(grid.instant(grid.slot_containing(now)), end, window.zone)


def told_of(decision: Decision) -> CoverTold:
    """Return *decision* as a drill's log keeps it."""
    cost = decision.cost
    rows = [row for row in map(plain, decision.cover) if isinstance(row, dict)]
    return CoverTold(
        tuple(reason.sentence for reason in decision.reasons),
        tuple(rows),
        None if cost is None else cost.chance,
        None if cost is None else cost.points,
    )


def _roster_of_day(unit: UnitOfWork, stored: StoredDrill, window: Window) -> StoredRoster:
    own = unit.rosters.get(stored.roster_id)
    newer = [head for head in unit.rosters.all(own.site_id) if head.version > own.version and head.published_at]
    has_day = [head for head in newer if head.grid.origin <= window.start and window.end <= head.grid.end]
    return max(has_day, key=lambda head: head.version, default=own)


def _told(unit: UnitOfWork, planned: PlannedRoster, lookout: Lookout, now: datetime) -> DayTold | None:
    forecast_id = planned.question.requirement.forecast_id
    if forecast_id is None:
        _refuse_queues(lookout, ())
        return None
    site = planned.question.site_file.with_calendar(planned.question.calendar).site
    forecast = unit.forecasts.frame(forecast_id)
    lines = {queue.name for queue in site.queues if not queue.channel.is_backlog}
    _refuse_queues(lookout, forecast["queue"].unique())
    if not lines & set(forecast["queue"]):
        return None  # nobody waits for an answer there
    actuals = lookout.actuals
    if actuals is None:
        actuals = _stored_actuals(unit, planned.head.site_id, planned.instance.grid, now)
    return DayTold(site, forecast, actuals)


def _refuse_queues(lookout: Lookout, forecast: Iterable[str]) -> None:
    """Refuse actuals of queues that no forecast is known for: they would tell nothing."""
    known = set(forecast)
    told = () if lookout.actuals is None else sorted(set(lookout.actuals["queue"]) - known)
    expected = Sentence(N_("one of {names}"), names=", ".join(sorted(known))) if known else N_("no actuals")
    faults = [
        Fault("request", N_("the forecast has no such queue"), None, "actuals.queue", name, expected) for name in told
    ]
    if faults:
        raise InputError(faults)


def _stored_actuals(unit: UnitOfWork, site_id: int, grid: TimeGrid, now: datetime) -> pd.DataFrame | None:
    """Return what the newest forecast of the site that follows the day of *now* was told of it."""
    if not grid.origin <= now < grid.end:
        return None
    day = grid.date_of(grid.slot_containing(now))
    for head in unit.forecasts.of_site(site_id):
        actuals = unit.forecasts.actuals(head.id)
        if actuals is None:
            continue
        came: pd.DataFrame = actuals[
            (actuals["start"].dt.tz_convert(str(grid.zone)).dt.date == day) & (actuals["start"] < now)
        ]
        if not came.empty:
            return came.reset_index(drop=True)
    return None


def _absent(names: tuple[str, ...], instance: Instance) -> frozenset[AgentId]:
    known = {str(agent.id) for agent in instance.agents}
    unknown = [name for name in dict.fromkeys(names) if name not in known]
    if unknown:
        expected, reason = N_("an agent's id"), N_("is no agent of the site")
        raise InputError([Fault("request", reason, None, "absent", name, Sentence(expected)) for name in unknown])
    return frozenset(AgentId(name) for name in names)
