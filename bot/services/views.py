"""Reading everything that a job's card shows, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.credits import AccountName, Balance, HoldState
from bot.domain.delivery import JobView, QueuePlace
from bot.domain.jobs import Job, JobState
from bot.domain.ports import Transaction

_WAITING = frozenset({JobState.QUEUED, JobState.AWAITING_REVIEW})


@dataclass(frozen=True)
class JobViews:
    """Draws up the view of a job.

    `usual_duration` is assumed until songs of the kind were finished here, `spacing` is the least
    time between two orders that the provider takes.
    """

    usual_duration: timedelta
    spacing: timedelta

    def of(self, tx: Transaction, job: Job, now: datetime) -> JobView:
        """Return the view of a job that is saved in `tx`'s database.

        Raises:
            LookupError: the requester has no account, which no saved job can have.
        """
        balance = tx.ledger.balance(AccountName.member(job.guild_id, job.requester_id))
        if balance is None:
            raise LookupError(f"job {job.job_id} has no account")
        return self._view(tx, job, balance, now)

    def _view(self, tx: Transaction, job: Job, balance: Balance, now: datetime) -> JobView:
        if job.state.terminal:
            hold = tx.ledger.hold_of(job.job_id)
            captured = hold.captured if hold and hold.state is not HoldState.PENDING else None
            return JobView(
                job,
                tx.songs.of_job(job.job_id),
                balance,
                captured,
                place=None,
                expected_at=None,
                deleted_at=tx.songs.deletion_of(job.job_id),
            )
        ahead = tx.jobs.ahead_of(job) if job.state in _WAITING else 0
        place = QueuePlace(ahead + 1, tx.jobs.waiting()) if job.state in _WAITING else None
        return JobView(job, (), balance, None, place, self._expected_at(tx, job, ahead, now))

    def _expected_at(self, tx: Transaction, job: Job, ahead: int, now: datetime) -> datetime | None:
        if job.state is JobState.UNKNOWN:
            return job.due_at
        typical = tx.jobs.typical_seconds(job.kind, job.request.model)
        duration = self.usual_duration if typical is None else timedelta(seconds=typical)
        expected = job.created_at + duration + ahead * self.spacing
        return expected if expected > now else None
