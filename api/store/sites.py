"""Site documents and the files beside them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from api.errors import ConflictError, NotFoundError
from api.store.records import StoredSite
from api.store.tables import SITE_FILES, SITES
from forecasting.messages import N_, Sentence


class Sites:
    """The sites of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, name: str, document: str, files: Mapping[str, bytes], now: datetime) -> StoredSite:
        """Store a site under a *name* that no other site bears."""
        taken = self._connection.execute(select(SITES.c.id).where(SITES.c.name == name)).scalar()
        if taken is not None:
            raise ConflictError(Sentence(N_("a site called {name} is stored already"), name=name))
        row = insert(SITES).values(name=name, document=document, created_at=now).returning(SITES)
        site = _site(self._connection.execute(row).one())
        self._connection.execute(
            insert(SITE_FILES),
            [{"site_id": site.id, "name": name, "content": content} for name, content in files.items()],
        )
        return site

    def get(self, site_id: int) -> StoredSite:
        """Return the site with this id."""
        row = self._connection.execute(select(SITES).where(SITES.c.id == site_id)).one_or_none()
        if row is None:
            raise NotFoundError("site", site_id)
        return _site(row)

    def all(self) -> list[StoredSite]:
        """Return every site, the oldest first."""
        return [_site(row) for row in self._connection.execute(select(SITES).order_by(SITES.c.id))]

    def files(self, site_id: int) -> dict[str, bytes]:
        """Return the files of a site, byte for byte as they came."""
        rows = self._connection.execute(select(SITE_FILES).where(SITE_FILES.c.site_id == self.get(site_id).id))
        return {row.name: row.content for row in rows}


def _site(row: Row[Any]) -> StoredSite:
    return StoredSite(row.id, row.name, row.document, row.created_at)
