from datetime import timedelta

import pytest

from bot.domain.errors import (
    JamboreeError,
    OutcomeUnknown,
    ProviderBusy,
    ProviderRefused,
    ProviderUnreachable,
    RefusalReason,
)
from bot.domain.ids import ProviderTaskId
from bot.domain.jobs import FailureCode, JobState
from bot.domain.ports import TaskReport, TaskState, Turns
from bot.domain.requests import (
    ExportFormat,
    ExportRequest,
    LyricsRequest,
    Request,
    StyleRequest,
    TimelineRequest,
)
from bot.domain.sources import Source
from tests.support.core_fixture import credits_of, order, stored
from tests.support.orders import BEN, GUILD
from tests.support.reworks import a_song, ended, rework
from tests.support.surroundings import LEASE, PRICE, STARTING_GRANT, Core

HELD = (STARTING_GRANT, PRICE)
RELEASED = (STARTING_GRANT, 0)


async def test_an_accepted_job_runs_and_is_polled_later(core: Core) -> None:
    view = await order(core)
    assert await core.submitter.run_once() == 1
    job = await stored(core, view.job.job_id)
    assert (job.state, job.task_id) == (JobState.RUNNING, "task-1")
    assert job.due_at == core.clock.now() + timedelta(seconds=15)
    assert await core.submitter.run_once() == 0
    assert len(core.provider.submitted) == 1


@pytest.mark.parametrize("error", [ProviderBusy(None), ProviderUnreachable("refused")])
async def test_what_was_certainly_not_taken_is_sent_again(core: Core, error: JamboreeError) -> None:
    core.provider.submissions = [error, ProviderTaskId("task-2")]
    view = await order(core)
    await core.submitter.run_once()
    waiting = await stored(core, view.job.job_id)
    assert waiting.state is JobState.QUEUED
    assert waiting.due_at == core.clock.now() + timedelta(seconds=5)
    assert await credits_of(core) == HELD
    core.clock.advance(5)
    await core.submitter.run_once()
    assert (await stored(core, view.job.job_id)).task_id == "task-2"


async def test_the_services_own_wait_is_honoured_up_to_the_ceiling(core: Core) -> None:
    core.provider.submissions = [ProviderBusy(30.0), ProviderBusy(86_400.0)]
    view = await order(core)
    await core.submitter.run_once()
    assert (await stored(core, view.job.job_id)).due_at == core.clock.now() + timedelta(seconds=30)
    core.clock.advance(30)
    await core.submitter.run_once()
    assert (await stored(core, view.job.job_id)).due_at == core.clock.now() + timedelta(seconds=60)


@pytest.mark.parametrize(
    ("reason", "state", "code"),
    [
        (RefusalReason.INVALID, JobState.FAILED, FailureCode.REQUEST_INVALID),
        (RefusalReason.CONTENT, JobState.REFUSED, FailureCode.CONTENT_REFUSED),
        (RefusalReason.RETIRED, JobState.FAILED, FailureCode.OPERATION_RETIRED),
        (RefusalReason.UNAUTHORIZED, JobState.FAILED, FailureCode.SERVICE_ACCOUNT),
        (RefusalReason.OUT_OF_CREDITS, JobState.FAILED, FailureCode.SERVICE_ACCOUNT),
    ],
)
async def test_a_refusal_ends_the_job_and_releases_the_hold(
    core: Core, reason: RefusalReason, state: JobState, code: FailureCode
) -> None:
    core.provider.submissions = [ProviderRefused(reason, "because")]
    view = await order(core)
    await core.submitter.run_once()
    job = await stored(core, view.job.job_id)
    assert job.state is state
    assert job.failure is not None
    assert (job.failure.code, job.failure.detail) == (code, "because")
    assert await credits_of(core) == RELEASED


async def test_an_unknown_fate_is_never_sent_again_and_ends_at_its_deadline(core: Core) -> None:
    core.provider.submissions = [OutcomeUnknown("the answer never came")]
    view = await order(core)
    await core.submitter.run_once()
    job = await stored(core, view.job.job_id)
    assert job.state is JobState.UNKNOWN
    assert await credits_of(core) == HELD
    core.clock.advance(2 * 3600 - 1)
    await core.run_due()
    assert (await stored(core, view.job.job_id)).state is JobState.UNKNOWN
    core.clock.advance(1)
    await core.run_due()
    ended = await stored(core, view.job.job_id)
    assert ended.state is JobState.TIMED_OUT
    assert ended.failure is not None
    assert ended.failure.code is FailureCode.OUTCOME_UNKNOWN
    assert await credits_of(core) == RELEASED
    assert len(core.provider.submitted) == 1


@pytest.mark.parametrize("kind", ["lyrics", "style", "timeline", "wav", "midi"])
async def test_what_only_an_answer_could_tell_ends_at_once_when_it_is_lost(
    core: Core, kind: str
) -> None:
    song = Source.of_song((await a_song(core)).song_id)
    requests: dict[str, Request] = {
        "lyrics": LyricsRequest(idea="rain"),
        "style": StyleRequest(style="folk"),
        "timeline": TimelineRequest(source=song),
        "wav": ExportRequest(source=song),
        "midi": ExportRequest(source=song, format=ExportFormat.MIDI),
    }
    before = await credits_of(core)
    core.provider.submissions = [OutcomeUnknown("the answer never came")]
    view = await rework(core, requests[kind])
    await core.submitter.run_once()
    job = await ended(core, view)
    assert job.state is JobState.FAILED
    assert job.failure is not None
    assert job.failure.code is FailureCode.OUTCOME_UNKNOWN
    assert await credits_of(core) == before
    core.clock.advance(3 * 3600)
    await core.run_due()
    assert len(core.provider.submitted) == 1


async def test_a_file_that_the_service_did_not_make_costs_nothing(core: Core) -> None:
    song = Source.of_song((await a_song(core)).song_id)
    before = await credits_of(core)
    core.provider.submissions = [TaskReport(TaskState.FAILED)]
    view = await rework(core, ExportRequest(source=song))
    await core.submitter.run_once()
    job = await ended(core, view)
    assert job.failure is not None
    assert job.failure.code is FailureCode.PROVIDER_FAILED
    assert await credits_of(core) == before


async def test_a_submission_whose_process_died_becomes_unknown_and_is_not_repeated(
    core: Core,
) -> None:
    view = await order(core)
    now = core.clock.now()
    claimed = await core.database.write(
        lambda tx: tx.jobs.claim(core.submitter.work, now=now, lease_until=now + LEASE, limit=1)
    )
    assert [job.state for job in claimed] == [JobState.SUBMITTING]
    await core.run_due()
    assert (await stored(core, view.job.job_id)).state is JobState.SUBMITTING
    core.clock.advance(LEASE.total_seconds())
    await core.run_due()
    assert (await stored(core, view.job.job_id)).state is JobState.UNKNOWN
    assert core.provider.submitted == []


async def test_an_order_that_cannot_be_sent_for_hours_ends(core: Core) -> None:
    core.provider.submissions = [ProviderUnreachable("down")]
    view = await order(core)
    await core.submitter.run_once()
    core.clock.advance(6 * 3600 + 1)
    await core.submitter.run_once()
    job = await stored(core, view.job.job_id)
    assert job.failure is not None
    assert job.failure.code is FailureCode.NEVER_SENT
    assert await credits_of(core) == RELEASED


async def test_a_job_that_waits_for_its_turn_stays_queued_and_can_be_cancelled(core: Core) -> None:
    soon = core.clock.now() + timedelta(seconds=3)
    core.provider.given_turns = Turns(1, None)
    first = await order(core, key="itx:1")
    core.clock.advance(1)
    second = await order(core, key="itx:2")
    claimed = await core.submitter.run_once()
    assert claimed == 2  # One after the other, as long as a turn is free.
    third = await order(core, BEN, key="itx:3")
    core.provider.given_turns = Turns(0, soon)
    assert await core.submitter.run_once() == 0
    assert (await stored(core, third.job.job_id)).state is JobState.QUEUED
    cancelled = await core.cancelling.cancel(third.job.job_id, BEN.user_id, GUILD)
    assert cancelled.job.state is JobState.CANCELLED
    assert core.provider.booked == 2
    assert {job.job_id for job in core.provider.submitted} == {
        first.job.job_id,
        second.job.job_id,
    }
