"""The book of actions: lines that are only ever added, each chained to the one before by a hash, as in the log of a drill.

A line as JSON has the keys ``number at kind by data before digest``; ``digest`` is the SHA-256 of the UTF-8 of the line without it, keys
sorted, without spaces, Chinese as it stands. What *data* a line has, by kind:

added       action, findings (records), text, element, verification, owner, start, due, on
assigned    action, owner, start, due
done        action, text, file, sha256, on (the day from which the measure was in place)
verified    action, finding, drill, log (digest of its last line), lines
closed      action, text, on
reopened    action, text, on, drill (that tested it again in vain, empty where people opened it again), findings (of it, of a drill alone)
corrected   line, void, data, text

*on* is a day on the site's clock, ISO 8601. A line with a *key* answers an order that may be sent twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from drills.exercise.chain import seal
from drills.scenario.canonical import Plain


class BookKind(StrEnum):
    """What a line of the book says."""

    ADDED = "added"
    ASSIGNED = "assigned"
    DONE = "done"
    VERIFIED = "verified"
    CLOSED = "closed"
    REOPENED = "reopened"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line: its *number* from 1, the instant *at* in UTC, *by* whom."""

    number: int
    at: datetime
    kind: BookKind
    by: str
    data: Mapping[str, Plain]
    before: str
    digest: str = field(default="")

    def __post_init__(self) -> None:
        seal(self)

    def record(self) -> dict[str, Plain]:
        """Return the line as plain data, without its digest."""
        return {
            "number": self.number,
            "at": self.at.isoformat(timespec="milliseconds"),
            "kind": self.kind.value,
            "by": self.by,
            "data": dict(self.data),
            "before": self.before,
        }


def effective_lines(lines: Iterable[BookLine]) -> tuple[BookLine, ...]:
    """Return *lines* as corrections leave them: void ones out, others with the data that the last correction gave."""
    known = tuple(lines)
    changes: dict[int, dict[str, Any]] = {}
    for line in known:
        if line.kind is BookKind.CORRECTED:
            change = changes.setdefault(int(str(line.data["line"])), {})
            change.update({**line.data, "data": {**change.get("data", {}), **_table(line.data.get("data"))}})
    kept = [_corrected(line, changes.get(line.number)) for line in known if line.kind is not BookKind.CORRECTED]
    return tuple(line for line in kept if line is not None)


def _table(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


def _corrected(line: BookLine, change: Mapping[str, Any] | None) -> BookLine | None:
    if change is None:
        return line
    return None if change["void"] else replace(line, data={**line.data, **change["data"]})
