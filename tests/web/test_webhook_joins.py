"""What announcements do to an order of several steps."""

from datetime import timedelta

from bot.domain.ids import ProviderTaskId
from bot.domain.jobs import JobState
from bot.domain.requests import ExtendRequest
from bot.domain.sources import Source
from bot.workers.jobs import Surroundings
from bot.workers.submitter import SubmitPace, Submitter
from tests.support.announcing import Service, announcement
from tests.support.core_fixture import stored
from tests.support.overtaken import OvertakenProvider
from tests.support.reworks import a_song, ended, finished, rework, songs_of, work
from tests.support.surroundings import BACKOFF, LEASE, Core

MAKING, JOINING = ProviderTaskId("task-1"), ProviderTaskId("task-2")
HOUR = timedelta(hours=1)


async def test_a_late_word_about_the_making_is_not_taken_for_the_joining(
    core: Core, service: Service
) -> None:
    song = await a_song(core)
    core.provider.submissions, core.provider.reports = [MAKING], [finished(3, 4)]
    view = await rework(core, ExtendRequest(source=Source.of_song(song.song_id)))
    job_id = view.job.job_id
    await core.submitter.run_once()
    core.clock.advance(20)
    await core.poller.run_once()
    late = announcement(task_id=MAKING)
    provider = OvertakenProvider(
        submissions=[JOINING], meanwhile=lambda: service.announce(job_id, late)
    )
    around = Surroundings(
        core.database, core.clock, core.signals, core.settlement, card_delay=timedelta(0)
    )
    pace = SubmitPace(LEASE, BACKOFF, HOUR, HOUR, first_poll=timedelta(seconds=15))
    submitter = Submitter(around, pace, provider)
    for claimed in await submitter.claim(1):
        await submitter.handle(claimed)

    taken = await stored(core, job_id)
    assert (taken.state, taken.task_id) == (JobState.RUNNING, JOINING)
    core.provider.reports = [finished(31)]
    core.clock.advance(20)
    await core.poller.run_once()
    core.provider.submissions, core.provider.reports = [ProviderTaskId("task-3")], [finished(41)]
    await work(core, 1)
    assert (await ended(core, view)).state is JobState.SUCCEEDED
    assert {"clip-31", "clip-41"} <= {song.clip_id for song in await songs_of(core, view)}
