"""Telling a server's managers and moderators in its log channel."""

from bot.domain.ids import GuildId, UserId
from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database
from bot.domain.server_log import LogEvent, LogLine
from bot.services.signals import Signals


class LogService:
    """Adds lines to servers' logs; a worker posts them."""

    def __init__(self, database: Database, clock: Clock, signals: Signals) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals

    async def tell(
        self,
        guild_id: GuildId,
        event: LogEvent,
        *,
        user_id: UserId | None = None,
        subject: str = "",
        detail: str = "",
        amount: int = 0,
    ) -> None:
        """Add a line; nothing for a server without a log channel. Actions tell themselves."""
        line = LogLine(guild_id, event, self._clock.now(), user_id, subject, detail, amount)
        await self._database.write(lambda tx: tx.log.add(line))
        self._signals.ring(Work.LOG)
