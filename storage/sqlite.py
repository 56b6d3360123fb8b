"""The database in one SQLite file.

Writes share one connection. While its thread works on some, others gather; the thread then takes
all of them into one transaction, each behind a savepoint of its own, and one commit makes all of
them durable. So the cost of waiting for the disk is shared by everybody who waits.

Reads have connections of their own, see a snapshot, and neither wait for writes nor delay them.
Every connection is owned by aiosqlite. A whole work runs in one visit to its thread; a visit for
each statement costs several times as much as the statement.
"""

import asyncio
import contextlib
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.domain.errors import SetupError
from bot.domain.ports import Transaction
from storage.addresses import SqliteAddress
from storage.batches import Order, Outcome, carry_out
from storage.faults import sqlite_ends, sqlite_fault
from storage.schema import check_revision, upgrade
from storage.threads import SqlThread

T = TypeVar("T")

BATCH_SIZE = 128
"""How many works share a commit at most; bounds how long the first of them waits."""

READERS = 3
"""How many reads run at once. Python runs one thread at a time, so more would gain little."""

BUSY_SECONDS = 10.0
"""How long a write waits for another process that is writing."""

OLDEST_SQLITE = (3, 37)
"""The first version with strict tables."""


class _ToldInASentence:
    """Turns what ends the work on the file into one sentence for the operator."""

    def __init__(self, address: SqliteAddress) -> None:
        self._address = address

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, Exception) and sqlite_ends(error):
            raise sqlite_fault(error, self._address) from error


class SqliteDatabase:
    """`Database` in a SQLite file, made by `open_sqlite`. Belongs to one event loop."""

    def __init__(self, writer: SqlThread, readers: list[SqlThread], address: SqliteAddress) -> None:
        self._faults = _ToldInASentence(address)
        self._writer = writer
        self._readers = readers
        self._idle = list(readers)
        # First come, first served: a queue would let those who come back at once overtake.
        self._turns = asyncio.Semaphore(len(readers))
        self._waiting: deque[Order[Any]] = deque()
        # Set while no work waits and none is carried out.
        self._at_rest = asyncio.Event()
        self._at_rest.set()
        self._closed = False

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run work that may change something; returns after it is durable.

        Raises:
            SetupError: the file cannot be worked with any more.
            Exception: whatever the work raises; it left no trace.
        """
        self._check_open()
        loop = asyncio.get_running_loop()
        order: Order[T] = Order(work, loop.create_future())
        self._waiting.append(order)
        if self._at_rest.is_set():
            self._at_rest.clear()
            self._commit_waiting()
        with self._faults:
            return await order.future

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run work that only reads, on a snapshot, beside writers."""
        self._check_open()
        async with self._turns:
            reader = self._idle.pop()
            try:
                with self._faults:
                    return await reader.run(lambda: _in_snapshot(reader, work))
            finally:
                self._idle.append(reader)

    async def purge(self) -> None:
        """Write the file anew without what was deleted, and empty the write-ahead log."""
        self._check_open()
        await self._writer.run(lambda: _purge(self._writer.driver))

    async def close(self) -> None:
        """Carry out what was given before, in order; then close the file."""
        self._closed = True
        await self._at_rest.wait()
        for reader in self._readers:
            await reader.close()
        await self._writer.run(lambda: _tidy(self._writer.driver))
        await self._writer.close()

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("the database is closed")

    def _commit_waiting(self) -> None:
        size = min(len(self._waiting), BATCH_SIZE)
        orders = [self._waiting.popleft() for _ in range(size)]
        writer = self._writer
        writer.start_soon(
            lambda: carry_out(writer.driver, writer.transaction, orders), self._tell_outcomes
        )

    def _tell_outcomes(self, outcomes: Sequence[Outcome[Any]]) -> None:
        for outcome in outcomes:
            outcome.tell()
        if self._waiting:
            self._commit_waiting()
        else:
            self._at_rest.set()


@contextlib.asynccontextmanager
async def open_sqlite(address: SqliteAddress, *, migrate: bool) -> AsyncIterator[SqliteDatabase]:
    """Open the file, creating it when it is missing, and close it at the end.

    Raises:
        SetupError: it cannot be used.
    """
    async with contextlib.AsyncExitStack() as opened:
        try:
            writer = await _start(lambda: _connect_writer(address.path), opened)
            await writer.run(lambda: _prepare(writer, migrate=migrate))
            readers = [
                await _start(lambda: _connect_reader(address.path), opened) for _ in range(READERS)
            ]
        except (OSError, sqlite3.Error, SQLAlchemyError) as error:
            raise sqlite_fault(error, address) from error
        database = SqliteDatabase(writer, readers, address)
        opened.pop_all()
        try:
            yield database
        finally:
            await database.close()


async def _start(
    connect: Callable[[], sqlite3.Connection], opened: contextlib.AsyncExitStack
) -> SqlThread:
    thread = await SqlThread(connect).start()
    opened.push_async_callback(thread.close)
    return thread


def _connect_writer(path: Path) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise SetupError(
            f"SQLite {sqlite3.sqlite_version} is too old for the database;"
            f" {'.'.join(map(str, OLDEST_SQLITE))} or newer is needed."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _connect_reader(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _prepare(writer: SqlThread, *, migrate: bool) -> None:
    """Check or upgrade the schema, with foreign keys still off, so that tables may be rebuilt."""
    driver = writer.driver
    driver.execute("BEGIN IMMEDIATE")
    try:
        if migrate:
            upgrade(writer.connection)
        else:
            check_revision(writer.connection)
        driver.execute("COMMIT")
    finally:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
    driver.execute("PRAGMA foreign_keys = ON")


def _in_snapshot(reader: SqlThread, work: Callable[[Transaction], T]) -> T:
    reader.driver.execute("BEGIN")
    try:
        return work(reader.transaction)
    finally:
        reader.driver.execute("ROLLBACK")


def _tidy(driver: sqlite3.Connection) -> None:
    """Empty the write-ahead log; when another process uses it, that one does it later."""
    driver.execute("PRAGMA busy_timeout = 0")
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _purge(driver: sqlite3.Connection) -> None:
    driver.execute("VACUUM")
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
