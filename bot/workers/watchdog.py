"""Ends a program that only seems to work: a worker, or the whole event loop, stands still.

It runs in a thread of its own, so that a blocked event loop cannot keep it from looking.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol, Self

import structlog

from bot.domain.jobs import Work

log = structlog.get_logger(__name__)

_LONGEST_TICK = timedelta(seconds=1)
_TICKS = 8


class Watched(Protocol):
    """A loop that looks for work again and again."""

    @property
    def work(self) -> Work:
        """What it does."""
        ...

    @property
    def looked_at(self) -> datetime:
        """When it last looked."""
        ...


class Watchdog:
    """Watches loops during an `async with` block and calls `end` once when one stands still.

    A loop stands still when it has not looked for work for `patience`, which is longer than the
    longest rest of any. Only time in which this program ran counts: that the machine slept, or that
    somebody set its clock, is nobody's fault.
    """

    def __init__(
        self,
        loops: Sequence[Watched],
        patience: timedelta,
        end: Callable[[], None],
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """While `stopping` holds, loops rightly look no more; it is asked from a thread."""
        self._patience = patience
        self._end = end
        self._stopping = stopping
        self._tick = min(_LONGEST_TICK, patience / _TICKS)
        self._seen = [(loop, loop.looked_at, timedelta(0)) for loop in loops]
        self._told = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def passed(self, span: timedelta) -> bool:
        """Look at every loop after `span` went by; False, with a line in the log, if one stands."""
        self._seen = [
            (loop, now, still + span if now == before else timedelta(0))
            for loop, before, still in self._seen
            for now in (loop.looked_at,)
        ]
        for loop, looked_at, still in self._seen:
            if still > self._patience and not self._stopping():
                log.critical(
                    "worker_stands_still",
                    work=loop.work,
                    looked_at=looked_at.isoformat(),
                    seconds=round(still.total_seconds(), 1),
                    effect="the program ends, so that it is started again",
                )
                return False
        return True

    def _watch(self) -> None:
        while not self._told.wait(self._tick.total_seconds()):
            if not self.passed(self._tick):
                self._end()
                return

    async def __aenter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Watch no more."""
        self._told.set()
        self._thread.join()
