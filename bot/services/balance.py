"""What is left on the operator's account at the music service, for whoever looks after a server."""

from datetime import datetime, timedelta

from bot.domain.errors import ProviderRefused, ReportUnavailable
from bot.domain.ports import Clock, MusicProvider, ProviderBalance

TRUSTED_FOR = timedelta(minutes=1)
"""How long an answer is given again, so that many who look do not make many requests."""


class BalanceService:
    """Asks the music service, at most once a minute."""

    def __init__(self, provider: MusicProvider, clock: Clock) -> None:
        self._provider = provider
        self._clock = clock
        self._asked_at: datetime | None = None
        self._balance: ProviderBalance | None = None

    async def spendable(self) -> int | None:
        """Return the credits that orders may still cost; None when that cannot be had now."""
        now = self._clock.now()
        if self._asked_at is None or now - self._asked_at >= TRUSTED_FOR:
            self._asked_at = now
            try:
                self._balance = await self._provider.balance()
            except (ReportUnavailable, ProviderRefused):
                self._balance = None
        return None if self._balance is None else self._balance.spendable
