"""Any export to a raw table, told by its content and not by its name."""

from pathlib import Path

from forecasting.errors import Fault, HistoryError
from forecasting.history.parquet_file import read_parquet_table
from forecasting.history.table import RawTable
from forecasting.history.text_file import read_text_table
from forecasting.history.workbook import read_workbook_table
from forecasting.messages import N_

_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_table(path: Path, sheet: str | None) -> RawTable:
    """Read the export at *path*; *sheet* matters to workbooks alone."""
    file = str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = N_("the file cannot be opened")
        raise HistoryError([Fault(file, reason, value=error.strerror, expected=N_("a file to read"))]) from error
    if not content:
        raise HistoryError([Fault(file, N_("the file is empty"), expected=N_("a header and one row an interval"))])
    if content.startswith(_PARQUET):
        return read_parquet_table(file, content)
    if content.startswith(_ZIP):
        return read_workbook_table(file, content, sheet)
    if content.startswith(_OLD_EXCEL):
        raise HistoryError([Fault(file, N_("this is a workbook of the old XLS kind"), expected=N_("XLSX or CSV"))])
    return read_text_table(file, content)
