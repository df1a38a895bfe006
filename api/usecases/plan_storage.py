"""A finished plan into the store, all of it in one transaction, and to everybody's calendar."""

from datetime import datetime

from api.store import UnitOfWork
from api.store.records import Making, SolveSummary, StoredRoster
from api.usecases.drills import store_drill
from api.usecases.forecast_making import Recipe
from api.usecases.histories import keep_history
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
    history = keep_history(unit, site.id, names, plan.history, now).history
    if plan.left_out:
        unit.cleanings.add(history.id, plan.left_out, now)
    making = Making(Recipe(plan.left_out).as_json(), plan.provenance)
    forecast = unit.forecasts.add(site.id, history.id, plan.grid, plan.forecast, now, making)
    return unit.requirements.add(site.id, forecast.id, plan.grid, plan.queues, plan.teams, now).id
