"""An order that could not be sent for too long ends, whatever keeps it from being sent."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import ReportUnavailable
from bot.domain.jobs import FailureCode, JobState
from bot.domain.ports import ProviderBalance
from storage import open_database
from tests.support.core_fixture import credits_of, order, stored
from tests.support.orders import ADA, BEN
from tests.support.surroundings import STARTING_GRANT, Core, build_core

DEADLINE = timedelta(hours=6).total_seconds()
FAILURES = 5


async def ends_after_six_hours(core: Core) -> None:
    """Order as two members, one of them later, and see each order end at its own time."""
    first = (await order(core, ADA, "itx:first")).job.job_id
    core.clock.advance(60)
    second = (await order(core, BEN, "itx:second")).job.job_id
    core.clock.advance(DEADLINE - 61)
    await core.submitter.run_once()
    assert (await stored(core, first)).state is JobState.QUEUED

    core.clock.advance(1)
    await core.submitter.run_once()
    job = await stored(core, first)
    assert job.failure is not None
    assert job.failure.code is FailureCode.NEVER_SENT
    assert await credits_of(core, ADA) == (STARTING_GRANT, 0)
    assert (await stored(core, second)).state is JobState.QUEUED

    core.clock.advance(60)
    await core.submitter.run_once()
    assert (await stored(core, second)).state is JobState.FAILED
    assert core.provider.submitted == []


async def test_while_the_service_is_down(core: Core) -> None:
    for _ in range(FAILURES):
        await core.breaker.failed()
    core.provider.balances = [ReportUnavailable("ConnectError")]
    await ends_after_six_hours(core)


async def test_while_the_balance_is_too_low(tmp_path: Path) -> None:
    async with open_database(str(tmp_path / "core.db")) as database:
        core = build_core(database, reserve=100)
        core.provider.balances = [ProviderBalance(30, 0)]
        await ends_after_six_hours(core)


@pytest.mark.parametrize("late", [DEADLINE, 2 * DEADLINE])
async def test_a_service_that_comes_back_in_time_gets_what_waits(core: Core, late: float) -> None:
    for _ in range(FAILURES):
        await core.breaker.failed()
    core.provider.balances = [ReportUnavailable("ConnectError")]
    early = (await order(core, ADA, "itx:early")).job.job_id
    core.clock.advance(late - 60)
    waiting = (await order(core, BEN, "itx:waiting")).job.job_id
    core.provider.balances = [ProviderBalance(1000, 0)]
    await core.prober.run_once()
    core.clock.advance(61)
    await core.submitter.run_once()
    assert (await stored(core, early)).state is JobState.FAILED
    assert (await stored(core, waiting)).state is JobState.RUNNING
