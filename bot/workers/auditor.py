"""Checks the books every night. What is wrong is told, never repaired."""

from datetime import UTC, datetime, time, timedelta

import structlog

from bot.domain.jobs import Work
from bot.domain.notices import OPERATOR, Notice, NoticeKind
from bot.domain.ports import Clock, Database, Transaction
from bot.services.signals import Signals

log = structlog.get_logger(__name__)

CHORE = "check of the books"
"""Its name among the chores; one process of several does it each night."""


class Auditor:
    """Runs the check at a certain hour (UTC). A night that was missed is made up for once."""

    work = Work.CHECK

    def __init__(self, database: Database, clock: Clock, signals: Signals, hour: int) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._hour = hour

    async def claim(self, limit: int) -> tuple[datetime, ...]:
        """Take the check if it is due."""
        now = self._clock.now()
        next_at = self._next_after(now)
        if await self._database.write(lambda tx: tx.chores.claim(CHORE, now=now, next_at=next_at)):
            return (now,)
        return ()

    async def next_due_at(self) -> datetime | None:
        """Return when the check is due; plans the first one."""
        due_at = await self._database.read(lambda tx: tx.chores.due_at(CHORE))
        if due_at is not None:
            return due_at
        first = self._next_after(self._clock.now())
        await self._database.write(lambda tx: tx.chores.plan(CHORE, first))
        return first

    async def give_back(self, night: datetime) -> None:
        """Leave it for the next night."""

    async def handle(self, night: datetime) -> None:
        """Check the books."""
        findings = await self._database.read(lambda tx: tx.ledger.discrepancies())
        if not findings:
            log.info("books_checked")
            return
        for finding in findings:
            log.error("books_wrong", finding=finding)
        notice = Notice(
            None, OPERATOR, NoticeKind.BOOKS_WRONG, f"{night:%Y-%m-%d}", len(findings), 0, night
        )

        def tell(tx: Transaction) -> None:
            tx.notices.raise_once(notice)

        await self._database.write(tell)
        self._signals.ring(Work.TELL)

    def _next_after(self, now: datetime) -> datetime:
        today = datetime.combine(now.astimezone(UTC).date(), time(self._hour), UTC)
        return today if today > now else today + timedelta(days=1)
