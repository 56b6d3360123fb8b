"""Keeps the sandbox's records and files over a restart: one SQLite file and a folder."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from bot.sandbox.model import (
    Attachment,
    Channel,
    Command,
    Guild,
    Interaction,
    Message,
    Reading,
    User,
)

Record = User | Guild | Channel | Message | Command | Interaction | Reading | Attachment
"""What the archive keeps, each under a key of its own."""

RecordT = TypeVar("RecordT")

_ADAPTERS: dict[type, TypeAdapter[Record]] = {
    kind: TypeAdapter(kind)
    for kind in (
        User,
        Guild,
        Channel,
        Message,
        Command,
        Interaction,
        Reading,
        Attachment,
    )
}
_WRITE_AFTER_SECONDS = 0.1


def _key(record: Record) -> str:
    match record:
        case Reading():
            return f"{record.user_id}:{record.channel_id}"
        case _:
            return str(record.id)


class Archive:
    """Writes changed records behind the sandbox's back, a tenth of a second later.

    Without a folder it keeps files in memory and records not at all.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._changed: dict[tuple[str, str], Record | None] = {}
        self._values: dict[str, str] = {}
        self._handle: asyncio.TimerHandle | None = None
        self._files: dict[int, bytes] = {}
        self._database: sqlite3.Connection | None = None
        if folder is not None:
            (folder / "files").mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(folder / "sandbox.sqlite3")
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=OFF")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS records (kind TEXT, id TEXT, body BLOB,"
                " PRIMARY KEY (kind, id)) WITHOUT ROWID"
            )

    def save(self, record: Record) -> None:
        """Remember the present state of `record`."""
        if self._database is not None:
            self._mark(type(record).__name__, _key(record), record)

    def forget(self, record: Record) -> None:
        """Drop `record`."""
        if self._database is not None:
            self._mark(type(record).__name__, _key(record), None)

    def save_value(self, name: str, value: str) -> None:
        """Remember a single value."""
        if self._database is not None:
            self._values[name] = value
            self._schedule()

    def load_value(self, name: str) -> str | None:
        """Give a value saved before, if any."""
        if self._database is None:
            return None
        row = self._database.execute(
            "SELECT body FROM records WHERE kind = 'value' AND id = ?", (name,)
        ).fetchone()
        return None if row is None else str(row[0])

    def load(self, kind: type[RecordT]) -> Iterator[RecordT]:
        """Give the records of one kind."""
        if self._database is None:
            return
        rows = self._database.execute(
            "SELECT body FROM records WHERE kind = ? ORDER BY id", (kind.__name__,)
        )
        for (body,) in rows:
            record = _ADAPTERS[kind].validate_json(body)
            if isinstance(record, kind):
                yield record

    def write_file(self, file_id: int, content: bytes) -> None:
        """Keep the bytes of an attachment."""
        if self._folder is None:
            self._files[file_id] = content
        else:
            (self._folder / "files" / str(file_id)).write_bytes(content)

    def read_file(self, file_id: int) -> bytes | None:
        """Give the bytes of an attachment, None when it is gone."""
        if self._folder is None:
            return self._files.get(file_id)
        path = self._folder / "files" / str(file_id)
        return path.read_bytes() if path.is_file() else None

    def remove_file(self, file_id: int) -> None:
        """Delete the bytes of an attachment, if they are there."""
        self._files.pop(file_id, None)
        if self._folder is not None:
            (self._folder / "files" / str(file_id)).unlink(missing_ok=True)

    def flush(self) -> None:
        """Write what changed, now."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if self._database is None:
            return
        changed, self._changed = self._changed, {}
        with self._database:
            for (kind, key), record in changed.items():
                if record is None:
                    self._database.execute(
                        "DELETE FROM records WHERE kind = ? AND id = ?", (kind, key)
                    )
                else:
                    body = _ADAPTERS[type(record)].dump_json(record)
                    self._put(kind, key, body)
            values, self._values = self._values, {}
            for name, value in values.items():
                self._put("value", name, value)

    def close(self) -> None:
        """Write what changed and close the file."""
        self.flush()
        if self._database is not None:
            self._database.close()

    def _put(self, kind: str, key: str, body: bytes | str) -> None:
        if self._database is not None:
            self._database.execute(
                "INSERT INTO records VALUES (?, ?, ?)"
                " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
                (kind, key, body),
            )

    def _mark(self, kind: str, key: str, record: Record | None) -> None:
        self._changed[kind, key] = record
        self._schedule()

    def _schedule(self) -> None:
        if self._handle is None:
            self._handle = asyncio.get_running_loop().call_later(_WRITE_AFTER_SECONDS, self.flush)
