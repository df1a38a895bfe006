"""Rosters: immutable, versioned per site, their shifts and violations as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, insert, select

from api.errors import NotFoundError
from api.store.grids import grid_of, grid_values
from api.store.records import SolveSummary, StoredRoster
from api.store.shifts import shift_of, shift_values, violation_of, violation_values
from api.store.tables import PUBLICATIONS, ROSTERS, SHIFTS, VIOLATIONS
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation


class Rosters:
    """The rosters of the store. Whether one may be stored is the use case's question."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        site_id: int,
        requirement_id: int,
        roster: Roster,
        violations: Sequence[Violation],
        solve: SolveSummary | None,
        now: datetime,
    ) -> StoredRoster:
        """Store *roster* as the site's next version."""
        newest = select(func.max(ROSTERS.c.version)).where(ROSTERS.c.site_id == site_id)
        values = {
            "site_id": site_id,
            "requirement_id": requirement_id,
            "version": (self._connection.execute(newest).scalar() or 0) + 1,
            "created_at": now,
            "solve": None if solve is None else solve.as_json(),
            **grid_values(roster.grid),
        }
        roster_id = self._connection.execute(insert(ROSTERS).values(values).returning(ROSTERS.c.id)).scalar_one()
        shifts = [shift_values(roster_id, shift) for shift in roster.assignments]
        if shifts:
            self._connection.execute(insert(SHIFTS), shifts)
        rows = [violation_values(roster_id, position, found) for position, found in enumerate(violations)]
        if rows:
            self._connection.execute(insert(VIOLATIONS), rows)
        return self.get(roster_id)

    def get(self, roster_id: int) -> StoredRoster:
        """Return the head of a roster."""
        row = self._connection.execute(_heads().where(ROSTERS.c.id == roster_id)).one_or_none()
        if row is None:
            raise NotFoundError("roster", roster_id)
        return _roster(row)

    def all(self, site_id: int | None = None) -> list[StoredRoster]:
        """Return the heads of every roster, of one site when named, the newest first."""
        wanted = _heads() if site_id is None else _heads().where(ROSTERS.c.site_id == site_id)
        return [_roster(row) for row in self._connection.execute(wanted.order_by(ROSTERS.c.id.desc()))]

    def roster(self, roster_id: int) -> Roster:
        """Return the roster itself, its instants in UTC."""
        head = self.get(roster_id)
        rows = self._connection.execute(select(SHIFTS).where(SHIFTS.c.roster_id == roster_id))
        return Roster.of(head.grid, (shift_of(row) for row in rows))

    def violations(self, roster_id: int) -> tuple[Violation, ...]:
        """Return what the roster was found to break when it was stored, hard violations first."""
        wanted = select(VIOLATIONS).where(VIOLATIONS.c.roster_id == self.get(roster_id).id)
        return tuple(violation_of(row) for row in self._connection.execute(wanted.order_by(VIOLATIONS.c.position)))


def _heads() -> Select[Any]:
    published = (
        select(func.max(PUBLICATIONS.c.published_at))
        .where(PUBLICATIONS.c.roster_id == ROSTERS.c.id)
        .correlate(ROSTERS)
        .scalar_subquery()
    )
    broken = (
        exists()
        .where(VIOLATIONS.c.roster_id == ROSTERS.c.id, VIOLATIONS.c.severity == Severity.HARD.value)
        .correlate(ROSTERS)
    )
    return select(ROSTERS, published.label("published_at"), broken.label("broken"))


def _roster(row: Row[Any]) -> StoredRoster:
    return StoredRoster(
        row.id,
        row.site_id,
        row.requirement_id,
        row.version,
        row.created_at,
        grid_of(row),
        None if row.solve is None else SolveSummary.of_json(row.solve),
        row.published_at,
        lawful=not row.broken,
    )
