"""The lines of sites' books of actions are stored, only ever added."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LINES_STAY = tuple(
    f"CREATE TRIGGER drill_action_lines_refuse_{event.lower()} BEFORE {event} ON drill_action_lines "
    "BEGIN SELECT RAISE(ABORT, 'lines of drill_action_lines never change and never go'); END"
    for event in ("UPDATE", "DELETE")
)
# Also refuses what would take the place of a line: the next number and nothing else, chained to the line before.
LINES_FOLLOW = """
CREATE TRIGGER drill_action_lines_follow BEFORE INSERT ON drill_action_lines
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM drill_action_lines WHERE site_id = NEW.site_id)
  OR NEW."before" <> coalesce(
    (SELECT digest FROM drill_action_lines WHERE site_id = NEW.site_id AND number = NEW.number - 1),
    '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT RAISE(ABORT, 'a line of drill_action_lines follows the one before it'); END
"""


def upgrade() -> None:
    """Make the table of lines and forbid every change of it but one more line."""
    op.create_table(
        "drill_action_lines",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_drill_action_lines_site_id")),
        sa.PrimaryKeyConstraint("site_id", "number", name=op.f("pk_drill_action_lines")),
    )
    for trigger in (*LINES_STAY, LINES_FOLLOW):
        op.execute(trigger)
