"""The book of actions of each site, line by line. Nothing here changes or deletes one, nor would the database let it (OS-2.4)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from api.store.tables import DRILL_ACTION_LINES
from drills.improvement import Book, BookKind, BookLine, line_text, read_book


class DrillActions:
    """The books of the store: a site has one, empty at first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, site_id: int, lines: Iterable[BookLine]) -> None:
        """Store *lines*, which follow those that are stored; IntegrityError where they do not."""
        rows = [_values(site_id, line) for line in lines]
        if rows:
            self._connection.execute(insert(DRILL_ACTION_LINES), rows)

    def book(self, site_id: int) -> Book:
        """Return the book of a site. Raises LogError naming every line that was changed."""
        wanted = select(DRILL_ACTION_LINES).where(DRILL_ACTION_LINES.c.site_id == site_id)
        rows = self._connection.execute(wanted.order_by(DRILL_ACTION_LINES.c.number))
        return read_book("".join(line_text(line) for line in map(_line, rows)))


def _values(site_id: int, line: BookLine) -> dict[str, object]:
    return {
        "site_id": site_id,
        "number": line.number,
        "at": line.at,
        "kind": line.kind.value,
        "by": line.by,
        "data": dict(line.data),
        "before": line.before,
        "digest": line.digest,
    }


def _line(row: Row[Any]) -> BookLine:
    return BookLine(row.number, row.at, BookKind(row.kind), row.by, row.data, row.before, row.digest)
