import asyncio
from collections.abc import Callable
from typing import NoReturn

import pytest

from bot.domain.credits import AccountName
from bot.domain.ids import IdempotencyKey, JobId
from bot.domain.ports import Database, Transaction
from storage import open_database
from tests.support.records import GUILD, MEMBER, NOW, balance_of, new_job, open_member


class Upset(Exception):
    """Raised by works that are to fail."""


def grant(tx: Transaction, number: int) -> bool:
    name = AccountName.member(GUILD, MEMBER)
    key = IdempotencyKey(f"grant:{number}")
    return tx.ledger.grant(name, 1, reason="test", actor_id=None, key=key, now=NOW)


def spoil(tx: Transaction, number: int) -> NoReturn:
    grant(tx, number)
    raise Upset


def spoiling(number: int) -> Callable[[Transaction], bool]:
    return lambda tx: spoil(tx, number)


def granting(number: int) -> Callable[[Transaction], bool]:
    return lambda tx: grant(tx, number)


async def posted(database: Database) -> int:
    return await database.read(lambda tx: balance_of(tx).posted)


async def test_a_write_returns_what_its_work_returned(database: Database) -> None:
    assert await database.write(lambda tx: open_member(tx, 5).posted) == 5


async def test_what_was_written_is_there_after_opening_again(database_url: str) -> None:
    async with open_database(database_url) as database:
        await database.write(lambda tx: open_member(tx, 5))
    async with open_database(database_url, migrate=False) as database:
        assert await posted(database) == 5


async def test_a_work_that_raises_leaves_no_trace(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 5))
    with pytest.raises(Upset):
        await database.write(lambda tx: spoil(tx, 1))
    assert await posted(database) == 5


async def test_a_failed_statement_undoes_its_work_and_disturbs_nobody(database: Database) -> None:
    def repeat(tx: Transaction) -> None:
        grant(tx, 1)
        tx.jobs.add(new_job(1))

    await database.write(lambda tx: open_member(tx, 5))
    await database.write(lambda tx: tx.jobs.add(new_job(1)))
    results = await asyncio.gather(
        database.write(repeat), database.write(lambda tx: grant(tx, 2)), return_exceptions=True
    )
    assert isinstance(results[0], Exception)
    assert results[1] is True
    assert await posted(database) == 6


async def test_one_failing_work_among_many_does_not_disturb_the_others(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 0))
    works = [database.write(spoiling(n) if n % 7 == 3 else granting(n)) for n in range(100)]
    results = await asyncio.gather(*works, return_exceptions=True)
    failed = [n for n, result in enumerate(results) if isinstance(result, Upset)]
    assert failed == [n for n in range(100) if n % 7 == 3]
    assert await posted(database) == 100 - len(failed)
    assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()


async def test_a_stop_iteration_reaches_the_caller_as_an_error(database: Database) -> None:
    with pytest.raises(RuntimeError):
        await database.write(lambda tx: next(iter(tx.songs.of_job(JobId("nothing")))))


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only|cannot be written"):
        await database.read(lambda tx: open_member(tx, 5))
    assert await database.read(lambda tx: tx.ledger.balance(_name())) is None


def _name() -> AccountName:
    return AccountName.member(GUILD, MEMBER)


async def test_callers_that_are_cancelled_leave_nothing_half_done(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 0))
    tasks = [asyncio.create_task(database.write(granting(n))) for n in range(60)]
    for turn, task in enumerate(tasks):
        if turn % 3 == 0:
            # No waiting: lets the tasks take a step, so that some are cancelled in the middle.
            await asyncio.sleep(0)
        if turn % 2:
            task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    kept = sum(result is True for result in results)
    assert kept == 30
    # Nobody's transaction is left open.
    assert await database.write(lambda tx: grant(tx, 1000)) is True
    assert kept + 1 <= await posted(database) <= 61
    assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()


async def test_a_work_whose_caller_was_gone_before_its_turn_never_runs(database: Database) -> None:
    ran: list[int] = []
    task = asyncio.create_task(database.write(lambda tx: ran.append(1)))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await database.write(lambda tx: None)
    assert ran == []


async def test_closing_carries_out_what_was_given_before(database_url: str) -> None:
    async with open_database(database_url) as database:
        await database.write(lambda tx: open_member(tx, 0))
        tasks = [asyncio.create_task(database.write(granting(n))) for n in range(40)]
        # No waiting: lets the tasks hand their work over before the database closes.
        await asyncio.sleep(0)
    assert all(await asyncio.gather(*tasks))
    with pytest.raises(RuntimeError):
        await database.write(lambda tx: None)
    async with open_database(database_url) as database:
        assert await posted(database) == 40


async def test_opening_twice_at_once_migrates_once(database_url: str) -> None:
    async with open_database(database_url) as one, open_database(database_url) as other:
        await one.write(lambda tx: open_member(tx, 5))
        assert await posted(other) == 5


@pytest.mark.parametrize("place", [3, 9])
async def test_those_who_read_on_and_on_do_not_shut_others_out(
    database: Database, place: int
) -> None:
    await database.write(lambda tx: open_member(tx, 5))
    answered = asyncio.Event()

    async def read_on() -> bool:
        for _ in range(500):
            await posted(database)
            if answered.is_set():
                return True
        return False

    async def read_once() -> bool:
        await posted(database)
        answered.set()
        return True

    readers = [read_on() for _ in range(9)]
    assert all(await asyncio.gather(*readers[:place], read_once(), *readers[place:]))
