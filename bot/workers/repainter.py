"""Draws messages anew that show a song once more, each until it worked or never can."""

from datetime import datetime

import structlog

from bot.domain.delivery import JobView
from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.jobs import Work
from bot.domain.library import DuePosting
from bot.domain.ports import Messenger, Transaction
from bot.services.views import JobViews
from bot.workers.courier import CourierPace
from bot.workers.jobs import Surroundings

log = structlog.get_logger(__name__)


class Repainter:
    """Works through postings that are due, such as after a song on them was deleted."""

    work = Work.REDRAW

    def __init__(
        self, surroundings: Surroundings, pace: CourierPace, messenger: Messenger, views: JobViews
    ) -> None:
        self._database = surroundings.database
        self._clock = surroundings.clock
        self._pace = pace
        self._messenger = messenger
        self._views = views

    async def claim(self, limit: int) -> tuple[DuePosting, ...]:
        """Take due postings."""
        now = self._clock.now()
        lease_until = now + self._pace.lease
        if await self.next_due_at() is None:
            return ()
        return await self._database.write(
            lambda tx: tx.postings.claim(now=now, lease_until=lease_until, limit=limit)
        )

    async def next_due_at(self) -> datetime | None:
        """Return when the next posting is due."""
        return await self._database.read(lambda tx: tx.postings.next_due_at())

    async def give_back(self, due: DuePosting) -> None:
        """Try again after the back-off."""
        await self._retry(due, None)

    async def handle(self, due: DuePosting) -> None:
        """Draw one message anew; one that is gone is forgotten."""
        view = await self._database.read(lambda tx: self._view(tx, due))
        if view is None:
            await self._forget(due)
            return
        try:
            shown = await self._messenger.redraw(due.posting, view)
        except MessageUnreachable as error:
            log.info("posting_gone", job_id=due.posting.job_id, reason=error.reason)
            await self._give_up(due)
        except MessengerBusy as error:
            if due.attempts >= self._pace.attempts:
                log.warning("posting_given_up", job_id=due.posting.job_id, reason=error.reason)
                await self._give_up(due)
            else:
                await self._retry(due, error.retry_after_seconds)
        else:
            await (self._drawn(due) if shown else self._forget(due))

    def _view(self, tx: Transaction, due: DuePosting) -> JobView | None:
        job = tx.jobs.get(due.posting.job_id)
        return None if job is None else self._views.of(tx, job, self._clock.now())

    async def _give_up(self, due: DuePosting) -> None:
        """Forget a message, but not that a part of the job's own message was posted."""
        await (self._drawn(due) if due.posting.original else self._forget(due))

    async def _drawn(self, due: DuePosting) -> None:
        await self._database.write(lambda tx: tx.postings.drawn(due))

    async def _forget(self, due: DuePosting) -> None:
        await self._database.write(lambda tx: tx.postings.remove(due.posting.message_id))

    async def _retry(self, due: DuePosting, asked_seconds: float | None) -> None:
        due_at = self._clock.now() + self._pace.backoff.after(due.attempts, asked_seconds)
        await self._database.write(lambda tx: tx.postings.retry(due, due_at))
