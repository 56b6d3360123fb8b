"""What a start tells those whose orders waited through it."""

from bot.domain.delivery import DeliveryKind
from bot.domain.ports import Clock, Database, Transaction

_REDRAWN = 500
"""So many orders' cards say so at once; later ones say it when they are drawn."""


async def tell_of_restart(database: Database, clock: Clock) -> None:
    """Have the cards of orders under way drawn anew; they say since when the bot is back."""
    now = clock.now()

    def redraw(tx: Transaction) -> None:
        for job_id in tx.jobs.shown_under_way(_REDRAWN):
            tx.deliveries.want(job_id, DeliveryKind.CARD, now)

    await database.write(redraw)
