"""Wiring what a running bot is watched by: readiness, figures, and the watchdog."""

import asyncio
import logging
import os
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.bootstrap.life import Turning
from bot.domain.jobs import JobState
from bot.domain.ports import Clock, Database
from bot.services.outages import CircuitBreaker
from bot.settings import Settings, seconds
from bot.web.health import Check
from bot.web.metrics import Metrics, Readings
from bot.workers.loop import AnyLoop, WorkerLoop
from bot.workers.probes import BooksProbe, DatabaseProbe, DelayProbe
from bot.workers.rounds import Rounds
from bot.workers.watchdog import Watchdog
from storage import count_jobs

_PROBE_EVERY = timedelta(seconds=15)
_COUNTS_LAST_SECONDS = 5.0
_SLACK = timedelta(seconds=10)
"""A worker that looks for work so long after its time is not ready, though not given up yet."""
_CODE_FAULT = 1


class Watch:
    """Everything by which one running bot is watched."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self.metrics = Metrics(self._read)
        self._settings = settings
        self._database = database
        self._clock = clock
        self._idle = seconds(settings.worker.idle_seconds)
        self._probe = DatabaseProbe(database)
        self._books = BooksProbe(database)
        self._loops: tuple[AnyLoop, ...] = ()
        self._breaker: CircuitBreaker | None = None
        self._counted_at = float("-inf")
        self._counts: Mapping[JobState, int] = {}

    def over(self, crew: Sequence[Turning], breaker: CircuitBreaker) -> "Watch":
        """Watch these workers, and what is known of the music service; returns itself."""
        self._breaker = breaker
        self._loops = tuple(loop for loop in crew if isinstance(loop, WorkerLoop))
        return self

    def rounds(self) -> Sequence[Turning]:
        """Return what has to turn beside the workers for the watch to know anything."""
        return (
            Rounds(self._probe.look, _PROBE_EVERY),
            Rounds(self._books.look, seconds(self._settings.watch.books_seconds)),
            Rounds(DelayProbe(self.metrics.loop_was_late).look, timedelta(0)),
        )

    def checks(self, gateway: Check) -> Mapping[str, Check]:
        """Return what `/readyz` asks."""
        return {
            "gateway": gateway,
            "database": lambda: self._probe.writable,
            "workers": self._workers_turn,
        }

    def watchdog(self, stop: asyncio.Event) -> Watchdog:
        """Return what ends this process when a worker stands still before `stop` is set."""
        patience = self._idle + seconds(self._settings.watch.stall_seconds)
        return Watchdog(self._loops, patience, _end_at_once, stop.is_set)

    def _workers_turn(self) -> bool:
        latest = self._clock.now() - self._idle - _SLACK
        return all(loop.looked_at >= latest for loop in self._loops)

    async def _read(self) -> Readings:
        if time.monotonic() - self._counted_at > _COUNTS_LAST_SECONDS:
            self._counts = await self._database.read(count_jobs)
            self._counted_at = time.monotonic()
        return Readings(
            jobs=self._counts,
            worker_errors={loop.work: loop.errors for loop in self._loops},
            ledger_findings=self._books.findings,
            database_writable=self._probe.writable,
            provider_down=self._breaker is not None and self._breaker.known.open,
        )


def _end_at_once() -> None:
    """End without closing anything: what stands still would not let itself be closed."""
    for handler in logging.getLogger().handlers:
        handler.flush()
    os._exit(_CODE_FAULT)
