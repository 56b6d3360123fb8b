"""Asks a music service that is down whether it is back; nothing else is sent to it meanwhile."""

from datetime import datetime

import structlog

from bot.domain.errors import ProviderRefused, ReportUnavailable
from bot.domain.jobs import Work
from bot.domain.ports import MusicProvider
from bot.services.outages import CircuitBreaker

log = structlog.get_logger(__name__)


class Prober:
    """Asks for the balance, which costs nothing, less and less often. The answer is the probe."""

    work = Work.PROBE

    def __init__(self, breaker: CircuitBreaker, provider: MusicProvider) -> None:
        """`provider` tells the breaker how its calls end."""
        self._breaker = breaker
        self._provider = provider

    async def claim(self, limit: int) -> tuple[datetime, ...]:
        """Take the probe that is due; of several processes one gets it."""
        await self._breaker.refresh()
        due_at = self._breaker.known.probe_at
        if due_at is None or not await self._breaker.probing():
            return ()
        return (due_at,)

    async def next_due_at(self) -> datetime | None:
        """Return when the next probe is due; None while the service is there."""
        return self._breaker.known.probe_at

    async def give_back(self, probe: datetime) -> None:
        """Leave it to the next probe."""

    async def handle(self, probe: datetime) -> None:
        """Try once."""
        try:
            await self._provider.balance()
        except ReportUnavailable as error:
            log.info("provider_still_down", error=type(error).__name__)
        except ProviderRefused as refused:
            log.warning("probe_refused", reason=refused.reason)
