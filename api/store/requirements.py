"""Requirements: how many people it takes, per queue and per team."""

from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, insert, select

from api.errors import NotFoundError
from api.store.grids import grid_of, grid_values
from api.store.records import StoredRequirement
from api.store.tables import REQUIREMENTS
from forecasting.frames import REQUIREMENT
from forecasting.timegrid import TimeGrid

HEAD = [column for column in REQUIREMENTS.c if column.name not in {"queues", "teams"}]


class Requirements:
    """The requirements of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        site_id: int,
        forecast_id: int | None,
        grid: TimeGrid,
        queues: pd.DataFrame,
        teams: pd.DataFrame,
        now: datetime,
    ) -> StoredRequirement:
        """Store the requirement of each queue and each team, both laid out as REQUIREMENT over the slots of *grid*."""
        values = {
            "site_id": site_id,
            "forecast_id": forecast_id,
            "created_at": now,
            "queues": REQUIREMENT.check(queues),
            "teams": REQUIREMENT.check(teams),
            **grid_values(grid),
        }
        return _requirement(self._connection.execute(insert(REQUIREMENTS).values(values).returning(*HEAD)).one())

    def get(self, requirement_id: int) -> StoredRequirement:
        """Return the head of a requirement."""
        row = self._connection.execute(select(*HEAD).where(REQUIREMENTS.c.id == requirement_id)).one_or_none()
        if row is None:
            raise NotFoundError("requirement", requirement_id)
        return _requirement(row)

    def of_site(self, site_id: int) -> list[StoredRequirement]:
        """Return the heads of a site's requirements, the newest first."""
        rows = self._connection.execute(
            select(*HEAD).where(REQUIREMENTS.c.site_id == site_id).order_by(REQUIREMENTS.c.id.desc())
        )
        return [_requirement(row) for row in rows]

    def queues(self, requirement_id: int) -> pd.DataFrame:
        """Return the requirement of each queue, laid out as REQUIREMENT."""
        return self._frame(requirement_id, "queues")

    def teams(self, requirement_id: int) -> pd.DataFrame:
        """Return the requirement of each team, laid out as REQUIREMENT."""
        return self._frame(requirement_id, "teams")

    def _frame(self, requirement_id: int, column: str) -> pd.DataFrame:
        wanted = select(REQUIREMENTS.c[column]).where(REQUIREMENTS.c.id == requirement_id)
        frame: pd.DataFrame | None = self._connection.execute(wanted).scalar()
        if frame is None:
            raise NotFoundError("requirement", requirement_id)
        return frame


def _requirement(row: Row[Any]) -> StoredRequirement:
    return StoredRequirement(row.id, row.site_id, row.forecast_id, row.created_at, grid_of(row))
