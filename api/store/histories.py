"""Volume exports as they were read."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, insert, select

from api.errors import NotFoundError
from api.store.records import StoredHistory
from api.store.tables import HISTORIES
from forecasting.frames import HISTORY
from forecasting.provenance import frame_fingerprint

HEAD = [column for column in HISTORIES.c if column.name != "frame"]


class Histories:
    """The histories of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        site_id: int,
        name: str,
        frame: pd.DataFrame,
        step_minutes: int,
        report: Mapping[str, object],
        now: datetime,
    ) -> StoredHistory:
        """Store *frame*, laid out as HISTORY, with the *report* of its reading in plain JSON values.

        A site has no two of one fingerprint: ask ``known`` before.
        """
        HISTORY.check(frame)
        values = {
            "site_id": site_id,
            "name": name,
            "created_at": now,
            "step_minutes": step_minutes,
            "intervals": len(frame),
            "first": frame["start"].min().to_pydatetime(),
            "last": frame["start"].max().to_pydatetime(),
            "report": dict(report),
            "frame": frame,
            "fingerprint": history_fingerprint(frame, step_minutes),
        }
        return _history(self._connection.execute(insert(HISTORIES).values(values).returning(*HEAD)).one())

    def known(self, site_id: int, fingerprint: str) -> StoredHistory | None:
        """Return the site's history with this *fingerprint*, None where it has none."""
        mine = (HISTORIES.c.site_id == site_id) & (HISTORIES.c.fingerprint == fingerprint)
        row = self._connection.execute(select(*HEAD).where(mine)).one_or_none()
        return None if row is None else _history(row)

    def get(self, history_id: int) -> StoredHistory:
        """Return the head of a history."""
        row = self._connection.execute(select(*HEAD).where(HISTORIES.c.id == history_id)).one_or_none()
        if row is None:
            raise NotFoundError("history", history_id)
        return _history(row)

    def of_site(self, site_id: int) -> list[StoredHistory]:
        """Return the heads of a site's histories, the newest first."""
        rows = self._connection.execute(
            select(*HEAD).where(HISTORIES.c.site_id == site_id).order_by(HISTORIES.c.id.desc())
        )
        return [_history(row) for row in rows]

    def frame(self, history_id: int) -> pd.DataFrame:
        """Return the volumes, laid out as HISTORY."""
        frame: pd.DataFrame | None = self._connection.execute(
            select(HISTORIES.c.frame).where(HISTORIES.c.id == history_id)
        ).scalar()
        if frame is None:
            raise NotFoundError("history", history_id)
        return frame


def history_fingerprint(frame: pd.DataFrame, step_minutes: int) -> str:
    """Return the SHA-256 of the rows of *frame*, laid out as HISTORY, in steps of *step_minutes*."""
    return hashlib.sha256(f"{frame_fingerprint(frame)} {step_minutes}".encode()).hexdigest()


def _history(row: Row[Any]) -> StoredHistory:
    return StoredHistory(
        row.id,
        row.site_id,
        row.name,
        row.created_at,
        row.step_minutes,
        row.intervals,
        row.first,
        row.last,
        row.report,
        row.fingerprint,
    )
