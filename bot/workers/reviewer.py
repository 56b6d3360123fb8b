"""Sees to reviews that nobody decided in time, and to the files of songs that were refused."""

from datetime import datetime

from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database
from bot.domain.reviews import Review
from bot.services.reviews import ReviewService


class Reviewer:
    """Carries out what servers chose. Seeing to a review twice is harmless: one verdict stands."""

    work = Work.REVIEW

    def __init__(self, database: Database, clock: Clock, reviews: ReviewService) -> None:
        self._database = database
        self._clock = clock
        self._reviews = reviews

    async def claim(self, limit: int) -> tuple[Review, ...]:
        """Return due reviews; a verdict, not a lease, makes them due no more."""
        now = self._clock.now()
        return await self._database.read(lambda tx: tx.reviews.due(now, limit=limit))

    async def next_due_at(self) -> datetime | None:
        """Return when the next review is due."""
        return await self._database.read(lambda tx: tx.reviews.next_due_at())

    async def give_back(self, review: Review) -> None:
        """Look at it again in a while."""
        await self._reviews.later(review)

    async def handle(self, review: Review) -> None:
        """See to one."""
        await self._reviews.see_to(review)
