"""Programmes of drills, version by version."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from api.errors import NotFoundError
from api.store.records import StoredProgramme
from api.store.tables import DRILL_PROGRAMMES

Plain = Mapping[str, object]


class Programmes:
    """The programmes of the store. A site has one, and each version of it stays."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        site_id: int,
        days: tuple[date, date],
        told_at: datetime,
        *,
        asked: Plain,
        document: Plain,
        basis: Plain,
        calendar: Sequence[Plain],
    ) -> StoredProgramme:
        """Store the next version of a site's programme from the first to the last of *days*, in plain JSON values."""
        newest = select(func.coalesce(func.max(DRILL_PROGRAMMES.c.version), 0)).where(
            DRILL_PROGRAMMES.c.site_id == site_id
        )
        version: int = self._connection.execute(newest).scalar_one() + 1
        values = {
            "site_id": site_id,
            "version": version,
            "told_at": told_at,
            "first_day": days[0],
            "last_day": days[1],
            "asked": dict(asked),
            "document": dict(document),
            "basis": dict(basis),
            "calendar": [dict(one) for one in calendar],
        }
        made = insert(DRILL_PROGRAMMES).values(values).returning(DRILL_PROGRAMMES)
        return _programme(self._connection.execute(made).one())

    def get(self, programme_id: int) -> StoredProgramme:
        """Return a version of a programme."""
        wanted = select(DRILL_PROGRAMMES).where(DRILL_PROGRAMMES.c.id == programme_id)
        row = self._connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFoundError("drill programme", programme_id)
        return _programme(row)

    def all(self, site_id: int | None = None) -> list[StoredProgramme]:
        """Return every version, of one site when named, the newest first."""
        wanted = select(DRILL_PROGRAMMES).order_by(DRILL_PROGRAMMES.c.id.desc())
        if site_id is not None:
            wanted = wanted.where(DRILL_PROGRAMMES.c.site_id == site_id)
        return [_programme(row) for row in self._connection.execute(wanted)]

    def latest(self, site_id: int) -> StoredProgramme | None:
        """Return the version of a site's programme that stands, None where there is none."""
        wanted = select(DRILL_PROGRAMMES).where(DRILL_PROGRAMMES.c.site_id == site_id)
        row = self._connection.execute(wanted.order_by(DRILL_PROGRAMMES.c.version.desc()).limit(1)).one_or_none()
        return None if row is None else _programme(row)

    def standing(self, site_id: int, day: date) -> StoredProgramme | None:
        """Return the newest version of a site's programme that has begun on *day*, None where none has."""
        wanted = select(DRILL_PROGRAMMES).where(
            DRILL_PROGRAMMES.c.site_id == site_id, DRILL_PROGRAMMES.c.first_day <= day
        )
        row = self._connection.execute(wanted.order_by(DRILL_PROGRAMMES.c.version.desc()).limit(1)).one_or_none()
        return None if row is None else _programme(row)


def _programme(row: Row[Any]) -> StoredProgramme:
    return StoredProgramme(
        id=row.id,
        site_id=row.site_id,
        version=row.version,
        told_at=row.told_at,
        first_day=row.first_day,
        last_day=row.last_day,
        asked=row.asked,
        document=row.document,
        basis=row.basis,
        calendar=tuple(row.calendar),
    )
