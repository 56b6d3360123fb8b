"""The life of a running bot: Discord and the workers side by side, and an orderly end."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from bot.app import SongBot
from bot.services.generation import GenerationService

log = structlog.get_logger(__name__)


class Turning(Protocol):
    """A loop of background work."""

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish what is in hand."""
        ...


async def live(
    bot: SongBot,
    token: str,
    crew: Sequence[Turning],
    generation: GenerationService,
    stop: asyncio.Event,
    *,
    grace: timedelta,
) -> None:
    """Run until `stop` is set or something ends by itself; then stop orders, finish, disconnect.

    The steps in hand have `grace` to finish; what is left waits in the database.

    Raises:
        SetupError: Discord does not let the bot in.
        Exception: a worker could not go on.
    """
    discord = asyncio.create_task(bot.start(token), name="discord")
    workers = [
        asyncio.create_task(loop.run(stop), name=f"worker-{n}") for n, loop in enumerate(crew)
    ]
    told = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait({discord, told, *workers}, return_when=asyncio.FIRST_COMPLETED)
        log.info("stopping")
        bot.stopping = True
        generation.stop_orders()
        stop.set()
        _, unfinished = await asyncio.wait(workers, timeout=grace.total_seconds())
        if unfinished:
            log.warning("steps_left_for_next_start", workers=len(unfinished))
        await bot.close()
    finally:
        for task in (discord, told, *workers):
            if not task.done():
                task.cancel()
        ends = await asyncio.gather(discord, *workers, told, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end
