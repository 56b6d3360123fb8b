"""Waking workers when there is something for them to do."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from bot.domain.jobs import Work


class Signals:
    """One wake-up call for each kind of work. A call while nobody waits is not lost."""

    def __init__(self, breath: timedelta = timedelta(0)) -> None:
        """A call is heard after a `breath`.

        So whoever calls answers the person who waits first, and several calls in a row become one.
        """
        self._breath = breath.total_seconds()
        self._events: Mapping[Work, asyncio.Event] = {work: asyncio.Event() for work in Work}
        self._on_the_way: dict[Work, asyncio.TimerHandle] = {}

    def ring(self, *works: Work) -> None:
        """Wake the workers of these kinds of work."""
        for work in works:
            if not self._breath:
                self._events[work].set()
            elif work not in self._on_the_way:
                loop = asyncio.get_running_loop()
                self._on_the_way[work] = loop.call_later(self._breath, self._arrive, work)

    def silence(self, work: Work) -> None:
        """Forget earlier calls; the worker is about to look for itself."""
        self._events[work].clear()
        if call := self._on_the_way.pop(work, None):
            call.cancel()

    async def heard(self, work: Work) -> None:
        """Return when this kind of work was called for since it was silenced."""
        await self._events[work].wait()

    def _arrive(self, work: Work) -> None:
        del self._on_the_way[work]
        self._events[work].set()
