"""What a paid request really took from the balance at the music service.

The service does not say. Its balance before and after a request does, as long as no other request
of ours is under way that may take credits or give some back at the same time.
"""

import asyncio
from dataclasses import dataclass

import structlog

from bot.domain.crash_points import Act, around
from bot.domain.errors import ProviderRefused, ReportUnavailable
from bot.domain.ids import ChargeId
from bot.domain.jobs import Job
from bot.domain.ports import Clock, Database, MusicProvider

log = structlog.get_logger(__name__)

_PATIENCE_SECONDS = 5.0
"""An order does not wait longer to learn what it costs."""

_PLAUSIBLE = 20
"""A request that seems to have taken so many times its price was not alone after all."""


@dataclass(frozen=True)
class Reading:
    """The balance before a request; None where the request's price cannot be told from it."""

    charge_id: ChargeId
    number: int
    balance: int | None


class CostMeter:
    """Reads the balance around paid requests, and writes down by how much it fell.

    A request is noted before it is sent: what one took that broke off, or whose answer was lost,
    stays unknown, and what a job took is known only when that of each of its requests is.
    """

    def __init__(self, database: Database, clock: Clock, provider: MusicProvider) -> None:
        self._database = database
        self._clock = clock
        self._provider = provider
        self._readings = 0

    async def before(self, job: Job) -> Reading:
        """Note a request that is about to be sent, and read the balance."""
        self._readings += 1
        number = self._readings
        balance = await self._balance() if await self._alone() else None
        now = self._clock.now()
        charge_id = await self._database.write(lambda tx: tx.budgets.note_request(job.job_id, now))
        return Reading(charge_id, number, balance)

    async def after(self, job: Job, before: Reading) -> None:
        """Write down what a request took that was accepted just now, if it can be told.

        A job that ended with the answer to this request has been settled by the price list before.
        """
        amount = await self._taken(job, before)
        if amount is not None:
            await self._tell(before, amount)

    async def not_taken(self, before: Reading) -> None:
        """Write down that a request certainly took nothing."""
        await self._tell(before, 0)

    async def _tell(self, before: Reading, amount: int) -> None:
        await self._database.write(lambda tx: tx.budgets.tell_charge(before.charge_id, amount))

    async def _taken(self, job: Job, before: Reading) -> int | None:
        if before.balance is None:
            return None
        balance = await self._balance()
        others = self._readings != before.number or not await self._alone()
        if balance is None or others:
            return None
        taken = before.balance - balance
        if 0 <= taken <= _PLAUSIBLE * max(job.provider_cost, 1):
            return taken
        # The account was filled up, or somebody else uses it.
        log.warning("cost_unclear", job_id=job.job_id, taken=taken)
        return None

    async def _alone(self) -> bool:
        """Tell whether the request's own job is the only one that the service works on."""
        return await self._database.read(lambda tx: tx.jobs.under_way()) <= 1

    async def _balance(self) -> int | None:
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                with around(Act.BALANCE):
                    return (await self._provider.balance()).spendable
        except (ReportUnavailable, ProviderRefused, TimeoutError) as error:
            log.info("balance_unknown", error=type(error).__name__)
            return None
