"""Tells people what they must be told once."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.domain.crash_points import Act, around, commit
from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.jobs import Work
from bot.domain.notices import Notice
from bot.domain.ports import Clock, Database, Herald
from bot.workers.jobs import Pace

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class TellPace(Pace):
    """How patient the teller is."""

    attempts: int
    """After so many passing faults a notice is given up; it stands in the log."""


class LogHerald:
    """A `Herald` that writes into the log, for whoever reads nothing else."""

    async def tell(self, notice: Notice) -> None:
        """Log the notice."""
        log.warning(
            "notice",
            kind=notice.kind,
            guild_id=notice.guild_id,
            subject=notice.subject,
            amount=notice.amount,
            limit=notice.limit,
        )


class Teller:
    """Tells each notice until it worked or never can."""

    work = Work.TELL

    def __init__(self, database: Database, clock: Clock, pace: TellPace, herald: Herald) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace
        self._herald = herald

    async def claim(self, limit: int) -> tuple[Notice, ...]:
        """Take due notices."""
        now = self._clock.now()
        lease_until = now + self._pace.lease
        return await commit(
            self._database,
            Act.CLAIM_TELL,
            lambda tx: tx.notices.claim(now=now, lease_until=lease_until, limit=limit),
            bool,
        )

    async def next_due_at(self) -> datetime | None:
        """Return when the next notice is due."""
        return await self._database.read(lambda tx: tx.notices.next_due_at())

    async def give_back(self, notice: Notice) -> None:
        """Try again after the back-off."""
        await self._retry(notice, None)

    async def handle(self, notice: Notice) -> None:
        """Tell one notice."""
        try:
            with around(Act.TELL):
                await self._herald.tell(notice)
        except MessageUnreachable as error:
            await self._give_up(notice, error.reason)
        except MessengerBusy as error:
            if notice.attempts >= self._pace.attempts:
                await self._give_up(notice, error.reason)
            else:
                await self._retry(notice, error.retry_after_seconds)
        else:
            await commit(self._database, Act.TOLD, lambda tx: tx.notices.told(notice))

    async def _retry(self, notice: Notice, asked_seconds: float | None) -> None:
        due_at = self._clock.now() + self._pace.backoff.after(notice.attempts, asked_seconds)
        await self._database.write(lambda tx: tx.notices.retry(notice, due_at))

    async def _give_up(self, notice: Notice, reason: str) -> None:
        log.error("notice_given_up", kind=notice.kind, guild_id=notice.guild_id, reason=reason)
        await self._database.write(lambda tx: tx.notices.told(notice))
