from bot.domain.errors import ArchiveUnwritable, MediaUnavailable, MediaUnusable
from bot.domain.findings import ExportedFile
from bot.domain.jobs import FailureCode, Job, JobState, Stage
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import ExportRequest
from bot.domain.sources import Source
from tests.support.core_fixture import credits_of, order, stored
from tests.support.orders import ADA, GUILD, clip
from tests.support.reworks import a_song, rework
from tests.support.surroundings import PRICE, STARTING_GRANT, Core

EXPORTED = "https://files.example/made.wav"


async def collecting(core: Core, clips: int = 2) -> Job:
    core.provider.reports = [
        TaskReport(TaskState.FINISHED, tuple(clip(n) for n in range(1, clips + 1)))
    ]
    view = await order(core)
    await core.submitter.run_once()
    core.clock.advance(15)
    await core.poller.run_once()
    return await stored(core, view.job.job_id)


async def test_verified_songs_are_saved_and_charged(core: Core) -> None:
    job = await collecting(core)
    assert await credits_of(core) == (STARTING_GRANT, PRICE)
    await core.collector.run_once()
    view = await core.library.view(job.job_id, GUILD)
    assert view.job.state is JobState.SUCCEEDED
    assert [song.position for song in view.songs] == [1, 2]
    assert view.captured == PRICE
    assert await credits_of(core) == (STARTING_GRANT - PRICE, 0)
    assert [tags.authors for tags in core.archive.kept] == [("Ada",), ("Ada",)]


async def test_one_unusable_file_is_paid_by_nobody(core: Core) -> None:
    core.archive.faults = {"clip-2": [MediaUnusable("it is a web page")]}
    job = await collecting(core)
    await core.collector.run_once()
    view = await core.library.view(job.job_id, GUILD)
    assert view.job.state is JobState.PARTIAL
    assert view.captured == PRICE // 2
    assert len(view.songs) == 1
    assert await credits_of(core) == (STARTING_GRANT - PRICE // 2, 0)


async def test_no_playable_file_changes_no_balance(core: Core) -> None:
    core.archive.faults = {
        "clip-1": [MediaUnusable("empty")],
        "clip-2": [MediaUnusable("no audio")],
    }
    job = await collecting(core)
    await core.collector.run_once()
    failed = await stored(core, job.job_id)
    assert failed.state is JobState.FAILED
    assert failed.failure is not None
    assert failed.failure.code is FailureCode.AUDIO_UNUSABLE
    assert await credits_of(core) == (STARTING_GRANT, 0)


async def test_a_file_that_is_late_is_fetched_again(core: Core) -> None:
    core.archive.faults = {"clip-1": [MediaUnavailable("404")]}
    job = await collecting(core)
    await core.collector.run_once()
    waiting = await stored(core, job.job_id)
    assert (waiting.state, waiting.stage) == (JobState.RUNNING, Stage.COLLECTING)
    core.clock.advance(5)
    await core.collector.run_once()
    assert (await stored(core, job.job_id)).state is JobState.SUCCEEDED


async def test_a_file_that_never_comes_counts_as_missing(core: Core) -> None:
    core.archive.faults = {"clip-1": [MediaUnavailable("404") for _ in range(3)]}
    job = await collecting(core)
    for _ in range(3):
        await core.collector.run_once()
        core.clock.advance(60)
    assert (await stored(core, job.job_id)).state is JobState.PARTIAL


async def test_fewer_clips_than_promised_are_a_part(core: Core) -> None:
    job = await collecting(core, clips=1)
    await core.collector.run_once()
    view = await core.library.view(job.job_id, GUILD)
    assert view.job.state is JobState.PARTIAL
    assert view.captured == PRICE // 2


async def test_collecting_twice_charges_and_saves_once(core: Core) -> None:
    job = await collecting(core)
    await core.collector.run_once()
    assert await core.collector.run_once() == 0
    statement = await core.credits.statement(GUILD, ADA.user_id)
    assert [line.amount for line in statement.lines] == [-PRICE, STARTING_GRANT]
    assert statement.lines[0].job_id == job.job_id


async def test_whoever_is_first_settles_even_when_the_lease_ended_meanwhile(core: Core) -> None:
    job = await collecting(core)
    worker = core.collector.worker
    (slow,) = await worker.claim(1)
    core.clock.advance(61)
    (second,) = await worker.claim(1)
    await worker.handle(slow)
    assert (await stored(core, job.job_id)).state is JobState.SUCCEEDED
    await worker.handle(second)
    view = await core.library.view(job.job_id, GUILD)
    assert len(view.songs) == 2
    assert await credits_of(core) == (STARTING_GRANT - PRICE, 0)


async def test_a_full_disk_costs_no_song(core: Core) -> None:
    core.archive.faults = {"clip-1": [ArchiveUnwritable("no space left") for _ in range(20)]}
    job = await collecting(core)
    for _ in range(20):
        await core.collector.run_once()
        assert (await stored(core, job.job_id)).state is JobState.RUNNING
        core.clock.advance(61)
    await core.collector.run_once()
    view = await core.library.view(job.job_id, GUILD)
    assert view.job.state is JobState.SUCCEEDED
    assert len(view.songs) == 2


async def test_a_disk_that_stays_full_does_not_keep_credits_for_ever(core: Core) -> None:
    core.archive.faults = {
        f"clip-{number}": [ArchiveUnwritable("no space left") for _ in range(20)]
        for number in (1, 2)
    }
    job = await collecting(core)
    for _ in range(12):
        await core.collector.run_once()
        core.clock.advance(3601)
    assert (await stored(core, job.job_id)).state is JobState.RUNNING
    await core.collector.run_once()
    assert (await stored(core, job.job_id)).state is JobState.FAILED
    assert await credits_of(core) == (STARTING_GRANT, 0)


async def exporting(core: Core) -> Job:
    """Let a song be exported until its file is to be fetched."""
    song = await a_song(core)
    finding = ExportedFile("wav", EXPORTED)
    core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=finding)]
    view = await rework(core, ExportRequest(source=Source.of_song(song.song_id)))
    await core.submitter.run_once()
    return await stored(core, view.job.job_id)


async def test_a_full_disk_costs_no_export(core: Core) -> None:
    core.archive.faults = {EXPORTED: [ArchiveUnwritable("no space left") for _ in range(20)]}
    job = await exporting(core)
    for _ in range(20):
        await core.collector.run_once()
        assert (await stored(core, job.job_id)).state is JobState.RUNNING
        core.clock.advance(61)
    await core.collector.run_once()
    assert (await stored(core, job.job_id)).state is JobState.SUCCEEDED


async def test_a_disk_that_stays_full_ends_an_export(core: Core) -> None:
    core.archive.faults = {EXPORTED: [ArchiveUnwritable("no space left") for _ in range(20)]}
    job = await exporting(core)
    before = await credits_of(core)
    for _ in range(12):
        await core.collector.run_once()
        core.clock.advance(3601)
    assert (await stored(core, job.job_id)).state is JobState.RUNNING
    await core.collector.run_once()
    assert (await stored(core, job.job_id)).state is JobState.FAILED
    assert await credits_of(core) == (before[0], 0)


async def test_versions_are_listed_in_their_order_whichever_was_fetched_first(core: Core) -> None:
    job = await collecting(core)
    await core.collector.run_once()
    first, second = (await core.library.view(job.job_id, GUILD)).songs
    assert first.created_at < second.created_at <= core.clock.now()
