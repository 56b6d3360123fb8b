"""What tests of services and workers ask of the core."""

from bot.domain.delivery import JobView
from bot.domain.ids import IdempotencyKey, JobId
from bot.domain.jobs import Job
from bot.services.orders import Requester
from tests.support.orders import ADA, GUILD, place, request
from tests.support.surroundings import Core


async def order(core: Core, requester: Requester = ADA, key: str = "itx:1") -> JobView:
    """Order a plain song."""
    where = place(core.clock.now())
    return await core.generation.order(request(), requester, where, key=IdempotencyKey(key))


async def stored(core: Core, job_id: JobId) -> Job:
    """Return a job as it is stored."""
    job = await core.database.read(lambda tx: tx.jobs.get(job_id))
    assert job is not None
    return job


async def credits_of(core: Core, requester: Requester = ADA) -> tuple[int, int]:
    """Return what a member has posted and held, in all accounts of their own."""
    purse = await core.database.read(lambda tx: tx.ledger.purse(GUILD, requester.user_id))
    return purse.posted, purse.held


async def discrepancies(core: Core) -> tuple[str, ...]:
    """Return what is wrong in the books."""
    return await core.database.read(lambda tx: tx.ledger.discrepancies())
