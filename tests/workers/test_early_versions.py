"""The first version on its card while the second is made."""

from dataclasses import replace
from pathlib import Path

from bot.domain.errors import MediaUnavailable
from bot.domain.jobs import Job, JobState, Stage
from bot.domain.ports import TaskReport, TaskState
from bot.domain.servers import ReviewMode
from tests.support.core_fixture import order, stored
from tests.support.orders import ADA, GUILD, clip
from tests.support.surroundings import Core

FIRST = TaskReport(TaskState.RUNNING, (clip(1),))
BOTH = TaskReport(TaskState.FINISHED, (clip(1), clip(2)))


async def with_first_version(core: Core) -> Job:
    """Return a job of which the service has finished the first version."""
    view = await order(core)
    await core.submitter.run_once()
    core.clock.advance(15)
    core.provider.reports = [FIRST]
    await core.poller.run_once()
    return await stored(core, view.job.job_id)


async def test_what_is_ready_early_is_heard_early_and_fetched_once(
    core: Core, tmp_path: Path
) -> None:
    core.archive.folder = tmp_path
    job = await with_first_version(core)
    assert (job.stage, [each.clip for each in job.early]) == (Stage.FIRST_VERSION, [clip(1)])
    core.archive.path_of(job.early[0].audio).write_bytes(b"ID3")
    await core.courier.run_once()
    (song,) = core.messenger.shown[-1].songs
    assert (song.position, song.audio, song.title) == (1, job.early[0].audio, "Rain on tin")
    core.clock.advance(20)
    await core.poller.run_once()
    assert len(core.archive.kept) == 1
    core.provider.reports = [BOTH]
    core.clock.advance(20)
    await core.poller.run_once()
    await core.collector.run_once()
    ended = await stored(core, job.job_id)
    assert ended.state is JobState.SUCCEEDED
    assert core.archive.kept[0].song_id == song.song_id
    assert len(core.archive.kept) == 2
    view = await core.library.view(job.job_id, GUILD)
    assert view.songs[0].audio == song.audio
    assert view.songs[0].song_id == song.song_id


async def test_what_cannot_be_fetched_yet_waits_for_the_end(core: Core) -> None:
    core.archive.faults["clip-1"] = [MediaUnavailable("later")]
    job = await with_first_version(core)
    assert (job.stage, job.early) == (Stage.FIRST_VERSION, ())
    core.clock.advance(20)
    await core.poller.run_once()
    assert len((await stored(core, job.job_id)).early) == 1


async def test_what_moderators_look_at_first_is_not_shown_early(core: Core) -> None:
    await core.servers.change(
        GUILD,
        lambda settings: replace(settings, review=ReviewMode.ALWAYS),
        actor_id=ADA.user_id,
    )
    job = await with_first_version(core)
    assert (job.stage, job.early) == (Stage.FIRST_VERSION, ())
    assert core.archive.kept == []


async def test_what_was_heard_early_of_a_song_that_came_to_nothing_is_removed(
    core: Core, tmp_path: Path
) -> None:
    core.archive.folder = tmp_path
    job = await with_first_version(core)
    path = core.archive.path_of(job.early[0].audio)
    path.write_bytes(b"ID3")
    await core.songs.finish_deletions()
    assert path.is_file(), "its song is still being made"
    core.provider.reports = [TaskReport(TaskState.FAILED)]
    core.clock.advance(20)
    await core.poller.run_once()
    assert (await stored(core, job.job_id)).state is JobState.FAILED
    await core.songs.finish_deletions()
    assert not path.exists()
