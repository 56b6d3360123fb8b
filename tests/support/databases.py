"""Fixtures of databases. A test that asks for `database_url` runs on each kind."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from bot.domain.ports import Database
from storage import migrate, open_database
from tests.support.postgres import PostgresServer, postgres_running

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for the whole run."""
    with postgres_running() as server:
        yield server


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    kind: str = request.param
    return kind


@pytest.fixture
def server_if_needed(database_kind: str, request: pytest.FixtureRequest) -> PostgresServer | None:
    """The server, started by the first test that runs on it."""
    if database_kind == "sqlite":
        return None
    server: PostgresServer = request.getfixturevalue("postgres")
    return server


@pytest.fixture
async def database_url(server_if_needed: PostgresServer | None, tmp_path: Path) -> str:
    """The address of a new, migrated database of each kind."""
    if server_if_needed is not None:
        return await server_if_needed.new_database()
    url = f"sqlite:///{tmp_path / 'jamboree.db'}"
    await migrate(url)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A new, open database of each kind."""
    async with open_database(database_url) as opened:
        yield opened


def file_of(url: str) -> Path:
    """Return the file of a SQLite database's address."""
    return Path(url.removeprefix("sqlite:///"))


async def tamper(url: str, *statements: str) -> None:
    """Change a database behind the program's back, past foreign keys and, on SQLite, checks."""
    if url.startswith("sqlite"):
        with sqlite3.connect(file_of(url)) as file:
            file.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                file.execute(statement)
        file.close()
        return
    connection = await asyncpg.connect(url)
    try:
        # Neither triggers nor foreign keys watch a replica.
        await connection.execute("SET session_replication_role = replica")
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
