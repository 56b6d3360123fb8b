"""A connection to SQLite that is told of each statement before it runs."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

Watch = Callable[[str, tuple[Any, ...]], None]
"""Given a statement and its parameters; what it raises keeps the statement from running."""


class _Cursor(sqlite3.Cursor):
    # typeshed's signatures allow more kinds of parameters than our storage uses.
    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Self:  # type: ignore[override]
        assert isinstance(self.connection, WatchedConnection)
        self.connection.watch(sql, tuple(parameters))
        return super().execute(sql, parameters)


class WatchedConnection(sqlite3.Connection):
    """Calls `watch`, which is to be set before the first statement."""

    watch: Watch

    def cursor(self) -> _Cursor:  # type: ignore[override] # as above
        return super().cursor(_Cursor)

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> _Cursor:  # type: ignore[override] # as above
        return self.cursor().execute(sql, parameters)
