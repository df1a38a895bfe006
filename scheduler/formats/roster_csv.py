"""Rosters as CSV: one row a shift, UTF-8, columns as COLUMNS of ``roster_rows``."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from forecasting.files import write_atomically
from forecasting.messages import N_
from scheduler.formats.csv_lines import csv_lines
from scheduler.formats.roster_rows import COLUMNS, row_of
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.spreadsheet_text import guarded, unguarded
from scheduler.instance import Instance
from scheduler.roster import Roster

BYTE_ORDER_MARK = "\ufeff"


def roster_csv(roster: Roster, instance: Instance, *, bom: bool = False) -> str:
    """Return *roster* as the text of a CSV; *bom* puts a byte order mark in front, by which Excel knows UTF-8."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    for shift in roster.assignments:
        cells = row_of(shift, instance).values()
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])
    return (BYTE_ORDER_MARK if bom else "") + lines.getvalue()


def write_roster_csv(roster: Roster, instance: Instance, path: str | Path, *, bom: bool = False) -> None:
    """Write *roster* as CSV to *path*, whole or not at all."""
    write_atomically(path, roster_csv(roster, instance, bom=bom))


def csv_rows(path: Path, report: FaultReport) -> Iterator[Section]:
    """Yield the rows of the roster at *path*, empty cells left out; faults of the file itself are noted in *report*."""
    lines = csv_lines(path, report)
    header = [cell.strip() for cell in next(lines, (1, []))[1]]
    if not header_is_whole(header, report):
        return
    for number, cells in lines:
        if len(cells) > len(header):
            report.add(None, N_("has more cells than the header"), value=cells[len(header)], row=number)
            continue
        texts = (unguarded(cell) for cell in cells)
        yield Section({key: cell for key, cell in zip(header, texts, strict=False) if cell.strip()}, report, row=number)


def header_is_whole(header: list[str], report: FaultReport) -> bool:
    """Tell whether *header* has each column of a roster once, and note what is wrong with it; more columns may follow."""
    before = len(report.faults)
    if report.faults:
        return False
    for name in COLUMNS:
        if name not in header:
            report.add(name, N_("the column is missing"), expected=", ".join(COLUMNS), row=1)
        elif header.count(name) > 1:
            report.add(name, N_("is there more than once"), value=name, expected=N_("one column of each name"), row=1)
    return len(report.faults) == before
