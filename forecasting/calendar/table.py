"""Reads the events table that a planner keeps: a CSV of ``date,cls,name`` and more columns as described below."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from forecasting.calendar.events import SALE
from forecasting.calendar.rows import SPECIAL, EventRow, EventTable, table_of
from forecasting.calendar.yearday import YEAR_DAY_FORM, DaySpan, YearDay, YearlySpan
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from forecasting.timegrid import MINUTES_A_DAY

REQUIRED = ("date", "cls", "name")
OPTIONAL = ("phase", "last", "from", "to", "multiplier", "magnitude", "provisional", "note")
COLUMNS = (*REQUIRED, *OPTIONAL)
SALES = ("promo", "promotion", "sale")
DAY = "day"
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
NEARLY = 0.75  # so much alike is a slip of the pen; columns of other names are left alone
YES, NO = ("yes", "true", "1"), ("", "no", "false", "0")

Value = TypeVar("Value")
Fallback = TypeVar("Fallback")


def read_events(path: str | Path, zone: ZoneInfo) -> EventTable:
    """Read the events table at *path*, its dates being local days of *zone*.

    Columns: ``date`` (YYYY-MM-DD; MM-DD or ``lunar M-D`` for every year), ``cls`` and ``name``; optional ``last`` (written
    like ``date``, by default the same day), ``from`` and ``to`` (HH:MM on the first and on the last day, by default its
    beginning and end), ``phase``, ``multiplier`` (against an ordinary day), ``magnitude`` (budget, turnover, traffic: in
    one unit for an event over the years), ``provisional`` (yes or no) and ``note``. For ``cls`` see EventRow; ``promo`` is a
    sale. Rows of one event without a gap are one phase. UTF-8, with BOM or without. Raises InputError naming every
    fault.
    """
    rows, faults = _read(Path(path))
    faults += _contradictions(Path(path).name, rows)
    if faults:
        raise InputError(faults)
    return table_of([row for _number, row in rows], zone)


def _contradictions(file: str, rows: Sequence[tuple[int, EventRow]]) -> list[Fault]:
    """Return the rows that say another size of a phase at the same time as a row above."""
    alike: dict[tuple[str, str, str], list[tuple[int, EventRow]]] = defaultdict(list)
    for number, row in rows:
        alike[row.name, row.family, row.phase].append((number, row))
    clashes = {
        number: (above, row)
        for same in alike.values()
        if len({(row.multiplier, row.magnitude) for _, row in same}) > 1
        for (above, other), (number, row) in combinations(same, 2)
        if (row.multiplier, row.magnitude) != (other.multiplier, other.magnitude) and row.span.meets(other.span)
    }
    reason, expected = N_("row {row} says another size of the same phase at the same time"), N_("one of the two rows")
    return [
        Fault(file, Sentence(reason, row=above), number, "date", str(row.span.first), expected)
        for number, (above, row) in sorted(clashes.items())
    ]


def _read(path: Path) -> tuple[list[tuple[int, EventRow]], list[Fault]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return [], [Fault(path.name, N_("is not written in UTF-8"))]
    reader = csv.DictReader(text.splitlines())
    header = reader.fieldnames or ()
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        return [], [Fault(path.name, N_("the column is missing"), 1, name, ", ".join(header)) for name in missing]
    misspelt = [name for name in header if name not in COLUMNS and get_close_matches(name or "", COLUMNS, 1, NEARLY)]
    if misspelt:
        known = ", ".join(COLUMNS)
        return [], [Fault(path.name, N_("is no column of an events table"), 1, name, name, known) for name in misspelt]
    lines = [_Line(path.name, reader.line_num, cells) for cells in reader]
    rows = [(line.number, line.row()) for line in lines]
    sound = [(number, row) for number, row in rows if row is not None]
    return sound, [fault for line in lines for fault in line.faults]


@dataclass
class _Line:
    """One line under reading; faults are noted and reading goes on."""

    file: str
    number: int
    cells: Mapping[str, str | None]
    faults: list[Fault] = field(default_factory=list)

    def row(self) -> EventRow | None:
        """Return what the line says, None where it has faults."""
        if None in self.cells:
            reason, expected = N_("has more cells than the header"), N_("texts with a comma in quotation marks")
            self.faults.append(Fault(self.file, reason, self.number, expected=expected))
        for name in ("cls", "name"):
            if not self._text(name):
                self._refuse(name, N_("nothing stands here"), N_("a name"))
        first = self._read("date", _day, None, N_("this is no date or time"), YEAR_DAY_FORM)
        if not self._text("date"):
            self._refuse("date", N_("nothing stands here"), YEAR_DAY_FORM)
        last = self._read("last", _day, first, N_("this is no date or time"), YEAR_DAY_FORM)
        expected = N_("a number above 0, 1 for an ordinary day")
        multiplier = self._read("multiplier", float, None, N_("is not a multiplier"), expected)
        magnitude = self._read("magnitude", float, None, N_("is not a size"), N_("a number above 0"))
        provisional = self._read("provisional", _yes, False, N_("is neither yes nor no"), N_("yes or no"))
        opens = self._read("from", _minute, 0, N_("is no time of day"), "HH:MM")
        closes = self._read("to", _minute, MINUTES_A_DAY, N_("is no time of day"), "HH:MM")
        self._check_sizes(multiplier, magnitude)
        span = None if self.faults or first is None or last is None else self._span(first, last, opens, closes)
        if span is None:
            return None
        family = _family(self._text("cls"))
        phase = self._text("phase") or (SALE if family in SALES else DAY)
        note = self._text("note")
        try:
            return EventRow(self._text("name"), family, phase, span, multiplier, magnitude, provisional, note)
        except ValueError:
            self._refuse("from", N_("a part of a day cannot be meant here"), PARTS)
            return None

    def _span(
        self, first: date | YearDay, last: date | YearDay, opens: int, closes: int
    ) -> DaySpan | YearlySpan | None:
        try:
            if isinstance(first, YearDay) and isinstance(last, YearDay):
                return YearlySpan(first, last, opens, closes)
            if isinstance(first, date) and isinstance(last, date):
                return DaySpan(first, last, opens, closes)
        except ValueError:
            expected = N_("an end after the start, within 200 days where it comes every year")
            self._refuse("last", N_("the event does not end after it starts"), expected)
            return None
        self._refuse("last", N_("one day is of every year, the other of one year"), N_("both written alike"))
        return None

    def _check_sizes(self, multiplier: float | None, magnitude: float | None) -> None:
        if multiplier is not None and not 0 < multiplier < 1000:
            self._refuse("multiplier", N_("is not a multiplier"), N_("a number above 0, 1 for an ordinary day"))
        if magnitude is not None and not 0 < magnitude < float("inf"):
            self._refuse("magnitude", N_("is not a size"), N_("a number above 0"))

    def _text(self, name: str) -> str:
        return (self.cells.get(name) or "").strip()

    def _read(
        self, name: str, read: Callable[[str], Value], default: Fallback, reason: str, expected: str
    ) -> Value | Fallback:
        text = self._text(name)
        try:
            return read(text) if text else default
        except ValueError:
            self._refuse(name, reason, expected)
            return default

    def _refuse(self, name: str, reason: str, expected: str) -> None:
        self.faults.append(Fault(self.file, reason, self.number, name, self._text(name) or None, expected))


PARTS = N_("closed from an hour on or until an hour; whole days for days off, working weekends and absent events")


def _family(text: str) -> str:
    """Return *text*, in small letters where it is one of the words that mean more than a family."""
    return text.lower() if text.lower() in (*SPECIAL, *SALES) else text


def _day(text: str) -> date | YearDay:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return YearDay.parse(text)


def _minute(text: str) -> int:
    found = CLOCK.fullmatch(text)
    minute = int(found[1]) * 60 + int(found[2]) if found else -1
    if not 0 <= minute <= MINUTES_A_DAY:
        raise ValueError(text)
    return minute


def _yes(text: str) -> bool:
    if text.lower() not in YES + NO:
        raise ValueError(text)
    return text.lower() in YES
