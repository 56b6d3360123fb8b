"""Migrations, run by Alembic; `storage.schema` starts them."""
