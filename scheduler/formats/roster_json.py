"""Rosters as JSON: the grid and one object a shift, instants in ISO 8601 with offset."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from forecasting.files import write_atomically
from forecasting.messages import N_
from scheduler.formats.roster_rows import instant_text
from scheduler.formats.sections import FaultReport, Section
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster

FORMAT = "watchbill-roster"
VERSION = 1
KEYS = ("format", "version", "zone", "first_day", "days", "slot_minutes", "shifts")


def roster_document(roster: Roster, instance: Instance) -> dict[str, object]:
    """Return *roster* as an object for JSON, times on each agent's clock."""
    grid = roster.grid
    return {
        "format": FORMAT,
        "version": VERSION,
        "zone": str(grid.zone),
        "first_day": grid.first_day.isoformat(),
        "days": grid.days,
        "slot_minutes": grid.slot_minutes,
        "shifts": [_shift_object(shift, instance) for shift in roster.assignments],
    }


def _shift_object(shift: Assignment, instance: Instance) -> dict[str, object]:
    zone = instance.zone_of(instance.agent_by_id[shift.agent])
    return {
        "agent": shift.agent,
        "date": shift.day.isoformat(),
        "kind": shift.kind,
        "start": instant_text(shift.start, zone),
        "end": instant_text(shift.end, zone),
        "paid_minutes": shift.paid_minutes,
        "breaks": [
            {"start": instant_text(pause.start, zone), "end": instant_text(pause.end, zone), "paid": pause.paid}
            for pause in shift.breaks
        ],
        "activities": [
            {"start": instant_text(part.start, zone), "end": instant_text(part.end, zone), "name": part.name}
            for part in shift.activities
        ],
    }


def write_roster_json(roster: Roster, instance: Instance, path: str | Path) -> None:
    """Write *roster* as JSON to *path*, whole or not at all."""
    document = json.dumps(roster_document(roster, instance), ensure_ascii=False, indent=1)
    write_atomically(path, document + "\n")


def json_rows(path: Path, report: FaultReport) -> Iterator[Section]:
    """Yield the shifts of the roster at *path*; faults of the file itself are noted in *report*."""
    values = json_object(path, report)
    if values is None:
        return
    root = Section(values, report)
    if values.get("format") != FORMAT or values.get("version") != VERSION:
        root.refuse("format", N_("is no roster of a known version"), f"{FORMAT}, version {VERSION}")
        return
    root.only(KEYS)
    if not root.has("shifts"):
        root.refuse("shifts", N_("is missing"), N_("a list of shifts"))
    for section in root.tables("shifts"):
        section.only(("agent", "date", "kind", "start", "end", "paid_minutes", "breaks", "activities"))
        yield section


def json_object(path: Path, report: FaultReport) -> Mapping[str, object] | None:
    """Return the object in the JSON file at *path*; None where there is none, which is noted in *report*."""
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        report.add(None, N_("is not written in UTF-8"), value=f"byte {error.start}", expected=N_("JSON in UTF-8"))
    except json.JSONDecodeError as error:
        report.add(None, N_("is no JSON") + f": {error.msg}", row=error.lineno)
    except OSError as error:
        report.add(None, N_("cannot be opened"), value=error.strerror, expected=N_("a JSON file"))
    else:
        if isinstance(values, Mapping):
            return values
        report.add(None, N_("is no object"), expected=N_("an object at the top of the file"))
    return None
