"""Histories are known by their fingerprint and can be cleaned; forecasts know how they were made."""

import hashlib
import io

import pandas as pd
import sqlalchemy as sa
from alembic import op

from forecasting.provenance import frame_fingerprint

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

HISTORIES_STAY = (
    "CREATE TRIGGER histories_never_change BEFORE UPDATE ON histories "
    "BEGIN SELECT RAISE(ABORT, 'histories never change'); END"
)
CLEANINGS_STAY = (
    "CREATE TRIGGER cleanings_never_change BEFORE UPDATE ON cleanings "
    "BEGIN SELECT RAISE(ABORT, 'cleanings never change'); END"
)


def upgrade() -> None:
    """Add the columns and the table; work out the fingerprints of what is stored."""
    op.execute("ALTER TABLE histories ADD COLUMN fingerprint VARCHAR(64)")
    _fingerprints()
    op.create_index("ix_histories_site_id_fingerprint", "histories", ["site_id", "fingerprint"], unique=True)
    op.create_table(
        "cleanings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("history_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["history_id"], ["histories.id"], name=op.f("fk_cleanings_history_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleanings")),
        sqlite_autoincrement=True,
    )
    op.execute(CLEANINGS_STAY)
    # Plain SQL: a table made anew would lose its trigger.
    op.execute(
        "ALTER TABLE forecasts ADD COLUMN base_id INTEGER CONSTRAINT fk_forecasts_base_id REFERENCES forecasts (id)"
    )
    for column in ("recipe JSON", "provenance JSON", "actuals BLOB"):
        op.execute(f"ALTER TABLE forecasts ADD COLUMN {column}")


def _fingerprints() -> None:
    connection = op.get_bind()
    op.execute("DROP TRIGGER histories_never_change")
    seen: set[tuple[int, str]] = set()
    # One history in memory at a time: there may be many large ones.
    for (key,) in connection.execute(sa.text("SELECT id FROM histories ORDER BY id")).all():
        one = sa.text("SELECT site_id, step_minutes, frame FROM histories WHERE id = :key")
        site_id, step_minutes, content = connection.execute(one, {"key": key}).one()
        rows = frame_fingerprint(pd.read_parquet(io.BytesIO(content)))
        found = hashlib.sha256(f"{rows} {step_minutes}".encode()).hexdigest()
        if (site_id, found) not in seen:
            seen.add((site_id, found))
            change = sa.text("UPDATE histories SET fingerprint = :found WHERE id = :key")
            connection.execute(change, {"found": found, "key": key})
    op.execute(HISTORIES_STAY)
