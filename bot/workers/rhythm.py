"""When running jobs are asked for, and how many of them at most."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.jobs import Job, JobKind
from bot.domain.polling import Bounds, Forecast
from bot.domain.ports import Clock, Database

_TRUSTED = timedelta(minutes=1)
"""So long a forecast serves before the recent durations are read again."""


@dataclass(frozen=True)
class _Kept:
    forecast: Forecast
    until: datetime


class Rhythm:
    """Forecasts by kind and model, from what finished jobs took lately."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bounds: Bounds,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`chance` gives numbers from 0 to 1, which spread the times."""
        self._database = database
        self._clock = clock
        self._bounds = bounds
        self._chance = chance
        self._kept: dict[tuple[JobKind, str], _Kept] = {}

    async def first_wait(self, job: Job) -> timedelta:
        """Return the time until a task that was taken just now is worth asking for."""
        return await self._wait(job, timedelta(0))

    async def next_wait(self, job: Job) -> timedelta:
        """Return the time until the task of a running job is worth asking for again."""
        now = self._clock.now()
        return await self._wait(job, now - (job.submitted_at or now))

    async def _wait(self, job: Job, elapsed: timedelta) -> timedelta:
        forecast = await self._forecast(job.kind, job.request.model)
        seconds = forecast.next_wait_seconds(elapsed.total_seconds(), self._chance())
        return timedelta(seconds=seconds)

    async def _forecast(self, kind: JobKind, model: str) -> Forecast:
        now = self._clock.now()
        kept = self._kept.get((kind, model))
        if kept is None or kept.until <= now:
            seen = await self._database.read(lambda tx: tx.jobs.recent_seconds(kind, model))
            kept = _Kept(Forecast.of(seen, self._bounds), now + _TRUSTED)
            self._kept[kind, model] = kept
        return kept.forecast


class Ration:
    """At most so many requests a second, however many jobs are due."""

    def __init__(self, clock: Clock, per_second: float) -> None:
        """Begin with one second's worth, or one request if that is less."""
        self._clock = clock
        self._per_second = per_second
        self._most = max(per_second, 1.0)
        self._left = self._most
        self._counted_at = clock.now()

    def left(self) -> int:
        """Return how many requests may be sent now."""
        self._count()
        return int(self._left)

    def spend(self, requests: int) -> None:
        """Count requests that are sent now."""
        self._count()
        self._left -= requests

    def free_at(self) -> datetime:
        """Return from when on a request may be sent."""
        self._count()
        missing = max(1.0 - self._left, 0.0)
        return self._counted_at + timedelta(seconds=missing / self._per_second)

    def _count(self) -> None:
        now = self._clock.now()
        earned = (now - self._counted_at).total_seconds() * self._per_second
        self._left = min(self._left + max(earned, 0.0), self._most)
        self._counted_at = now
