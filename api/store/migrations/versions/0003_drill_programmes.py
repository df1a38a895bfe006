"""Programmes of drills are stored, version by version, with links to their calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PROGRAMMES_STAY = (
    "CREATE TRIGGER drill_programmes_never_change BEFORE UPDATE ON drill_programmes "
    "BEGIN SELECT RAISE(ABORT, 'drill_programmes never change'); END"
)


def upgrade() -> None:
    """Make the tables and forbid changes to programmes."""
    op.create_table(
        "drill_programmes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.String(length=32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("calendar", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_drill_programmes_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_programmes")),
        sa.UniqueConstraint("site_id", "version", name=op.f("uq_drill_programmes_site_id_version")),
        sqlite_autoincrement=True,
    )
    op.execute(PROGRAMMES_STAY)
    _links()


def _links() -> None:
    op.create_table(
        "programme_links",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("planners", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_programme_links_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_links")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_programme_links_secret_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_programme_links_site_id", "programme_links", ["site_id"], unique=False)
