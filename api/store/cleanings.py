"""What planners leave out of a history: outages and spikes, decided anew as often as they like."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, insert, select

from api.store.tables import CLEANINGS
from forecasting.cleaning import Finding, Kind


class Cleanings:
    """The cleanings of the store; the latest of a history counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, history_id: int, left_out: Sequence[Finding], now: datetime) -> None:
        """Decide that *left_out*, and nothing else, is left out of forecasts from now on."""
        values = {"history_id": history_id, "created_at": now, "left_out": [plain_finding(one) for one in left_out]}
        self._connection.execute(insert(CLEANINGS).values(values))

    def latest(self, history_id: int) -> tuple[Finding, ...]:
        """Return what is left out of a history at present."""
        mine = select(CLEANINGS.c.left_out).where(CLEANINGS.c.history_id == history_id)
        found = self._connection.execute(mine.order_by(CLEANINGS.c.id.desc()).limit(1)).scalar()
        return tuple(finding_of(document) for document in found or ())


def plain_finding(finding: Finding) -> dict[str, str | float]:
    """Return *finding* in plain values for JSON, nothing lost."""
    return {**asdict(finding), "start": finding.start.isoformat(), "end": finding.end.isoformat()}


def finding_of(document: dict[str, str | float]) -> Finding:
    """Return the finding that ``plain_finding`` made *document* of."""
    start, end = (datetime.fromisoformat(str(document[name])) for name in ("start", "end"))
    observed, expected = float(document["observed"]), float(document["expected"])
    return Finding(str(document["queue"]), start, end, Kind(str(document["kind"])), observed, expected)
