"""Forecasts: made from a stored history for days to come."""

from datetime import date, datetime

from api.store import UnitOfWork
from api.store.records import StoredForecast
from api.usecases.basis import began, known_history, site_calendar
from api.usecases.sites import site_file_of
from forecasting.models import LogLinear
from forecasting.timegrid import TimeGrid
from forecasting.whatif import WhatIf, planned_forecast


def add_forecast(unit: UnitOfWork, history_id: int, first_day: date, days: int, now: datetime) -> StoredForecast:
    """Forecast *days* local days from *first_day* and store the result."""
    history = unit.histories.get(history_id)
    site_file = site_file_of(unit, history.site_id)
    grid = TimeGrid(site_file.site.zone, first_day, days, site_file.site.slot_minutes)
    known = known_history(unit.histories.frame(history_id), grid, history.name)
    calendar = site_calendar(site_file, began(known, grid), grid.last_day)
    site = site_file.with_calendar(calendar).site
    moves = WhatIf(containment=site_file.containment)
    forecast = planned_forecast(known, site, calendar, grid, moves, LogLinear(history.step_minutes))
    stored = unit.forecasts.add(history.site_id, history_id, grid, forecast, now)
    unit.commit()
    return stored


def list_forecasts(unit: UnitOfWork, site_id: int) -> list[StoredForecast]:
    """Return the forecasts of a site, the newest first."""
    return unit.forecasts.of_site(unit.sites.get(site_id).id)
