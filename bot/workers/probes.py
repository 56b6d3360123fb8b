"""What the bot asks itself from time to time. Each answer is kept for whoever wants to know it."""

import asyncio
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from bot.domain.ports import Database, Transaction

log = structlog.get_logger(__name__)

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_WRITE_SECONDS = 5.0
_MOMENT_SECONDS = 0.25


class DatabaseProbe:
    """Finds out whether the database can be written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.writable = False
        """What the last look found; False before the first one."""

    async def look(self) -> None:
        """Write something and take it back within one transaction, which reaches the disk."""
        try:
            async with asyncio.timeout(_WRITE_SECONDS):
                await self._database.write(_write_and_forget)
        except Exception as error:
            # Whatever it is, the answer is the same; a worker that meets it ends the program.
            log.warning("database_not_writable", error=type(error).__name__)
            self.writable = False
        else:
            self.writable = True


def _write_and_forget(tx: Transaction) -> None:
    tx.announcements.record((f"probe:{uuid.uuid4()}",), _LONG_AGO)
    tx.announcements.forget_before(_LONG_AGO + timedelta(microseconds=1))


class BooksProbe:
    """Checks the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.findings: int | None = None
        """How many findings the last check had; None before the first one."""

    async def look(self) -> None:
        """Check every invariant of the books, on a snapshot beside the bot's work.

        Raises:
            Exception: the database cannot be read.
        """
        self.findings = len(await self._database.read(lambda tx: tx.ledger.discrepancies()))
        if self.findings:
            log.error("ledger_check_failed", findings=self.findings)


class DelayProbe:
    """Measures by how much the event loop is late: what every click waits for."""

    def __init__(self, observe: Callable[[float], None]) -> None:
        self._observe = observe

    async def look(self) -> None:
        """Sleep for a moment and tell how many seconds too late the end of it came."""
        loop = asyncio.get_running_loop()
        due_at = loop.time() + _MOMENT_SECONDS
        # It is this sleep that is measured: how late the loop ends it.
        await asyncio.sleep(_MOMENT_SECONDS)
        self._observe(max(0.0, loop.time() - due_at))
