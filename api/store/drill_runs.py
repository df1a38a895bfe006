"""The logs of drills that are run, line by line. Nothing here changes or deletes one, nor would the database let it (OS-2.4)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, select

from api.errors import NotFoundError
from api.store.tables import DRILL_LOG
from drills.exercise import TURNS, Line, LineKind, Log, Phase, log_text, read_log

TURNING = (LineKind.PLANNED, *TURNS)


class DrillRuns:
    """The runs of the store: a drill has one or none, and its log is all of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, drill_id: int, lines: Iterable[Line]) -> None:
        """Store *lines*, which follow those that are stored; IntegrityError where they do not."""
        rows = [_values(drill_id, line) for line in lines]
        if rows:
            self._connection.execute(insert(DRILL_LOG), rows)

    def log(self, drill_id: int) -> Log:
        """Return the log of a drill. Raises NotFoundError where it has none, LogError naming every line that was changed."""
        lines = self.lines(drill_id)
        if not lines:
            raise NotFoundError("drill run", drill_id)
        return read_log(log_text(lines))

    def lines(self, drill_id: int, after: int = 0) -> tuple[Line, ...]:
        """Return the lines of a drill behind number *after*, as they stand."""
        wanted = select(DRILL_LOG).where(DRILL_LOG.c.drill_id == drill_id, DRILL_LOG.c.number > after)
        return tuple(_line(row) for row in self._connection.execute(wanted.order_by(DRILL_LOG.c.number)))

    def length(self, drill_id: int) -> int:
        """Return how many lines a drill has, 0 where it has no run."""
        newest = select(func.coalesce(func.max(DRILL_LOG.c.number), 0)).where(DRILL_LOG.c.drill_id == drill_id)
        return int(self._connection.execute(newest).scalar_one())

    def lengths(self, drill_ids: Iterable[int]) -> dict[int, int]:
        """Return how many lines each of the drills has that has any."""
        wanted = (
            select(DRILL_LOG.c.drill_id, func.max(DRILL_LOG.c.number))
            .where(DRILL_LOG.c.drill_id.in_(list(drill_ids)))
            .group_by(DRILL_LOG.c.drill_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(wanted)}

    def phases(self) -> Mapping[int, Phase]:
        """Return how far each drill has come that has a run."""
        return {row.drill_id: _phase(LineKind(row.kind)) for row in self._connection.execute(_last_turns())}


def _last_turns() -> Select[Any]:
    last = (
        select(DRILL_LOG.c.drill_id, func.max(DRILL_LOG.c.number).label("number"))
        .where(DRILL_LOG.c.kind.in_([kind.value for kind in TURNING]))
        .group_by(DRILL_LOG.c.drill_id)
        .subquery()
    )
    same = and_(DRILL_LOG.c.drill_id == last.c.drill_id, DRILL_LOG.c.number == last.c.number)
    return select(DRILL_LOG.c.drill_id, DRILL_LOG.c.kind).join(last, same)


def _phase(kind: LineKind) -> Phase:
    return Phase.PLANNED if kind is LineKind.PLANNED else TURNS[kind][1]


def _values(drill_id: int, line: Line) -> dict[str, object]:
    return {
        "drill_id": drill_id,
        "number": line.number,
        "at": line.at,
        "second": line.second,
        "kind": line.kind.value,
        "by": line.by,
        "data": dict(line.data),
        "before": line.before,
        "digest": line.digest,
    }


def _line(row: Row[Any]) -> Line:
    ms = round(1000 * row.second)
    return Line(row.number, row.at, ms, LineKind(row.kind), row.by, row.data, row.before, row.digest)
