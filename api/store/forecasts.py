"""Forecasts: what will come, slot by slot."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, insert, select

from api.errors import NotFoundError
from api.store.grids import grid_of, grid_values
from api.store.records import Making, StoredForecast
from api.store.tables import FORECASTS
from forecasting.frames import FORECAST
from forecasting.provenance import Provenance
from forecasting.timegrid import TimeGrid

HEAD = [column for column in FORECASTS.c if column.name not in {"frame", "actuals"}]


class Forecasts:
    """The forecasts of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        site_id: int,
        history_id: int | None,
        grid: TimeGrid,
        frame: pd.DataFrame,
        now: datetime,
        making: Making | None = None,
    ) -> StoredForecast:
        """Store *frame*, laid out as FORECAST over the slots of *grid*, and how it was made where that is known."""
        values = {
            "site_id": site_id,
            "history_id": history_id,
            "created_at": now,
            "frame": FORECAST.check(frame),
            **grid_values(grid),
            **({} if making is None else _making_values(making)),
        }
        return _forecast(self._connection.execute(insert(FORECASTS).values(values).returning(*HEAD)).one())

    def get(self, forecast_id: int) -> StoredForecast:
        """Return the head of a forecast."""
        row = self._connection.execute(select(*HEAD).where(FORECASTS.c.id == forecast_id)).one_or_none()
        if row is None:
            raise NotFoundError("forecast", forecast_id)
        return _forecast(row)

    def of_site(self, site_id: int) -> list[StoredForecast]:
        """Return the heads of a site's forecasts, the newest first."""
        rows = self._connection.execute(
            select(*HEAD).where(FORECASTS.c.site_id == site_id).order_by(FORECASTS.c.id.desc())
        )
        return [_forecast(row) for row in rows]

    def frame(self, forecast_id: int) -> pd.DataFrame:
        """Return the values, laid out as FORECAST."""
        frame: pd.DataFrame | None = self._connection.execute(
            select(FORECASTS.c.frame).where(FORECASTS.c.id == forecast_id)
        ).scalar()
        if frame is None:
            raise NotFoundError("forecast", forecast_id)
        return frame

    def actuals(self, forecast_id: int) -> pd.DataFrame | None:
        """Return what had come of the day that the forecast follows, laid out as HISTORY; None where it follows none."""
        found: pd.DataFrame | None = self._connection.execute(
            select(FORECASTS.c.actuals).where(FORECASTS.c.id == self.get(forecast_id).id)
        ).scalar()
        return found


def _making_values(making: Making) -> dict[str, object]:
    return {
        "base_id": making.base_id,
        "recipe": dict(making.recipe),
        "provenance": asdict(making.provenance),
        "actuals": making.actuals,
    }


def _forecast(row: Row[Any]) -> StoredForecast:
    provenance = None if row.provenance is None else Provenance(**row.provenance)
    head = row.id, row.site_id, row.history_id, row.created_at, grid_of(row)
    return StoredForecast(*head, row.base_id, row.recipe, provenance)
