"""Drills as they were made, with the texts that people were given."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from api.errors import NotFoundError
from api.store.records import DrillText, StoredDrill
from api.store.tables import DRILL_TEXTS, DRILLS, ROSTERS
from drills.drill import Drill


class Drills:
    """The drills of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        roster_id: int,
        drill: Drill,
        document: str,
        texts: Iterable[DrillText],
        now: datetime,
        *,
        practice: bool = False,
    ) -> StoredDrill:
        """Store *drill* of a roster: its JSON *document* and its *texts*, one a language; marked where it is a *practice*."""
        values = {
            "roster_id": roster_id,
            "family": drill.scenario.family.value,
            "seed": drill.scenario.seed,
            "announced": drill.announced,
            "start": drill.window.start,
            "end": drill.window.end,
            "away": list(drill.away),
            "created_at": now,
            "document": json.loads(document),
            "practice": practice,
        }
        stored = _drill(self._connection.execute(insert(DRILLS).values(values).returning(DRILLS)).one())
        self._connection.execute(
            insert(DRILL_TEXTS),
            [{"drill_id": stored.id, **asdict(text)} for text in texts],
        )
        return stored

    def get(self, drill_id: int) -> StoredDrill:
        """Return a drill."""
        row = self._connection.execute(select(DRILLS).where(DRILLS.c.id == drill_id)).one_or_none()
        if row is None:
            raise NotFoundError("drill", drill_id)
        return _drill(row)

    def all(self, site_id: int | None = None, *, practices: bool = False) -> list[StoredDrill]:
        """Return every drill, of one site when named, the one that starts first at the head; *practices* alone where asked for."""
        wanted = select(DRILLS).join(ROSTERS, ROSTERS.c.id == DRILLS.c.roster_id).where(DRILLS.c.practice == practices)
        if site_id is not None:
            wanted = wanted.where(ROSTERS.c.site_id == site_id)
        return [_drill(row) for row in self._connection.execute(wanted.order_by(DRILLS.c.start, DRILLS.c.id))]

    def text(self, drill_id: int, language: str) -> DrillText:
        """Return what people were given of a drill in *language*."""
        wanted = select(DRILL_TEXTS).where(
            DRILL_TEXTS.c.drill_id == self.get(drill_id).id, DRILL_TEXTS.c.language == language
        )
        row = self._connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFoundError("drill text", f"{drill_id} in {language}")
        return DrillText(row.language, row.markdown, row.section, row.invitation)


def _drill(row: Row[Any]) -> StoredDrill:
    return StoredDrill(
        id=row.id,
        roster_id=row.roster_id,
        family=row.family,
        seed=row.seed,
        announced=row.announced,
        start=row.start,
        end=row.end,
        away=tuple(row.away),
        created_at=row.created_at,
        document=row.document,
        practice=row.practice,
    )
