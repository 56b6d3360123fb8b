import asyncio

from bot.domain.ports import Database
from tests.support.records import NOW, after


async def record(database: Database, *keys: str, at: float = 0) -> bool:
    return await database.write(lambda tx: tx.announcements.record(keys, after(at)))


async def test_an_announcement_is_recorded_once(database: Database) -> None:
    assert await record(database, "signature:a", "event:1")
    assert not await record(database, "signature:a", "event:1")
    assert await record(database, "signature:b", "event:2")


async def test_any_known_key_makes_it_a_repetition_that_changes_nothing(
    database: Database,
) -> None:
    assert await record(database, "signature:a", "event:1")
    assert not await record(database, "signature:a", "event:2")
    assert not await record(database, "signature:b", "event:1")
    assert await record(database, "signature:b", "event:2")


async def test_of_simultaneous_repetitions_one_counts(database: Database) -> None:
    answers = await asyncio.gather(*(record(database, "signature:a", "event:1") for _ in range(9)))
    assert sorted(answers) == [False] * 8 + [True]


async def test_what_is_old_is_forgotten(database: Database) -> None:
    await record(database, "signature:a", "event:1", at=0)
    await record(database, "signature:b", at=10)
    assert await database.write(lambda tx: tx.announcements.forget_before(NOW)) == 0
    assert await database.write(lambda tx: tx.announcements.forget_before(after(10))) == 2
    assert await record(database, "signature:a")
    assert not await record(database, "signature:b")


async def test_hostile_keys_are_only_text(database: Database) -> None:
    key = "event:'); DROP TABLE announcements; --\x00\udcff🎺"
    assert await record(database, key)
    assert not await record(database, key)
