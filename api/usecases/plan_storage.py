"""A finished plan into the store, all of it in one transaction, and to everybody's calendar."""

from datetime import datetime

from api.store import UnitOfWork
from api.store.records import SolveSummary, StoredRoster
from api.usecases.drills import store_drill
from api.usecases.histories import store_history
from api.usecases.plan import Plan
from api.usecases.rosters import PlannedRoster, Question, publish, store_roster
from api.usecases.sites import site_files


def publish_plan(unit: UnitOfWork, plan: Plan, now: datetime) -> StoredRoster:
    """Store *plan* with the files that it was made from and publish its roster, an announced drill in it.

    Raises RosterRefusedError where the roster breaks a hard rule, ConflictError where a site of its name is stored;
    then nothing is.
    """
    question = Question.of(unit, _store_requirement(unit, plan, now))
    head = store_roster(unit, question, plan.roster, SolveSummary.of(plan.result), now)
    if plan.drill is not None:
        store_drill(unit, head, plan.drill, now)
    published = publish(unit, PlannedRoster.of(unit, head.id), now)
    unit.commit()
    return published


def _store_requirement(unit: UnitOfWork, plan: Plan, now: datetime) -> int:
    path = plan.order.site_path
    site = unit.sites.add(plan.site_file.site.name, path.name, site_files(path), now)
    names = ", ".join(found.name for found in plan.order.history_paths)
    history = store_history(unit, site.id, names, plan.history, now)
    forecast = unit.forecasts.add(site.id, history.id, plan.grid, plan.forecast, now)
    return unit.requirements.add(site.id, forecast.id, plan.grid, plan.queues, plan.teams, now).id
