from datetime import timedelta

import pytest

from bot.domain.errors import JamboreeError, ProviderRefused, RefusalReason, ReportUnavailable
from bot.domain.jobs import FailureCode, Job, JobState, Stage
from bot.domain.ports import TaskReport, TaskState
from tests.support.core_fixture import credits_of, order, stored
from tests.support.orders import clip
from tests.support.surroundings import STARTING_GRANT, Core


async def running(core: Core) -> Job:
    view = await order(core)
    await core.submitter.run_once()
    core.clock.advance(15)
    return await stored(core, view.job.job_id)


async def test_a_task_at_work_is_asked_again_after_the_interval(core: Core) -> None:
    job = await running(core)
    core.provider.reports = [TaskReport(TaskState.RUNNING)]
    await core.poller.run_once()
    polled = await stored(core, job.job_id)
    assert polled.stage is Stage.WRITING
    assert polled.due_at == core.clock.now() + timedelta(seconds=20)


async def test_the_first_finished_version_shows_on_the_card(core: Core) -> None:
    job = await running(core)
    core.provider.reports = [TaskReport(TaskState.RUNNING, (clip(1),))]
    await core.poller.run_once()
    assert (await stored(core, job.job_id)).stage is Stage.FIRST_VERSION
    await core.courier.run_once()
    assert core.messenger.shown[-1].job.stage is Stage.FIRST_VERSION


async def test_a_finished_task_is_collected(core: Core) -> None:
    job = await running(core)
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
    await core.poller.run_once()
    finished = await stored(core, job.job_id)
    assert finished.stage is Stage.COLLECTING
    assert finished.clips == (clip(1), clip(2))
    assert await core.poller.run_once() == 0


async def test_a_failed_task_costs_nothing_and_keeps_the_reason(core: Core) -> None:
    job = await running(core)
    core.provider.reports = [TaskReport(TaskState.FAILED, detail="upstream")]
    await core.poller.run_once()
    failed = await stored(core, job.job_id)
    assert failed.state is JobState.FAILED
    assert failed.failure is not None
    assert failed.failure.detail == "upstream"
    assert await credits_of(core) == (STARTING_GRANT, 0)


@pytest.mark.parametrize(
    "error",
    [
        ReportUnavailable("502"),
        ProviderRefused(RefusalReason.UNAUTHORIZED, "key"),
        ProviderRefused(RefusalReason.INVALID, "no such task"),
    ],
)
async def test_a_poll_without_answer_is_repeated(core: Core, error: JamboreeError) -> None:
    job = await running(core)
    core.provider.reports = [error, TaskReport(TaskState.RUNNING)]
    await core.poller.run_once()
    assert (await stored(core, job.job_id)).state is JobState.RUNNING
    core.clock.advance(5)
    await core.poller.run_once()
    assert core.provider.asked == 2


async def test_a_task_that_the_service_keeps_denying_ends(core: Core) -> None:
    job = await running(core)
    core.provider.reports = [ProviderRefused(RefusalReason.INVALID, "no such task")]
    core.clock.advance(300)
    await core.poller.run_once()
    failed = await stored(core, job.job_id)
    assert failed.failure is not None
    assert failed.failure.code is FailureCode.PROVIDER_FAILED
    assert await credits_of(core) == (STARTING_GRANT, 0)


@pytest.mark.parametrize("report", [TaskReport(TaskState.RUNNING), ReportUnavailable("timeout")])
async def test_a_task_that_never_ends_is_given_up(
    core: Core, report: TaskReport | JamboreeError
) -> None:
    job = await running(core)
    core.provider.reports = [report]
    core.clock.advance(1800)
    await core.poller.run_once()
    ended = await stored(core, job.job_id)
    assert ended.state is JobState.TIMED_OUT
    assert await credits_of(core) == (STARTING_GRANT, 0)


async def test_a_task_that_finishes_at_the_last_moment_counts(core: Core) -> None:
    job = await running(core)
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
    core.clock.advance(1800)
    await core.poller.run_once()
    await core.collector.run_once()
    assert (await stored(core, job.job_id)).state is JobState.SUCCEEDED
