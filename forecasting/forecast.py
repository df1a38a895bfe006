"""The door to forecasting: a history, a site and a calendar in, a forecast on the planning grid out."""

import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.frames import FORECAST
from forecasting.models import Forecaster, LogLinear
from forecasting.site import Site
from forecasting.timegrid import TimeGrid


def make_forecast(
    history: pd.DataFrame,
    site: Site,
    calendar: EventCalendar,
    grid: TimeGrid,
    step_minutes: int | None = None,
    model: Forecaster | None = None,
) -> pd.DataFrame:
    """Return the forecast of every queue of *history* on *grid*, laid out as FORECAST.

    *history* is laid out as HISTORY, its step *step_minutes* long (1440 for daily totals; None finds it). *calendar*
    covers the history and the grid. *model* is LogLinear unless given. Raises ModelError for a history that no forecast
    can rest on or that reaches into the grid, CalendarError for days that the calendar does not cover.
    """
    chosen: Forecaster = model or LogLinear(step_minutes)
    return FORECAST.check(chosen.fit(history, site, calendar).predict(grid))


def known_before(history: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """Return the part of *history*, laid out as HISTORY, that lies before *grid*: what a forecast may know."""
    return history[history["start"] < grid.origin].reset_index(drop=True)
