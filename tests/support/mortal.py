"""A SQLite database whose program is killed before a statement of one's choice.

What is on disk at that moment is set aside, as a kill leaves it: nothing is closed, undone or
flushed. The statement and all that follow fail, so that nobody is told of what did not happen.
"""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.ports import Database
from storage import migrate
from storage.addresses import SqliteAddress
from storage.sqlite import SqliteDatabase
from storage.threads import SqlThread
from tests.support.watched_connection import WatchedConnection


class Fate:
    """When the program dies, and what it leaves. All writing is done in one thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.remains: Path | None = None
        """The folder with what a kill left."""
        self._statements_left: int | None = None

    def die_before(self, statement: int) -> None:
        """Let the program be killed before the so-manieth statement from now."""
        self._statements_left = statement

    def escape(self) -> None:
        """Let it live on, or let what was killed be closed."""
        self._statements_left = None

    def step(self) -> None:
        """Note that a statement is about to run.

        Raises:
            sqlite3.OperationalError: the program is dead.
        """
        if self._statements_left is None:
            return
        self._statements_left -= 1
        if self._statements_left > 0:
            return
        if self.remains is None:
            self.remains = self.path.with_name(f"{self.path.name}-remains")
            self.remains.mkdir()
            for file in (self.path, self.path.with_name(f"{self.path.name}-wal")):
                if file.exists():
                    shutil.copy(file, self.remains)
        raise sqlite3.OperationalError("killed")


@asynccontextmanager
async def open_mortal(fate: Fate) -> AsyncIterator[Database]:
    """Open the file at the fate's path as the program does, and close it at the end."""
    await migrate(f"sqlite:///{fate.path}")

    def connect_writer() -> sqlite3.Connection:
        connection = sqlite3.connect(fate.path, isolation_level=None, factory=WatchedConnection)
        connection.watch = lambda sql, parameters: fate.step()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def connect_reader() -> sqlite3.Connection:
        return sqlite3.connect(fate.path, isolation_level=None)

    connects: tuple[Callable[[], sqlite3.Connection], ...] = (connect_writer, connect_reader)
    writer, reader = [await SqlThread(connect).start() for connect in connects]
    database = SqliteDatabase(writer, [reader], SqliteAddress(fate.path))
    try:
        yield database
    finally:
        fate.escape()
        # What was killed in a transaction has left it open.
        await writer.run(writer.driver.rollback)
        await database.close()
