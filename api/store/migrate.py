"""Brings a database to the present tables; safe when several processes start at once."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from api.errors import StoreError

LOCATION = "api.store:migrations"


def migrate(engine: Engine) -> None:
    """Run the steps that the database behind *engine* lacks, all or none."""
    config = Config()
    config.set_main_option("script_location", LOCATION)
    # The write lock is taken first, so a second process waits and then finds nothing left to do.
    with engine.begin() as connection:
        _refuse_newer(connection, ScriptDirectory.from_config(config))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    present = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if present is not None and present not in known:
        raise StoreError(f"the store is at step {present}, which this version does not know; use a newer Watchbill")
