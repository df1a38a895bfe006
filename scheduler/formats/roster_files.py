"""The door to roster files of every format: CSV, XLSX and JSON by the ending of the name."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from forecasting.messages import N_, Sentence, Translate, english
from scheduler.agents import Agent, AgentId, Contract
from scheduler.errors import SiteFileError
from scheduler.formats.moments import day
from scheduler.formats.roster_csv import csv_rows, write_roster_csv
from scheduler.formats.roster_json import json_object, json_rows, write_roster_json
from scheduler.formats.roster_rows import roster_of
from scheduler.formats.roster_xlsx import write_roster_xlsx, xlsx_rows
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.values import whole
from scheduler.instance import Instance
from scheduler.roster import Roster

MOST_DAYS = 3 * 366
ROWS: dict[str, Callable[[Path, FaultReport], Iterator[Section]]] = {
    ".csv": csv_rows,
    ".xlsx": xlsx_rows,
    ".json": json_rows,
}


def read_roster(path: str | Path, instance: Instance) -> Roster:
    """Read the roster at *path* for the agents, shift kinds and days of *instance*; raises SiteFileError naming every fault."""
    rows, report = _rows(Path(path))
    return roster_of(rows, instance, report)


def read_past_roster(path: str | Path, instance: Instance) -> Roster:
    """Read the roster at *path* as ``read_roster`` does; people who are no agents of *instance* any more may be in it."""
    rows, report = _rows(Path(path))
    ids = {str(section.values.get("agent", "")).strip() for section in rows} - {""}
    gone = sorted(ids.difference(map(str, instance.agent_by_id)))
    kinds = tuple(instance.kind_by_name)
    stand_ins = [
        Agent(AgentId(name), name, team.name, Contract("", kinds)) for team in instance.teams[:1] for name in gone
    ]
    return roster_of(rows, replace(instance, agents=(*instance.agents, *stand_ins)), report)


def roster_days(path: str | Path) -> tuple[date, date]:
    """Return the first and the last day of the roster at *path*, both included: of its shifts, or as JSON says."""
    rows, report = _rows(Path(path))
    found = [on for on in (_day_of(section) for section in rows) if on is not None]
    if Path(path).suffix.lower() == ".json":
        found += _grid_days(Path(path))
    if not found:
        report.add("date", N_("no shift has a day"), expected="YYYY-MM-DD")
    report.raise_any()
    return min(found), max(found)


def _day_of(section: Section) -> date | None:
    """Return the day of a row; None where it has none, which reading the whole roster will tell."""
    return Section(section.values, FaultReport("")).read("date", _cell_day, None)


def _cell_day(value: object) -> date:
    return day(value.date() if isinstance(value, datetime) else value)


def _grid_days(path: Path) -> list[date]:
    root = Section(json_object(path, FaultReport(path.name)) or {}, FaultReport(path.name))
    first, count = root.read("first_day", day, None), root.read("days", whole(least=1, most=MOST_DAYS), None)
    return [] if first is None or count is None else [first, first + timedelta(days=count - 1)]


def _rows(path: Path) -> tuple[Sequence[Section], FaultReport]:
    report = FaultReport(path.name)
    read = ROWS.get(path.suffix.lower())
    if read is None:
        report.add(None, N_("is no roster file by its name"), value=path.suffix, expected=_endings())
        raise SiteFileError(report.faults)
    rows = list(read(path, report))
    return rows, report


def write_roster(roster: Roster, instance: Instance, path: str | Path, translate: Translate = english) -> None:
    """Write *roster* to *path*, whole or not at all, in the format of its ending."""
    suffix = Path(path).suffix.lower()
    if suffix == ".csv":
        write_roster_csv(roster, instance, path)
    elif suffix == ".xlsx":
        write_roster_xlsx(roster, instance, path, translate)
    elif suffix == ".json":
        write_roster_json(roster, instance, path)
    else:
        report = FaultReport(Path(path).name)
        report.add(None, N_("no roster is written by this name"), value=suffix, expected=_endings())
        report.raise_any()


def _endings() -> str:
    return Sentence(N_("a name that ends in {endings}"), endings=", ".join(ROWS))
