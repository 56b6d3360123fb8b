"""What a start does for those who waited through it."""

from datetime import UTC, datetime

import structlog

from bot.domain.delivery import DeliveryKind
from bot.domain.jams.bookkeeping import COPIED_JAMS
from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database, Transaction
from bot.services.jams import JamService

log = structlog.get_logger(__name__)

NEVER = datetime.max.replace(tzinfo=UTC)
"""When a chore is due that is done for good."""

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


async def end_copied_jams(database: Database, jams: JamService, clock: Clock) -> None:
    """End the jams of a copy that was put back; what is pledged for them is free again.

    They may have ordered their songs since the copy was made, and would order, and pay, once more.
    """
    now = clock.now()
    due_at = await database.read(lambda tx: tx.chores.due_at(COPIED_JAMS))
    if due_at is None or due_at > now:
        return
    guilds = await database.read(lambda tx: tx.jams.guilds_with_open())
    for guild_id in guilds:
        await jams.stop_all(guild_id)
    await database.write(lambda tx: tx.chores.claim(COPIED_JAMS, now=now, next_at=NEVER))
    log.info("copied_jams_ended", guilds=len(guilds))


async def tell_of_restart(database: Database, clock: Clock) -> None:
    """Have the cards of orders under way drawn anew; they say since when the bot is back."""
    now = clock.now()

    def redraw(tx: Transaction) -> None:
        for job_id in tx.jobs.shown_under_way(_REDRAWN):
            tx.deliveries.want(job_id, DeliveryKind.CARD, now)

    await database.write(redraw)
