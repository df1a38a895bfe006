"""Rows of a CSV or a workbook beside the site file, cell by cell, with every fault of its header noted."""

import re
from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path

from forecasting.messages import N_, Sentence
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.sheet_lines import table_lines
from scheduler.formats.values import Reader, nearest, wrong

NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)


def cell_rows(path: Path, report: FaultReport, columns: Sequence[str], required: Sequence[str]) -> Iterator[Section]:
    """Yield the rows of the CSV or workbook at *path* by *columns*, empty cells left out; faults of the file are noted in *report*.

    Rows without any cell are passed over.
    """
    for section in every_row(path, report, columns, required, N_("is no column of this file")):
        if section.values:
            yield section


def every_row(
    path: Path, report: FaultReport, columns: Sequence[str], required: Sequence[str], unknown: str
) -> Iterator[Section]:
    """Yield the same with rows of empty cells; *unknown* is what is said of any other column."""
    lines = table_lines(path, report)
    header = [cell.strip() for cell in next(lines, (1, []))[1]]
    if report.faults or not _is_sound(header, report, columns, required, unknown):
        return
    for number, cells in lines:
        if len(cells) > len(header):
            expected = Sentence(N_("{count} cells"), count=len(header))
            report.add(
                None, N_("has more cells than the header"), value=cells[len(header)], expected=expected, row=number
            )
            continue
        yield Section({key: cell for key, cell in zip(header, cells, strict=False) if cell.strip()}, report, row=number)


def _is_sound(
    header: Sequence[str], report: FaultReport, columns: Sequence[str], required: Sequence[str], unknown: str
) -> bool:
    before = len(report.faults)
    for name in dict.fromkeys(header):
        if name not in columns:
            report.add(name or None, unknown, value=name, expected=nearest(name, columns), row=1)
        elif header.count(name) > 1:
            report.add(name, N_("is there more than once"), value=name, expected=N_("one column of each name"), row=1)
    for name in required:
        if name not in header:
            report.add(name, N_("the column is missing"), expected=", ".join(columns), row=1)
    return len(report.faults) == before


def numeric(read: Reader[float]) -> Reader[float]:
    """Return the reader of a number that may stand in a cell, where every value is a text."""

    def of_cell(value: object) -> float:
        if not isinstance(value, str):
            return read(value)
        if not NUMBER.fullmatch(value.strip()) or not isfinite(float(value)):
            raise wrong(N_("a number"), N_("is no number"))
        found = float(value)
        return read(int(found) if found.is_integer() else found)

    return of_cell
