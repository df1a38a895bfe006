"""Rosters as files: stored ones written, uploaded ones read and checked."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from api.store import UnitOfWork
from api.store.records import StoredRoster
from api.usecases.rosters import PlannedRoster, Question, check, store_draft, store_roster
from api.usecases.uploads import laid_down
from forecasting.messages import Translate
from scheduler.formats import read_roster, write_roster
from scheduler.roster import Roster
from scheduler.rules.base import Violation


class RosterFormat(StrEnum):
    """The files that a roster can be had as; the value is the suffix."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """Media type of the file."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    RosterFormat.CSV: "text/csv; charset=utf-8",
    RosterFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    RosterFormat.JSON: "application/json",
}


def roster_file(planned: PlannedRoster, suffix: RosterFormat, translate: Translate) -> bytes:
    """Return the shifts of *planned* as the bytes of a file; *translate* gives a workbook its titles."""
    with TemporaryDirectory(prefix="watchbill-") as folder:
        path = Path(folder) / f"roster.{suffix.value}"
        write_roster(planned.roster, planned.instance, path, translate)
        return path.read_bytes()


def check_file(unit: UnitOfWork, requirement_id: int, name: str, content: bytes) -> tuple[Violation, ...]:
    """Return what the roster in a file breaks, hard violations first; nothing is stored."""
    question = Question.of(unit, requirement_id)
    return check(_read(name, content, question), question)


def add_file(
    unit: UnitOfWork, requirement_id: int, name: str, content: bytes, now: datetime, *, draft: bool = False
) -> StoredRoster:
    """Store the roster in a file; refuse it with all that it breaks when it breaks a hard rule and is to be no *draft*."""
    question, add = Question.of(unit, requirement_id), store_draft if draft else store_roster
    head = add(unit, question, _read(name, content, question), None, now)
    unit.commit()
    return head


def _read(name: str, content: bytes, question: Question) -> Roster:
    with laid_down({name: content}) as paths:
        return read_roster(paths[name], question.instance)
