"""One export as it stands: names and cells, before anything is understood."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from forecasting.errors import Fault, HistoryError
from forecasting.messages import N_

# What exporters write where nothing stands; compared in lower case.
EMPTY_CELLS = frozenset({"", "null", "na", "n/a", "#n/a", "nan", "nat", "none", "-", "--"})


@dataclass(frozen=True, slots=True)
class RawTable:
    """The cells of *file*: a frame whose columns are numbered as in *names*, whose index is the spreadsheet's row.

    The header is row 1. Cells are text or typed (dates of a workbook, columns of Parquet). *kind* tells what the file
    is, with its encoding and separator where it is text; *separator* is None for other files.
    """

    file: str
    kind: str
    names: tuple[str, ...]
    cells: pd.DataFrame
    separator: str | None = None

    def column(self, name: str) -> pd.Series:
        """Return the cells of the first column called *name*, missing where nothing stands."""
        return without_empty(self.cells[self.names.index(name)])


def without_empty(cells: pd.Series) -> pd.Series:
    """Return *cells*, text stripped, missing where an exporter's word for nothing stands."""
    if pd.api.types.is_string_dtype(cells):
        stripped = cells.astype(object).where(cells.notna(), None)
        codes, uniques = pd.factorize(stripped)
        kept = [_kept(value) for value in uniques]
        return pd.Series(pd.array([*kept, None], dtype=object).take(codes), index=cells.index)
    return cells


def _kept(value: object) -> object:
    if isinstance(value, str):
        text = value.strip()
        return None if text.lower() in EMPTY_CELLS else text
    return value


def table_of(file: str, kind: str, header: Iterable[object], cells: pd.DataFrame, separator: str | None) -> RawTable:
    """Return the table when it has a header and rows below it, dropping rows and columns in which nothing stands."""
    names = tuple("" if name is None else str(name).strip() for name in header)
    kept = [index for index, name in enumerate(names) if name]
    if not kept:
        raise HistoryError([Fault(file, N_("the header is empty"), row=1, expected=N_("the names of the columns"))])
    if cells.empty:
        raise HistoryError([Fault(file, N_("there is no row below the header"), expected=N_("one row an interval"))])
    cells = cells[kept].set_axis(range(len(kept)), axis=1)
    return RawTable(file, kind, tuple(names[index] for index in kept), cells, separator)
