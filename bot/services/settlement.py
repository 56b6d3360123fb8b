"""Ending jobs: the only place that writes a terminal state and resolves a hold."""

from dataclasses import dataclass, replace

import structlog

from bot.domain.credits import capture_share
from bot.domain.delivery import DeliveryKind
from bot.domain.jobs import Failure, Job, JobState, Work
from bot.domain.library import born_private
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.songs import Song
from bot.services.signals import Signals

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How a job ended: its songs, or why there are fewer than promised."""

    state: JobState
    songs: tuple[Song, ...] = ()
    failure: Failure | None = None

    @classmethod
    def of_songs(cls, songs: tuple[Song, ...], promised: int, failure: Failure | None) -> "Outcome":
        """Judge by what came: all, some or none. `failure` says why any is missing."""
        if not songs:
            return cls(JobState.FAILED, (), failure)
        if len(songs) < promised:
            return cls(JobState.PARTIAL, songs, failure)
        return cls(JobState.SUCCEEDED, songs)


class SettlementService:
    """Settles jobs. Settling one twice is harmless: the second settlement changes nothing."""

    def __init__(self, database: Database, clock: Clock, signals: Signals) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals

    async def settle(self, job: Job, outcome: Outcome) -> bool:
        """End `job`, resolve its hold, save its songs and ask for its card, in one transaction.

        Returns False when somebody else changed the job since it was read; nothing is changed.
        """
        settled = await self._database.write(lambda tx: self.settle_in(tx, job, outcome))
        if settled:
            self.announce(job, outcome)
        return settled

    def settle_in(self, tx: Transaction, job: Job, outcome: Outcome) -> bool:
        """Do the same within the caller's transaction; the caller announces it after the commit."""
        now = self._clock.now()
        if not tx.jobs.save(job.ended(outcome.state, now, outcome.failure)):
            return False
        self._resolve_hold(tx, job, delivered=len(outcome.songs))
        message = tx.deliveries.message_of(job.job_id)
        ordered_privately = message is not None and message.place.ephemeral
        private = born_private(job.guild_id, ordered_privately=ordered_privately)
        for song in outcome.songs:
            tx.songs.add(replace(song, private=private))
        tx.deliveries.want(job.job_id, DeliveryKind.CARD, now)
        return True

    def announce(self, job: Job, outcome: Outcome) -> None:
        """Tell the log and the courier of a settlement that is committed."""
        log.info(
            "job_settled",
            job_id=job.job_id,
            state=outcome.state,
            songs=len(outcome.songs),
            failure=outcome.failure.code if outcome.failure else None,
        )
        self._signals.ring(Work.DELIVER)

    def _resolve_hold(self, tx: Transaction, job: Job, delivered: int) -> None:
        now = self._clock.now()
        hold = tx.ledger.hold_of(job.job_id)
        if hold is None:
            raise LookupError(f"job {job.job_id} has no hold")
        amount = capture_share(hold.amount, job.promised, delivered)
        if amount:
            tx.ledger.capture(hold.hold_id, amount, reason=job.kind, now=now)
        else:
            tx.ledger.release(hold.hold_id, now=now)
