"""Holds the archive to its rule from time to time, and removes files as soon as they are due."""

from datetime import datetime, timedelta

from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database
from bot.services.keeping import KeepingService

CHORE = "archive"
"""Its name among the chores; one process of several does it each time."""


class Keeper:
    """Tidies the archive at least every `interval`, and sooner when a file is to be removed."""

    work = Work.KEEP

    def __init__(
        self, database: Database, clock: Clock, keeping: KeepingService, interval: timedelta
    ) -> None:
        self._database = database
        self._clock = clock
        self._keeping = keeping
        self._interval = interval
        self._rests_until: datetime | None = None

    async def claim(self, limit: int) -> tuple[datetime, ...]:
        """Take the work if there is some."""
        now = self._clock.now()
        next_at = now + self._interval
        removal_at = await self._removal_at()
        if removal_at is not None and removal_at <= now:
            # A file that cannot be removed is tried again, but not all the time.
            self._rests_until = now + self._interval
            return (now,)
        due_at = await self._database.read(lambda tx: tx.chores.due_at(CHORE))
        if due_at is None or due_at > now:
            return ()
        if await self._database.write(lambda tx: tx.chores.claim(CHORE, now=now, next_at=next_at)):
            return (now,)
        return ()

    async def next_due_at(self) -> datetime | None:
        """Return when there is something to do; plans the first time."""
        due_at = await self._database.read(lambda tx: tx.chores.due_at(CHORE))
        if due_at is None:
            first = due_at = self._clock.now()
            await self._database.write(lambda tx: tx.chores.plan(CHORE, first))
        removal_at = await self._removal_at()
        return due_at if removal_at is None else min(due_at, removal_at)

    async def give_back(self, began_at: datetime) -> None:
        """Leave it for the next time."""

    async def handle(self, began_at: datetime) -> None:
        """Tidy."""
        await self._keeping.tidy()

    async def _removal_at(self) -> datetime | None:
        due_at = await self._database.read(lambda tx: tx.files.next_due_at())
        if due_at is None or self._rests_until is None:
            return due_at
        return max(due_at, self._rests_until)
