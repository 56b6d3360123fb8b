"""Sees to jobs that nobody holds any more."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.domain.jobs import Failure, FailureCode, Job, JobState, Work
from bot.services.settlement import Outcome
from bot.workers.jobs import JobWorker, Pace, Surroundings
from bot.workers.steps import stays_unknown, without

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ReapPace(Pace):
    """How patient the reaper is."""

    unknown_deadline: timedelta
    """A job of unknown fate is given up after so long."""


class Reaper(JobWorker):
    """Declares abandoned submissions unknown, and releases unknown jobs at their deadline."""

    work = Work.REAP

    def __init__(self, surroundings: Surroundings, pace: ReapPace) -> None:
        super().__init__(surroundings, pace)
        self._unknown_deadline = pace.unknown_deadline

    async def handle(self, job: Job) -> None:
        """Move one job on."""
        if job.state is JobState.SUBMITTING:
            now = self._clock.now()
            log.warning("submission_abandoned", job_id=job.job_id)
            if stays_unknown(job):
                await self._go_on(job, without(job, Failure(FailureCode.OUTCOME_UNKNOWN), now))
                return
            await self._save(job.of_unknown_fate(now, now + self._unknown_deadline), redraw=True)
            return
        failure = Failure(FailureCode.OUTCOME_UNKNOWN)
        await self._settlement.settle(job, Outcome(JobState.TIMED_OUT, failure=failure))
