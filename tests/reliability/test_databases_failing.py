"""A database that cannot be worked with any more: one sentence, a safe stop, nothing half done."""

import asyncio
import contextlib
import os
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.errors import SetupError
from bot.domain.jobs import JobState
from bot.domain.ports import Database, Transaction
from bot.workers.loop import AnyLoop
from bot.workers.probes import BooksProbe, DatabaseProbe
from storage import count_jobs, open_database
from storage.transactions import SqlTransaction
from tests.support.core_fixture import credits_of, discrepancies, order, stored
from tests.support.postgres import PASSWORD, server_of_its_own
from tests.support.program import run_command
from tests.support.scene import Scene, open_scene
from tests.support.surroundings import PRICE, STARTING_GRANT, Core, build_core

PATIENCE_SECONDS = 60


def number(tx: Transaction, statement: str) -> int:
    """Run a statement and return the number that it gives."""
    assert isinstance(tx, SqlTransaction)
    return int(tx.connection.execute(text(statement)).scalar_one())


def leave_no_page(tx: Transaction) -> None:
    """Let the file grow no more."""
    number(tx, f"PRAGMA max_page_count = {number(tx, 'PRAGMA page_count')}")


async def how_it_ends(loop: AnyLoop) -> str:
    """Let a worker work until it cannot, and return the sentence."""
    with pytest.raises(SetupError) as told:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await loop.run(asyncio.Event())
    sentence = told.value.sentence
    assert "\n" not in sentence
    assert PASSWORD not in sentence
    return sentence


async def test_a_disk_that_gets_full_stops_orders_and_workers(tmp_path: Path) -> None:
    path = tmp_path / "core.db"
    async with open_database(str(path)) as database:
        core = build_core(database)
        view = await order(core)
        await database.write(leave_no_page)
        assert "disk is full" in await filled_up(core)
        assert await discrepancies(core) == ()
        assert await credits_of(core) == (STARTING_GRANT, PRICE)
    async with open_database(str(path)) as database:
        core = build_core(database)
        await core.submitter.run_once()
        assert (await stored(core, view.job.job_id)).state is JobState.RUNNING


async def filled_up(core: Core) -> str:
    """Write until nothing fits, and return the sentence."""
    for count in range(10_000):
        key, now = f"{count}:{'x' * 500}", core.clock.now()
        try:
            await core.database.write(partial(remember, key, now))
        except SetupError as error:
            return error.sentence
    raise AssertionError("there was always room")


def remember(key: str, now: datetime, tx: Transaction) -> None:
    """Write something that stays."""
    tx.announcements.record((key,), now)


async def test_a_file_that_is_damaged_while_the_bot_runs(tmp_path: Path) -> None:
    path = tmp_path / "core.db"
    async with open_database(str(path)) as database:
        await order(build_core(database))
    async with open_database(str(path)) as database:
        core = build_core(database)
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(size - 4096))
        assert "damaged" in await how_it_ends(core.submitter)


@pytest.mark.flow
async def test_a_damaged_database_at_the_start_is_one_sentence(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        ended = await run_command(scene.folder, scene.settings, "migrate")
        assert ended.code == 0
        damage(scene)
        ended = await run_command(scene.folder, scene.settings, "run")
        assert ended.code == 69
        assert "restore a backup" in ended.complained
        assert len(ended.complained.splitlines()) == 1


def damage(scene: Scene) -> None:
    """Overwrite the database's schema."""
    with scene.database_file.open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(3996))


async def test_a_server_that_goes_away_ends_the_workers(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(server_of_its_own())
        async with open_database(url, migrate=True) as database:
            core = build_core(database)
            await order(core)
            stack.close()
            with pytest.raises(SetupError, match="cannot be reached"):
                await order(core, key="itx:2")
            assert "cannot be reached" in await how_it_ends(core.submitter)
            probe = DatabaseProbe(database)
            await probe.look()
            assert not probe.writable


async def test_what_the_bot_asks_itself_is_answered_on_each_database(database: Database) -> None:
    core = build_core(database)
    await order(core)
    writable, books = DatabaseProbe(database), BooksProbe(database)
    await writable.look()
    await books.look()
    assert writable.writable
    assert books.findings == 0
    assert (await database.read(count_jobs))[JobState.QUEUED] == 1
    await core.breaker.failed()
    assert (await core.breaker.refresh()).failures == 1
