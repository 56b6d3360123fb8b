"""Posts the lines of servers' logs."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import structlog

from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.ids import GuildId
from bot.domain.jobs import Work
from bot.domain.messages import MessageAddress
from bot.domain.ports import Clock, Database, LogPoster, Transaction
from bot.domain.server_log import LogLine
from bot.workers.teller import TellPace

log = structlog.get_logger(__name__)

LINES_IN_A_MESSAGE = 8
"""So that a burst of acts takes few messages, of which Discord allows a channel few at a time."""


@dataclass(frozen=True)
class LogBatch:
    """Lines of one server that go out together; at least one."""

    lines: tuple[LogLine, ...]


class Scribe:
    """Posts each line until it worked or never can."""

    work = Work.LOG

    def __init__(self, database: Database, clock: Clock, pace: TellPace, poster: LogPoster) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace
        self._poster = poster

    async def claim(self, limit: int) -> tuple[LogBatch, ...]:
        """Take due lines, those of a server together."""
        now = self._clock.now()
        lease_until = now + self._pace.lease
        most = limit * LINES_IN_A_MESSAGE
        lines = await self._database.write(
            lambda tx: tx.log.claim(now=now, lease_until=lease_until, limit=most)
        )
        of_servers = groupby(sorted(lines, key=_server), key=_server)
        return tuple(
            LogBatch(tuple(together[start : start + LINES_IN_A_MESSAGE]))
            for together in (list(found) for _, found in of_servers)
            for start in range(0, len(together), LINES_IN_A_MESSAGE)
        )

    async def next_due_at(self) -> datetime | None:
        """Return when the next line is due."""
        return await self._database.read(lambda tx: tx.log.next_due_at())

    async def give_back(self, batch: LogBatch) -> None:
        """Try again after the back-off."""
        await self._retry(batch, None)

    async def handle(self, batch: LogBatch) -> None:
        """Post lines of one server."""
        try:
            message = await self._poster.post(batch.lines)
        except MessageUnreachable as error:
            await self._give_up(batch, error.reason)
        except MessengerBusy as error:
            if max(line.attempts for line in batch.lines) >= self._pace.attempts:
                await self._give_up(batch, error.reason)
            else:
                await self._retry(batch, error.retry_after_seconds)
        else:
            await self._forget(batch, message)

    async def _retry(self, batch: LogBatch, asked_seconds: float | None) -> None:
        attempts = max(line.attempts for line in batch.lines)
        due_at = self._clock.now() + self._pace.backoff.after(attempts, asked_seconds)

        def retry(tx: Transaction) -> None:
            for line in batch.lines:
                tx.log.retry(line, due_at)

        await self._database.write(retry)

    async def _give_up(self, batch: LogBatch, reason: str) -> None:
        log.warning(
            "log_lines_given_up",
            guild_id=_server(batch.lines[0]),
            lines=len(batch.lines),
            reason=reason,
        )
        await self._forget(batch)

    async def _forget(self, batch: LogBatch, message: MessageAddress | None = None) -> None:
        def forget(tx: Transaction) -> None:
            for line in batch.lines:
                tx.log.posted(line)
                if message is not None and line.entry_id is not None:
                    tx.ledger.link(line.entry_id, message)

        await self._database.write(forget)


def _server(line: LogLine) -> GuildId:
    return line.guild_id
