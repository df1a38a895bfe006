"""Parquet: typed columns, zones included."""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from forecasting.errors import Fault, HistoryError
from forecasting.history.table import RawTable, table_of
from forecasting.messages import N_


def read_parquet_table(file: str, content: bytes) -> RawTable:
    """Read all columns of *content*; rows count from 2 as if a header stood above them."""
    try:
        columns = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError) as error:
        reason = N_("the Parquet file cannot be read")
        raise HistoryError([Fault(file, reason, value=str(error), expected="an undamaged Parquet file")]) from error
    cells = pd.DataFrame({position: _typed(column) for position, column in enumerate(columns.columns)})
    return table_of(file, "Parquet", columns.column_names, cells.set_axis(cells.index + 2), None)


def _typed(column: pa.ChunkedArray) -> pd.Series:
    """Return *column* with times and numbers as they are, everything else as objects."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    values = column.to_pandas()
    if pa.types.is_timestamp(column.type) or pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        return values
    return values.astype(object).where(values.notna(), None)
