"""Jobs of several paid orders: each is written down before it is sent, and sent once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import (
    JamboreeError,
    OutcomeUnknown,
    ProviderBusy,
    ProviderRefused,
    RefusalReason,
    TooLateToCancel,
)
from bot.domain.ids import ProviderClipId, ProviderTaskId
from bot.domain.jobs import FailureCode, JobState, Step, Work
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import ExtendRequest, MashupRequest, SectionRequest, StemsRequest
from bot.domain.songs import Clip, SongRole
from bot.domain.sources import Source
from tests.support.core_fixture import credits_of, discrepancies, stored
from tests.support.orders import ADA, GUILD, clip
from tests.support.reworks import a_song, ended, finished, rework, songs_of, work
from tests.support.surroundings import STARTING_GRANT, Core

TASK = ProviderTaskId("task")
SPENT_ON_SONG = 14
EXTENSION = 14
JOINING = 4
FAILED = TaskReport(TaskState.FAILED, detail="no")
UPLOADED = TaskReport(TaskState.FINISHED, uploaded=ProviderClipId("up"))


async def extension(core: Core) -> ExtendRequest:
    song = await a_song(core)
    return ExtendRequest(source=Source.of_song(song.song_id), from_seconds=30, idea="sun")


async def test_an_extension_is_made_and_each_part_joined(core: Core) -> None:
    request = await extension(core)
    core.provider.reports = [finished(3, 4), finished(5), finished(6)]
    view = await rework(core, request)
    assert view.job.price == EXTENSION
    await work(core, 3)
    job = await ended(core, view)
    assert job.state is JobState.SUCCEEDED
    assert [song.clip_id for song in await songs_of(core, view)] == ["clip-5", "clip-6"]
    assert {song.role for song in await songs_of(core, view)} == {SongRole.SONG}
    steps = [(sent.step, sent.state) for sent in core.provider.submitted]
    assert steps == [
        (Step.MAKE, JobState.SUBMITTING),
        (Step.JOIN, JobState.SUBMITTING),
        (Step.JOIN, JobState.SUBMITTING),
    ]
    joined = [sent.part_to_join.clip_id for sent in core.provider.submitted[1:]]
    assert joined == ["clip-3", "clip-4"]
    assert await credits_of(core) == (STARTING_GRANT - SPENT_ON_SONG - EXTENSION, 0)
    assert await discrepancies(core) == ()


async def test_without_join_the_part_is_what_was_asked_for(core: Core) -> None:
    song = await a_song(core)
    request = ExtendRequest(
        source=Source.of_song(song.song_id), from_seconds=30, idea="sun", join=False
    )
    core.provider.reports = [finished(3, 4)]
    view = await rework(core, request)
    await work(core, 1)
    assert (await ended(core, view)).state is JobState.SUCCEEDED
    assert {song.role for song in await songs_of(core, view)} == {SongRole.FRAGMENT}


REFUSED = ProviderRefused(RefusalReason.CONTENT, "no")
UNKNOWN = OutcomeUnknown("connection lost")


@pytest.mark.parametrize("fault", [REFUSED, UNKNOWN, RuntimeError("a fault of ours")])
async def test_a_part_that_cannot_be_joined_is_delivered_alone(
    core: Core, fault: Exception
) -> None:
    request = await extension(core)
    core.provider.reports = [finished(3, 4), finished(6)]
    view = await rework(core, request)
    await work(core, 1)
    core.provider.submissions = [failing(fault), TASK]
    await work(core, 2)
    job = await ended(core, view)
    assert job.state is JobState.PARTIAL
    assert job.failure is not None
    assert job.failure.code is FailureCode.JOIN_FAILED
    songs = await songs_of(core, view)
    assert [(song.clip_id, song.role) for song in songs] == [
        ("clip-3", SongRole.FRAGMENT),
        ("clip-6", SongRole.SONG),
    ]
    charged = EXTENSION - JOINING // 2
    assert await credits_of(core) == (STARTING_GRANT - SPENT_ON_SONG - charged, 0)
    assert len(core.provider.submitted) == 3


def failing(fault: Exception) -> JamboreeError:
    """Return what makes the provider fail in this way; the core expects only its own kinds."""
    return fault if isinstance(fault, JamboreeError) else JamboreeError(str(fault))


async def test_a_join_that_fails_at_the_service_delivers_the_part(core: Core) -> None:
    request = await extension(core)
    core.provider.reports = [finished(3, 4), FAILED]
    view = await rework(core, request)
    await work(core, 3)
    assert (await ended(core, view)).state is JobState.PARTIAL
    assert {song.role for song in await songs_of(core, view)} == {SongRole.FRAGMENT}
    charged = EXTENSION - JOINING
    assert await credits_of(core) == (STARTING_GRANT - SPENT_ON_SONG - charged, 0)


async def test_a_join_that_is_abandoned_is_never_sent_again(core: Core) -> None:
    request = await extension(core)
    core.provider.reports = [finished(3, 4), finished(6)]
    view = await rework(core, request)
    await work(core, 1)
    # As if the program died between writing the step down and hearing of it.
    now = core.clock.now()
    (claimed,) = await core.database.write(
        lambda tx: tx.jobs.claim(
            Work.SUBMIT, now=now, lease_until=now + timedelta(seconds=60), limit=1
        )
    )
    assert (claimed.state, claimed.step) == (JobState.SUBMITTING, Step.JOIN)
    core.clock.advance(61)
    await core.reaper.run_once()
    waiting = await stored(core, view.job.job_id)
    assert (waiting.state, waiting.step, len(waiting.clips)) == (JobState.QUEUED, Step.JOIN, 1)
    await work(core, 1)
    assert [song.clip_id for song in await songs_of(core, view)] == ["clip-3", "clip-6"]


async def test_a_join_waits_while_the_service_is_busy(core: Core) -> None:
    request = await extension(core)
    core.provider.reports = [finished(3), finished(5)]
    view = await rework(core, request)
    await work(core, 1)
    core.provider.submissions = [ProviderBusy(5), TASK]
    await core.submitter.run_once()
    waiting = await stored(core, view.job.job_id)
    assert (waiting.state, waiting.step) == (JobState.QUEUED, Step.JOIN)
    core.clock.advance(10)
    await work(core, 1)
    assert (await ended(core, view)).state is JobState.PARTIAL
    assert [song.clip_id for song in await songs_of(core, view)] == ["clip-5"]


async def test_what_fails_before_joining_costs_nothing(core: Core) -> None:
    request = await extension(core)
    core.provider.reports = [FAILED]
    view = await rework(core, request)
    await work(core, 1)
    assert (await ended(core, view)).state is JobState.FAILED
    assert await credits_of(core) == (STARTING_GRANT - SPENT_ON_SONG, 0)


async def test_a_job_between_steps_cannot_be_cancelled(core: Core) -> None:
    request = await extension(core)
    core.provider.reports = [finished(3, 4)]
    view = await rework(core, request)
    await work(core, 1)
    assert (await stored(core, view.job.job_id)).state is JobState.QUEUED
    with pytest.raises(TooLateToCancel) as refused:
        await core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD)
    assert not refused.value.over


async def test_an_overdue_join_ends_with_the_part(core: Core) -> None:
    request = await extension(core)
    core.provider.reports = [finished(3), TaskReport(TaskState.RUNNING)]
    view = await rework(core, request)
    await work(core, 2)
    core.clock.advance(1900)
    await work(core, 1)
    assert (await ended(core, view)).state is JobState.PARTIAL
    assert [song.role for song in await songs_of(core, view)] == [SongRole.FRAGMENT]


async def test_sources_are_brought_in_one_by_one_before_the_rest(core: Core) -> None:
    link = Source.of_link("https://files.example/a.mp3", 60)
    core.provider.submissions = [UPLOADED, ProviderTaskId("upload-2"), TASK]
    second = TaskReport(TaskState.FINISHED, uploaded=ProviderClipId("up-2"))
    core.provider.reports = [second, finished(1, 2)]
    view = await rework(core, MashupRequest(first=link, second=link, idea="both"))
    assert view.job.step is Step.UPLOAD
    await work(core, 3)
    assert (await ended(core, view)).state is JobState.SUCCEEDED
    assert [sent.step for sent in core.provider.submitted] == [Step.UPLOAD, Step.UPLOAD, Step.MAKE]
    assert core.provider.submitted[-1].uploads == ("up", "up-2")


@pytest.mark.parametrize("answer", [REFUSED, FAILED])
async def test_a_source_that_cannot_be_brought_in_ends_the_job(
    core: Core, answer: TaskReport | JamboreeError
) -> None:
    link = Source.of_link("https://files.example/a.mp3", 60)
    core.provider.submissions = [answer]
    view = await rework(core, StemsRequest(source=link))
    await work(core, 1)
    assert (await ended(core, view)).state in {JobState.FAILED, JobState.REFUSED}
    assert await credits_of(core) == (STARTING_GRANT, 0)


async def test_an_upload_of_unknown_fate_is_never_repeated(core: Core) -> None:
    link = Source.of_link("https://files.example/a.mp3", 60)
    core.provider.submissions = [UNKNOWN]
    view = await rework(core, StemsRequest(source=link))
    await work(core, 2)
    job = await stored(core, view.job.job_id)
    assert (job.state, job.step) == (JobState.UNKNOWN, Step.UPLOAD)
    assert len(core.provider.submitted) == 1


def section(source: Source) -> SectionRequest:
    return SectionRequest(source=source, start_seconds=5, end_seconds=9, lyrics="la")


async def test_a_whole_song_that_never_comes_ends_with_its_new_part(core: Core) -> None:
    song = await a_song(core)
    core.provider.reports = [TaskReport(TaskState.RUNNING, fragments=(fragment(3),))]
    view = await rework(core, section(Source.of_song(song.song_id)))
    await work(core, 1)
    assert (await stored(core, view.job.job_id)).state is JobState.RUNNING
    core.clock.advance(timedelta(minutes=31).total_seconds())
    await work(core, 1)
    job = await ended(core, view)
    assert job.state is JobState.PARTIAL
    assert [song.role for song in await songs_of(core, view)] == [SongRole.FRAGMENT]


async def test_a_part_that_the_service_could_not_join_is_told(core: Core) -> None:
    song = await a_song(core)
    core.provider.reports = [TaskReport(TaskState.FINISHED, (fragment(3), clip(4)))]
    view = await rework(core, section(Source.of_song(song.song_id)))
    await work(core, 1)
    job = await ended(core, view)
    assert job.failure is not None
    assert job.failure.code is FailureCode.JOIN_FAILED


def fragment(number: int) -> Clip:
    return replace(clip(number), fragment=True)


async def test_an_extension_that_comes_late_is_delivered_as_parts(core: Core) -> None:
    request = await extension(core)
    core.provider.reports = [TaskReport(TaskState.RUNNING)]
    view = await rework(core, request)
    await work(core, 1)
    core.clock.advance(1900)
    await work(core, 1)
    assert (await ended(core, view)).state is JobState.TIMED_OUT
    core.provider.reports = [finished(3, 4)]
    core.clock.advance(1000)
    await core.straggler.run_once()
    songs = await songs_of(core, view)
    assert [song.role for song in songs] == [SongRole.FRAGMENT, SongRole.FRAGMENT]
    assert await credits_of(core) == (STARTING_GRANT - SPENT_ON_SONG, 0)


async def test_an_upload_that_comes_late_is_not_delivered(core: Core) -> None:
    link = Source.of_link("https://files.example/a.mp3", 60)
    core.provider.reports = [TaskReport(TaskState.RUNNING)]
    view = await rework(core, StemsRequest(source=link))
    await work(core, 1)
    core.clock.advance(1900)
    await work(core, 1)
    assert (await ended(core, view)).state is JobState.TIMED_OUT
    core.provider.reports = [finished(3)]
    core.clock.advance(1000)
    await core.straggler.run_once()
    assert await songs_of(core, view) == ()
