"""Parquet: typed columns, zones included."""

import io

import pandas as pd

from forecasting.errors import Fault, HistoryError
from forecasting.history.table import RawTable, table_of
from forecasting.messages import N_


def read_parquet_table(file: str, content: bytes) -> RawTable:
    """Read all columns of *content*; rows count from 2 as if a header stood above them."""
    try:
        frame = pd.read_parquet(io.BytesIO(content), engine="pyarrow")
    except (ValueError, OSError, KeyError, NotImplementedError) as error:
        # The exceptions of Arrow derive from these.
        reason = N_("the Parquet file cannot be read")
        raise HistoryError([Fault(file, reason, value=str(error), expected=N_("an undamaged Parquet file"))]) from error
    if frame.index.name is not None:
        frame = frame.reset_index()
    names = [str(name) for name in frame.columns]
    columns = {position: _typed(frame.iloc[:, position]) for position in range(len(names))}
    numbers = pd.RangeIndex(2, len(frame) + 2)
    cells = pd.DataFrame({position: column.set_axis(numbers) for position, column in columns.items()}, index=numbers)
    return table_of(file, "Parquet", names, cells, None)


def _typed(column: pd.Series) -> pd.Series:
    """Return *column* with times and numbers as they are, everything else as objects."""
    types = pd.api.types
    if types.is_datetime64_any_dtype(column) or (types.is_numeric_dtype(column) and not types.is_bool_dtype(column)):
        return column
    return pd.Series(column.astype(object).where(column.notna(), None))
