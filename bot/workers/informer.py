"""Tells single members of verdicts about what is theirs."""

from datetime import datetime

import structlog

from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.jobs import Work
from bot.domain.member_notices import MemberNotice
from bot.domain.ports import Clock, Database, Whisperer
from bot.workers.teller import TellPace

log = structlog.get_logger(__name__)


class Informer:
    """Tells members directly; whom it cannot reach so learns it at the next use of the bot."""

    work = Work.INFORM

    def __init__(
        self, database: Database, clock: Clock, pace: TellPace, whisperer: Whisperer
    ) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace
        self._whisperer = whisperer

    async def claim(self, limit: int) -> tuple[MemberNotice, ...]:
        """Take due notices."""
        now = self._clock.now()
        lease_until = now + self._pace.lease
        return await self._database.write(
            lambda tx: tx.member_notices.claim(now=now, lease_until=lease_until, limit=limit)
        )

    async def next_due_at(self) -> datetime | None:
        """Return when the next notice is due."""
        return await self._database.read(lambda tx: tx.member_notices.next_due_at())

    async def give_back(self, notice: MemberNotice) -> None:
        """Try again after the back-off."""
        await self._retry(notice, None)

    async def handle(self, notice: MemberNotice) -> None:
        """Tell one notice."""
        try:
            await self._whisperer.whisper(notice)
        except MessageUnreachable:
            log.info("member_not_reached", notice_id=notice.notice_id)
            await self._database.write(lambda tx: tx.member_notices.wait_for_use(notice))
        except MessengerBusy as error:
            if notice.attempts >= self._pace.attempts:
                await self._database.write(lambda tx: tx.member_notices.wait_for_use(notice))
            else:
                await self._retry(notice, error.retry_after_seconds)
        else:
            await self._database.write(lambda tx: tx.member_notices.told(notice))

    async def _retry(self, notice: MemberNotice, asked_seconds: float | None) -> None:
        due_at = self._clock.now() + self._pace.backoff.after(notice.attempts, asked_seconds)
        await self._database.write(lambda tx: tx.member_notices.retry(notice, due_at))
