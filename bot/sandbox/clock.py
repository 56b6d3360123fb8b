"""The sandbox's own time, which tests may move forward, and timers that follow it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime


class Timer:
    """One callback waiting for its time; `cancel` may be called at any moment."""

    def __init__(self, clock: Clock, due: float, callback: Callable[[], None]) -> None:
        self.due = due
        self._clock = clock
        self._callback = callback
        self._handle: asyncio.TimerHandle | None = None

    def schedule(self) -> None:
        """Ask the event loop to fire when the sandbox's time reaches `due`."""
        self.unschedule()
        delay = max(0.0, self.due - self._clock.seconds())
        self._handle = asyncio.get_running_loop().call_later(delay, self.fire)

    def unschedule(self) -> None:
        """Forget the event loop's timer, not this one."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def fire(self) -> None:
        """Run the callback, once."""
        self.cancel()
        self._callback()

    def cancel(self) -> None:
        """Never run the callback."""
        self.unschedule()
        self._clock.forget(self)


class Clock:
    """Real time plus what was advanced by hand."""

    def __init__(self, offset_seconds: float = 0.0) -> None:
        self.offset_seconds = offset_seconds
        self._timers: set[Timer] = set()

    def seconds(self) -> float:
        """Seconds since 1970 on the sandbox's clock."""
        return time.time() + self.offset_seconds

    def now(self) -> datetime:
        """The sandbox's present moment, aware, in UTC."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Run `callback` after `seconds` of the sandbox's time."""
        timer = Timer(self, self.seconds() + seconds, callback)
        self._timers.add(timer)
        timer.schedule()
        return timer

    def advance(self, seconds: float) -> None:
        """Move time forward and run what became due, in order, before returning."""
        self.offset_seconds += seconds
        now = self.seconds()
        for timer in sorted(self._timers, key=lambda timer: timer.due):
            if timer.due <= now:
                timer.fire()
        for timer in list(self._timers):
            timer.schedule()

    def forget(self, timer: Timer) -> None:
        """Drop a timer that fired or was cancelled."""
        self._timers.discard(timer)

    def close(self) -> None:
        """Cancel every timer."""
        for timer in list(self._timers):
            timer.cancel()
