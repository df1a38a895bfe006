"""The tables of the store. Instants are UTC; an id is never used again."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from api.store.columns import Frame, Instant

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _of(table: str, *, key: bool = False, optional: bool = False) -> Column[int]:
    noun = "history" if table == "histories" else table.removesuffix("s")
    return Column(f"{noun}_id", Integer, ForeignKey(f"{table}.id"), primary_key=key, nullable=optional)


def _grid() -> tuple[Column[object], ...]:
    return (
        Column("zone", String(64), nullable=False),
        Column("first_day", Date, nullable=False),
        Column("days", Integer, nullable=False),
        Column("slot_minutes", Integer, nullable=False),
    )


SITES = Table(
    "sites",
    METADATA,
    _id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("document", String(200), nullable=False),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

# The site document and the files beside it, byte for byte: what a roster was made from can be read again.
SITE_FILES = Table(
    "site_files",
    METADATA,
    _of("sites", key=True),
    Column("name", String(200), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

HISTORIES = Table(
    "histories",
    METADATA,
    _id(),
    _of("sites"),
    Column("name", String(400), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("step_minutes", Integer, nullable=False),
    Column("intervals", Integer, nullable=False),
    Column("first", Instant, nullable=False),
    Column("last", Instant, nullable=False),
    Column("report", JSON, nullable=False),
    Column("frame", Frame, nullable=False),
    # None for one that had been stored twice before fingerprints were kept.
    Column("fingerprint", String(64), nullable=True),
    Index("ix_histories_site_id_fingerprint", "site_id", "fingerprint", unique=True),
    sqlite_autoincrement=True,
)

# What planners leave out of a history: the latest row counts, the history itself stays as it came.
CLEANINGS = Table(
    "cleanings",
    METADATA,
    _id(),
    _of("histories"),
    Column("created_at", Instant, nullable=False),
    Column("left_out", JSON, nullable=False),
    sqlite_autoincrement=True,
)

FORECASTS = Table(
    "forecasts",
    METADATA,
    _id(),
    _of("sites"),
    _of("histories", optional=True),
    Column("created_at", Instant, nullable=False),
    *_grid(),
    Column("frame", Frame, nullable=False),
    Column("base_id", Integer, ForeignKey("forecasts.id"), nullable=True),
    Column("recipe", JSON(none_as_null=True), nullable=True),
    Column("provenance", JSON(none_as_null=True), nullable=True),
    Column("actuals", Frame, nullable=True),
    sqlite_autoincrement=True,
)

# ``queues`` is the requirement of each queue, ``teams`` the pooled one that rosters are measured against.
REQUIREMENTS = Table(
    "requirements",
    METADATA,
    _id(),
    _of("sites"),
    _of("forecasts", optional=True),
    Column("created_at", Instant, nullable=False),
    *_grid(),
    Column("queues", Frame, nullable=False),
    Column("teams", Frame, nullable=False),
    sqlite_autoincrement=True,
)

ROSTERS = Table(
    "rosters",
    METADATA,
    _id(),
    _of("sites"),
    _of("requirements"),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    *_grid(),
    Column("solve", JSON, nullable=True),
    UniqueConstraint("site_id", "version"),
    sqlite_autoincrement=True,
)

SHIFTS = Table(
    "shifts",
    METADATA,
    _of("rosters", key=True),
    Column("agent", String(200), primary_key=True),
    Column("start", Instant, primary_key=True),
    Column("end", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("kind", String(200), nullable=False),
    Column("paid_minutes", Integer, nullable=False),
    Column("breaks", JSON, nullable=False),
    Column("activities", JSON, nullable=False),
    Index("ix_shifts_roster_id_day", "roster_id", "day"),
)

VIOLATIONS = Table(
    "violations",
    METADATA,
    _of("rosters", key=True),
    Column("position", Integer, primary_key=True),
    Column("rule", String(100), nullable=False),
    Column("citation", String(200), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("template", Text, nullable=False),
    Column("values", JSON, nullable=False),
    Column("agent", String(200), nullable=True),
    Column("day", Date, nullable=True),
)

PUBLICATIONS = Table(
    "publications",
    METADATA,
    _id(),
    _of("rosters"),
    Column("published_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

# One row a revision of a calendar event; the highest sequence of a uid is what feeds show.
EVENT_REVISIONS = Table(
    "event_revisions",
    METADATA,
    _of("sites", key=True),
    Column("uid", String(200), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    _of("publications"),
    Column("agent", String(200), nullable=False),
    Column("revision", JSON, nullable=False),
    Index("ix_event_revisions_site_id_agent", "site_id", "agent"),
)

# A link is a password: only the hash of its secret is kept.
FEED_LINKS = Table(
    "feed_links",
    METADATA,
    _id(),
    _of("sites"),
    Column("agent", String(200), nullable=False),
    Column("language", String(16), nullable=False),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant, nullable=True),
    Index("ix_feed_links_site_id_agent", "site_id", "agent"),
    sqlite_autoincrement=True,
)

DRILLS = Table(
    "drills",
    METADATA,
    _id(),
    _of("rosters"),
    Column("family", String(100), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("announced", Boolean, nullable=False),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
    Column("away", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("document", JSON, nullable=False),
    Column("practice", Boolean, nullable=False, server_default=false()),
    sqlite_autoincrement=True,
)

# Written when the drill was made, one a language, so that the text that people were given never changes.
DRILL_TEXTS = Table(
    "drill_texts",
    METADATA,
    _of("drills", key=True),
    Column("language", String(16), primary_key=True),
    Column("markdown", Text, nullable=False),
    Column("section", JSON, nullable=False),
    Column("invitation", LargeBinary, nullable=False),
)

# One row a version of a site's programme of drills: planned anew, it gets the next one. ``basis`` is what it was measured against,
# ``calendar`` every drill that the site's calendars ever showed, as it stands with this version.
DRILL_PROGRAMMES = Table(
    "drill_programmes",
    METADATA,
    _id(),
    _of("sites"),
    Column("version", Integer, nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("asked", JSON, nullable=False),
    Column("document", JSON, nullable=False),
    Column("basis", JSON, nullable=False),
    Column("calendar", JSON, nullable=False),
    UniqueConstraint("site_id", "version"),
    sqlite_autoincrement=True,
)

# Links to the calendar of a site's drills: all of them for planners, announced ones alone for everybody else.
PROGRAMME_LINKS = Table(
    "programme_links",
    METADATA,
    _id(),
    _of("sites"),
    Column("planners", Boolean, nullable=False),
    Column("language", String(16), nullable=False),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant, nullable=True),
    Index("ix_programme_links_site_id", "site_id"),
    sqlite_autoincrement=True,
)

# One row a line of a drill's log, only ever added: triggers refuse every change, every deletion and every line that does not follow
# the one before it. ``second`` is exercise time.
DRILL_LOG = Table(
    "drill_log",
    METADATA,
    _of("drills", key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("second", Float, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("by", String(200), nullable=False),
    Column("data", JSON, nullable=False),
    Column("before", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Index("ix_drill_log_kind", "kind"),
)

# One row a line of a site's book of actions, only ever added, as the lines of a drill's log.
DRILL_ACTION_LINES = Table(
    "drill_action_lines",
    METADATA,
    _of("sites", key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("by", String(200), nullable=False),
    Column("data", JSON, nullable=False),
    Column("before", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)
