"""Asks the provider how far its tasks are."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.circuit import Circuit
from bot.domain.crash_points import Act, around
from bot.domain.errors import ProviderRefused, RefusalReason, ReportUnavailable
from bot.domain.jobs import Failure, FailureCode, Job, JobState, Stage, Work
from bot.domain.ports import MusicProvider, TaskReport, TaskState
from bot.services.outages import CircuitBreaker
from bot.services.settlement import Outcome
from bot.workers.early import EarlyVersions
from bot.workers.jobs import JobWorker, Pace, Surroundings
from bot.workers.rhythm import Ration, Rhythm
from bot.workers.steps import after, awaited, may_come_late, with_fragments, without

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class PollPace(Pace):
    """How often and how long the poller asks."""

    interval: timedelta
    """Time between two polls, unless a rhythm says so."""
    deadline: timedelta
    """A task is given up so long after its submission."""
    missing_after: timedelta
    """So long after its submission a task that the provider does not know is given up."""
    late_interval: timedelta = timedelta(minutes=15)
    """How often a task that was given up is asked for."""
    outage_allowance: timedelta = timedelta(hours=6)
    """Outages of the service move a task's deadline by so much at most."""
    most_per_second: float = 20.0
    """Polls in a second, however many are due; after a long pause all of them are."""


class Poller(JobWorker):
    """Follows each running job until the provider is finished with it. Polling is free."""

    work = Work.POLL

    def __init__(
        self,
        surroundings: Surroundings,
        pace: PollPace,
        provider: MusicProvider,
        rhythm: Rhythm | None = None,
        breaker: CircuitBreaker | None = None,
        early: EarlyVersions | None = None,
    ) -> None:
        super().__init__(surroundings, pace)
        self._early = early
        self._breaker = breaker
        self._poll_pace = pace
        self._provider = provider
        self._rhythm = rhythm
        self._ration = Ration(surroundings.clock, pace.most_per_second)

    async def claim(self, limit: int) -> tuple[Job, ...]:
        """Take due jobs, longest due first, as far as the ration goes.

        None while the service is down, unless that lasts so long that tasks are given up meanwhile.
        """
        allowed = 0 if self._waits_for_service else min(limit, self._ration.left())
        claimed = await super().claim(allowed) if allowed else ()
        self._ration.spend(len(claimed))
        return claimed

    async def next_due_at(self) -> datetime | None:
        """Return when the next job is due and may be asked for."""
        due_at = await super().next_due_at()
        if due_at is None:
            return None
        return max(due_at, self._ration.free_at(), self._circuit.probe_at or due_at)

    async def handle(self, job: Job) -> None:
        """Ask for one job's task and write down how far it is."""
        if job.task_id is None:
            raise ValueError(f"job {job.job_id} runs without a task")
        if self._circuit.open:
            await self._later(job, None)
            return
        try:
            with around(Act.GET):
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
            self._observer.task_finished(job.job_id)
            await self._go_on(job, after(job, report, now))
        elif self._overdue(job):
            late = with_fragments(job, report, now)
            await (self._give_up(job) if late is None else self._go_on(job, late))
        else:
            stage = _stage_of(report)
            early = () if self._early is None else await self._early.of(job, report)
            progressed = job.progressed(stage, now + await self._interval(job), early)
            redraw = stage is not job.stage or progressed.early != job.early
            await self._save(progressed, redraw=redraw)

    async def _interval(self, job: Job) -> timedelta:
        if self._rhythm is None:
            return self._poll_pace.interval
        return await self._rhythm.next_wait(job)

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

    @property
    def _circuit(self) -> Circuit:
        return Circuit() if self._breaker is None else self._breaker.known

    @property
    def _waits_for_service(self) -> bool:
        down_since = self._circuit.down_since
        if down_since is None:
            return False
        return self._clock.now() <= down_since + self._poll_pace.outage_allowance

    def _overdue(self, job: Job) -> bool:
        """Whether a task had its time; after an outage it has it again, within the allowance."""
        now, pace = self._clock.now(), self._poll_pace
        began_at = job.submitted_at or job.created_at
        back_at = now if self._circuit.open else self._circuit.closed_at or began_at
        counts_from = min(max(began_at, back_at), began_at + pace.outage_allowance)
        return now > counts_from + pace.deadline

    async def _give_up(self, job: Job) -> None:
        failure = Failure(FailureCode.NO_ANSWER)
        ended = without(job, failure, self._clock.now(), JobState.TIMED_OUT)
        if isinstance(ended, Outcome) and may_come_late(job):
            look_again_at = self._clock.now() + self._poll_pace.late_interval
            ended = replace(ended, look_again_at=look_again_at)
        await self._go_on(job, ended)


def _stage_of(report: TaskReport) -> Stage:
    if report.clips:
        return Stage.FIRST_VERSION
    return Stage.WAITING if report.state is TaskState.WAITING else Stage.WRITING
