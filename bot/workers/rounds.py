"""Doing the same thing again and again for as long as the bot runs."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta


class Rounds:
    """Does something at once and then every so often, until told to stop."""

    def __init__(self, do: Callable[[], Awaitable[None]], every: timedelta) -> None:
        self._do = do
        self._every = every.total_seconds()

    async def run(self, stop: asyncio.Event) -> None:
        """Go round until `stop` is set; a round that has begun is finished.

        Raises:
            Exception: whatever a round raises ends the rounds.
        """
        while not stop.is_set():
            await self._do()
            told = asyncio.create_task(stop.wait())
            try:
                await asyncio.wait({told}, timeout=self._every)
            finally:
                told.cancel()
