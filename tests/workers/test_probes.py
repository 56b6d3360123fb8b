import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from bot.domain.ids import IdempotencyKey
from bot.domain.ports import Database, Transaction
from bot.workers.probes import BooksProbe, DatabaseProbe, DelayProbe
from bot.workers.rounds import Rounds
from tests.support.orders import ADA, place, request
from tests.support.surroundings import Core

T = TypeVar("T")
PATIENCE = 10.0


class Brittle:
    """A database that takes no writes while `broken`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.broken = False

    async def write(self, work: Callable[[Transaction], T]) -> T:
        if self.broken:
            raise OSError("disk is full")
        return await self._database.write(work)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        return await self._database.read(work)

    async def purge(self) -> None:
        await self._database.purge()


async def test_whether_the_database_can_be_written_is_found_out_and_leaves_no_trace(
    core: Core,
) -> None:
    database = Brittle(core.database)
    probe = DatabaseProbe(database)
    found = [probe.writable]
    for broken in (False, True, False):
        database.broken = broken
        await probe.look()
        found.append(probe.writable)
    assert found == [False, True, False, True]
    now = core.clock.now()
    assert await core.database.write(lambda tx: tx.announcements.forget_before(now)) == 0


async def test_the_books_are_checked(core: Core) -> None:
    await core.generation.order(
        request(), ADA, place(core.clock.now()), key=IdempotencyKey("first")
    )
    probe = BooksProbe(core.database)
    assert probe.findings is None
    await probe.look()
    assert probe.findings == 0


async def test_delays_of_the_event_loop_are_measured() -> None:
    delays: list[float] = []
    probe = DelayProbe(delays.append)
    loop = asyncio.get_running_loop()

    def hog() -> None:
        end = loop.time() + 0.6
        while loop.time() < end:
            pass

    loop.call_soon(hog)
    await probe.look()
    assert delays[0] > 0.2


async def test_rounds_go_on_until_they_are_stopped() -> None:
    stop, third = asyncio.Event(), asyncio.Event()
    count = 0

    async def go() -> None:
        nonlocal count
        count += 1
        if count == 3:
            third.set()

    task = asyncio.create_task(Rounds(go, timedelta(milliseconds=1)).run(stop))
    async with asyncio.timeout(PATIENCE):
        await third.wait()
        stop.set()
        await task


async def test_a_long_pause_between_rounds_ends_at_once() -> None:
    stop, done = asyncio.Event(), asyncio.Event()

    async def go() -> None:
        done.set()

    task = asyncio.create_task(Rounds(go, timedelta(days=1)).run(stop))
    async with asyncio.timeout(PATIENCE):
        await done.wait()
        stop.set()
        await task
