"""Reads a frame back from the file to which it was written: CSV, XLSX or Parquet, columns named as its layout does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting.errors import Fault, InputError
from forecasting.frames import UTC_TIME, Column, Layout
from forecasting.history.faulty import row_faults
from forecasting.history.files import read_table
from forecasting.history.table import RawTable
from forecasting.messages import N_

NO_INSTANT = N_("is no time with an offset")
INSTANT = N_("a time such as 2026-11-11T08:00:00+08:00")


def read_laid_out(path: Path, layout: Layout, twice: str, sheet: str | None = None) -> pd.DataFrame:
    """Return the table in *path* laid out as *layout*; columns that the layout does not name are left out.

    Times bear an offset; in Parquet they may be typed. *twice* says what is wrong with a row whose key was given
    before. Raise InputError naming every fault with row, column and value.
    """
    reading = _Reading(read_table(path, sheet))
    columns = {column.name: reading.column(column) for column in layout.columns}
    reading.raise_any()
    frame = pd.DataFrame(columns)
    doubled = frame[frame.duplicated(list(layout.key))]
    reading.refuse("start", doubled["start"], twice)
    reading.raise_any()
    return layout.check(frame.reset_index(drop=True))


@dataclass
class _Reading:
    """One table under reading and the faults found in it."""

    table: RawTable
    faults: list[Fault] = field(default_factory=list)

    def column(self, column: Column) -> pd.Series:
        if column.name not in self.table.names:
            reason = N_("the column is missing")
            self.faults.append(Fault(self.table.file, reason, row=1, field=column.name, expected=column.unit))
            return pd.Series(dtype=object)
        cells = self.table.column(column.name)
        if not column.nullable:
            empty = cells.index[cells.isna()]
            self.refuse(
                column.name, pd.Series([None] * len(empty), empty, dtype=object), N_("nothing stands here"), column.unit
            )
        if column.dtype == "str":
            return pd.Series(cells, dtype="str")
        if column.dtype == UTC_TIME:
            moments = self._converted(column.name, cells, _instant, NO_INSTANT, INSTANT)
            return pd.to_datetime(moments, utc=True).dt.as_unit("us")
        numbers = self._converted(column.name, cells, _number, N_("is no number"), column.unit).astype(float)
        self.refuse(column.name, cells[numbers < 0], N_("is below 0"), column.unit)
        return numbers

    def _converted(
        self, name: str, cells: pd.Series, convert: Callable[[object], object], reason: str, expected: str
    ) -> pd.Series:
        codes, uniques = pd.factorize(cells)
        values = pd.Series([*map(convert, uniques), None], dtype=object).take(codes).set_axis(cells.index)
        self.refuse(name, cells[cells.notna() & values.isna()], reason, expected)
        return values

    def refuse(self, name: str, wrong: pd.Series, reason: str, expected: str | None = None) -> None:
        self.faults += row_faults(self.table.file, name, wrong, reason, expected)

    def raise_any(self) -> None:
        if self.faults:
            raise InputError(self.faults)


def _instant(cell: object) -> pd.Timestamp | None:
    try:
        moment = cell if isinstance(cell, datetime) else datetime.fromisoformat(str(cell))
    except ValueError:
        return None
    return None if moment.tzinfo is None else pd.Timestamp(moment).tz_convert("UTC")


def _number(cell: object) -> float | None:
    try:
        number = float(str(cell))
    except ValueError:
        return None
    return number if np.isfinite(number) else None
