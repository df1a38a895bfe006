"""Links to calendars of drills, known by the hash of their secret."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from api.errors import NotFoundError
from api.store.records import StoredProgrammeLink
from api.store.tables import PROGRAMME_LINKS


class ProgrammeLinks:
    """The links to programmes of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, site_id: int, language: str, secret_hash: str, now: datetime, *, planners: bool
    ) -> StoredProgrammeLink:
        """Store a link to all drills of a site for *planners*, to the announced ones otherwise."""
        values = {
            "site_id": site_id,
            "planners": planners,
            "language": language,
            "secret_hash": secret_hash,
            "created_at": now,
        }
        return _link(self._connection.execute(insert(PROGRAMME_LINKS).values(values).returning(PROGRAMME_LINKS)).one())

    def get(self, link_id: int) -> StoredProgrammeLink:
        """Return a link, dead or alive."""
        row = self._connection.execute(select(PROGRAMME_LINKS).where(PROGRAMME_LINKS.c.id == link_id)).one_or_none()
        if row is None:
            raise NotFoundError("programme link", link_id)
        return _link(row)

    def of_site(self, site_id: int) -> list[StoredProgrammeLink]:
        """Return the links of a site, the newest first."""
        wanted = select(PROGRAMME_LINKS).where(PROGRAMME_LINKS.c.site_id == site_id)
        return [_link(row) for row in self._connection.execute(wanted.order_by(PROGRAMME_LINKS.c.id.desc()))]

    def alive(self, secret_hash: str) -> StoredProgrammeLink | None:
        """Return the living link with this hash; None for unknown and revoked ones alike."""
        wanted = select(PROGRAMME_LINKS).where(
            PROGRAMME_LINKS.c.secret_hash == secret_hash, PROGRAMME_LINKS.c.revoked_at.is_(None)
        )
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else _link(row)

    def revoke(self, link_id: int, now: datetime) -> StoredProgrammeLink:
        """Make a link dead for good; one that is dead stays as it is."""
        self._connection.execute(
            update(PROGRAMME_LINKS)
            .where(PROGRAMME_LINKS.c.id == link_id, PROGRAMME_LINKS.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        return self.get(link_id)


def _link(row: Row[Any]) -> StoredProgrammeLink:
    return StoredProgrammeLink(row.id, row.site_id, row.planners, row.language, row.created_at, row.revoked_at)
