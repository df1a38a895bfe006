"""AutoETS, AutoTheta and MSTL of statsforecast on logarithms of served days, events taken out and put back."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.forecast_bench.days import Ahead, DayModel, Floats, Known, served_days
from benchmarks.forecast_bench.effects import Effects, effects_of, on_days

YEARS_FOR_SEASON = 2.05


@dataclass(frozen=True, slots=True)
class Univariate:
    """One model: *make* gets the statsforecast.models module, the served days a week and how many days are known."""

    make: Callable[[Any, int, int], Any]

    def __call__(self, known: Known, days: list[date]) -> Ahead:
        """Fit the known days without their events' effects; forecast *days* with theirs."""
        if not days:
            return Ahead(*(np.zeros(0),) * 3)
        effects = effects_of(known)
        every = served_days(known, days[-1])
        past = [day for day in every if day <= known.table.last_day]
        logs = _filled(known, effects, past)
        model = self.make(importlib.import_module("statsforecast.models"), len(known.weekdays), len(past))
        told = model.forecast(y=logs, h=len(every) - len(past), level=[90])
        ahead = [day for day in every if day > known.table.last_day]
        chosen = [ahead.index(day) for day in days]
        add = on_days(effects, known, days)
        mean, low, high = (np.exp(np.asarray(told[name])[chosen] + add) for name in ("mean", "lo-90", "hi-90"))
        return Ahead(mean, low, high)


def _filled(known: Known, effects: Effects, past: list[date]) -> Floats:
    """Return the logs of *past* without effects, in even steps; closed and missing days stand as a week before."""
    dates = [stamp.date() for stamp in known.totals.index]
    cleaned = np.log(np.maximum(known.totals.to_numpy(), 0.5)) - on_days(effects, known, dates)
    every = pd.Series(cleaned, index=known.totals.index).reindex(pd.DatetimeIndex([pd.Timestamp(day) for day in past]))
    weekdays = pd.DatetimeIndex(every.index).day_of_week
    weeks = [every[weekdays == weekday].ffill().bfill() for weekday in sorted(known.weekdays)]
    return np.asarray(pd.concat(weeks).sort_index().ffill().bfill().to_numpy(float))


def _ets(models: Any, week: int, _known: int) -> Any:
    return models.AutoETS(season_length=week)


def _theta(models: Any, week: int, _known: int) -> Any:
    return models.AutoTheta(season_length=week, decomposition_type="additive")


def _mstl(models: Any, week: int, known: int) -> Any:
    year = round(365.25 / 7 * week)
    seasons = [week, year] if known >= YEARS_FOR_SEASON * year else [week]
    return models.MSTL(season_length=seasons, trend_forecaster=models.AutoETS(model="ZZN"))


def _mstl_weekly(models: Any, week: int, _known: int) -> Any:
    return models.MSTL(season_length=[week], trend_forecaster=models.AutoETS(model="ZZN"))


def statsforecast_models(step_minutes: int) -> dict[str, DayModel]:
    """Return the models by name."""
    made = {"autoets": _ets, "autotheta": _theta, "mstl": _mstl, "mstl-weekly": _mstl_weekly}
    return {f"statsforecast-{name}": DayModel(Univariate(make), step_minutes) for name, make in made.items()}
