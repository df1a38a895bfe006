"""A finished plan into the store, all of it in one transaction, and to everybody's calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from api.store import UnitOfWork
from api.store.records import SolveSummary, StoredRoster
from api.usecases.drills import store_drill
from api.usecases.histories import store_history
from api.usecases.rosters import PlannedRoster, Question, publish, store_roster
from drills.drill import Drill
from drills.reservation import published_roster
from forecasting.history import HistoryRead
from forecasting.timegrid import TimeGrid
from scheduler.errors import InfeasibleError
from scheduler.solution import Result


@dataclass(frozen=True, slots=True)
class FinishedPlan:
    """Everything that a plan went through: *files* are the site document (named *document*) and what it names.

    *forecast* is laid out as FORECAST, *queues* and *teams* as REQUIREMENT, over the slots of *grid*.
    """

    name: str
    document: str
    files: Mapping[str, bytes]
    history_name: str
    history: HistoryRead
    grid: TimeGrid
    forecast: pd.DataFrame
    queues: pd.DataFrame
    teams: pd.DataFrame
    result: Result
    drill: Drill | None = None


def publish_plan(unit: UnitOfWork, plan: FinishedPlan, now: datetime) -> StoredRoster:
    """Store *plan* and publish its roster, an announced drill in it.

    Raises InfeasibleError where the plan has no roster, RosterRefusedError where it breaks a hard rule; then nothing
    is stored.
    """
    if plan.result.roster is None:
        raise InfeasibleError(conflict.message for conflict in plan.result.conflicts)
    question = Question.of(unit, _store_requirement(unit, plan, now))
    roster = plan.result.roster if plan.drill is None else published_roster(plan.result.roster, plan.drill)
    head = store_roster(unit, question, roster, SolveSummary.of(plan.result), now)
    if plan.drill is not None:
        store_drill(unit, head, plan.drill, now)
    published = publish(unit, PlannedRoster.of(unit, head.id), now)
    unit.commit()
    return published


def _store_requirement(unit: UnitOfWork, plan: FinishedPlan, now: datetime) -> int:
    site = unit.sites.add(plan.name, plan.document, plan.files, now)
    history = store_history(unit, site.id, plan.history_name, plan.history, now)
    forecast = unit.forecasts.add(site.id, history.id, plan.grid, plan.forecast, now)
    return unit.requirements.add(site.id, forecast.id, plan.grid, plan.queues, plan.teams, now).id
