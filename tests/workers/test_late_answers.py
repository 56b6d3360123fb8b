"""An answer to an order that comes after its lease ended."""

from datetime import timedelta

from bot.domain.ids import ProviderTaskId
from bot.domain.jobs import FailureCode, Job, JobState, Step
from bot.domain.requests import ExtendRequest, LyricsRequest
from bot.domain.sources import Source
from bot.workers.jobs import Surroundings
from bot.workers.submitter import SubmitPace, Submitter
from tests.support.core_fixture import credits_of, stored
from tests.support.overtaken import OvertakenProvider
from tests.support.reworks import a_song, ended, finished, rework
from tests.support.surroundings import BACKOFF, LEASE, STARTING_GRANT, Core

FIRST, SECOND = ProviderTaskId("join-1"), ProviderTaskId("join-2")
HOUR = timedelta(hours=1)


async def test_it_is_not_taken_for_that_of_the_next_joining(core: Core) -> None:
    song = await a_song(core)
    core.provider.reports = [finished(3, 4)]
    view = await rework(core, ExtendRequest(source=Source.of_song(song.song_id)))
    await core.submitter.run_once()
    core.clock.advance(20)
    await core.poller.run_once()
    around = Surroundings(
        core.database, core.clock, core.signals, core.settlement, card_delay=timedelta(0)
    )
    provider = OvertakenProvider(submissions=[FIRST, SECOND])
    pace = SubmitPace(LEASE, BACKOFF, HOUR, HOUR, first_poll=timedelta(seconds=15))
    submitter = Submitter(around, pace, provider)
    taken_over: list[Job] = []

    async def go_on_with_the_next() -> None:
        core.clock.advance(LEASE.total_seconds() + 1)
        await core.reaper.run_once()
        taken_over.extend(await submitter.claim(1))

    provider.meanwhile = go_on_with_the_next
    (job,) = await submitter.claim(1)
    await submitter.handle(job)
    waiting = await stored(core, view.job.job_id)
    assert (waiting.state, waiting.step) == (JobState.SUBMITTING, Step.JOIN)
    assert len(waiting.clips) == 1
    assert waiting.task_id is None

    (following,) = taken_over
    await submitter.handle(following)
    sent = await stored(core, view.job.job_id)
    assert (sent.state, sent.task_id) == (JobState.RUNNING, SECOND)


async def test_nobody_waits_for_news_of_an_abandoned_order_that_only_its_answer_could_bring(
    core: Core,
) -> None:
    view = await rework(core, LyricsRequest(idea="rain"))
    (job,) = await core.submitter.worker.claim(1)
    assert job.state is JobState.SUBMITTING
    core.clock.advance(LEASE.total_seconds() + 1)
    await core.reaper.run_once()
    job = await ended(core, view)
    assert job.failure is not None
    assert (job.state, job.failure.code) == (JobState.FAILED, FailureCode.OUTCOME_UNKNOWN)
    assert await credits_of(core) == (STARTING_GRANT, 0)
    assert core.provider.submitted == []
