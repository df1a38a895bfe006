"""Rosters as workbooks: a sheet ``shifts`` with typed cells, one row a shift, and a sheet ``roster`` of agents by days.

A spreadsheet knows no time zones: ``start`` and ``end`` are the agent's clock, ``zone`` names it and the offsets stand in
``start_offset`` and ``end_offset``.
"""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from forecasting.files import write_atomically
from forecasting.messages import N_, Translate, english
from scheduler.formats.roster_csv import header_is_whole
from scheduler.formats.roster_rows import COLUMNS, row_of
from scheduler.formats.roster_sheet import fill_roster_sheet, put
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.sheet_lines import opened
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster

SHIFTS, ROSTER = "shifts", "roster"
MORE_COLUMNS = ("name", "team", "zone", "start_offset", "end_offset")
FORMATS = {"date": "yyyy-mm-dd", "start": "yyyy-mm-dd hh:mm", "end": "yyyy-mm-dd hh:mm"}
WIDTHS = {"date": 12, "start": 17, "end": 17, "breaks": 34, "activities": 30}
HEADING = Font(bold=True)


def roster_xlsx(roster: Roster, instance: Instance, translate: Translate = english) -> bytes:
    """Return *roster* as a workbook; the sheet of agents by days is in the language of *translate*."""
    book = Workbook()
    shifts = book.active
    if not isinstance(shifts, Worksheet):
        raise TypeError("a new workbook has a sheet")
    shifts.title = SHIFTS
    _fill_shifts(shifts, roster, instance)
    fill_roster_sheet(book.create_sheet(ROSTER), roster, instance, translate)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def write_roster_xlsx(roster: Roster, instance: Instance, path: str | Path, translate: Translate = english) -> None:
    """Write *roster* as a workbook to *path*, whole or not at all."""
    write_atomically(path, roster_xlsx(roster, instance, translate))


def _fill_shifts(sheet: Worksheet, roster: Roster, instance: Instance) -> None:
    columns = (*COLUMNS, *MORE_COLUMNS)
    for index, name in enumerate(columns, start=1):
        sheet.cell(1, index, name).font = HEADING
        sheet.column_dimensions[get_column_letter(index)].width = WIDTHS.get(name, 14)
    sheet.freeze_panes = "B2"
    for row, shift in enumerate(roster.assignments, start=2):
        values = _typed(shift, instance)
        for index, name in enumerate(columns, start=1):
            cell = put(sheet, row, index, values[name])
            if name in FORMATS:
                cell.number_format = FORMATS[name]
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, sheet.max_row)}"


def _typed(shift: Assignment, instance: Instance) -> dict[str, object]:
    agent = instance.agent_by_id[shift.agent]
    zone = instance.zone_of(agent)
    start, end = shift.start.astimezone(zone), shift.end.astimezone(zone)
    return {
        **row_of(shift, instance),
        "date": shift.day,
        "start": start.replace(tzinfo=None),
        "end": end.replace(tzinfo=None),
        "name": agent.name,
        "team": agent.team,
        "zone": str(zone),
        "start_offset": start.isoformat()[-6:],
        "end_offset": end.isoformat()[-6:],
    }


def xlsx_rows(path: Path, report: FaultReport) -> Iterator[Section]:
    """Yield the rows of the roster at *path*, empty cells left out; faults of the file itself are noted in *report*."""
    lines = _lines(path, report)
    header = [str(cell or "").strip() for cell in next(lines, ())]
    if not header_is_whole(header, report):
        return
    for number, cells in enumerate(lines, start=2):
        values = {
            name: cell
            for name, cell in zip(header, cells, strict=False)
            if cell is not None and not (isinstance(cell, str) and not cell.strip())
        }
        if values:
            yield Section(_plain(values), report, row=number)


def _lines(path: Path, report: FaultReport) -> Iterator[tuple[object, ...]]:
    book = opened(path, report)
    if book is None:
        return
    try:
        if SHIFTS in book.sheetnames:
            yield from book[SHIFTS].iter_rows(values_only=True)
        else:
            report.add(None, N_("has no sheet of shifts"), value=", ".join(book.sheetnames), expected=SHIFTS)
    finally:
        book.close()


def _plain(values: dict[str, object]) -> dict[str, object]:
    """Return the cells of a row as those of a CSV: days without a time, instants with their offset, numbers as text."""
    plain = dict(values)
    for name in ("agent", "kind"):
        if isinstance(values.get(name), int):
            plain[name] = str(values[name])
    if isinstance(values.get("date"), datetime):
        plain["date"] = _rounded(values["date"]).date()
    for name in ("start", "end"):
        moment, offset = values.get(name), values.get(f"{name}_offset")
        if isinstance(moment, datetime):
            plain[name] = _rounded(moment).isoformat() + (offset.strip() if isinstance(offset, str) else "")
    return plain


def _rounded(moment: object) -> datetime:
    """Return *moment* to the second: spreadsheets keep fractions of days, which miss it by a little."""
    if not isinstance(moment, datetime):
        raise TypeError(f"{moment!r} is no date-time")
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)
