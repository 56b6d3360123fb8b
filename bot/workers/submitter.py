"""Hands queued jobs to the provider. The only place that sends a paid request."""

import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.crash_points import Act, around, commit
from bot.domain.errors import (
    OutcomeUnknown,
    ProviderBusy,
    ProviderRefused,
    ProviderUnreachable,
    RefusalReason,
)
from bot.domain.ids import ProviderTaskId
from bot.domain.jobs import Failure, FailureCode, Job, JobState, Work
from bot.domain.ports import MusicProvider, TaskReport, Transaction
from bot.domain.songs import SongRequest
from bot.services.outages import CircuitBreaker
from bot.workers.floor import ProviderFloor
from bot.workers.jobs import JobWorker, Pace, Surroundings
from bot.workers.metering import CostMeter
from bot.workers.rhythm import Rhythm
from bot.workers.steps import after, stays_unknown, without

log = structlog.get_logger(__name__)

_FAILURES: dict[RefusalReason, FailureCode] = {
    RefusalReason.INVALID: FailureCode.REQUEST_INVALID,
    RefusalReason.CONTENT: FailureCode.CONTENT_REFUSED,
    RefusalReason.RETIRED: FailureCode.OPERATION_RETIRED,
    RefusalReason.UNAUTHORIZED: FailureCode.SERVICE_ACCOUNT,
    RefusalReason.OUT_OF_CREDITS: FailureCode.SERVICE_ACCOUNT,
}


@dataclass(frozen=True)
class SubmitPace(Pace):
    """How patient the submitter is."""

    queue_deadline: timedelta
    """A job that could not be sent for so long is given up."""
    unknown_deadline: timedelta
    """A job of unknown fate is given up after so long."""
    first_poll: timedelta
    """When a task is asked for the first time, unless a rhythm says so."""
    in_turn: bool = True
    """Whether turns go round by server and member; else it is first come, first served."""


class Submitter(JobWorker):
    """Sends each job's task once.

    A job is `submitting` before anything is sent. When the program dies there, or no readable
    answer comes, nobody knows whether the task runs, and it is never sent again.
    """

    work = Work.SUBMIT

    def __init__(
        self,
        surroundings: Surroundings,
        pace: SubmitPace,
        provider: MusicProvider,
        floor: ProviderFloor | None = None,
        rhythm: Rhythm | None = None,
        meter: CostMeter | None = None,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        super().__init__(surroundings, pace)
        self._submit_pace = pace
        self._provider = provider
        self._floor = floor
        self._rhythm = rhythm
        self._meter = meter
        self._breaker = breaker
        self._in_hand = 0

    async def claim(self, limit: int) -> tuple[Job, ...]:
        """Take due jobs, in turn, as many as can be sent without waiting.

        A job that waits for its turn stays queued: it can be cancelled, and a kill leaves no doubt
        about it. While the service is down, or the provider's balance is below the reserve, only
        those are taken that have waited too long, to end them.
        """
        if not await self._may_send():
            overdue = await self._claim_overdue(limit)
            self._in_hand += len(overdue)
            return overdue
        free = min(limit, self._provider.turns().free, self._allowed())
        jobs = await self._claim(free) if free > 0 else ()
        self._in_hand += len(jobs)
        self._provider.book(len(jobs))
        return jobs

    async def _may_send(self) -> bool:
        if self._breaker is not None and self._breaker.known.open:
            return False
        return self._floor is None or await self._floor.is_open()

    def _allowed(self) -> int:
        """Return how many more orders may go out: one to a service on trial."""
        on_trial = self._breaker is not None and self._breaker.known.trial
        return 1 - self._in_hand if on_trial else sys.maxsize

    async def _claim_overdue(self, limit: int) -> tuple[Job, ...]:
        now = self._clock.now()
        since, lease_until = now - self._submit_pace.queue_deadline, now + self._pace.lease
        return await commit(
            self._database,
            Act.CLAIM_SUBMIT,
            lambda tx: tx.jobs.claim_waiting(since, lease_until=lease_until, limit=limit),
            bool,
        )

    async def _claim(self, limit: int) -> tuple[Job, ...]:
        if not self._submit_pace.in_turn:
            return await super().claim(limit)
        now = self._clock.now()
        lease_until = now + self._pace.lease
        return await commit(
            self._database,
            Act.CLAIM_SUBMIT,
            lambda tx: tx.jobs.claim_in_turn(now=now, lease_until=lease_until, limit=limit),
            bool,
        )

    async def next_due_at(self) -> datetime | None:
        """Return when a job is due, has its turn, and the provider's balance allows it."""
        due_at = await super().next_due_at()
        if due_at is None:
            return None
        closed_until = self._floor.closed_until if self._floor is not None else None
        probe_at = self._breaker.known.probe_at if self._breaker is not None else None
        turn_at = self._provider.turns().next_at
        return max(due_at, closed_until or due_at, probe_at or due_at, turn_at or due_at)

    async def handle(self, job: Job) -> None:
        """Send one job's task and write down what became of it."""
        try:
            await self._send(job)
        finally:
            self._in_hand -= 1

    async def _send(self, job: Job) -> None:
        if job.restored:
            await self._mark_unknown(job)
            return
        waits_since = job.approved_at or job.created_at
        if self._clock.now() >= waits_since + self._submit_pace.queue_deadline:
            await self._settle(job, Failure(FailureCode.NEVER_SENT))
            return
        if not await self._voice_is_there(job):
            await self._settle(job, Failure(FailureCode.VOICE_GONE))
            return
        reading = None if self._meter is None else await self._meter.before(job)
        try:
            with around(Act.POST):
                taken = await self._provider.submit(job)
        except (ProviderRefused, ProviderBusy, ProviderUnreachable) as error:
            if self._meter is not None and reading is not None:
                await self._meter.not_taken(reading)
            await self._not_accepted(job, error)
        except OutcomeUnknown as error:
            log.warning("submission_unknown", job_id=job.job_id, reason=error.reason)
            await self._mark_unknown(job)
        except Exception:
            log.exception("submission_broke", job_id=job.job_id)
            await self._mark_unknown(job)
        else:
            if isinstance(taken, TaskReport):
                await self._answered(job, taken)
            else:
                await self._accepted(job, taken)
            if self._meter is not None and reading is not None:
                await self._meter.after(job, reading)

    async def give_back(self, job: Job) -> None:
        """Leave the job as it is: whether it was sent is unknown, and the reaper sees to it."""

    async def _accepted(self, job: Job, task_id: ProviderTaskId) -> None:
        first_poll = self._submit_pace.first_poll
        if self._rhythm is not None:
            first_poll = await self._rhythm.first_wait(job)
        now = self._clock.now()

        def accept(tx: Transaction) -> bool:
            # The answer may come after the lease ended and the job was declared unknown, or even
            # given up.
            current = tx.jobs.get(job.job_id)
            if current is None or not current.sends_the_same(job):
                return False
            if current.state is JobState.TIMED_OUT:
                return tx.jobs.save(current.found_late(task_id, now))
            if current.task_id == task_id:
                return True  # The service's announcement was faster than its answer.
            if not current.state.may_become(JobState.RUNNING):
                return False
            running = current.accepted(task_id, now, now + first_poll)
            self._want_card(tx, running)
            return tx.jobs.save(running)

        if await self._write_and_ring(accept):
            log.info("job_submitted", job_id=job.job_id, task_id=task_id)
            self._signals.ring(Work.POLL, Work.LATE)
        else:
            log.error("task_without_job", job_id=job.job_id, task_id=task_id)

    async def _answered(self, job: Job, report: TaskReport) -> None:
        """Go on with a job whose step the service did at once."""
        now = self._clock.now()
        current = await self._database.read(lambda tx: tx.jobs.get(job.job_id))
        taken = current is not None and current.sends_the_same(job)
        if current is None or not (taken and current.state.may_become(JobState.RUNNING)):
            log.error("answer_without_job", job_id=job.job_id)
            return
        running = current.answered(now)
        await self._go_on(running, after(running, report, now))

    async def _voice_is_there(self, job: Job) -> bool:
        """Whether the voice that is to sing may still be used; it may have been deleted."""
        voice_id = job.request.voice_id if isinstance(job.request, SongRequest) else None
        if voice_id is None:
            return True
        voice = await self._database.read(lambda tx: tx.voices.get(voice_id))
        return voice is not None and voice.usable_by(job.requester_id, job.guild_id)

    async def _queue_again(self, job: Job, error: ProviderBusy | ProviderUnreachable) -> None:
        asked = error.retry_after_seconds if isinstance(error, ProviderBusy) else None
        wait = self._pace.backoff.after(job.attempts, asked)
        log.info("submission_postponed", job_id=job.job_id, reason=type(error).__name__)
        down = self._breaker is not None and self._breaker.known.open
        await self._save(job.queued_again(self._clock.now() + wait), redraw=down)
        self._signals.ring(Work.SUBMIT)

    async def _mark_unknown(self, job: Job) -> None:
        now = self._clock.now()
        if stays_unknown(job):
            await self._go_on(job, without(job, Failure(FailureCode.OUTCOME_UNKNOWN), now))
            return
        await self._save(
            job.of_unknown_fate(now, now + self._submit_pace.unknown_deadline), redraw=True
        )
        self._signals.ring(Work.REAP)

    async def _not_accepted(
        self, job: Job, error: ProviderRefused | ProviderBusy | ProviderUnreachable
    ) -> None:
        if isinstance(error, ProviderRefused):
            await self._refused(job, error)
        else:
            await self._queue_again(job, error)

    async def _refused(self, job: Job, refused: ProviderRefused) -> None:
        code = _FAILURES[refused.reason]
        if code is FailureCode.SERVICE_ACCOUNT:
            log.error("provider_account_refused", reason=refused.reason)
        await self._settle(job, Failure(code, refused.detail))

    async def _settle(self, job: Job, failure: Failure) -> None:
        refused = failure.code is FailureCode.CONTENT_REFUSED
        state = JobState.REFUSED if refused else JobState.FAILED
        await self._go_on(job, without(job, failure, self._clock.now(), state))
