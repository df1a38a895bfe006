"""XLSX: one sheet, its date and time cells kept as what they are."""

import io
import warnings
import zipfile
from datetime import datetime, timedelta

import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from forecasting.errors import Fault, HistoryError
from forecasting.history.table import RawTable, table_of
from forecasting.history.totals import without_titles
from forecasting.messages import N_, Sentence


def read_workbook_table(file: str, content: bytes, sheet: str | None) -> RawTable:
    """Read the *sheet* of a workbook; without a name the only one that holds anything."""
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions that no cell value depends on.
        warnings.simplefilter("ignore", UserWarning)
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            reason = N_("the workbook cannot be opened")
            raise HistoryError(
                [Fault(file, reason, value=str(error), expected=N_("an undamaged XLSX file"))]
            ) from error
        try:
            return _table(file, book, sheet)
        finally:
            book.close()


def _table(file: str, book: Workbook, sheet: str | None) -> RawTable:
    names = [page.title for page in book.worksheets]
    if sheet is None and len(names) > 1:
        raise HistoryError(
            [Fault(file, N_("the workbook has several sheets"), value=", ".join(names), expected=N_("the name of one"))]
        )
    if sheet is not None and sheet not in names:
        raise HistoryError(
            [
                Fault(
                    file,
                    N_("there is no such sheet"),
                    value=sheet,
                    expected=Sentence(N_("one of {names}"), names=", ".join(names)),
                )
            ]
        )
    page = book[sheet or names[0]]
    rows = [[_cell(value) for value in row] for row in page.iter_rows(values_only=True)]
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(cell is not None for cell in row)]
    if not filled:
        raise HistoryError([Fault(file, N_("the sheet is empty"), field=page.title, expected=N_("a header and rows"))])
    (_first, header), *body = without_titles(filled)
    numbers = [number for number, _row in body]
    cells = pd.DataFrame([row for _number, row in body], index=numbers, columns=range(len(header)), dtype=object)
    return table_of(file, f"XLSX, {page.title}", header, cells, None)


def _cell(value: object) -> object:
    """Return *value*; an instant to the second, because a workbook keeps days as fractions."""
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(value, str):
        return value.strip() or None
    return value
