"""The events table that a planner keeps: a CSV of ``date,cls,name``, more columns as described below."""

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from forecasting.calendar.events import SALE, Phase
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from forecasting.timegrid import local_instant

REQUIRED = ("date", "cls", "name")
CLOSED, HOLIDAY, MAKE_UP = "closed", "holiday", "makeup"
SALES = ("promo", "promotion", "sale")
DAY = "day"


@dataclass(frozen=True, slots=True)
class EventTable:
    """What an events table says: phases, days off by name, working weekend days and days without service."""

    phases: tuple[Phase, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    make_up: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    day: date
    family: str
    name: str
    phase: str
    multiplier: float | None
    magnitude: float | None


def read_events(path: str | Path, zone: ZoneInfo) -> EventTable:
    """Read the events table at *path*, its dates being local days of *zone*.

    Columns: ``date`` (YYYY-MM-DD), ``cls`` and ``name``; optional ``phase``, ``multiplier`` (against an ordinary
    day) and ``magnitude`` (budget, turnover, traffic: in one unit for an event over the years). ``cls`` is ``closed``, ``holiday`` and ``makeup`` for what these words say; anything else is a family of
    events, ``promo`` a sale. Rows of one event on days in a row are one phase. UTF-8, with BOM or without. Raises
    InputError naming every fault.
    """
    rows, faults = _read(Path(path))
    if faults:
        raise InputError(faults)
    special = (CLOSED, HOLIDAY, MAKE_UP)
    return EventTable(
        phases=tuple(_phases([row for row in rows if row.family not in special], zone)),
        holidays={row.day: row.name for row in rows if row.family == HOLIDAY},
        make_up=frozenset(row.day for row in rows if row.family == MAKE_UP),
        closed=frozenset(row.day for row in rows if row.family == CLOSED),
    )


def _read(path: Path) -> tuple[list[_Row], list[Fault]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return [], [Fault(path.name, N_("is not written in UTF-8"))]
    reader = csv.DictReader(text.splitlines())
    header = reader.fieldnames or ()
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        return [], [Fault(path.name, N_("the column is missing"), 1, name, ", ".join(header)) for name in missing]
    results = [_row(path.name, number, cells) for number, cells in enumerate(reader, start=2)]
    rows = [result for result in results if isinstance(result, _Row)]
    return rows, [fault for result in results if not isinstance(result, _Row) for fault in result]


def _row(file: str, number: int, cells: Mapping[str, str | None]) -> _Row | list[Fault]:
    values = {name: (cells.get(name) or "").strip() for name in (*REQUIRED, "phase", "multiplier", "magnitude")}
    faults = [
        Fault(file, N_("nothing stands here"), number, name, None, N_("a name"))
        for name in ("cls", "name")
        if not values[name]
    ]
    day = _day(values["date"])
    if day is None:
        faults.append(Fault(file, N_("this is no date or time"), number, "date", values["date"], "YYYY-MM-DD"))
    multiplier = _number(values["multiplier"])
    if values["multiplier"] and (multiplier is None or not 0 < multiplier < 1000):
        faults.append(
            Fault(
                file,
                N_("is not a multiplier"),
                number,
                "multiplier",
                values["multiplier"],
                N_("a number above 0, 1 for an ordinary day"),
            )
        )
    magnitude = _number(values["magnitude"])
    if values["magnitude"] and (magnitude is None or not 0 < magnitude < math.inf):
        faults.append(
            Fault(file, N_("is not a size"), number, "magnitude", values["magnitude"], N_("a number above 0"))
        )
    if faults or day is None:
        return faults
    family = values["cls"].lower()
    phase = values["phase"] or (SALE if family in SALES else DAY)
    return _Row(number, day, family, values["name"], phase, multiplier, magnitude)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _phases(rows: list[_Row], zone: ZoneInfo) -> Iterator[Phase]:
    """Join rows of one event and phase that lie on days in a row."""
    rows = sorted(rows, key=lambda row: (row.name, row.phase, row.day))
    while rows:
        first, run = rows[0], 1
        while run < len(rows) and _continues(rows[run - 1], rows[run]):
            run += 1
        start = local_instant(first.day, 0, zone).astimezone(zone)
        end = local_instant(rows[run - 1].day + timedelta(days=1), 0, zone).astimezone(zone)
        yield Phase(
            first.name, first.family, first.phase, start, end, multiplier=first.multiplier, magnitude=first.magnitude
        )
        rows = rows[run:]


def _continues(before: _Row, after: _Row) -> bool:
    same = (before.name, before.family, before.phase, before.multiplier, before.magnitude) == (
        after.name,
        after.family,
        after.phase,
        after.multiplier,
        after.magnitude,
    )
    return same and after.day - before.day <= timedelta(days=1)
