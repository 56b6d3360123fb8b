"""What only the SQLite engine promises: shared commits, snapshots beside a writer, strictness."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.credits import AccountName
from bot.domain.ids import IdempotencyKey
from bot.domain.ports import Database, Transaction
from storage import open_database
from storage.connections import Rows
from storage.transactions import SqlTransaction
from tests.support.records import GUILD, MEMBER, NOW, balance_of, new_job, new_message, open_member


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jamboree.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    async with open_database(str(path)) as opened:
        await opened.write(lambda tx: open_member(tx, 0))
        yield opened


def granting(number: int) -> Callable[[Transaction], bool]:
    key = IdempotencyKey(f"grant:{number}")
    name = AccountName.member(GUILD, MEMBER)
    return lambda tx: tx.ledger.grant(name, 1, reason="", actor_id=None, key=key, now=NOW)


def run_sql(tx: Transaction, statement: str) -> Rows:
    assert isinstance(tx, SqlTransaction)
    return tx.connection.execute(text(statement))


class Gate:
    """A work that stays in the writer's thread until it is let go."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self, tx: Transaction) -> None:
        self.reached.set()
        assert self.opened.wait(10)

    async def wait(self) -> None:
        assert await asyncio.to_thread(self.reached.wait, 10)


async def start(
    database: Database, *works: Callable[[Transaction], object]
) -> list[asyncio.Task[object]]:
    """Give works to the database and return once they wait there."""
    tasks = [asyncio.create_task(database.write(work)) for work in works]
    await asyncio.sleep(0)
    return tasks


async def test_those_who_wait_share_one_commit(database: Database, path: Path) -> None:
    def frames() -> int:
        # Each commit writes each page it touched into the log once; so the log tells the commits.
        return (path.with_name("jamboree.db-wal").stat().st_size - 32) // (4096 + 24)

    before = frames()
    await database.write(granting(0))
    alone = frames() - before
    before = frames()
    await asyncio.gather(*(database.write(granting(n)) for n in range(1, 51)))
    assert frames() - before < 3 * alone
    assert await database.read(lambda tx: balance_of(tx).posted) == 51


async def test_a_failed_commit_reaches_every_caller(database: Database, path: Path) -> None:
    gate = Gate()
    (holder,) = await start(database, gate)
    await gate.wait()

    def break_a_promise(tx: Transaction) -> bool:
        # A deferred foreign key is checked by COMMIT alone.
        run_sql(tx, "PRAGMA defer_foreign_keys = ON")
        run_sql(tx, "UPDATE jobs SET job_id = 'gone'")
        run_sql(tx, "UPDATE messages SET job_id = 'lost'")
        return True

    def prepare(tx: Transaction) -> None:
        tx.jobs.add(new_job())
        tx.deliveries.add_message(new_message(new_job()))

    gate.opened.set()
    await holder
    await database.write(prepare)
    gate = Gate()
    (holder,) = await start(database, gate)
    await gate.wait()
    tasks = await start(database, granting(1), break_a_promise, granting(2))
    gate.opened.set()
    await holder
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [sqlite3.IntegrityError] * 3
    assert await database.write(granting(1)) is True
    assert await database.read(lambda tx: balance_of(tx).posted) == 1
    assert await database.read(lambda tx: tx.jobs.get(new_job().job_id)) == new_job()


async def test_a_full_disk_undoes_every_work_of_the_commit(database: Database, path: Path) -> None:
    def fill(tx: Transaction) -> None:
        pages = run_sql(tx, "PRAGMA page_count").scalar_one()
        run_sql(tx, f"PRAGMA max_page_count = {pages + 2}")

    def add_many(tx: Transaction) -> None:
        for number in range(1000):
            tx.jobs.add(new_job(number))

    def free(tx: Transaction) -> None:
        run_sql(tx, "PRAGMA max_page_count = 1000000")

    await database.write(fill)
    results = await asyncio.gather(
        database.write(granting(1)), database.write(add_many), return_exceptions=True
    )
    assert "full" in str(results[1])
    await database.write(free)
    told = results[0] is True
    assert await database.read(lambda tx: balance_of(tx).posted) == int(told)
    assert await database.read(lambda tx: tx.jobs.waiting()) == 0
    assert await database.write(granting(2)) is True


async def test_a_work_whose_caller_left_while_it_waited_never_runs(database: Database) -> None:
    gate = Gate()
    (holder,) = await start(database, gate)
    await gate.wait()
    left, stayed = await start(database, granting(1), granting(2))
    left.cancel()
    gate.opened.set()
    await asyncio.gather(holder, stayed)
    assert await database.read(lambda tx: balance_of(tx).posted) == 1
    assert await database.write(granting(1)) is True


async def test_a_work_that_has_begun_is_carried_out(database: Database) -> None:
    gate = Gate()

    def begin(tx: Transaction) -> None:
        granting(1)(tx)
        gate(tx)

    (task,) = await start(database, begin)
    await gate.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.opened.set()
    assert await database.write(granting(1)) is False


async def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    gate = Gate()

    def look_twice(tx: Transaction) -> tuple[int, int]:
        first = balance_of(tx).posted
        gate(tx)
        return first, balance_of(tx).posted

    reading = asyncio.create_task(database.read(look_twice))
    await gate.wait()
    await database.write(granting(1))
    gate.opened.set()
    assert await reading == (0, 0)
    assert await database.read(lambda tx: balance_of(tx).posted) == 1


async def test_readers_that_are_cancelled_give_their_connection_back(database: Database) -> None:
    reads = [asyncio.create_task(database.read(balance_of)) for _ in range(30)]
    await asyncio.sleep(0)
    for read in reads:
        read.cancel()
    await asyncio.gather(*reads, return_exceptions=True)
    found = await asyncio.gather(*(database.read(balance_of) for _ in range(30)))
    assert len(found) == 30


async def test_a_write_waits_for_another_process(database: Database, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    with contextlib.closing(other):
        other.execute("BEGIN IMMEDIATE")
        (task,) = await start(database, granting(1))
        assert await database.read(lambda tx: balance_of(tx).posted) == 0
        other.execute("COMMIT")
        assert await task is True


async def test_tables_are_strict_and_the_log_is_emptied_at_the_end(path: Path) -> None:
    async with open_database(str(path)) as database:
        await database.write(granting(1))
    assert not path.with_name("jamboree.db-wal").exists()
    with contextlib.closing(sqlite3.connect(path)) as file:
        tables = file.execute(
            "SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"
        ).fetchall()
        strict = {name for name, is_strict in tables if is_strict}
        # Alembic makes its own table.
        assert {name for name, _ in tables} - strict == {"alembic_version", "sqlite_schema"}
        with pytest.raises(sqlite3.IntegrityError):
            file.execute("UPDATE accounts SET posted = 'many'")
