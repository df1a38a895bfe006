"""Forecasts: made from a stored history for days to come."""

from datetime import date, datetime

from api.store import UnitOfWork
from api.store.records import StoredForecast, StoredHistory
from api.usecases.plan import began, site_calendar
from api.usecases.sites import site_file_of
from forecasting.errors import Fault, InputError
from forecasting.forecast import known_before, make_forecast
from forecasting.messages import N_, Sentence
from forecasting.timegrid import TimeGrid


def add_forecast(unit: UnitOfWork, history_id: int, first_day: date, days: int, now: datetime) -> StoredForecast:
    """Forecast *days* local days from *first_day* and store the result."""
    history = unit.histories.get(history_id)
    site_file = site_file_of(unit, history.site_id)
    grid = TimeGrid(site_file.site.zone, first_day, days, site_file.site.slot_minutes)
    known = known_before(unit.histories.frame(history_id), grid)
    if known.empty:
        raise InputError([_too_late(history, grid)])
    calendar = site_calendar(site_file, began(known, grid), grid.last_day)
    site = site_file.with_calendar(calendar).site
    forecast = make_forecast(known, site, calendar, grid, step_minutes=history.step_minutes)
    stored = unit.forecasts.add(history.site_id, history_id, grid, forecast, now)
    unit.commit()
    return stored


def list_forecasts(unit: UnitOfWork, site_id: int) -> list[StoredForecast]:
    """Return the forecasts of a site, the newest first."""
    return unit.forecasts.of_site(unit.sites.get(site_id).id)


def _too_late(history: StoredHistory, grid: TimeGrid) -> Fault:
    reason = N_("no row lies before the first day to plan")
    found = history.first.astimezone(grid.zone).date().isoformat()
    return Fault(history.name, reason, value=found, expected=Sentence(N_("days before {day}"), day=grid.first_day))
