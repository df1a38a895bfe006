"""Frames as answers: columns of plain values, or CSV."""

import math
from enum import StrEnum

import pandas as pd
from fastapi import Response

from api.errors import ApiError

Columns = dict[str, list[str | float | int | None]]
CSV = "text/csv; charset=utf-8"


class TableFormat(StrEnum):
    """How a table is told."""

    JSON = "json"
    CSV = "csv"


def columns(frame: pd.DataFrame) -> Columns:
    """Return *frame* by column; instants as ISO 8601 in UTC, missing numbers as null."""
    return {str(name): [_plain(value) for value in values.tolist()] for name, values in frame.items()}


def csv_answer(frame: pd.DataFrame, name: str) -> Response:
    """Return *frame* as a CSV file, its instants in UTC with the offset."""
    told = frame.assign(start=frame["start"].map(lambda moment: moment.isoformat()))
    return attachment(told.to_csv(index=False).encode(), CSV, f"{name}.csv")


def attachment(content: bytes, media_type: str, name: str) -> Response:
    """Return *content* as a file called *name*, which is ASCII."""
    if not name.isascii():
        raise ApiError(f"file name {name}: expected ASCII")
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _plain(value: object) -> str | float | int | None:
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    return value if isinstance(value, int) else str(value)
