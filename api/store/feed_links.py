"""Links to calendar feeds, known by the hash of their secret."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from api.errors import NotFoundError
from api.store.records import StoredLink
from api.store.tables import FEED_LINKS


class FeedLinks:
    """The feed links of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, site_id: int, agent: str, language: str, secret_hash: str, now: datetime) -> StoredLink:
        """Store a link to the calendar of *agent*."""
        values = {
            "site_id": site_id,
            "agent": agent,
            "language": language,
            "secret_hash": secret_hash,
            "created_at": now,
        }
        return _link(self._connection.execute(insert(FEED_LINKS).values(values).returning(FEED_LINKS)).one())

    def get(self, link_id: int) -> StoredLink:
        """Return a link, dead or alive."""
        row = self._connection.execute(select(FEED_LINKS).where(FEED_LINKS.c.id == link_id)).one_or_none()
        if row is None:
            raise NotFoundError("feed link", link_id)
        return _link(row)

    def of_site(self, site_id: int) -> list[StoredLink]:
        """Return the links of a site, the newest first."""
        wanted = select(FEED_LINKS).where(FEED_LINKS.c.site_id == site_id).order_by(FEED_LINKS.c.id.desc())
        return [_link(row) for row in self._connection.execute(wanted)]

    def alive(self, secret_hash: str) -> StoredLink | None:
        """Return the living link with this hash; None for unknown and revoked ones alike."""
        wanted = select(FEED_LINKS).where(FEED_LINKS.c.secret_hash == secret_hash, FEED_LINKS.c.revoked_at.is_(None))
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else _link(row)

    def revoke(self, link_id: int, now: datetime) -> StoredLink:
        """Make a link dead for good; one that is dead stays as it is."""
        self._connection.execute(
            update(FEED_LINKS)
            .where(FEED_LINKS.c.id == link_id, FEED_LINKS.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        return self.get(link_id)


def _link(row: Row[Any]) -> StoredLink:
    return StoredLink(row.id, row.site_id, row.agent, row.language, row.created_at, row.revoked_at)
