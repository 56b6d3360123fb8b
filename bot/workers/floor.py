"""The operator's floor: nothing is ordered while the balance at the music service is too low."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.crash_points import Act, around
from bot.domain.errors import ProviderRefused, ReportUnavailable
from bot.domain.jobs import Work
from bot.domain.notices import OPERATOR, Notice, NoticeKind
from bot.domain.ports import Clock, Database, MusicProvider, Transaction
from bot.services.outages import redraw_waiting
from bot.services.shortage import Shortage
from bot.services.signals import Signals

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Reserve:
    """How much has to be left, in the service's credits, and how long an answer is trusted."""

    credits: int
    """0 switches the floor off: the service is not asked."""
    trusted_for: timedelta


class ProviderFloor:
    """Tells whether the balance is above the reserve; raises one notice when it is not."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        signals: Signals,
        provider: MusicProvider,
        reserve: Reserve,
        shortage: Shortage,
    ) -> None:
        """`shortage` is told what becomes known."""
        self._database = database
        self._clock = clock
        self._signals = signals
        self._provider = provider
        self._reserve = reserve
        self._shortage = shortage
        self._trusted_until: datetime | None = None

    @property
    def closed_until(self) -> datetime | None:
        """When the service is asked again, while the balance is too low; else None."""
        return self._trusted_until if self._shortage.present else None

    async def is_open(self) -> bool:
        """Tell whether orders may go out. An answer that cannot be had changes nothing."""
        if not self._reserve.credits:
            return True
        now = self._clock.now()
        if self._trusted_until is None or now >= self._trusted_until:
            self._trusted_until = now + self._reserve.trusted_for
            await self._ask(now)
        return not self._shortage.present

    async def _ask(self, now: datetime) -> None:
        try:
            with around(Act.BALANCE):
                balance = await self._provider.balance()
        except (ReportUnavailable, ProviderRefused) as error:
            log.warning("balance_unknown", error=type(error).__name__)
            return
        left = balance.spendable
        low = left < self._reserve.credits
        changed = low is not self._shortage.present
        notice = Notice(
            None, OPERATOR, NoticeKind.PROVIDER_LOW, "", left, self._reserve.credits, now
        )

        def note(tx: Transaction) -> bool:
            if changed:
                redraw_waiting(tx, now)
            if low:
                return tx.notices.raise_once(notice)
            tx.notices.withdraw(OPERATOR, NoticeKind.PROVIDER_LOW, "")
            return False

        # Before the write, so that whoever draws the cards that it wants knows it.
        self._shortage.present = low
        told = await self._database.write(note)
        if changed:
            self._signals.ring(Work.DELIVER)
        if told:
            log.error("provider_low", left=left, reserve=self._reserve.credits)
            self._signals.ring(Work.TELL)
