"""Credits that people set aside for jams, as they are kept."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import AccountId, JamId, JobId, UserId
from bot.domain.jams.money import Pledge, Pot


class PledgeRepository(Protocol):
    """Credits set aside for jams."""

    def add(
        self,
        jam_id: JamId,
        user_id: UserId,
        account_id: AccountId,
        amount: int,
        *,
        now: datetime,
    ) -> None:
        """Set `amount` (above zero) of an account aside, which has no pending pledge to the jam.

        Raises:
            NotEnoughCredits: fewer are available; nothing changed.
        """
        ...

    def pending(self, jam_id: JamId, user_id: UserId | None = None) -> tuple[Pledge, ...]:
        """Return a jam's pledges, or somebody's, that are not resolved, oldest first."""
        ...

    def pot(self, jam_id: JamId) -> Pot:
        """Return what is set aside for a jam."""
        ...

    def release(self, pledge: Pledge, now: datetime) -> bool:
        """Free a pledge; False, changing nothing, when it was resolved before."""
        ...

    def use(self, pledge: Pledge, amount: int, job_id: JobId, now: datetime) -> bool:
        """Free a pledge of which `amount` (above zero) becomes a hold of a saved job.

        The caller makes the hold. Returns False, changing nothing, when it was resolved before.
        """
        ...
