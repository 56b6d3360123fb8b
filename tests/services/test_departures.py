"""A server that the bot is no longer in is erased when all is over there, and not if it is back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.domain.credits import HoldState
from bot.domain.filters import FilterAction
from bot.domain.ids import IdempotencyKey, JobId, UserId
from bot.domain.jams import JamMode
from bot.domain.jobs import JobState
from bot.domain.ports import TaskReport, TaskState
from bot.domain.privacy import Departure, is_forgotten
from bot.domain.servers import ReviewMode
from bot.workers.eraser import ErasePace, Eraser
from bot.workers.loop import WorkerLoop
from tests.support.core_fixture import discrepancies, order, stored
from tests.support.filtering import rule
from tests.support.jams import begin, bring_songs, lock, pledge_all, write_all
from tests.support.orders import BEN, GUILD, clip, place, request
from tests.support.surroundings import BACKOFF, LEASE, Core

MODERATOR = UserId(801)
SOONER = timedelta(days=31)
AGAIN = timedelta(seconds=30)


def eraser_of(core: Core) -> Eraser:
    return Eraser(core.database, core.clock, core.privacy, ErasePace(LEASE, AGAIN, BACKOFF, None))


async def erase_due(core: Core) -> None:
    loop = WorkerLoop(eraser_of(core), core.signals, core.clock, concurrency=1, idle=LEASE)
    await loop.run_once()


async def claimed(core: Core) -> Departure:
    """Have the bot leave, and take the departure up when it is due."""
    await core.privacy.left(GUILD)
    core.clock.advance(SOONER.total_seconds())
    (departure,) = [item for item in await eraser_of(core).claim(9) if isinstance(item, Departure)]
    return departure


async def fill_wallet(core: Core) -> None:
    key = IdempotencyKey("wallet")
    await core.treasury.fill_wallet(GUILD, 500, actor_id=MODERATOR, reason="", key=key)


async def wallet(core: Core) -> int:
    return (await core.treasury.wallet(GUILD)).balance.posted


async def flagged(core: Core) -> JobId:
    """Order what waits for a moderator before it is sent."""
    await core.filters.add([rule("heron", FilterAction.REVIEW, guild_id=GUILD)])
    where = place(core.clock.now())
    key = IdempotencyKey("itx:flagged")
    return (await core.generation.order(request("a heron"), BEN, where, key=key)).job.job_id


async def running(core: Core) -> JobId:
    """Order something and have it sent."""
    view = await order(core)
    await core.submitter.run_once()
    assert (await stored(core, view.job.job_id)).state is JobState.RUNNING
    return view.job.job_id


async def finish(core: Core) -> None:
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
    for _ in range(3):
        await core.run_due()
        core.clock.advance(AGAIN.total_seconds())


async def refused_files(core: Core) -> list[Path]:
    """Have a moderator refuse finished songs; return their files, which are kept for a week."""
    await core.servers.change(
        GUILD, lambda held: replace(held, review=ReviewMode.ALWAYS), actor_id=MODERATOR
    )
    await order(core)
    await finish(core)
    review = await core.reviews.next_open(GUILD)
    assert review is not None
    assert review.review_id is not None
    assert review.result is not None
    files = [core.archive.path_of(song.audio) for song in review.result.songs]
    for file in files:
        file.write_bytes(b"sound")
    await core.reviews.refuse(GUILD, review.review_id, actor_id=MODERATOR, reason="")
    return files


async def is_erased(core: Core, job_id: JobId) -> bool:
    return is_forgotten((await stored(core, job_id)).requester_id)


async def test_a_server_that_is_back_after_the_claim_keeps_all(core: Core) -> None:
    await fill_wallet(core)
    departure = await claimed(core)
    await core.privacy.joined(GUILD)
    await eraser_of(core).handle(departure)
    assert await wallet(core) == 500
    assert GUILD in await core.database.read(lambda tx: tx.privacy.servers())


async def test_a_server_that_left_once_more_waits_anew(core: Core) -> None:
    await fill_wallet(core)
    departure = await claimed(core)
    await core.privacy.joined(GUILD)
    await core.privacy.left(GUILD)
    await eraser_of(core).handle(departure)
    core.clock.advance(LEASE.total_seconds())
    await erase_due(core)
    assert await wallet(core) == 500
    core.clock.advance(SOONER.total_seconds())
    await erase_due(core)
    assert await wallet(core) == 0


async def test_what_waits_is_not_cancelled_in_a_server_that_is_back(core: Core) -> None:
    departure = await claimed(core)
    waiting = await flagged(core)
    jam_id = await begin(core, JamMode.VERSES)
    await core.privacy.joined(GUILD)
    await eraser_of(core).handle(departure)
    assert (await stored(core, waiting)).state is JobState.AWAITING_REVIEW
    assert not (await core.jams.view(jam_id, GUILD)).jam.phase.over


async def test_files_that_reviews_held_stay_when_the_server_is_back(
    core: Core, tmp_path: Path
) -> None:
    core.archive.folder = tmp_path
    files = await refused_files(core)
    departure = await claimed(core)
    await core.privacy.joined(GUILD)
    await eraser_of(core).handle(departure)
    assert all(file.exists() for file in files)
    await core.privacy.left(GUILD)
    core.clock.advance(SOONER.total_seconds())
    await erase_due(core)
    assert not any(file.exists() for file in files)


async def test_what_waits_is_cancelled_and_jams_are_stopped_first(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES)
    await pledge_all(core, jam_id, 5)
    job_id = await flagged(core)
    await claimed(core)
    core.clock.advance(LEASE.total_seconds())
    await erase_due(core)
    assert await is_erased(core, job_id)
    assert (await stored(core, job_id)).state is JobState.CANCELLED
    holds = await core.database.read(lambda tx: tx.ledger.holds_of(job_id))
    assert [hold.state for hold in holds] == [HoldState.RELEASED]
    assert await discrepancies(core) == ()


async def test_a_server_waits_for_orders_that_are_under_way(core: Core) -> None:
    departure = await claimed(core)
    job_id = await running(core)
    await eraser_of(core).handle(departure)
    assert await eraser_of(core).next_due_at() is not None
    assert not await is_erased(core, job_id)
    await finish(core)
    assert (await stored(core, job_id)).state is JobState.SUCCEEDED
    core.clock.advance(AGAIN.total_seconds())
    await erase_due(core)
    assert await is_erased(core, job_id)
    assert await discrepancies(core) == ()


async def test_it_looks_again_soon_whether_orders_have_ended(core: Core) -> None:
    departure = await claimed(core)
    await running(core)
    await eraser_of(core).handle(departure)
    due_at = await core.database.read(lambda tx: tx.privacy.next_departure_at())
    assert due_at == core.clock.now() + AGAIN


async def test_a_server_waits_for_a_jam_s_song_and_the_pledges(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES)
    await pledge_all(core, jam_id, 5)
    await lock(core, jam_id)
    await write_all(core, jam_id)
    bring_songs(core)
    core.provider.reports = [TaskReport(TaskState.RUNNING)]
    await core.jam_keeper.run_once()
    await core.submitter.run_once()
    (song,) = await core.database.read(lambda tx: tx.jams.jobs_of(jam_id))
    departure = await claimed(core)
    assert await core.privacy.erase_server(departure) > 0
    await finish(core)
    assert await core.privacy.erase_server(departure) == 0
    assert await is_erased(core, song.job_id)
    assert await discrepancies(core) == ()
