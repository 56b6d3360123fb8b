"""The studio's clock, which can be moved forward so that nobody needs to wait."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime


class StudioClock:
    """The time of day plus what it was advanced by."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._moved = asyncio.Event()

    def time(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self._offset

    def now(self) -> datetime:
        """The same as an aware UTC time."""
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, seconds: float) -> None:
        """Move the clock forward and wake who waits on it. Raises ValueError for a step back."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self._offset += seconds
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def wait_until(self, moment: float) -> None:
        """Return when the clock shows a time, by itself or because it was moved."""
        while (remaining := moment - self.time()) > 0:
            moved = self._moved
            try:
                async with asyncio.timeout(remaining):
                    await moved.wait()
            except TimeoutError:
                continue


def iso(moment: float) -> str:
    """A time as the provider writes it: ISO 8601 with milliseconds and a Z."""
    text = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
