"""The migrations make what `storage.tables` describes, from every earlier revision, with data."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, create_engine, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

import storage
from bot.domain.errors import SetupError
from bot.domain.ids import GuildId, JobId, UserId
from storage import migrate, open_database
from storage.schema import CURRENT_REVISION, stored_revision, upgrade
from storage.tables import metadata
from tests.support.databases import file_of
from tests.support.postgres import PostgresServer

MIGRATIONS = Path(storage.__file__).parent / "migrations"


def revisions() -> list[str]:
    """Return every revision, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    return [script.revision for script in scripts.walk_revisions()][::-1]


async def on(url: str, work: Callable[[Connection], None]) -> None:
    """Run synchronous work in a transaction on any database."""
    if url.startswith("sqlite"):
        engine = create_engine(f"sqlite:///{file_of(url)}")
        try:
            with engine.begin() as connection:
                work(connection)
        finally:
            engine.dispose()
        return
    async_engine = create_async_engine(url.replace("postgresql:", "postgresql+asyncpg:"))
    try:
        async with async_engine.begin() as async_connection:
            await async_connection.run_sync(work)
    finally:
        await async_engine.dispose()


@pytest.fixture
async def bare_url(server_if_needed: PostgresServer | None, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if server_if_needed is not None:
        return await server_if_needed.bare_database()
    return f"sqlite:///{tmp_path / 'bare.db'}"


def test_the_program_knows_its_newest_migration() -> None:
    assert revisions()[-1] == CURRENT_REVISION
    assert revisions() == sorted(revisions())
    assert all(re.fullmatch(r"\d{4}", revision) for revision in revisions())


async def test_migrating_makes_what_the_tables_describe(bare_url: str) -> None:
    await migrate(bare_url)

    def compare(connection: Connection) -> None:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []

    await on(bare_url, compare)


async def test_every_check_is_there(bare_url: str) -> None:
    await migrate(bare_url)

    def compare(connection: Connection) -> None:
        for table in metadata.sorted_tables:
            found = {
                check["name"] for check in inspect(connection).get_check_constraints(table.name)
            }
            declared = {
                constraint.name
                for constraint in table.constraints
                if isinstance(constraint, CheckConstraint)
            }
            assert found == {f"{name}" for name in declared}, table.name

    await on(bare_url, compare)


async def test_migrating_again_changes_nothing(bare_url: str) -> None:
    assert await migrate(bare_url) == CURRENT_REVISION
    assert await migrate(bare_url) == CURRENT_REVISION


FIRST_DATA = """
INSERT INTO accounts VALUES
  (1, 'member', 1, 2, 10, 4, 0), (2, 'issue', 1, 0, -12, 0, NULL), (3, 'spent', 1, 0, 2, 0, NULL);
INSERT INTO jobs VALUES
  ('a', 'create', 'running', 'waiting', 'poll', 1, 2, 'Ada', '{"model": "m", "idea": "i"}', 'm',
   4, 2, 'k1', 0, 5, 't', '{"form": 1, "clips": []}', NULL, '', 0, 1, NULL, 3),
  ('b', 'create', 'succeeded', 'waiting', NULL, 1, 2, 'Ada', '{"model": "m", "idea": "i"}', 'm',
   2, 1, 'k2', 0, NULL, 't', '{"form": 1, "clips": []}', NULL, '', 0, 1, 9, 3);
INSERT INTO holds VALUES
  (1, 1, 'a', 4, 'pending', 0, 'h1', 0, NULL), (2, 1, 'b', 2, 'captured', 2, 'h2', 0, 9);
INSERT INTO entries VALUES
  (1, 2, 1, 12, 'grant', 'start', NULL, NULL, NULL, 'start:1:2', 0),
  (2, 1, 3, 2, 'capture', 'song', 'b', 2, NULL, 'capture:2', 9);
INSERT INTO songs VALUES
  ('s', 'b', 1, 1, 2, 'Tin', 'folk', '', 'm', 'c', 'ff', 1, 2.5, 'mp3', 9);
INSERT INTO messages VALUES ('a', 1, 5, 6, 'token', 900, 0, 7);
INSERT INTO deliveries VALUES (1, 'a', 'card', 'pending', 1, 0, 5, 5, 0, '')
"""
"""Rows of the first revision, as SQL, since later code no longer knows its form."""


@pytest.mark.parametrize("revision", revisions())
async def test_migrating_from_an_earlier_revision_keeps_its_data(
    bare_url: str, revision: str
) -> None:
    def prepare(connection: Connection) -> None:
        upgrade(connection, revisions()[0])
        for statement in FIRST_DATA.split(";\n"):
            connection.exec_driver_sql(statement)
        if connection.dialect.name == "postgresql":
            # Rows with given ids leave the counter of ids where it was.
            connection.exec_driver_sql("SELECT setval('accounts_account_id_seq', 3)")
        upgrade(connection, revision)
        assert stored_revision(connection) == revision

    await on(bare_url, prepare)
    await migrate(bare_url)
    async with open_database(bare_url, migrate=False) as database:
        assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()
        assert await database.read(lambda tx: tx.jobs.waiting()) == 1
        running, ended = await database.read(
            lambda tx: (tx.jobs.get(JobId("a")), tx.jobs.get(JobId("b")))
        )
        assert running is not None
        assert ended is not None
        assert (running.charged, running.provider_cost, running.channel_id) == (None, 4, 5)
        assert (ended.charged, ended.provider_used, ended.weight) == (2, 2, 1)
        # Whoever got a start before gets no second one.
        purse = await database.read(lambda tx: tx.ledger.purse(GuildId(1), UserId(2)))
        assert (purse.welcomed, purse.posted, purse.held) == (True, 10, 4)
        due = await database.read(lambda tx: tx.deliveries.next_due_at())
        assert due is not None
        assert due.microsecond == 5


async def test_a_migration_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "jamboree.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        # In the way of the last table that the first migration makes.
        connection.execute(text("CREATE TABLE deliveries (x INTEGER)"))
    with pytest.raises(SetupError):
        await migrate(str(path))
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["deliveries"]
    engine.dispose()


def test_a_usual_start_imports_neither_alembic_nor_the_other_driver(tmp_path: Path) -> None:
    path = tmp_path / "jamboree.db"
    asyncio.run(migrate(str(path)))
    program = (
        "import asyncio, sys, storage\n"
        "async def main():\n"
        f"    async with storage.open_database({str(path)!r}):\n"
        "        print(sorted({'alembic', 'asyncpg'} & set(sys.modules)))\n"
        "asyncio.run(main())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=MIGRATIONS.parents[1], capture_output=True, check=True
    )
    assert ran.stdout.decode().strip() == "[]"
