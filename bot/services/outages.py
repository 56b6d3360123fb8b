"""Noticing that the music service is down, and telling those who wait when it is back.

What is known stands in a row, so that several processes and a restart agree. Each process keeps a
copy in memory, which is what cards and workers go by; it is renewed by every call that changes it
and by every look of the prober.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.domain.circuit import Circuit, CircuitPace
from bot.domain.delivery import DeliveryKind
from bot.domain.errors import (
    NotAccepted,
    OutcomeUnknown,
    Presence,
    ProviderError,
    ProviderRefused,
    ReportUnavailable,
)
from bot.domain.ids import ProviderTaskId
from bot.domain.jobs import Job, Work
from bot.domain.notices import Notice, NoticeKind
from bot.domain.ports import (
    Awaited,
    Clock,
    Database,
    MusicProvider,
    ProviderBalance,
    TaskReport,
    Transaction,
    Turns,
)
from bot.domain.requests import Request
from bot.services.signals import Signals

log = structlog.get_logger(__name__)

_TOLD_FROM = timedelta(minutes=2)
"""A shorter outage is not worth a message in the channels that waited."""

_REDRAWN = 500
"""So many waiting orders' cards say that the service is down; later ones say it when drawn."""


class CircuitBreaker:
    """Knows whether the service is down."""

    def __init__(
        self, database: Database, clock: Clock, signals: Signals, pace: CircuitPace
    ) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._pace = pace
        self._known = Circuit()

    @property
    def known(self) -> Circuit:
        """What this process knew last."""
        return self._known

    def down_since(self) -> datetime | None:
        """Return since when the service is down; None while it is not."""
        return self._known.down_since

    async def refresh(self) -> Circuit:
        """Learn what other processes, or the one before this, found out."""
        self._learn(await self._database.read(lambda tx: tx.circuits.get()))
        return self._known

    async def probing(self) -> bool:
        """Take the next probe; False when none is due, or somebody else took it."""
        now = self._clock.now()

        def take(tx: Transaction) -> tuple[Circuit, bool]:
            present = tx.circuits.get()
            probing = present.probing(now, self._pace)
            if probing is None:
                return present, False
            tx.circuits.save(probing)
            return probing, True

        circuit, taken = await self._database.write(take)
        self._learn(circuit)
        return taken

    async def failed(self, *, decisive: bool = True) -> None:
        """Note that a call brought no usable answer; `decisive`: see `Circuit.failed`."""
        await self._change(lambda circuit, now: circuit.failed(now, self._pace, decisive=decisive))

    async def answered(self, *, order_taken: bool) -> None:
        """Note that a call was answered; `order_taken`: a paid one."""
        now = self._clock.now()
        if self._known == self._known.answered(now, order_taken=order_taken):
            return
        await self._change(lambda circuit, at: circuit.answered(at, order_taken=order_taken))

    async def _change(self, become: Callable[[Circuit, datetime], Circuit]) -> None:
        now = self._clock.now()

        def change(tx: Transaction) -> Circuit:
            before = tx.circuits.get()
            after = become(before, now)
            if after != before:
                tx.circuits.save(after)
            if before.open != after.open:
                redraw_waiting(tx, now)
            if before.down_since is not None and not after.open:
                _tell_channels(tx, before.down_since, now)
            return after

        try:
            self._learn(await self._database.write(change))
        except Exception:
            # The call's own outcome matters more; the next call will say the same.
            log.exception("circuit_not_saved")

    def _learn(self, circuit: Circuit) -> None:
        before, self._known = self._known, circuit
        if before.open == circuit.open:
            return
        if circuit.open:
            log.error("provider_down", failures=circuit.failures)
            self._signals.ring(Work.PROBE, Work.DELIVER)
        else:
            log.warning("provider_back")
            self._signals.ring(Work.SUBMIT, Work.POLL, Work.TELL, Work.DELIVER)


def redraw_waiting(tx: Transaction, now: datetime) -> None:
    """Have the cards of orders that wait drawn anew."""
    for job_id in tx.circuits.waiting(_REDRAWN):
        tx.deliveries.want(job_id, DeliveryKind.CARD, now)


def _tell_channels(tx: Transaction, since: datetime, now: datetime) -> None:
    """Have every channel in which orders wait told, once for each outage."""
    lasted = now - since
    if lasted < _TOLD_FROM:
        return
    for channel in tx.circuits.waiting_channels():
        tx.notices.raise_once(
            Notice(
                notice_id=None,
                guild_id=channel.guild_id,
                kind=NoticeKind.SERVICE_BACK,
                subject=f"{channel.channel_id}:{since:%Y%m%d%H%M%S}",
                amount=channel.orders,
                limit=int(lasted.total_seconds()) // 60,
                created_at=now,
            )
        )


class WatchedProvider:
    """A music service whose calls tell a circuit breaker how they ended."""

    def __init__(self, provider: MusicProvider, breaker: CircuitBreaker) -> None:
        self._provider = provider
        self._breaker = breaker

    def turns(self) -> Turns:
        """Tell how many orders would be sent without waiting for their turn."""
        return self._provider.turns()

    def book(self, orders: int) -> None:
        """Take the turns of orders that were just claimed."""
        self._provider.book(orders)

    def check(self, request: Request) -> None:
        """Check a request against every documented limit, without any call."""
        self._provider.check(request)

    def songs_promised(self, request: Request) -> int:
        """Return how many songs a request brings."""
        return self._provider.songs_promised(request)

    def default_model(self, request: Request) -> str:
        """Return the model for a request that names none."""
        return self._provider.default_model(request)

    async def submit(self, job: Job) -> ProviderTaskId | TaskReport:
        """Order the step that a job is at; see `MusicProvider.submit`."""
        try:
            taken = await self._provider.submit(job)
        except (NotAccepted, OutcomeUnknown) as error:
            await self._ended(error)
            raise
        await self._breaker.answered(order_taken=True)
        return taken

    async def report(self, task_id: ProviderTaskId, awaited: Awaited = Awaited.AUDIO) -> TaskReport:
        """Ask how far a task is; see `MusicProvider.report`."""
        try:
            report = await self._provider.report(task_id, awaited)
        except (ReportUnavailable, ProviderRefused) as error:
            await self._ended(error, decisive=False)
            raise
        await self._breaker.answered(order_taken=False)
        return report

    async def balance(self) -> ProviderBalance:
        """Ask what is left; see `MusicProvider.balance`."""
        try:
            balance = await self._provider.balance()
        except (ReportUnavailable, ProviderRefused) as error:
            await self._ended(error)
            raise
        await self._breaker.answered(order_taken=False)
        return balance

    async def _ended(self, error: ProviderError, *, decisive: bool = True) -> None:
        """Tell the breaker what a failure says of the service, where it says anything."""
        match error.presence:
            case Presence.THERE:
                await self._breaker.answered(order_taken=False)
            case Presence.AWAY:
                await self._breaker.failed(decisive=decisive)
            case Presence.UNASKED:
                return
