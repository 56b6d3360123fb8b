"""What the two databases say differently, in one place.

Claiming needs nothing here: `FOR UPDATE SKIP LOCKED` is left out by SQLAlchemy on SQLite, which
has one writer at a time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from storage.connections import Connection

Excluded = ReadOnlyColumnCollection[str, ColumnElement[object]]
"""The columns of the row that could not be inserted."""


@dataclass(frozen=True)
class PerDatabase:
    """One statement in the words of each database, built once."""

    sqlite: Executable
    postgresql: Executable

    def on(self, connection: Connection) -> Executable:
        """Return the statement for this connection's database."""
        return self.sqlite if connection.dialect.name == "sqlite" else self.postgresql


def insert_once(
    table: Table, *, unique: Sequence[Column[object]], returning: Column[object]
) -> PerDatabase:
    """Insert a row unless one with the same unique columns is there; then no row is returned."""
    return PerDatabase(
        sqlite.insert(table).on_conflict_do_nothing(index_elements=unique).returning(returning),
        postgresql.insert(table).on_conflict_do_nothing(index_elements=unique).returning(returning),
    )


def insert_or_update(
    table: Table,
    *,
    unique: Sequence[Column[object]],
    changes: Callable[[Excluded], Mapping[str, ColumnElement[object]]],
    where: ColumnElement[bool] | None = None,
    returning: Sequence[Column[Any]] = (),
) -> PerDatabase:
    """Insert a row; where one with the same unique columns is there, change that one instead."""
    for_sqlite = sqlite.insert(table)
    for_postgresql = postgresql.insert(table)
    upserts = (
        for_sqlite.on_conflict_do_update(
            index_elements=unique, set_=changes(for_sqlite.excluded), where=where
        ),
        for_postgresql.on_conflict_do_update(
            index_elements=unique, set_=changes(for_postgresql.excluded), where=where
        ),
    )
    if not returning:
        return PerDatabase(*upserts)
    return PerDatabase(*(upsert.returning(*returning) for upsert in upserts))
