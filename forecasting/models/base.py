"""What a forecasting model is. A new one is one file with a class that has ``fit``."""

from typing import Protocol

import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.site import Site
from forecasting.timegrid import TimeGrid


class Fitted(Protocol):
    """A model that has seen its history."""

    def predict(self, grid: TimeGrid) -> pd.DataFrame:
        """Return the forecast of every queue on *grid*, laid out as FORECAST, ordered by queue and start."""
        ...


class Forecaster(Protocol):
    """A model before it has seen any history."""

    def fit(self, history: pd.DataFrame, site: Site, calendar: EventCalendar) -> Fitted:
        """Learn from *history*, laid out as HISTORY; *calendar* has to cover it and what will be predicted.

        Raises ModelError for a history that no forecast can rest on.
        """
        ...
