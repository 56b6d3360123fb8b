"""Erases who wished it, servers that were left, and prompts that are old enough."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database
from bot.domain.privacy import Departure, Erasure
from bot.services.privacy import PrivacyService
from bot.workers.backoff import Backoff

CHORE = "old prompts"
"""Its name among the chores."""


@dataclass(frozen=True)
class ErasePace:
    """How patient the eraser is."""

    lease: timedelta
    again: timedelta
    """So long later it looks again whether a person's or a server's orders have ended."""
    backoff: Backoff
    prompts_kept: timedelta | None
    """How long what was asked for is kept after a job's end, where a server sets nothing shorter;
    None keeps it."""
    round: timedelta = timedelta(hours=6)
    """How often old prompts are looked for."""


@dataclass(frozen=True)
class OldPrompts:
    """Prompts of jobs that ended longer ago than `kept`, or than their server says."""

    kept: timedelta | None


Erasable = Erasure | Departure | OldPrompts
"""What is erased."""


class Eraser:
    """Takes up every erasure that is due; one that fails comes again."""

    work = Work.ERASE

    def __init__(
        self, database: Database, clock: Clock, service: PrivacyService, pace: ErasePace
    ) -> None:
        self._database = database
        self._clock = clock
        self._service = service
        self._pace = pace

    async def claim(self, limit: int) -> tuple[Erasable, ...]:
        """Take what is due."""
        now = self._clock.now()
        pace = self._pace
        wishes = await self._database.write(
            lambda tx: tx.privacy.claim(now=now, lease_until=now + pace.lease, limit=limit)
        )
        departures = await self._database.write(
            lambda tx: tx.privacy.claim_departed(now=now, lease_until=now + pace.lease, limit=limit)
        )
        if await self._database.write(
            lambda tx: tx.chores.claim(CHORE, now=now, next_at=now + pace.round)
        ):
            return (*wishes, *departures, OldPrompts(pace.prompts_kept))
        return (*wishes, *departures)

    async def next_due_at(self) -> datetime | None:
        """Return when the next erasure is due; plans the first look for old prompts."""
        now = self._clock.now()
        if await self._database.read(lambda tx: tx.chores.due_at(CHORE)) is None:
            await self._database.write(lambda tx: tx.chores.plan(CHORE, now))
        due = await self._database.read(
            lambda tx: (
                tx.privacy.next_due_at(),
                tx.privacy.next_departure_at(),
                tx.chores.due_at(CHORE),
            )
        )
        return min((at for at in due if at is not None), default=None)

    async def handle(self, item: Erasable) -> None:
        """Erase it, or look again later when somebody's or a server's orders are not over."""
        match item:
            case Erasure():
                if await self._service.erase(item):
                    again_at = self._clock.now() + self._pace.again
                    await self._database.write(lambda tx: tx.privacy.postpone(item, again_at))
            case Departure():
                if await self._service.erase_server(item):
                    later = self._clock.now() + self._pace.again
                    await self._database.write(
                        lambda tx: tx.privacy.postpone_departure(item, later)
                    )
            case OldPrompts():
                await self._service.forget_prompts(item.kept)

    async def give_back(self, item: Erasable) -> None:
        """Have a wish that could not be carried out come again; of the others the leases end."""
        if isinstance(item, Erasure):
            again_at = self._clock.now() + self._pace.backoff.after(item.attempts)
            await self._database.write(lambda tx: tx.privacy.postpone(item, again_at))
