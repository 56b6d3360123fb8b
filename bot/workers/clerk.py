"""Shows moderators what waits for them, and what became of it."""

from datetime import datetime

import structlog

from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.ids import MessageId
from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database, ReviewDesk
from bot.domain.reviews import ReviewCard
from bot.services.reviews import ReviewService
from bot.workers.teller import TellPace

log = structlog.get_logger(__name__)


class Clerk:
    """Draws the cards of reviews from their rows, each until it worked or never can."""

    work = Work.DESK

    def __init__(
        self,
        database: Database,
        clock: Clock,
        pace: TellPace,
        reviews: ReviewService,
        desk: ReviewDesk,
    ) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace
        self._reviews = reviews
        self._desk = desk

    async def claim(self, limit: int) -> tuple[ReviewCard, ...]:
        """Take due cards."""
        now = self._clock.now()
        lease_until = now + self._pace.lease
        return await self._database.write(
            lambda tx: tx.reviews.claim_cards(now=now, lease_until=lease_until, limit=limit)
        )

    async def next_due_at(self) -> datetime | None:
        """Return when the next card is due."""
        return await self._database.read(lambda tx: tx.reviews.next_card_at())

    async def give_back(self, card: ReviewCard) -> None:
        """Try again after the back-off."""
        await self._retry(card, None)

    async def handle(self, card: ReviewCard) -> None:
        """Draw one card."""
        view = await self._reviews.view(card.guild_id, card.review_id)
        try:
            message_id = await self._desk.show(card, view)
        except MessageUnreachable as error:
            # /mod review shows it all the same.
            log.warning("review_not_shown", review_id=card.review_id, reason=error.reason)
            await self._drawn(card, None)
        except MessengerBusy as error:
            if card.attempts >= self._pace.attempts:
                log.warning("review_not_shown", review_id=card.review_id, reason=error.reason)
                await self._drawn(card, None)
            else:
                await self._retry(card, error.retry_after_seconds)
        else:
            await self._drawn(card, message_id)

    async def _drawn(self, card: ReviewCard, message_id: MessageId | None) -> None:
        await self._database.write(lambda tx: tx.reviews.card_drawn(card, message_id))

    async def _retry(self, card: ReviewCard, asked_seconds: float | None) -> None:
        due_at = self._clock.now() + self._pace.backoff.after(card.attempts, asked_seconds)
        await self._database.write(lambda tx: tx.reviews.retry_card(card, due_at))
