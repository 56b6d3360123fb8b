"""Keeping records over a restart: one SQLite file of JSON records, or nothing at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter

_Record = TypeVar("_Record")


class Store:
    """A file of records by kind and key. Without a path it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._connection: sqlite3.Connection | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS record"
                " (kind TEXT, key TEXT, body BLOB, PRIMARY KEY (kind, key))"
                " STRICT, WITHOUT ROWID"
            )

    @property
    def is_kept(self) -> bool:
        """Whether records outlive the program."""
        return self._connection is not None

    def put(self, kind: str, key: str, body: bytes) -> None:
        """Write a record over the one of the same kind and key."""
        if self._connection is not None:
            self._connection.execute(
                "INSERT OR REPLACE INTO record VALUES (?, ?, ?)", (kind, key, body)
            )

    def all(self, kind: str) -> list[tuple[str, bytes]]:
        """Every record of a kind with its key, in order of the keys."""
        if self._connection is None:
            return []
        rows = self._connection.execute(
            "SELECT key, body FROM record WHERE kind = ? ORDER BY key", (kind,)
        )
        return [(str(key), bytes(body)) for key, body in rows]

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Shelved(Generic[_Record]):
    """Records of one type by key, in memory and in a store."""

    def __init__(self, store: Store, kind: str, adapter: TypeAdapter[_Record]) -> None:
        self._store = store
        self._kind = kind
        self._adapter = adapter
        self._records = {key: adapter.validate_json(body) for key, body in store.all(kind)}

    def put(self, key: str, record: _Record) -> None:
        """Write a record."""
        self._records[key] = record
        if self._store.is_kept:
            self._store.put(self._kind, key, self._adapter.dump_json(record))

    def get(self, key: str) -> _Record | None:
        """The record of a key, if there is one."""
        return self._records.get(key)

    def __getitem__(self, key: str) -> _Record:
        return self._records[key]

    def __contains__(self, key: str) -> bool:
        return key in self._records

    def __len__(self) -> int:
        return len(self._records)

    def values(self) -> tuple[_Record, ...]:
        """Every record, in the order in which they came (by key after a restart)."""
        return tuple(self._records.values())
