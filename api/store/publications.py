"""Publications: rosters made known, and the revisions of the calendar events that say so."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from api.feeds.documents import revision_document, revision_of_document
from api.feeds.events import EventRevision
from api.store.tables import EVENT_REVISIONS, PUBLICATIONS
from scheduler.agents import AgentId


class Publications:
    """The publications of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, site_id: int, roster_id: int, revisions: Mapping[AgentId, Iterable[EventRevision]], now: datetime
    ) -> int:
        """Store that a roster was published, with the new *revisions* of each agent's events; return its id."""
        made = insert(PUBLICATIONS).values(roster_id=roster_id, published_at=now).returning(PUBLICATIONS.c.id)
        publication_id: int = self._connection.execute(made).scalar_one()
        rows: list[dict[str, Any]] = [
            {
                "site_id": site_id,
                "publication_id": publication_id,
                "agent": agent,
                "uid": revision.uid,
                "sequence": revision.sequence,
                "revision": revision_document(revision),
            }
            for agent, changed in revisions.items()
            for revision in changed
        ]
        if rows:
            self._connection.execute(insert(EVENT_REVISIONS), rows)
        return publication_id

    def revisions(self, site_id: int, agent: str) -> tuple[EventRevision, ...]:
        """Return the latest revision of each event of *agent*, cancelled ones too."""
        newest = (
            select(EVENT_REVISIONS.c.uid, func.max(EVENT_REVISIONS.c.sequence).label("sequence"))
            .where(EVENT_REVISIONS.c.site_id == site_id, EVENT_REVISIONS.c.agent == agent)
            .group_by(EVENT_REVISIONS.c.uid)
            .subquery()
        )
        wanted = (
            select(EVENT_REVISIONS.c.revision)
            .join(
                newest,
                (EVENT_REVISIONS.c.uid == newest.c.uid) & (EVENT_REVISIONS.c.sequence == newest.c.sequence),
            )
            .where(EVENT_REVISIONS.c.site_id == site_id)
            .order_by(EVENT_REVISIONS.c.uid)
        )
        return tuple(revision_of_document(document) for document in self._connection.execute(wanted).scalars())

    def latest_of_site(self, site_id: int) -> dict[AgentId, tuple[EventRevision, ...]]:
        """Return the latest revisions of every agent of a site."""
        agents = (
            select(EVENT_REVISIONS.c.agent)
            .where(EVENT_REVISIONS.c.site_id == site_id)
            .distinct()
            .order_by(EVENT_REVISIONS.c.agent)
        )
        return {AgentId(agent): self.revisions(site_id, agent) for agent in self._connection.execute(agents).scalars()}
