"""Drills can be practised: such a drill is marked, and counts for nothing."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; no drill that is stored is a practice."""
    op.execute("ALTER TABLE drills ADD COLUMN practice BOOLEAN NOT NULL DEFAULT 0")
