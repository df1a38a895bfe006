"""Where Alembic runs the steps: on the connection, and in the transaction, that it is handed."""

from alembic import context
from sqlalchemy import Connection

from api.store.tables import METADATA

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True, render_as_batch=True)
context.run_migrations()
