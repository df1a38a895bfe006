"""The four columns that a time grid takes, there and back."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from forecasting.timegrid import TimeGrid


def grid_values(grid: TimeGrid) -> dict[str, str | int | date]:
    """Return the values of the columns."""
    return {
        "zone": grid.zone.key,
        "first_day": grid.first_day,
        "days": grid.days,
        "slot_minutes": grid.slot_minutes,
    }


def grid_of(row: Row[Any]) -> TimeGrid:
    """Return the grid of a row."""
    return TimeGrid(ZoneInfo(row.zone), row.first_day, row.days, row.slot_minutes)
