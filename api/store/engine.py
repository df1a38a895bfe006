"""The database behind the store: SQLite that survives a killed process, a power loss and two writers at once."""

from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from api.errors import StoreError

BUSY_MILLISECONDS = 30_000
BEGIN = "watchbill_begin"


def make_engine(url: str) -> Engine:
    """Return the engine for *url*, an SQLite file; nothing is opened yet."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError(f"store {url}: not an address of a database") from error
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        raise StoreError(f"store {address.render_as_string()}: expected sqlite:///FILE")
    engine = create_engine(address)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver would begin transactions on its own, too late to take the write lock first.
    raw.isolation_level = None
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # FULL: a commit that was reported is on the disk; NORMAL may lose the last ones when power fails.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the write lock at once: a transaction that upgrades later can fail in its middle.
    kind = connection.get_execution_options().get(BEGIN, "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {kind}")
