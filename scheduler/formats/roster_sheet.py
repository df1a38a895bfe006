"""The sheet of a roster that people print: one line an agent, one column a day."""

from datetime import date
from zoneinfo import ZoneInfo

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from forecasting.messages import N_, Translate
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.shifts import DayPart

HEADING = Font(bold=True)
CENTRED = Alignment(horizontal="center")
FILLS = {
    DayPart.EARLY: PatternFill("solid", fgColor="FFF2CC"),
    DayPart.LATE: PatternFill("solid", fgColor="DDEBF7"),
    DayPart.NIGHT: PatternFill("solid", fgColor="D9D2E9"),
}
PARTS = {DayPart.EARLY: N_("early"), DayPart.LATE: N_("late"), DayPart.NIGHT: N_("night")}
WEEKEND = PatternFill("solid", fgColor="EDEDED")
AWAY = PatternFill("solid", fgColor="F8CBAD")
LEADING = (N_("agent"), N_("name"), N_("team"), N_("hours"), N_("nights"))
HEAD_ROW = 2


def fill_roster_sheet(sheet: Worksheet, roster: Roster, instance: Instance, translate: Translate) -> None:
    """Write *roster* to *sheet*: hours and nights of each agent of *instance*, then start and end on each day, agents' clocks."""
    days = instance.days()
    _write_head(sheet, days, instance.grid.zone, translate)
    lines = roster.by_agent()
    for row, agent in enumerate(instance.agents, start=HEAD_ROW + 1):
        line = lines.get(agent.id, [])
        nights = sum(instance.kind_by_name[shift.kind].part is DayPart.NIGHT for shift in line)
        hours = sum(shift.paid_minutes for shift in line) / 60
        for column, value in enumerate((agent.id, agent.name, agent.team, hours, nights), start=1):
            put(sheet, row, column, value)
        _write_line(sheet, row, agent, line, instance, translate)
    sheet.freeze_panes = f"{get_column_letter(len(LEADING) + 1)}{HEAD_ROW + 1}"


def _write_head(sheet: Worksheet, days: list[date], zone: ZoneInfo, translate: Translate) -> None:
    put(sheet, 1, 1, translate(N_("Time zone: {zone}")).format(zone=zone))
    for column, part in enumerate(DayPart, start=len(LEADING) + 1):
        put(sheet, 1, column, translate(PARTS[part])).fill = FILLS[part]
    for column, word in enumerate(LEADING, start=1):
        put(sheet, HEAD_ROW, column, translate(word)).font = HEADING
        sheet.column_dimensions[get_column_letter(column)].width = 12
    for column, on in enumerate(days, start=len(LEADING) + 1):
        head = put(sheet, HEAD_ROW, column, on)
        head.number_format, head.font, head.alignment = "mm-dd ddd", HEADING, CENTRED
        if on.weekday() >= 5:
            head.fill = WEEKEND
        sheet.column_dimensions[get_column_letter(column)].width = 13


def _write_line(
    sheet: Worksheet, row: int, agent: Agent, line: list[Assignment], instance: Instance, translate: Translate
) -> None:
    zone = instance.zone_of(agent)
    column_of = {day: column for column, day in enumerate(instance.days(), start=len(LEADING) + 1)}
    for day in agent.leave.intersection(column_of):
        put(sheet, row, column_of[day], translate(N_("leave"))).fill = AWAY
    for shift in line:
        hours = f"{shift.start.astimezone(zone):%H:%M}-{shift.end.astimezone(zone):%H:%M}"
        before = sheet.cell(row, column_of[shift.day]).value
        cell = put(sheet, row, column_of[shift.day], hours if before is None else f"{before} {hours}")
        cell.fill, cell.alignment = FILLS[instance.kind_by_name[shift.kind].part], CENTRED


def put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Put *value* into a cell and return it; text stays text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"cell {row}, {column} is part of a merged one")
    cell.value = value  # type: ignore[assignment]  # the stubs name fewer types than openpyxl takes
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
    return cell
