"""Looks after tasks that finish after their job was given up.

The credits went back when the job timed out; what comes late is the member's all the same.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.domain.crash_points import Act, around
from bot.domain.errors import ProviderRefused, RefusalReason, ReportUnavailable
from bot.domain.jobs import Job, Work
from bot.domain.ports import MusicProvider, SongArchive, TaskReport, TaskState
from bot.workers.collector import Collector, CollectPace
from bot.workers.jobs import Surroundings
from bot.workers.steps import as_they_are, awaited

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class LatePace(CollectPace):
    """How often and how long late tasks are looked after."""

    interval: timedelta
    deadline: timedelta
    """So long after a job timed out nobody looks any more."""


class Straggler(Collector):
    """Asks for the tasks of jobs that timed out, and gives their songs away free of charge."""

    work = Work.LATE

    def __init__(
        self,
        surroundings: Surroundings,
        pace: LatePace,
        archive: SongArchive,
        provider: MusicProvider,
    ) -> None:
        super().__init__(surroundings, pace, archive)
        self._late_pace = pace
        self._provider = provider

    async def handle(self, job: Job) -> None:
        """Ask for one job's task."""
        if job.task_id is None:
            await self._save(job.forgotten())
            return
        try:
            with around(Act.GET):
                report = await self._provider.report(job.task_id, awaited(job))
        except ReportUnavailable as error:
            await self._later(job, error.retry_after_seconds)
        except ProviderRefused as refused:
            if refused.reason in {RefusalReason.INVALID, RefusalReason.RETIRED}:
                await self._save(job.forgotten())
            else:
                await self._later(job, None)
        else:
            await self._consider(job, report)

    async def _consider(self, job: Job, report: TaskReport) -> None:
        if report.state is TaskState.FAILED:
            await self._save(job.forgotten())
        elif report.state is TaskState.FINISHED:
            fetched = await self._fetch(replace(job, clips=as_they_are(job, report.clips)))
            if fetched.unavailable and job.attempts < self._attempts:
                await self._later(job, None)
            elif fetched.songs:
                await self._settlement.deliver_late(job, fetched.songs)
            else:
                await self._save(job.forgotten())
        else:
            await self._later(job, None)

    async def _later(self, job: Job, asked_seconds: float | None) -> None:
        now = self._clock.now()
        ended_at = job.finished_at or now
        if now > ended_at + self._late_pace.deadline:
            await self._save(job.forgotten())
            return
        wait = self._late_pace.interval
        if asked_seconds is not None:
            wait = max(wait, timedelta(seconds=asked_seconds))
        await self._save(job.postponed(now + wait))
