"""The one loop that all workers share.

A worker claims due items from the database, handles them side by side and sleeps until it is told
to stop, woken, or the next item is due. An error in one item is that item's; an error of the
machinery (the database) ends the loop, and with it the program.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import structlog

from bot.domain.jobs import Work
from bot.domain.ports import Clock
from bot.services.signals import Signals

log = structlog.get_logger(__name__)

Item = TypeVar("Item")

_LEAST_REST_SECONDS = 0.05
"""Between two looks that find nothing, so that an item that is due but not free costs little."""


class Worker(Protocol[Item]):
    """One kind of background work."""

    @property
    def work(self) -> Work:
        """Whose wake-up calls it hears."""
        ...

    async def claim(self, limit: int) -> Sequence[Item]:
        """Take at most `limit` due items; nobody else gets them for the length of a lease."""
        ...

    async def handle(self, item: Item) -> None:
        """Do one item's work."""
        ...

    async def give_back(self, item: Item) -> None:
        """Have an item whose handling failed unexpectedly come again later."""
        ...

    async def next_due_at(self) -> datetime | None:
        """Return when the next item is due."""
        ...


class WorkerLoop(Generic[Item]):
    """Turns one worker."""

    def __init__(
        self,
        worker: Worker[Item],
        signals: Signals,
        clock: Clock,
        *,
        concurrency: int,
        idle: timedelta,
    ) -> None:
        """Set the pace.

        `concurrency` items are handled at once. The loop looks at the database at least every
        `idle`, and at every wake-up call.
        """
        self._worker = worker
        self._signals = signals
        self._clock = clock
        self._concurrency = concurrency
        self._idle = idle
        self._busy: set[asyncio.Task[None]] = set()
        self._looked_at = clock.now()
        self._errors = 0

    @property
    def worker(self) -> Worker[Item]:
        """Whom this loop turns."""
        return self._worker

    @property
    def work(self) -> Work:
        """What this loop's worker does."""
        return self._worker.work

    @property
    def looked_at(self) -> datetime:
        """When it last looked for work; before the first look, when it was made."""
        return self._looked_at

    @property
    def errors(self) -> int:
        """How many items' handling failed unexpectedly."""
        return self._errors

    async def run_once(self) -> int:
        """Handle everything that is due now, to its end. Returns how many items that were."""
        handled = 0
        while claimed := await self._start_due():
            handled += claimed
            await asyncio.wait(self._busy)
            self._collect_finished()
        return handled

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish the items in hand.

        Raises:
            Exception: the machinery failed; nothing of the items' state is lost by ending here.
        """
        try:
            while not stop.is_set():
                self._signals.silence(self._worker.work)
                claimed = await self._start_due()
                if not claimed or len(self._busy) >= self._concurrency:
                    await self._rest(stop)
                self._collect_finished()
            if self._busy:
                await asyncio.wait(self._busy)
                self._collect_finished()
        finally:
            await self._abandon()

    async def _start_due(self) -> int:
        self._looked_at = self._clock.now()
        free = self._concurrency - len(self._busy)
        items = await self._worker.claim(free) if free else ()
        for item in items:
            self._busy.add(asyncio.create_task(self._handle(item), name=self._worker.work))
        return len(items)

    async def _handle(self, item: Item) -> None:
        try:
            await self._worker.handle(item)
        except Exception:
            self._errors += 1
            log.exception("item_failed", work=self._worker.work, item=_name_of(item))
            await self._worker.give_back(item)

    async def _rest(self, stop: asyncio.Event) -> None:
        due_at = await self._worker.next_due_at() if len(self._busy) < self._concurrency else None
        wait = self._idle if due_at is None else min(due_at - self._clock.now(), self._idle)
        told = asyncio.create_task(stop.wait())
        called = asyncio.create_task(self._signals.heard(self._worker.work))
        try:
            await asyncio.wait(
                {told, called, *self._busy},
                timeout=max(wait.total_seconds(), _LEAST_REST_SECONDS),
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            told.cancel()
            called.cancel()

    async def _abandon(self) -> None:
        """Break off what is still in hand; the items' leases end, and somebody takes them over."""
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)

    def _collect_finished(self) -> None:
        for task in [task for task in self._busy if task.done()]:
            self._busy.discard(task)
            task.result()


AnyLoop: TypeAlias = WorkerLoop[Any]
"""A loop, whatever its worker's items are."""


def _name_of(item: object) -> object:
    """Name an item in the log by its id alone; its texts are a member's."""
    return getattr(item, "job_id", None)
