"""Waking workers when there is something for them to do."""

import asyncio
from collections.abc import Mapping

from bot.domain.jobs import Work


class Signals:
    """One wake-up call for each kind of work. A call while nobody waits is not lost."""

    def __init__(self) -> None:
        self._events: Mapping[Work, asyncio.Event] = {work: asyncio.Event() for work in Work}

    def ring(self, *works: Work) -> None:
        """Wake the workers of these kinds of work."""
        for work in works:
            self._events[work].set()

    def silence(self, work: Work) -> None:
        """Forget earlier calls; the worker is about to look for itself."""
        self._events[work].clear()

    async def heard(self, work: Work) -> None:
        """Return when this kind of work was called for since it was silenced."""
        await self._events[work].wait()
