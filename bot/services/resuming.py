"""What a start does for those who waited through it."""

import structlog

from bot.domain.delivery import DeliveryKind
from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database, Transaction

log = structlog.get_logger(__name__)

_REDRAWN = 500
"""So many orders' cards say so at once; later ones say it when they are drawn."""


async def take_over(database: Database, clock: Clock) -> None:
    """Go on at once with what an earlier process had in hand, instead of after its leases.

    That is what may be done twice: cards, pings (Discord drops a repetition by its nonce),
    postings, boards and fetching files. A paid request in hand stays with its lease: what became
    of it shows later. Only for a process that is alone, for another one's work would be repeated.
    """
    now = clock.now()

    def take(tx: Transaction) -> int:
        return (
            tx.jobs.take_over(Work.COLLECT, now)
            + tx.deliveries.take_over(now)
            + tx.postings.take_over(now)
            + tx.boards.take_over(now)
        )

    taken = await database.write(take)
    if taken:
        log.info("taken_over", items=taken)


async def tell_of_restart(database: Database, clock: Clock) -> None:
    """Have the cards of orders under way drawn anew; they say since when the bot is back."""
    now = clock.now()

    def redraw(tx: Transaction) -> None:
        for job_id in tx.jobs.shown_under_way(_REDRAWN):
            tx.deliveries.want(job_id, DeliveryKind.CARD, now)

    await database.write(redraw)
