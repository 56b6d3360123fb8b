"""What all workers on jobs have in common: claiming, postponing, saving."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from bot.domain.crash_points import Act, commit
from bot.domain.delivery import DeliveryKind
from bot.domain.jobs import Job, Work
from bot.domain.ports import Clock, Database, Transaction
from bot.services.settlement import Outcome, SettlementService
from bot.services.signals import Signals
from bot.workers.backoff import Backoff
from bot.workers.observer import Observer, Unobserved


@dataclass(frozen=True)
class Pace:
    """How fast a worker goes."""

    lease: timedelta
    """How long a claimed item is left alone by others; longer than its handling can take."""
    backoff: Backoff


@dataclass(frozen=True)
class Surroundings:
    """What every worker on jobs needs."""

    database: Database
    clock: Clock
    signals: Signals
    settlement: SettlementService
    card_delay: timedelta
    """A card that shows mere progress is drawn after this; the newest state wins."""
    observer: Observer = field(default_factory=Unobserved)


class JobWorker:
    """A worker on one queue of jobs."""

    work: ClassVar[Work]

    def __init__(self, surroundings: Surroundings, pace: Pace) -> None:
        self._database = surroundings.database
        self._clock = surroundings.clock
        self._signals = surroundings.signals
        self._settlement = surroundings.settlement
        self._card_delay = surroundings.card_delay
        self._pace = pace
        self._observer = surroundings.observer

    async def claim(self, limit: int) -> tuple[Job, ...]:
        """Take due jobs."""
        now = self._clock.now()
        lease_until = now + self._pace.lease
        return await commit(
            self._database,
            Act.claim(self.work),
            lambda tx: tx.jobs.claim(self.work, now=now, lease_until=lease_until, limit=limit),
            bool,
        )

    async def next_due_at(self) -> datetime | None:
        """Return when the next job is due."""
        return await self._database.read(lambda tx: tx.jobs.next_due_at(self.work))

    async def give_back(self, job: Job) -> None:
        """Try the present step again after the back-off."""
        await self._postpone(job)

    async def _postpone(self, job: Job, asked_seconds: float | None = None) -> None:
        wait = self._pace.backoff.after(job.attempts, asked_seconds)
        await self._save(job.postponed(self._clock.now() + wait))

    async def _save(self, job: Job, *, redraw: bool = False) -> bool:
        """Save what a job became; False when somebody else changed it since it was claimed."""

        def save(tx: Transaction) -> bool:
            if not tx.jobs.save(job):
                return False
            if redraw:
                self._want_card(tx, job)
            return True

        return await self._write_and_ring(save)

    async def _go_on(self, job: Job, next_: Job | Outcome) -> None:
        """Write down what a job became by the end of its step, and wake who sees to it."""
        if isinstance(next_, Outcome):
            await self._settlement.settle(job, next_)
        elif await self._save(next_, redraw=True):
            self._signals.ring(Work.SUBMIT, Work.COLLECT)

    def _want_card(self, tx: Transaction, job: Job) -> None:
        if job.jam_id is not None and tx.deliveries.message_of(job.job_id) is None:
            return
        due_at = self._clock.now() + self._card_delay
        tx.deliveries.want(job.job_id, DeliveryKind.CARD, due_at)

    async def _write_and_ring(self, work: Callable[[Transaction], bool]) -> bool:
        saved = await commit(self._database, Act.save(self.work), work)
        self._signals.ring(Work.DELIVER)
        return saved
