"""Drills as they were made, with the texts that people were given."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from api.errors import NotFoundError
from api.store.records import StoredDrill
from api.store.tables import DRILL_TEXTS, DRILLS


class Drills:
    """The drills of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        roster_id: int,
        family: str,
        seed: int,
        document: Mapping[str, object],
        texts: Mapping[str, str],
        now: datetime,
        *,
        announced: bool,
    ) -> StoredDrill:
        """Store a drill: its JSON *document* and its Markdown *texts* by language."""
        values = {
            "roster_id": roster_id,
            "family": family,
            "seed": seed,
            "announced": announced,
            "created_at": now,
            "document": dict(document),
        }
        drill = _drill(self._connection.execute(insert(DRILLS).values(values).returning(DRILLS)).one())
        self._connection.execute(
            insert(DRILL_TEXTS),
            [{"drill_id": drill.id, "language": language, "markdown": text} for language, text in texts.items()],
        )
        return drill

    def get(self, drill_id: int) -> StoredDrill:
        """Return a drill."""
        row = self._connection.execute(select(DRILLS).where(DRILLS.c.id == drill_id)).one_or_none()
        if row is None:
            raise NotFoundError("drill", drill_id)
        return _drill(row)

    def all(self, roster_id: int | None = None) -> list[StoredDrill]:
        """Return every drill, of one roster when named, the newest first."""
        wanted = select(DRILLS) if roster_id is None else select(DRILLS).where(DRILLS.c.roster_id == roster_id)
        return [_drill(row) for row in self._connection.execute(wanted.order_by(DRILLS.c.id.desc()))]

    def markdown(self, drill_id: int, language: str) -> str:
        """Return the text of a drill in *language*."""
        wanted = select(DRILL_TEXTS.c.markdown).where(
            DRILL_TEXTS.c.drill_id == self.get(drill_id).id, DRILL_TEXTS.c.language == language
        )
        text: str | None = self._connection.execute(wanted).scalar()
        if text is None:
            raise NotFoundError("drill text", f"{drill_id} in {language}")
        return text


def _drill(row: Row[Any]) -> StoredDrill:
    return StoredDrill(row.id, row.roster_id, row.family, row.seed, row.announced, row.created_at, row.document)
