"""A drill before it takes place: rehearsed many times, with the floor that it meets where roster and forecast are known."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from api.computing import Computing
from api.store import Store, UnitOfWork
from api.usecases.rosters import PlannedRoster
from drills.drill import Drill
from drills.reading import read_drill
from drills.reservation import activity_of
from drills.scenario.frozen import Scenario
from drills.simulation import Floor, Prediction, Setting, floor_of, predict, setting_of
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.roster import Roster

REHEARSALS = 500
SERVICE_REHEARSALS = 100


@dataclass(frozen=True, slots=True)
class RehearsalQuestion:
    """How *scenario* will go, in *setting* where one is known: *rehearsals* of people, the first *service_rehearsals* with queues."""

    scenario: Scenario
    setting: Setting | None = None
    rehearsals: int = REHEARSALS
    service_rehearsals: int = SERVICE_REHEARSALS
    seed: int = 0


def rehearsed(question: RehearsalQuestion) -> Prediction:
    """Return what comes of *question*."""
    return predict(
        question.scenario,
        question.setting,
        replications=question.rehearsals,
        service_replications=question.service_rehearsals,
        seed=question.seed,
    )


def setting_on(drill: Drill, floor: Floor, agents: Sequence[Agent], source: str) -> Setting:
    """Return *drill* on *floor*, its players at the levels of *agents*; InputError where the roster has not its day or its people."""
    known = {agent.id for agent in agents}
    grid = floor.grid
    faults = [
        Fault(source, N_("is no agent of the site"), value=str(agent), expected=N_("an agent's id"))
        for agent in drill.away
        if agent not in known
    ]
    day = drill.window.start.astimezone(grid.zone).date()
    if not grid.first_day <= day <= grid.last_day:
        faults.append(Fault(source, N_("starts on a day that the roster does not have"), value=day.isoformat()))
    if faults:
        raise InputError(faults)
    return setting_of(drill, floor, agents)


def without_drill(roster: Roster, drill: Drill) -> Roster:
    """Return *roster* as it was before *drill* was put into it; the same one where it was not."""
    activity = activity_of(drill)
    return Roster(
        roster.grid,
        tuple(
            replace(shift, activities=tuple(each for each in shift.activities if each.name != activity.name))
            for shift in roster.assignments
        ),
    )


@dataclass(frozen=True, slots=True)
class RehearsalOrder:
    """What a planner asks of a stored drill."""

    rehearsals: int = REHEARSALS
    service_rehearsals: int = SERVICE_REHEARSALS
    seed: int = 0


def rehearse_stored(store: Store, computing: Computing, drill_id: int, order: RehearsalOrder) -> Prediction:
    """Return how a stored drill will go; with the queues and live service of its roster where that was made for a forecast.

    NotFoundError for a drill that is not there.
    """
    with store.snapshot() as unit:
        question = stored_question(unit, drill_id, order)
    return computing.run(rehearsed, question)


def stored_question(unit: UnitOfWork, drill_id: int, order: RehearsalOrder) -> RehearsalQuestion:
    """Return *order* put to a stored drill; NotFoundError for one that is not there."""
    stored = unit.drills.get(drill_id)
    drill = read_drill(json.dumps(stored.document))
    planned = PlannedRoster.of(unit, stored.roster_id)
    forecast_id = planned.question.requirement.forecast_id
    setting = None if forecast_id is None else _stored_setting(planned, drill, unit.forecasts.frame(forecast_id))
    return RehearsalQuestion(drill.scenario, setting, order.rehearsals, order.service_rehearsals, order.seed)


def _stored_setting(planned: PlannedRoster, drill: Drill, forecast: pd.DataFrame) -> Setting | None:
    site = planned.question.site_file.with_calendar(planned.question.calendar).site
    lines = {queue.name for queue in site.queues if not queue.channel.is_backlog}
    if not lines & set(forecast["queue"]):
        return None  # nobody waits for an answer there
    roster = without_drill(planned.roster, drill)
    floor = floor_of(site, forecast, planned.instance, roster)
    return setting_on(drill, floor, planned.instance.agents, "request")
