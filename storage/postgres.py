"""The database on a PostgreSQL server, for several processes at once.

Transactions are serializable, so that a work means the same here as on SQLite, which runs one at a
time: what it read still holds when it commits. The server refuses those that came into each other's
way; as a work is only SQL and pure rules, it is simply run again.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.domain.ports import Transaction
from storage.addresses import PostgresAddress
from storage.faults import postgres_ends, postgres_fault
from storage.schema import check_revision, upgrade
from storage.transactions import SqlTransaction

T = TypeVar("T")

WRITERS = 2
"""How many writes of this process run at once. More would rather disturb each other."""

READERS = 4
"""How many reads of this process run at once."""

CONNECT_SECONDS = 10.0
"""How long a connection may take to be made."""

PATIENCE_SECONDS = 30.0
"""How long a work is run again and again before its last error is raised."""

_LONGEST_PAUSE_SECONDS = 0.1
_FIRST_PAUSE_SECONDS = 0.002

_IN_THE_WAY = frozenset({"40001", "40P01"})
"""Serialization failure and deadlock, by SQLSTATE."""

_MIGRATION_LOCK = text("SELECT pg_advisory_xact_lock(7246158033)")


class PostgresDatabase:
    """`Database` on a PostgreSQL server, made by `open_postgres`. Belongs to one event loop."""

    def __init__(self, engine: AsyncEngine, address: PostgresAddress) -> None:
        self._address = address
        self._writing = engine.execution_options(isolation_level="SERIALIZABLE")
        self._reading = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._writers = asyncio.Semaphore(WRITERS)
        self._readers = asyncio.Semaphore(READERS)
        self._under_way: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run work that may change something; returns after it is durable.

        Raises:
            SetupError: the server cannot be worked with any more; whether the work was done is
                unknown.
            Exception: whatever the work raises; it left no trace.
        """
        self._check_open()
        return await self._carry_out(lambda: self._write_patiently(work), self._writers)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run work that only reads, on a snapshot, beside writers."""
        self._check_open()
        return await self._carry_out(lambda: _transact(self._reading, work), self._readers)

    async def purge(self) -> None:
        """Leave it to the server, which clears away by itself what was deleted."""

    async def close(self) -> None:
        """Carry out what was given before."""
        self._closed = True
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("the database is closed")

    async def _carry_out(
        self, run: Callable[[], Coroutine[Any, Any, T]], turns: asyncio.Semaphore
    ) -> T:
        begun = False

        async def in_turn() -> T:
            nonlocal begun
            async with turns:
                begun = True
                try:
                    return await run()
                except Exception as error:
                    if postgres_ends(error):
                        raise postgres_fault(error, self._address) from error
                    raise

        task = asyncio.create_task(in_turn(), name="database work")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not begun:
                task.cancel()
            raise

    async def _write_patiently(self, work: Callable[[Transaction], T]) -> T:
        clock = asyncio.get_running_loop().time
        give_up_at = clock() + PATIENCE_SECONDS
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                return await _transact(self._writing, work)
            except DBAPIError as error:
                if not _may_run_again(error) or clock() > give_up_at:
                    raise
            await asyncio.sleep(random.uniform(0, pause))  # noqa: S311 - spreads, hides nothing
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)


@contextlib.asynccontextmanager
async def open_postgres(
    address: PostgresAddress, *, migrate: bool
) -> AsyncIterator[PostgresDatabase]:
    """Connect to the server, and disconnect at the end.

    Raises:
        SetupError: it cannot be used.
    """
    engine = create_async_engine(
        address.url,
        pool_size=WRITERS + READERS,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"timeout": CONNECT_SECONDS},
    )
    try:
        try:
            async with engine.begin() as connection:
                await connection.run_sync(_upgrade if migrate else check_revision)
        except (OSError, TimeoutError, asyncpg.PostgresError, SQLAlchemyError) as error:
            raise postgres_fault(error, address) from error
        database = PostgresDatabase(engine, address)
        try:
            yield database
        finally:
            await database.close()
    finally:
        await engine.dispose()


async def _transact(engine: AsyncEngine, work: Callable[[Transaction], T]) -> T:
    async with engine.begin() as connection:
        return await connection.run_sync(lambda inner: work(SqlTransaction(inner)))


def _upgrade(connection: Connection) -> None:
    # Several processes may start at once.
    connection.execute(_MIGRATION_LOCK)
    upgrade(connection)


def _may_run_again(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _IN_THE_WAY
