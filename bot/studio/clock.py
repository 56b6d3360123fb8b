"""The studio's clock, which can be moved forward so that nobody needs to wait."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime


class StudioClock:
    """The time of day plus what it was advanced by."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._changed = asyncio.Event()

    def time(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Move the clock forward and wake who waits on it. Raises ValueError for a step back."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self._offset += seconds
        self.nudge()

    def nudge(self) -> None:
        """Wake who waits on the clock, because what they wait for may have changed."""
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def wait_until(self, moment: float | None) -> None:
        """Return at a time (None: never), or earlier when the clock is moved or nudged."""
        changed = self._changed
        remaining = None if moment is None else max(0.0, moment - self.time())
        try:
            async with asyncio.timeout(remaining):
                await changed.wait()
        except TimeoutError:
            return


def iso(moment: float) -> str:
    """A time as the provider writes it: ISO 8601 with milliseconds and a Z."""
    text = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
