"""The one gate that all calls of a process pass: how often, how many at once, and pauses."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import Presence, ProviderBusy, ReportUnavailable
from bot.domain.ports import Clock, Turns

Wait = Callable[[float], Awaitable[None]]
"""Waits some seconds. Tests give one that moves their clock instead."""


_LOOK_AGAIN_SECONDS = 1.0
"""When as many orders are on their way as may be, and nothing else spaces them."""


@dataclass(frozen=True)
class GateSettings:
    """How hard the service is used."""

    order_interval_seconds: float = 3.0
    """The least time between the starts of two orders; the service's documented limit."""
    longest_wait_seconds: float = 10.0
    """An order that would wait longer for its turn is turned away instead, unsent."""
    orders_at_once: int = 3
    questions_at_once: int = 8
    pause_seconds: float = 30.0
    """How long nothing is called after the service was busy; doubles while it stays so."""
    longest_pause_seconds: float = 60.0
    longest_retry_after_seconds: float = 300.0
    """The most that is believed of a `Retry-After`."""


class Gate:
    """Spaces orders, limits what runs at once, and keeps everybody away during a pause.

    Nobody waits long here: who would is turned away with the time after which to come again, so
    that a worker's claim on its job does not run out.
    """

    def __init__(self, clock: Clock, settings: GateSettings, *, wait: Wait) -> None:
        self._clock = clock
        self._settings = settings
        self._wait = wait
        self._under_way = 0
        self._booked = 0
        self._questions = asyncio.Semaphore(settings.questions_at_once)
        self._next_order_at: datetime | None = None
        self._paused_until: datetime | None = None
        self._busy_in_a_row = 0

    def turns(self) -> Turns:
        """Tell how many orders would pass now without waiting."""
        now, settings = self._clock.now(), self._settings
        paused = self._pause_left()
        if paused > 0:
            return Turns(0, now + timedelta(seconds=paused))
        turn = self._next_turn(now)
        if turn > now:
            return Turns(0, turn)
        free = settings.orders_at_once - self._under_way
        spacing = settings.order_interval_seconds
        if free > 0 and spacing > 0:
            free = 1
        look_again = timedelta(seconds=spacing or _LOOK_AGAIN_SECONDS)
        return Turns(max(free, 0), None if free > 0 else now + look_again)

    def book(self, orders: int) -> None:
        """Take the turns of orders that will come in a moment."""
        now = self._clock.now()
        # An order may turn out not to be sent; its turn is then another's.
        self._booked = min(self._booked + orders, self._settings.orders_at_once)
        interval = timedelta(seconds=self._settings.order_interval_seconds)
        if orders:
            self._next_order_at = self._next_turn(now) + orders * interval

    @asynccontextmanager
    async def order(self, *, spaced: bool = True) -> AsyncIterator[None]:
        """Pass with an order; `spaced` ones keep their distance from each other.

        Raises:
            ProviderBusy: a pause is on, the turn would come too late, or as many orders as may be
            are on their way. Nothing was sent.
        """
        booked = self._booked > 0
        self._booked -= booked
        self._turn_away_order(self._pause_left())
        if spaced and not booked:
            await self._take_turn()
        self._turn_away_order(self._pause_left())
        if self._under_way >= self._settings.orders_at_once:
            raise ProviderBusy(self._settings.order_interval_seconds, Presence.UNASKED)
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    @asynccontextmanager
    async def question(self) -> AsyncIterator[None]:
        """Pass with a question. Questions never wait behind orders.

        Raises:
            ReportUnavailable: a pause is on. Nothing was sent.
        """
        async with self._questions:
            left = self._pause_left()
            if left > 0:
                raise ReportUnavailable("paused", left, Presence.UNASKED)
            yield

    def busy(self, retry_after_seconds: float | None) -> float:
        """Begin a pause, as the service asked or by our own measure; returns its seconds."""
        self._busy_in_a_row += 1
        settings = self._settings
        if retry_after_seconds is None:
            doubled = settings.pause_seconds * 2.0 ** min(self._busy_in_a_row - 1, 10)
            seconds = min(doubled, settings.longest_pause_seconds)
        else:
            seconds = self.believable(retry_after_seconds)
        until = self._clock.now() + timedelta(seconds=seconds)
        self._paused_until = max(until, self._paused_until or until)
        return seconds

    def believable(self, retry_after_seconds: float) -> float:
        """Return how much of a `Retry-After` is believed."""
        return min(retry_after_seconds, self._settings.longest_retry_after_seconds)

    def answered(self) -> None:
        """Note that the service is not busy, so that the next pause begins short again."""
        self._busy_in_a_row = 0

    async def _take_turn(self) -> None:
        now, settings = self._clock.now(), self._settings
        turn = self._next_turn(now)
        delay = (turn - now).total_seconds()
        if delay > settings.longest_wait_seconds:
            raise ProviderBusy(delay, Presence.UNASKED)
        self._next_order_at = turn + timedelta(seconds=settings.order_interval_seconds)
        if delay > 0:
            await self._wait(delay)

    def _next_turn(self, now: datetime) -> datetime:
        settings = self._settings
        turn = max(now, self._next_order_at or now)
        furthest = settings.longest_wait_seconds + settings.order_interval_seconds
        # Nobody was let further ahead; if it looks so, the clock was put back.
        return now if (turn - now).total_seconds() > furthest else turn

    def _pause_left(self) -> float:
        if self._paused_until is None:
            return 0.0
        left = (self._paused_until - self._clock.now()).total_seconds()
        settings = self._settings
        if left > max(settings.longest_pause_seconds, settings.longest_retry_after_seconds):
            # No pause is so long: the clock was put back.
            self._paused_until = None
            return 0.0
        return left

    @staticmethod
    def _turn_away_order(seconds: float) -> None:
        if seconds > 0:
            raise ProviderBusy(seconds, Presence.UNASKED)
