"""What announcements do to jobs."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.credits import EntryKind
from bot.domain.errors import JamboreeError, OutcomeUnknown, ProviderBusy
from bot.domain.ids import ProviderTaskId, new_job_id
from bot.domain.jobs import Job, JobState, Stage, Work
from bot.domain.ports import TaskReport, TaskState
from bot.web.webhooks import REMEMBERED
from bot.workers.jobs import Surroundings
from bot.workers.poller import Poller, PollPace
from bot.workers.submitter import SubmitPace, Submitter
from tests.support.announcing import Service, announcement, service_of
from tests.support.core_fixture import credits_of, order, stored
from tests.support.orders import ADA, GUILD, clip
from tests.support.overtaken import OvertakenProvider
from tests.support.surroundings import BACKOFF, LEASE, PRICE, STARTING_GRANT, Core, open_core

FINISHED = TaskReport(TaskState.FINISHED, (clip(1), clip(2)))
HOUR = timedelta(hours=1)


async def running(core: Core) -> Job:
    """Return a job that runs and is to be polled in 15 seconds."""
    view = await order(core)
    await core.submitter.run_once()
    return await stored(core, view.job.job_id)


async def of_unknown_fate(core: Core) -> Job:
    """Return a job whose order got no answer."""
    core.provider.submissions = [OutcomeUnknown("cut")]
    job = await running(core)
    assert job.state is JobState.UNKNOWN
    return job


async def captures(core: Core) -> int:
    """Return how often Ada was charged."""
    statement = await core.credits.statement(GUILD, ADA.user_id, 50)
    return sum(line.kind is EntryKind.CAPTURE for line in statement.lines)


def states_shown(core: Core) -> list[JobState]:
    """Return what the card showed, oldest first."""
    return [view.job.state for view in core.messenger.shown]


@pytest.mark.parametrize("event", ["song.completed", "song.failed", "song.streaming", "song.sold"])
async def test_an_announcement_only_has_the_task_asked_for_at_once(
    core: Core, service: Service, event: str
) -> None:
    job = await running(core)
    core.provider.reports = [TaskReport(TaskState.RUNNING)]
    assert await core.poller.run_once() == 0
    core.signals.silence(Work.POLL)
    assert await service.announce(job.job_id, announcement(event)) == 204
    await asyncio.wait_for(core.signals.heard(Work.POLL), timeout=10)
    woken = await stored(core, job.job_id)
    assert (woken.state, woken.due_at) == (JobState.RUNNING, core.clock.now())
    assert core.provider.asked == 0
    assert await core.poller.run_once() == 1
    assert (await stored(core, job.job_id)).state is JobState.RUNNING


async def test_a_finished_task_is_settled_by_the_poll_that_follows(
    core: Core, service: Service
) -> None:
    job = await running(core)
    core.provider.reports = [FINISHED]
    await service.announce(job.job_id)
    await core.run_due()
    assert (await stored(core, job.job_id)).state is JobState.SUCCEEDED
    assert await credits_of(core) == (STARTING_GRANT - PRICE, 0)
    assert await captures(core) == 1


async def test_the_same_announcement_again_does_nothing(core: Core, service: Service) -> None:
    job = await running(core)
    core.provider.reports = [TaskReport(TaskState.RUNNING)]
    await service.announce(job.job_id, event_id="e-1")
    assert await core.poller.run_once() == 1
    before = await stored(core, job.job_id)
    for event_id in ("e-1", "e-2", ""):
        assert await service.announce(job.job_id, event_id=event_id) == 204
    core.clock.advance(5)
    assert await service.announce(job.job_id, event_id="e-1") == 204
    assert await core.poller.run_once() == 0
    assert await stored(core, job.job_id) == before
    assert await service.announce(job.job_id, event_id="e-3") == 204
    assert await core.poller.run_once() == 1


async def test_repetitions_are_known_after_a_restart_and_forgotten_after_a_day(
    core: Core, service: Service
) -> None:
    job = await running(core)
    core.provider.reports = [TaskReport(TaskState.RUNNING)]
    await service.announce(job.job_id, event_id="e-1")
    async with service_of(core) as restarted:
        await core.poller.run_once()
        await restarted.announce(job.job_id, event_id="e-1")
        assert await core.poller.run_once() == 0
        core.clock.advance(REMEMBERED.total_seconds() + 1)
        await restarted.announce(job.job_id, event_id="e-2")
        left = await core.database.write(lambda tx: tx.announcements.forget_before(far(core)))
        assert left == 2


def far(core: Core) -> datetime:
    return core.clock.now() + HOUR


async def test_an_order_of_unknown_fate_is_found_and_charged_once(
    core: Core, service: Service
) -> None:
    job = await of_unknown_fate(core)
    core.clock.advance(10)
    await core.courier.run_once()
    assert states_shown(core) == [JobState.UNKNOWN]
    core.provider.reports = [FINISHED]
    assert await service.announce(job.job_id, announcement(task_id="task-9")) == 204
    found = await stored(core, job.job_id)
    assert (found.state, found.task_id) == (JobState.RUNNING, ProviderTaskId("task-9"))
    await core.courier.run_once()
    assert states_shown(core) == [JobState.UNKNOWN, JobState.RUNNING]
    await core.run_due()
    assert (await stored(core, job.job_id)).state is JobState.SUCCEEDED
    core.clock.advance(1)
    await service.announce(job.job_id, announcement(task_id="task-9"), event_id="e-2")
    core.clock.advance(3 * 3600)
    await core.run_due()
    assert len(core.provider.submitted) == 1
    assert await credits_of(core) == (STARTING_GRANT - PRICE, 0)
    assert await captures(core) == 1


async def test_an_announcement_after_the_end_is_answered_and_changes_nothing(
    core: Core, service: Service
) -> None:
    job = await of_unknown_fate(core)
    core.clock.advance(2 * 3600)
    await core.reaper.run_once()
    over = await stored(core, job.job_id)
    assert over.state is JobState.TIMED_OUT
    assert await service.announce(job.job_id) == 204
    assert await stored(core, job.job_id) == over
    assert await service.announce(new_job_id()) == 204


async def test_songs_that_are_being_fetched_are_not_fetched_twice(
    core: Core, service: Service
) -> None:
    job = await running(core)
    core.provider.reports = [FINISHED]
    await service.announce(job.job_id, event_id="e-1")
    await core.poller.run_once()
    collecting = await stored(core, job.job_id)
    assert collecting.stage is Stage.COLLECTING
    core.clock.advance(1)
    assert await service.announce(job.job_id, event_id="e-2") == 204
    assert await stored(core, job.job_id) == collecting


async def test_an_order_that_was_not_sent_yet_is_still_sent(core: Core, service: Service) -> None:
    view = await order(core)
    assert await service.announce(view.job.job_id) == 204
    assert (await stored(core, view.job.job_id)).state is JobState.QUEUED


def around(core: Core) -> Surroundings:
    return Surroundings(
        core.database, core.clock, core.signals, core.settlement, card_delay=timedelta(0)
    )


@pytest.mark.parametrize(
    "answer", [ProviderTaskId("task-1"), OutcomeUnknown("cut"), ProviderBusy(None)]
)
async def test_an_announcement_may_come_before_the_answer_to_the_order(
    core: Core, service: Service, answer: ProviderTaskId | JamboreeError
) -> None:
    job_id = (await order(core)).job.job_id
    provider = OvertakenProvider(submissions=[answer], meanwhile=lambda: service.announce(job_id))
    pace = SubmitPace(LEASE, BACKOFF, HOUR, HOUR, first_poll=timedelta(seconds=600))
    submitter = Submitter(around(core), pace, provider)
    for job in await submitter.claim(1):
        await submitter.handle(job)
    taken = await stored(core, job_id)
    assert (taken.state, taken.task_id) == (JobState.RUNNING, ProviderTaskId("task-1"))
    core.provider.reports = [FINISHED]
    await core.run_due()
    assert (await stored(core, job_id)).state is JobState.SUCCEEDED
    assert core.provider.submitted == []
    assert await captures(core) == 1


async def test_an_announcement_during_a_poll_has_the_task_asked_for_again(
    core: Core, service: Service
) -> None:
    job = await running(core)
    core.clock.advance(15)
    provider = OvertakenProvider(
        reports=[TaskReport(TaskState.RUNNING)], meanwhile=lambda: service.announce(job.job_id)
    )
    poller = Poller(around(core), PollPace(LEASE, BACKOFF, HOUR, HOUR, HOUR), provider)
    for claimed in await poller.claim(1):
        await poller.handle(claimed)
    core.provider.reports = [FINISHED]
    assert await core.poller.run_once() == 1
    await core.run_due()
    assert (await stored(core, job.job_id)).state is JobState.SUCCEEDED
    assert await captures(core) == 1


async def test_many_announcements_at_once_wake_a_job_and_charge_it_once(
    core: Core, service: Service
) -> None:
    job = await running(core)
    core.provider.reports = [FINISHED]
    answers = await asyncio.gather(
        *(
            service.announce(job.job_id, event_id=f"e-{n % 5}", late=timedelta(seconds=n % 5))
            for n in range(25)
        )
    )
    assert set(answers) == {204}
    await core.run_due()
    assert await captures(core) == 1


async def test_an_answer_does_not_wait_for_a_slow_database(
    core: Core, service: Service, tmp_path: Path
) -> None:
    job = await running(core)
    core.signals.silence(Work.POLL)
    with closing(sqlite3.connect(tmp_path / "core.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        # The database stays locked until after the answer, which therefore did not wait for it.
        assert await service.announce(job.job_id) == 202
        other.execute("ROLLBACK")
    await asyncio.wait_for(core.signals.heard(Work.POLL), timeout=20)
    assert (await stored(core, job.job_id)).due_at == core.clock.now()


async def test_an_announcement_that_cannot_be_kept_may_come_again(tmp_path: Path) -> None:
    async with open_core(tmp_path) as core:
        job = await running(core)
    async with service_of(core) as service:
        assert await service.announce(job.job_id) == 503
