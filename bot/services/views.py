"""Reading everything that a job's card shows, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.credits import Hold, HoldState, Purse
from bot.domain.delivery import JobView, QueuePlace
from bot.domain.jams.people import Author
from bot.domain.jobs import Job, JobKind, JobState
from bot.domain.ports import Transaction
from bot.domain.reviews import ReviewKind, ReviewState
from bot.domain.rules import Tariff
from bot.services.shortage import Shortage
from bot.services.versions import early_songs

_WAITING = frozenset({JobState.QUEUED, JobState.AWAITING_REVIEW})


_USUAL_FOR = timedelta(minutes=1)
"""How long the usual duration of a kind is remembered; it changes slowly."""


def _never_down() -> datetime | None:
    return None


@dataclass(frozen=True)
class Standing:
    """A requester's credits and their server's prices, as a card shows them."""

    purse: Purse
    tariff: Tariff


@dataclass(frozen=True)
class _Usual:
    at: datetime
    seconds: float | None


@dataclass(frozen=True)
class JobViews:
    """Draws up the view of a job.

    `usual_duration` is assumed until songs of the kind were finished here, `spacing` is the least
    time between two orders that the provider takes. `in_turn` says whether turns go round,
    `down_since` since when the music service is down, `started_at` when the program was started,
    `shortage` whether orders wait for the operator to pay.
    """

    usual_duration: timedelta
    spacing: timedelta
    in_turn: bool = True
    down_since: Callable[[], datetime | None] = _never_down
    started_at: datetime | None = None
    shortage: Shortage = field(default_factory=Shortage)
    _usual: dict[tuple[JobKind, str], _Usual] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(
        self, tx: Transaction, job: Job, now: datetime, standing: Standing | None = None
    ) -> JobView:
        """Return the view of a job that is saved in `tx`'s database.

        `standing` is what the caller has read just now; without it, it is read.
        """
        if standing is None:
            purse = tx.ledger.purse(job.guild_id, job.requester_id)
            standing = Standing(purse, tx.rules.terms(job.guild_id).tariff)
        purse, tariff = standing.purse, standing.tariff
        if job.state.terminal:
            return JobView(
                job,
                tx.songs.of_job(job.job_id),
                purse,
                _captured(tx.ledger.holds_of(job.job_id)),
                place=None,
                expected_at=None,
                deleted_at=tx.songs.deletion_of(job.job_id),
                tariff=tariff,
                authors=_authors(tx, job),
                taken_back=_taken_back(tx, job),
            )
        place = self._place(tx, job) if job.state in _WAITING else None
        ahead = place.position - 1 if place else 0
        down_since = self.down_since() if job.state is JobState.QUEUED else None
        short = self.shortage.present and job.state is JobState.QUEUED
        waits = short or down_since is not None
        expected_at = None if waits else self._expected_at(tx, job, ahead, now)
        return JobView(
            job,
            early_songs(job),
            purse,
            None,
            place,
            expected_at,
            as_of=now,
            down_since=down_since,
            short=short,
            restarted_at=self._restarted_at(job),
            tariff=tariff,
            authors=_authors(tx, job),
        )

    def _restarted_at(self, job: Job) -> datetime | None:
        """Return when the program was started, if the job was ordered before."""
        if self.started_at is None or job.created_at >= self.started_at:
            return None
        return self.started_at

    def _place(self, tx: Transaction, job: Job) -> QueuePlace:
        waiting = tx.jobs.waiting()
        if job.state is JobState.QUEUED and waiting == 1:
            # It is this job alone; most orders meet an empty line, and need not count it.
            return QueuePlace(1, 1)
        return QueuePlace(self._ahead(tx, job) + 1, waiting)

    def _ahead(self, tx: Transaction, job: Job) -> int:
        if self.in_turn and job.state is JobState.QUEUED:
            return tx.jobs.turns_before(job)
        return tx.jobs.ahead_of(job)

    def _expected_at(self, tx: Transaction, job: Job, ahead: int, now: datetime) -> datetime | None:
        if job.state is JobState.UNKNOWN:
            return job.due_at
        typical = self._typical_seconds(tx, job, now)
        duration = self.usual_duration if typical is None else timedelta(seconds=typical)
        expected = _turn_at(job, now) + duration + ahead * self.spacing
        return expected if expected > now else None

    def _typical_seconds(self, tx: Transaction, job: Job, now: datetime) -> float | None:
        key = (job.kind, job.request.model)
        known = self._usual.get(key)
        if known is None or not known.at <= now < known.at + _USUAL_FOR:
            known = _Usual(now, tx.jobs.typical_seconds(*key))
            self._usual[key] = known
        return known.seconds


def _taken_back(tx: Transaction, job: Job) -> bool:
    if job.state is not JobState.CANCELLED:
        return False
    review = tx.reviews.of_job(job.job_id, ReviewKind.PROMPT)
    return review is not None and review.state is ReviewState.WITHDRAWN


def _turn_at(job: Job, now: datetime) -> datetime:
    """Return when a job's turn came; now, without those ahead of it, while it did not come yet."""
    if job.state in (JobState.QUEUED, JobState.SUBMITTING):
        return now
    return job.submitted_at or job.created_at


def _authors(tx: Transaction, job: Job) -> tuple[Author, ...]:
    return () if job.jam_id is None else tx.jams.authors_of(job.job_id)


def _captured(holds: tuple[Hold, ...]) -> int | None:
    """Return what was charged; None while any hold is pending."""
    if any(hold.state is HoldState.PENDING for hold in holds):
        return None
    return sum(hold.captured for hold in holds)
