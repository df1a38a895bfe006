"""Forecasts: made from a stored history for days to come."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd

from api.store import UnitOfWork
from api.store.records import StoredForecast
from api.usecases.basis import began, known_history, site_calendar
from api.usecases.sites import site_file_of
from forecasting.calendar import EventCalendar
from forecasting.containment import Containment, at_last_share, share_factors
from forecasting.errors import Fault, InputError
from forecasting.explain import Factor, explain, with_containment
from forecasting.messages import N_
from forecasting.models import LogLinear
from forecasting.site import Site
from forecasting.timegrid import TimeGrid
from forecasting.whatif import WhatIf, planned_forecast


def add_forecast(unit: UnitOfWork, history_id: int, first_day: date, days: int, now: datetime) -> StoredForecast:
    """Forecast *days* local days from *first_day* and store the result."""
    asked = _question(unit, history_id, first_day, days)
    forecast = planned_forecast(*asked.parts, WhatIf(containment=asked.moves), asked.model)
    stored = unit.forecasts.add(asked.site_id, history_id, asked.grid, forecast, now)
    unit.commit()
    return stored


@dataclass(frozen=True, slots=True)
class Explanation:
    """The *factors* of one day; *same* tells whether the forecast made again is the stored one."""

    factors: tuple[Factor, ...]
    same: bool


def explain_forecast(unit: UnitOfWork, forecast_id: int, day: date) -> Explanation:
    """Return how the stored forecast of *day* comes about, from the history behind it.

    Raises InputError for a day that is not forecast and a forecast that was not made from a stored history.
    """
    stored = unit.forecasts.get(forecast_id)
    if stored.history_id is None:
        raise InputError([Fault("request", N_("the forecast was not made from a stored history"))])
    if day not in set(stored.grid.dates()):
        expected = f"{stored.grid.first_day}..{stored.grid.last_day}"
        raise InputError([Fault("request", N_("is no day of the forecast"), None, "day", str(day), expected)])
    asked = _question(unit, stored.history_id, stored.grid.first_day, stored.grid.days)
    history, site, calendar, grid = asked.parts
    fitted = asked.model.fit(at_last_share(history, asked.moves, calendar), site, calendar)
    forecast = fitted.predict(grid)
    last_day = history["start"].max().tz_convert(str(grid.zone)).date()
    shares = share_factors(forecast, asked.moves, calendar, last_day)
    factors = with_containment(explain(fitted, forecast, grid), forecast, shares, grid)
    means = unit.forecasts.frame(forecast_id).sort_values(["queue", "start"])["mean"].to_numpy()
    same = len(means) == len(forecast) and bool(np.allclose(means, forecast["mean"] * shares, rtol=1e-6))
    return Explanation(tuple(factor for factor in factors if factor.day == day), same)


@dataclass(frozen=True, slots=True)
class _Question:
    site_id: int
    parts: tuple[pd.DataFrame, Site, EventCalendar, TimeGrid]
    moves: tuple[Containment, ...]
    model: LogLinear

    @property
    def grid(self) -> TimeGrid:
        return self.parts[3]


def _question(unit: UnitOfWork, history_id: int, first_day: date, days: int) -> _Question:
    history = unit.histories.get(history_id)
    site_file = site_file_of(unit, history.site_id)
    grid = TimeGrid(site_file.site.zone, first_day, days, site_file.site.slot_minutes)
    known = known_history(unit.histories.frame(history_id), grid, history.name)
    calendar = site_calendar(site_file, began(known, grid), grid.last_day)
    parts = known, site_file.with_calendar(calendar).site, calendar, grid
    return _Question(history.site_id, parts, site_file.containment, LogLinear(history.step_minutes))


def list_forecasts(unit: UnitOfWork, site_id: int) -> list[StoredForecast]:
    """Return the forecasts of a site, the newest first."""
    return unit.forecasts.of_site(unit.sites.get(site_id).id)
