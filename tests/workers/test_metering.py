"""What a request really took is read from the balance, where nothing else changes it meanwhile."""

from datetime import timedelta

import pytest

from bot.domain.errors import JamboreeError, OutcomeUnknown, ProviderBusy, ReportUnavailable
from bot.domain.ids import ProviderClipId, ProviderTaskId
from bot.domain.jobs import Job, JobState
from bot.domain.ports import ProviderBalance, TaskReport, TaskState, Transaction
from bot.domain.requests import StemsRequest
from bot.domain.sources import Source
from bot.services.orders import Requester
from bot.workers.jobs import Surroundings
from bot.workers.metering import CostMeter
from bot.workers.submitter import SubmitPace, Submitter
from tests.support.core_fixture import order, stored
from tests.support.orders import ADA, BEN, GUILD, clip
from tests.support.reworks import rework
from tests.support.surroundings import BACKOFF, LEASE, PRICE, Core

BOTH = TaskReport(TaskState.FINISHED, (clip(1), clip(2)))


async def run_metered(core: Core) -> None:
    """Submit what waits, reading the balance around it."""
    around = Surroundings(core.database, core.clock, core.signals, core.settlement, timedelta(0))
    pace = SubmitPace(LEASE, BACKOFF, timedelta(hours=6), timedelta(hours=2), timedelta(seconds=15))
    meter = CostMeter(core.database, core.clock, core.provider)
    submitter = Submitter(around, pace, core.provider, meter=meter)
    for job in await submitter.claim(1):
        await submitter.handle(job)


async def finished(core: Core, report: TaskReport = BOTH) -> Job:
    """Order as Ada, see it to its end, and return it."""
    view = await order(core, ADA)
    await run_metered(core)
    core.provider.reports = [report]
    core.clock.advance(20)
    await core.run_due()
    return await stored(core, view.job.job_id)


async def used_this_month(core: Core) -> int:
    return (await core.treasury.wallet(GUILD)).used_this_month


@pytest.mark.parametrize("taken", [0, 5, PRICE, 2 * PRICE])
async def test_what_the_balance_fell_by_is_recorded(core: Core, taken: int) -> None:
    core.provider.balances = [ProviderBalance(900, 100), ProviderBalance(900, 100 - taken)]
    job = await finished(core)
    assert (job.state, job.charged) == (JobState.SUCCEEDED, PRICE)
    assert (job.provider_used, job.cost_measured) == (taken, True)
    assert await used_this_month(core) == taken
    today = job.created_at.date()
    (usage,) = await core.reports.usage(GUILD, today, today)
    assert (usage.provider_used, usage.provider_measured) == (taken, taken)


@pytest.mark.parametrize(
    "balances",
    [
        [ProviderBalance(100, 0), ProviderBalance(600, 0)],
        [ProviderBalance(100_000, 0), ProviderBalance(0, 0)],
        [ProviderBalance(100, 0), ReportUnavailable("no answer")],
        [ReportUnavailable("no answer"), ProviderBalance(100, 0)],
    ],
    ids=["filled up", "used by others", "unknown after", "unknown before"],
)
async def test_the_price_list_counts_where_the_balance_tells_nothing(
    core: Core, balances: list[ProviderBalance | JamboreeError]
) -> None:
    core.provider.balances = balances
    job = await finished(core)
    assert (job.provider_used, job.cost_measured) == (PRICE, False)
    assert await used_this_month(core) == PRICE


async def test_the_price_list_counts_where_another_order_is_under_way(core: Core) -> None:
    await order(core, Requester(BEN.user_id, "Ben"))
    await core.submitter.run_once()
    core.provider.submissions = [ProviderTaskId("task-2")]
    core.provider.balances = [ProviderBalance(100, 0), ProviderBalance(86, 0)]
    job = await finished(core)
    assert (job.provider_used, job.cost_measured) == (PRICE, False)


async def test_nothing_was_taken_for_what_failed(core: Core) -> None:
    core.provider.balances = [ProviderBalance(100, 0), ProviderBalance(86, 0)]
    job = await finished(core, TaskReport(TaskState.FAILED))
    assert job.state is JobState.FAILED
    assert (job.provider_used, job.cost_measured) == (0, False)
    assert await used_this_month(core) == 0


async def test_a_price_is_known_when_that_of_each_request_is(core: Core) -> None:
    view = await order(core, ADA)
    now, job_id = core.clock.now(), view.job.job_id
    assert await core.database.read(lambda tx: tx.budgets.charged(job_id)) is None
    for amount, known in ((2, 2), (5, 7), (None, None), (1, None)):

        def note(tx: Transaction, amount: int | None = amount) -> None:
            charge_id = tx.budgets.note_request(job_id, now)
            if amount is not None:
                tx.budgets.tell_charge(charge_id, amount)

        await core.database.write(note)
        assert await core.database.read(lambda tx: tx.budgets.charged(job_id)) == known


def balances(*amounts: int) -> list[ProviderBalance | JamboreeError]:
    return [ProviderBalance(balance, 0) for balance in amounts]


async def test_a_step_whose_fate_is_unknown_leaves_the_price_list(core: Core) -> None:
    core.provider.submissions = [
        TaskReport(TaskState.FINISHED, uploaded=ProviderClipId("up")),
        OutcomeUnknown("cut"),
    ]
    core.provider.balances = balances(1000, 998, 998)
    view = await rework(core, StemsRequest(source=Source.of_link("https://a.example/a.mp3", 12)))
    expected = view.job.provider_cost
    await run_metered(core)
    await run_metered(core)
    core.clock.advance(3 * 3600)
    await core.reaper.run_once()
    job = await stored(core, view.job.job_id)
    assert job.state is JobState.TIMED_OUT
    assert (job.provider_used, job.cost_measured) == (expected, False)
    assert await used_this_month(core) == expected


async def test_a_try_that_was_not_taken_cost_nothing(core: Core) -> None:
    core.provider.submissions = [ProviderBusy(None), ProviderTaskId("task-1")]
    core.provider.balances = balances(100, 100, 86)
    view = await order(core, ADA)
    await run_metered(core)
    core.clock.advance(600)
    await run_metered(core)
    core.provider.reports = [BOTH]
    core.clock.advance(20)
    await core.run_due()
    job = await stored(core, view.job.job_id)
    assert (job.provider_used, job.cost_measured) == (14, True)
