"""[Do not post it] against everything that happens at the same moment, on a real database."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain.errors import TooLateToCancel
from bot.domain.ids import IdempotencyKey, JobId, MessageId
from bot.domain.jobs import Job, JobState
from bot.domain.ports import TaskReport, TaskState
from tests.support.core_fixture import order, stored
from tests.support.orders import ADA, GUILD, clip
from tests.support.surroundings import PRICE, Core

FIRST = TaskReport(TaskState.RUNNING, (clip(1),))
BOTH = TaskReport(TaskState.FINISHED, (clip(1), clip(2)))


async def running(core: Core, key: str = "itx:1") -> Job:
    """Return a job that the music service has taken, with its card in its place."""
    view = await order(core, key=key)
    await core.cards.posted(view.job.job_id, MessageId(7))
    await core.submitter.run_once()
    return await stored(core, view.job.job_id)


def withholding(core: Core, job_id: JobId) -> Callable[[], Awaitable[None]]:
    async def withhold() -> None:
        await core.cancelling.withhold(job_id, ADA.user_id, GUILD)

    return withhold


async def finish(core: Core) -> None:
    core.provider.reports = [BOTH]
    core.clock.advance(20)
    for _ in range(4):
        await core.run_due()
        core.clock.advance(30)


async def assert_kept_back(core: Core, job_id: JobId) -> None:
    """Check that the job was made and paid, is its author's alone, and shows nothing of it."""
    ended = await core.library.view(job_id, GUILD)
    assert (ended.job.state, ended.captured) == (JobState.SUCCEEDED, PRICE)
    assert all(song.private for song in ended.songs)
    last = [view for view in core.messenger.shown if view.job.job_id == job_id][-1]
    assert last.job.unposted
    assert last.songs == ()


async def test_of_withholding_and_settlement_at_once_the_first_is_heeded(core: Core) -> None:
    """Whichever is first, the card shows what was decided, and whoever was late is told."""
    await core.treasury.grant(
        GUILD, ADA.user_id, 1000, actor_id=ADA.user_id, reason="", key=IdempotencyKey("plenty")
    )
    for number in range(12):
        job_id = (await running(core, f"itx:{number}")).job_id
        core.provider.reports = [BOTH]
        core.clock.advance(20)
        await core.poller.run_once()
        fetching = asyncio.Event()
        core.archive.meanwhile = [_telling(fetching)]
        withholds = _after(fetching, number * 30, withholding(core, job_id))
        told, _ = await asyncio.gather(withholds, core.collector.run_once(), return_exceptions=True)
        await core.courier.run_once()
        if told is None:
            await assert_kept_back(core, job_id)
        else:
            assert isinstance(told, TooLateToCancel)
            last = [view for view in core.messenger.shown if view.job.job_id == job_id][-1]
            assert len(last.songs) == 2
            assert not last.job.unposted


def _telling(event: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def tell() -> None:
        event.set()

    return tell


async def _after(event: asyncio.Event, turns: int, work: Callable[[], Awaitable[None]]) -> None:
    """Do something so many turns of the event loop after an event."""
    await event.wait()
    for _ in range(turns):
        await asyncio.sleep(0)
    await work()


async def test_what_is_withheld_while_it_is_fetched_is_settled_all_the_same(core: Core) -> None:
    """Nothing is fetched twice, and nothing waits for the end of a lease."""
    job = await running(core)
    core.provider.reports = [BOTH]
    core.clock.advance(20)
    await core.poller.run_once()
    core.archive.meanwhile = [withholding(core, job.job_id)]
    await core.collector.run_once()
    assert len(core.archive.kept) == 2
    await core.courier.run_once()
    await assert_kept_back(core, job.job_id)


async def test_what_is_withheld_while_its_card_is_drawn_is_taken_off_the_card(
    core: Core, tmp_path: Path
) -> None:
    """The drawing under way may still show the early version; the one after it does not."""
    core.archive.folder = tmp_path
    job = await running(core)
    core.clock.advance(15)
    core.provider.reports = [FIRST]
    await core.poller.run_once()
    (early,) = (await stored(core, job.job_id)).early
    core.archive.path_of(early.audio).write_bytes(b"ID3")
    core.messenger.meanwhile = [withholding(core, job.job_id)]
    core.clock.advance(30)
    await core.courier.run_once()
    before, after = core.messenger.shown[-2:]
    assert (len(before.songs), before.job.unposted) == (1, False)
    assert (after.songs, after.job.unposted) == ((), True)
    await finish(core)
    await assert_kept_back(core, job.job_id)


async def test_what_is_withheld_late_says_so_and_changes_nothing(core: Core) -> None:
    """Settled but not shown yet: it is decided, and the card is drawn with its songs."""
    job = await running(core)
    core.provider.reports = [BOTH]
    core.clock.advance(20)
    await core.poller.run_once()
    await core.collector.run_once()
    with pytest.raises(TooLateToCancel) as late:
        await withholding(core, job.job_id)()
    assert late.value.over
    await finish(core)
    assert len(core.messenger.shown[-1].songs) == 2
