"""The lines of drills that are run are stored, only ever added."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LINES_STAY = tuple(
    f"CREATE TRIGGER drill_log_refuses_{event.lower()} BEFORE {event} ON drill_log "
    "BEGIN SELECT RAISE(ABORT, 'lines of drill_log never change and never go'); END"
    for event in ("UPDATE", "DELETE")
)
# Also refuses what would take the place of a line: the next number and nothing else, chained to the line before.
LINES_FOLLOW = """
CREATE TRIGGER drill_log_follows BEFORE INSERT ON drill_log
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM drill_log WHERE drill_id = NEW.drill_id)
  OR NEW."before" <> coalesce(
    (SELECT digest FROM drill_log WHERE drill_id = NEW.drill_id AND number = NEW.number - 1),
    '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT RAISE(ABORT, 'a line of drill_log follows the one before it'); END
"""


def upgrade() -> None:
    """Make the table of lines and forbid every change of it but one more line."""
    op.create_table(
        "drill_log",
        sa.Column("drill_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("second", sa.Float(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["drill_id"], ["drills.id"], name=op.f("fk_drill_log_drill_id")),
        sa.PrimaryKeyConstraint("drill_id", "number", name=op.f("pk_drill_log")),
    )
    op.create_index("ix_drill_log_kind", "drill_log", ["kind"], unique=False)
    for trigger in (*LINES_STAY, LINES_FOLLOW):
        op.execute(trigger)
