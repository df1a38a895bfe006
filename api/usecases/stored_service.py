"""The service of a stored roster, simulated in a process of its own; nothing is stored."""

from dataclasses import replace

from api.computing import Computing
from api.errors import NotFoundError
from api.store import Store, UnitOfWork
from api.usecases.plan_service import service_question
from api.usecases.rosters import PlannedRoster
from api.usecases.service_question import ServiceQuestion
from api.usecases.simulation import ServiceFound, follow_roster
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from forecasting.service import Scenario
from scheduler.service import Trial


def simulate_stored(
    store: Store,
    computing: Computing,
    roster_id: int,
    trial: Trial,
    scenarios: tuple[Scenario, ...] = (),
    other_id: int | None = None,
) -> ServiceFound:
    """Return what service a stored roster gives before the forecast that it was made for, and what it has over another one.

    NotFoundError where a roster is not there or came without a forecast, InputError for a second roster of other days or another site.
    """
    with store.snapshot() as unit:
        question = stored_question(unit, roster_id, trial)
        if other_id is not None:
            question = replace(question, other=_other(unit, roster_id, other_id).roster)
    return computing.run(follow_roster, replace(question, scenarios=scenarios))


def stored_question(unit: UnitOfWork, roster_id: int, trial: Trial) -> ServiceQuestion:
    """Return the question what service a stored roster gives."""
    planned = PlannedRoster.of(unit, roster_id)
    asked = planned.question
    if asked.requirement.forecast_id is None:
        raise NotFoundError("forecast of roster", roster_id)
    site_file = asked.site_file.with_calendar(asked.calendar)
    forecast = unit.forecasts.frame(asked.requirement.forecast_id)
    return service_question(planned.roster, planned.instance, site_file, asked.calendar, forecast, trial)


def _other(unit: UnitOfWork, roster_id: int, other_id: int) -> PlannedRoster:
    one, other = PlannedRoster.of(unit, roster_id), PlannedRoster.of(unit, other_id)
    if one.head.site_id != other.head.site_id or one.instance.grid != other.instance.grid:
        grid = one.instance.grid
        expected = Sentence(
            N_("a roster of the same site from {first} to {last}"), first=grid.first_day, last=grid.last_day
        )
        reason = N_("is no roster to compare with")
        raise InputError([Fault("request", reason, field="against", value=str(other_id), expected=expected)])
    return other
