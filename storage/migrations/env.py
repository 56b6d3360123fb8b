"""Runs migrations on the connection, and in the transaction, that `storage.schema` hands over."""

from alembic import context
from sqlalchemy import Connection

from storage.tables import metadata

connection = context.config.attributes["connection"]
if not isinstance(connection, Connection):
    raise TypeError("migrations are started by storage.schema")
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
