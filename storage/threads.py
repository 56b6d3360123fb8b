"""A SQLite connection and the thread that owns it."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Self, TypeVar

import aiosqlite
from sqlalchemy import Connection, StaticPool, create_engine

from storage.connections import SqliteConnection
from storage.transactions import SqlTransaction

T = TypeVar("T")


class _Owner(aiosqlite.Connection):
    """aiosqlite's connection, able to run a whole function in its thread."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connect, iter_chunk_size=64)
        # A program that ends without closing must not hang: what was committed is durable, what
        # was not is undone, exactly as after a kill.
        self._thread.daemon = True

    async def open(self) -> None:
        try:
            await self
        except BaseException:
            # Its thread was told to end and reports that to the event loop, which must be there.
            await asyncio.to_thread(self._thread.join)
            raise

    async def run(self, function: Callable[[], T]) -> T:
        # What aiosqlite's own methods are made of; it publishes no type.
        execute: Callable[[Callable[[], T]], Awaitable[T]] = self._execute
        return await execute(function)

    def start_soon(self, function: Callable[[], T], tell: Callable[[T], None]) -> None:
        loop = asyncio.get_running_loop()
        # What its methods do, without a future and a turn of the event loop between.
        self._tx.put_nowait((None, lambda: loop.call_soon_threadsafe(tell, function())))


class SqlThread:
    """One SQLite connection, seen by the driver and by SQLAlchemy, used in its own thread only."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._owner = _Owner(self._open)
        self.driver: sqlite3.Connection
        self.connection: Connection
        self.transaction: SqlTransaction

    async def start(self) -> Self:
        """Open the connection.

        Raises:
            sqlite3.Error: as `connect` does.
        """
        await self._owner.open()
        return self

    async def run(self, function: Callable[[], T]) -> T:
        """Run a function in the thread, after everything that was given before.

        It is carried out to its end even when the caller is cancelled.
        """
        return await self._owner.run(function)

    def start_soon(self, function: Callable[[], T], tell: Callable[[T], None]) -> None:
        """Run a function that raises nothing as `run` does; `tell` gets its result in the loop."""
        self._owner.start_soon(function, tell)

    async def close(self) -> None:
        """Close the connection after everything that was given before."""
        await self._owner.run(self._close)
        await self._owner.close()

    def _open(self) -> sqlite3.Connection:
        self.driver = self._connect()
        # SQLAlchemy leaves beginning and ending transactions to us: AUTOCOMMIT.
        # Its errors quote parameters otherwise, and those may be secrets.
        engine = create_engine(
            "sqlite://",
            creator=lambda: self.driver,
            poolclass=StaticPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
        )
        self.connection = engine.connect()
        self.transaction = SqlTransaction(SqliteConnection(self.driver, self.connection))
        return self.driver

    def _close(self) -> None:
        self.connection.close()
        self.connection.engine.dispose()
