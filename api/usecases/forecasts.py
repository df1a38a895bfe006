"""Forecasts: made from a stored history for days to come."""

from datetime import date, datetime

from api.store import UnitOfWork
from api.store.records import StoredForecast
from api.usecases.sites import calendar_of, site_file_of
from forecasting.forecast import make_forecast
from forecasting.timegrid import TimeGrid


def add_forecast(unit: UnitOfWork, history_id: int, first_day: date, days: int, now: datetime) -> StoredForecast:
    """Forecast *days* local days from *first_day* and store the result."""
    history = unit.histories.get(history_id)
    frame = unit.histories.frame(history_id)
    site_file = site_file_of(unit, history.site_id)
    grid = TimeGrid(site_file.site.zone, first_day, days, site_file.site.slot_minutes)
    began = history.first.astimezone(grid.zone).date()
    calendar = calendar_of(site_file, min(began, first_day), grid.last_day)
    site = site_file.with_calendar(calendar).site
    forecast = make_forecast(frame, site, calendar, grid, step_minutes=history.step_minutes)
    stored = unit.forecasts.add(history.site_id, history_id, grid, forecast, now)
    unit.commit()
    return stored


def list_forecasts(unit: UnitOfWork, site_id: int) -> list[StoredForecast]:
    """Return the forecasts of a site, the newest first."""
    return unit.forecasts.of_site(unit.sites.get(site_id).id)
