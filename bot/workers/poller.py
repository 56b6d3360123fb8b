"""Asks the provider how far its tasks are."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.domain.errors import ProviderRefused, RefusalReason, ReportUnavailable
from bot.domain.jobs import Failure, FailureCode, Job, JobState, Stage, Work
from bot.domain.ports import MusicProvider, TaskReport, TaskState
from bot.workers.jobs import JobWorker, Pace, Surroundings
from bot.workers.steps import after, awaited, with_fragments, without

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class PollPace(Pace):
    """How often and how long the poller asks."""

    interval: timedelta
    deadline: timedelta
    """A task is given up so long after its submission."""
    missing_after: timedelta
    """So long after its submission a task that the provider does not know is given up."""


class Poller(JobWorker):
    """Follows each running job until the provider is finished with it. Polling is free."""

    work = Work.POLL

    def __init__(self, surroundings: Surroundings, pace: PollPace, provider: MusicProvider) -> None:
        super().__init__(surroundings, pace)
        self._poll_pace = pace
        self._provider = provider

    async def handle(self, job: Job) -> None:
        """Ask for one job's task and write down how far it is."""
        if job.task_id is None:
            raise ValueError(f"job {job.job_id} runs without a task")
        try:
            report = await self._provider.report(job.task_id, awaited(job))
        except ReportUnavailable as error:
            await self._later(job, error.retry_after_seconds)
        except ProviderRefused as refused:
            await self._refused(job, refused)
        else:
            await self._record(job, report)

    async def _record(self, job: Job, report: TaskReport) -> None:
        now = self._clock.now()
        if report.state in {TaskState.FAILED, TaskState.FINISHED}:
            log.info("task_over", job_id=job.job_id, step=job.step, state=report.state)
            await self._go_on(job, after(job, report, now))
        elif self._overdue(job):
            late = with_fragments(job, report, now)
            await (self._give_up(job) if late is None else self._go_on(job, late))
        else:
            stage = _stage_of(report)
            progressed = job.progressed(stage, now + self._poll_pace.interval)
            await self._save(progressed, redraw=stage is not job.stage)

    async def _refused(self, job: Job, refused: ProviderRefused) -> None:
        log.warning("poll_refused", job_id=job.job_id, reason=refused.reason)
        since = job.submitted_at or job.created_at
        gone = refused.reason in {RefusalReason.INVALID, RefusalReason.RETIRED}
        if gone and self._clock.now() > since + self._poll_pace.missing_after:
            failure = Failure(FailureCode.PROVIDER_FAILED, refused.detail)
            await self._go_on(job, without(job, failure, self._clock.now()))
        else:
            await self._later(job, None)

    async def _later(self, job: Job, asked_seconds: float | None) -> None:
        if self._overdue(job):
            await self._give_up(job)
        else:
            await self._postpone(job, asked_seconds)

    def _overdue(self, job: Job) -> bool:
        return self._clock.now() > (job.submitted_at or job.created_at) + self._poll_pace.deadline

    async def _give_up(self, job: Job) -> None:
        failure = Failure(FailureCode.NO_ANSWER)
        ended = without(job, failure, self._clock.now(), JobState.TIMED_OUT)
        await self._go_on(job, ended)


def _stage_of(report: TaskReport) -> Stage:
    if report.clips:
        return Stage.FIRST_VERSION
    return Stage.WAITING if report.state is TaskState.WAITING else Stage.WRITING
