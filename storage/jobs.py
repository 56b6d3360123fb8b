"""Jobs and their queues in the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Text, bindparam, func, literal_column, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.ids import GuildId, IdempotencyKey, JobId, UserId
from bot.domain.jobs import Job, JobKind, JobState, Work
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.counting import OrderCounts
from storage.documents import NO_PROGRESS
from storage.job_rows import columns_of, job_of
from storage.lineup import Lineup
from storage.tables import jobs, messages

SAMPLE = 20
"""How many finished jobs tell how long such a job takes."""

_IN_LINE = (JobState.QUEUED, JobState.SUBMITTING, JobState.RUNNING)
_RECENT = 200
"""How many finished jobs tell when to ask for the next ones."""

# Said literally, so that the index of jobs with songs is used.
_DELIVERED = jobs.c.state.in_(
    (literal_column("'succeeded'", Text()), literal_column("'partial'", Text()))
)

_ADD = jobs.insert().inline()
_GET = select(jobs).where(jobs.c.job_id == bindparam("of_job"))
_BY_KEY = select(jobs.c.job_id).where(jobs.c.idempotency_key == bindparam("of_key"))
_SAVE = update(jobs).where(
    jobs.c.job_id == bindparam("of_job"), jobs.c.version == bindparam("of_version")
)
_NEXT_DUE = select(func.min(jobs.c.due_at, type_=UtcTime)).where(
    jobs.c.work == bindparam("of_work")
)
_OPEN = (
    select(jobs)
    .where(
        jobs.c.state.in_([state for state in JobState if not state.terminal]),
        jobs.c.guild_id == bindparam("of_guild"),
    )
    .order_by(jobs.c.created_at, jobs.c.job_id)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
)
_OPEN_OF_MEMBER = _OPEN.where(jobs.c.requester_id == bindparam("of_member"))
_LEFT_EARLY = select(jobs).where(
    jobs.c.state.in_((JobState.FAILED, JobState.TIMED_OUT, JobState.PARTIAL)),
    jobs.c.created_at >= bindparam("since", type_=UtcTime),
    jobs.c.progress != NO_PROGRESS,
)
_SHOWN = (
    select(jobs.c.job_id)
    .join(messages, messages.c.job_id == jobs.c.job_id)
    .where(jobs.c.state.in_(_IN_LINE))
    .order_by(jobs.c.created_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
)
_WAITING = select(func.count()).where(jobs.c.state.in_(_IN_LINE))
_AHEAD = _WAITING.where(
    or_(
        jobs.c.created_at < bindparam("ordered_at"),
        (jobs.c.created_at == bindparam("ordered_at")) & (jobs.c.job_id < bindparam("of_job")),
    )
)
_FINISHED = (
    select(
        func.coalesce(jobs.c.submitted_at, jobs.c.created_at, type_=UtcTime).label("began_at"),
        jobs.c.finished_at,
    )
    .where(
        jobs.c.kind == bindparam("of_kind"),
        jobs.c.model == bindparam("of_model"),
        jobs.c.finished_at.is_not(None),
        _DELIVERED,
    )
    .order_by(jobs.c.finished_at.desc())
    .limit(SAMPLE)
)

_DURATIONS = _FINISHED.with_only_columns(jobs.c.submitted_at, jobs.c.finished_at).limit(_RECENT)

_DUE = (
    select(jobs.c.job_id)
    .where(jobs.c.work == bindparam("of_work"), jobs.c.due_at <= bindparam("at"))
    .order_by(jobs.c.due_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_WAITING_SINCE = (
    select(jobs.c.job_id)
    .where(
        jobs.c.work == Work.SUBMIT,
        func.coalesce(jobs.c.approved_at, jobs.c.created_at, type_=UtcTime)
        <= bindparam("since", type_=UtcTime),
    )
    .order_by(jobs.c.created_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(jobs)
    .where(jobs.c.job_id.in_(bindparam("of_jobs", expanding=True)))
    .values(
        attempts=jobs.c.attempts + 1,
        version=jobs.c.version + 1,
        due_at=bindparam("lease_until"),
    )
    .returning(*jobs.c)
)
_TAKE_OVER = (
    update(jobs)
    .where(jobs.c.work == bindparam("of_work"), jobs.c.due_at > bindparam("at", type_=UtcTime))
    .values(due_at=bindparam("at", type_=UtcTime), version=jobs.c.version + 1)
)
_BUSY = select(func.count()).where(jobs.c.state.in_((JobState.SUBMITTING, JobState.RUNNING)))

_CLAIM_FOR_SUBMISSION = _CLAIM.values(state=JobState.SUBMITTING, work=Work.REAP)


class SqlJobs(OrderCounts):
    """`JobRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._lineup = Lineup(connection)

    def add(self, job: Job) -> None:
        """Save a new job. Its id and idempotency key must be new."""
        self._connection.execute(_ADD, {"job_id": job.job_id, **columns_of(job, job.version)})

    def get(self, job_id: JobId) -> Job | None:
        """Return a job."""
        row = self._connection.execute(_GET, {"of_job": job_id}).one_or_none()
        return None if row is None else job_of(row)

    def by_key(self, key: IdempotencyKey) -> Job | None:
        """Return the job that was ordered with this key."""
        # Nearly every key is new, and then a whole row's columns need not be looked up.
        row = self._connection.execute(_BY_KEY, {"of_key": key}).one_or_none()
        return None if row is None else self.get(JobId(row.job_id))

    def save(self, job: Job) -> bool:
        """Replace the stored job of the same id and version; its version grows by one."""
        result = self._connection.execute(
            _SAVE,
            {"of_job": job.job_id, "of_version": job.version, **columns_of(job, job.version + 1)},
        )
        return result.rowcount == 1

    def claim(
        self, work: Work, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[Job, ...]:
        """Take at most `limit` due jobs, longest due first, until `lease_until`.

        Raises:
            ValueError: `work` is not done with jobs.
        """
        _check_of_jobs(work)
        due = self._connection.execute(_DUE, {"of_work": work, "at": now, "most": limit})
        statement = _CLAIM_FOR_SUBMISSION if work is Work.SUBMIT else _CLAIM
        return self._claim(statement, due.scalars().all(), lease_until)

    def claim_in_turn(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[Job, ...]:
        """Claim jobs for submission, in the order of `bot.domain.turns`."""
        return self._claim(_CLAIM_FOR_SUBMISSION, self._lineup.take(now, limit), lease_until)

    def claim_waiting(
        self, since: datetime, *, lease_until: datetime, limit: int
    ) -> tuple[Job, ...]:
        """Claim jobs for submission that have waited since a moment, due or not."""
        waiting = self._connection.execute(_WAITING_SINCE, {"since": since, "most": limit})
        return self._claim(_CLAIM_FOR_SUBMISSION, waiting.scalars().all(), lease_until)

    def _claim(
        self, statement: ReturningUpdate[Any], job_ids: Sequence[JobId], lease_until: datetime
    ) -> tuple[Job, ...]:
        if not job_ids:
            return ()
        claimed = self._connection.execute(
            statement, {"of_jobs": job_ids, "lease_until": lease_until}
        )
        by_id = {row.job_id: job_of(row) for row in claimed}
        return tuple(by_id[job_id] for job_id in job_ids)

    def take_over(self, work: Work, now: datetime) -> int:
        """Let every job in a queue be due, whether it was claimed or is to be tried again later."""
        return self._connection.execute(_TAKE_OVER, {"of_work": work, "at": now}).rowcount

    def next_due_at(self, work: Work) -> datetime | None:
        """Return when the next job of this kind of work becomes due, or None.

        Raises:
            ValueError: `work` is not done with jobs.
        """
        _check_of_jobs(work)
        due_at: datetime | None = self._connection.execute(
            _NEXT_DUE, {"of_work": work}
        ).scalar_one()
        return due_at

    def ahead_of(self, job: Job) -> int:
        """Return how many waiting or running jobs were ordered before this one."""
        ahead: int = self._connection.execute(
            _AHEAD, {"ordered_at": job.created_at, "of_job": job.job_id}
        ).scalar_one()
        return ahead

    def turns_before(self, job: Job) -> int:
        """Return how many jobs run or come before this waiting one when turns go round."""
        return self.under_way() + self._lineup.turns_before(job)

    def under_way(self) -> int:
        """Return how many jobs are being submitted or running."""
        busy: int = self._connection.execute(_BUSY).scalar_one()
        return busy

    def waiting(self) -> int:
        """Return how many jobs are waiting or running."""
        waiting: int = self._connection.execute(_WAITING).scalar_one()
        return waiting

    def shown_under_way(self, limit: int) -> tuple[JobId, ...]:
        """Return jobs with a card that wait or run, oldest first."""
        found = self._connection.execute(_SHOWN, {"most": limit}).scalars()
        return tuple(JobId(job_id) for job_id in found)

    def open_in(
        self, guild_id: GuildId, requester_id: UserId | None, *, limit: int
    ) -> tuple[Job, ...]:
        """Return jobs of a server that are not over, oldest first; with an id, that member's."""
        given: dict[str, int] = {"of_guild": guild_id, "most": limit}
        if requester_id is None:
            return tuple(job_of(row) for row in self._connection.execute(_OPEN, given))
        given["of_member"] = requester_id
        return tuple(job_of(row) for row in self._connection.execute(_OPEN_OF_MEMBER, given))

    def ended_short(self, ordered_after: datetime) -> tuple[Job, ...]:
        """Return jobs ordered since then of which something was heard early, and not all came."""
        rows = self._connection.execute(_LEFT_EARLY, {"since": ordered_after})
        return tuple(job for job in map(job_of, rows) if job.early)

    def typical_seconds(self, kind: JobKind, model: str) -> float | None:
        """Return the median time from turn to end of the last successful jobs of this kind."""
        rows = self._connection.execute(_FINISHED, {"of_kind": kind, "of_model": model}).all()
        if not rows:
            return None
        taken: list[timedelta] = [row.finished_at - row.began_at for row in rows]
        return median(duration.total_seconds() for duration in taken)

    def recent_seconds(self, kind: JobKind, model: str) -> tuple[float, ...]:
        """Return how long the last successful jobs of this kind took from submission to end."""
        rows = self._connection.execute(_DURATIONS, {"of_kind": kind, "of_model": model})
        return tuple(
            (row.finished_at - row.submitted_at).total_seconds() for row in rows if row.submitted_at
        )


def _check_of_jobs(work: Work) -> None:
    if not work.of_jobs:
        raise ValueError(f"to {work} has a queue of its own")
