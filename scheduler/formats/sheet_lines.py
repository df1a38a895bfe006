"""The lines of the first sheet of a workbook, its cells as the texts that a CSV would have."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from forecasting.messages import N_
from scheduler.formats.csv_lines import csv_lines
from scheduler.formats.sections import FaultReport

HALF_A_MINUTE = timedelta(seconds=30)
SUFFIX = ".xlsx"


def table_lines(path: Path, report: FaultReport) -> Iterator[tuple[int, list[str]]]:
    """Yield row numbers and cells of the table at *path*: a workbook by its name, else a CSV."""
    return sheet_lines(path, report) if path.suffix.lower() == SUFFIX else csv_lines(path, report)


def sheet_lines(path: Path, report: FaultReport) -> Iterator[tuple[int, list[str]]]:
    """Yield row numbers as the spreadsheet counts them, the first being 1, and cells of the workbook at *path*, blank rows left out.

    What keeps the file from being read is noted in *report*, and nothing more is yielded.
    """
    book = opened(path, report)
    if book is None:
        return
    try:
        for number, values in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            cells = [_text(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                yield number, cells
    finally:
        book.close()


def opened(path: Path, report: FaultReport) -> Workbook | None:
    """Return the workbook at *path*, to be closed; None where it cannot be read, which is noted in *report*."""
    try:
        return load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError):
        report.add(None, N_("is no workbook"), expected=N_("an XLSX file"))
    except OSError as error:
        report.add(None, N_("cannot be opened"), value=error.strerror, expected=N_("an XLSX file"))
    return None


def _text(value: object) -> str:
    """Return *value* of a cell as people write it in a CSV: days as YYYY-MM-DD, times of day as HH:MM."""
    if isinstance(value, date | time):
        return _clock_text(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _clock_text(value: date | time) -> str:
    """Return a day or a time to the minute: spreadsheets keep fractions of days, which miss one by a little."""
    if isinstance(value, time):
        return f"{datetime.combine(date.min, value) + HALF_A_MINUTE:%H:%M}"
    if not isinstance(value, datetime):
        return value.isoformat()
    moment = (value + HALF_A_MINUTE).replace(second=0, microsecond=0)
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(timespec="minutes")
