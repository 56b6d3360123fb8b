"""Who pays for an order, and what the outcome makes of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.credits import AccountKind, AccountName, EntryKind, HoldState
from bot.domain.errors import BudgetSpent, MediaUnusable, NotEnoughCredits
from bot.domain.ids import AccountId
from bot.domain.jobs import JobKind, JobState
from bot.domain.notices import NoticeKind
from bot.domain.periods import Period
from bot.domain.ports import TaskReport, TaskState
from bot.domain.rules import FixedPrice
from tests.support.core_fixture import credits_of, discrepancies, order, stored
from tests.support.guilds import (
    MODERATOR,
    SUPPORTER,
    account,
    change,
    fill_wallet,
    grant,
    set_allowance,
)
from tests.support.orders import ADA, BEN, GUILD, clip, request
from tests.support.surroundings import PRICE, STARTING_GRANT, Core

ALLOWANCE = AccountName.allowance(GUILD, ADA.user_id)
WELCOME = AccountName.welcome(GUILD, ADA.user_id)
GRANTED = AccountName.member(GUILD, ADA.user_id)
WALLET = AccountName.wallet(GUILD)


async def finish(core: Core, songs: int) -> None:
    """Let the provider finish every task with so many of two songs, and settle."""
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
    if songs < 2:
        core.archive.faults = {"clip-2": [MediaUnusable("silence")] * 9}
    await core.submitter.run_once()
    core.clock.advance(20)
    await core.run_due()


async def four_purses(core: Core) -> None:
    """Five credits of allowance, three of welcome, four granted, and a wallet that pays."""
    await change(core, welcome=3, wallet_pays=True)
    await set_allowance(core, 5, Period.WEEK)
    await grant(core, ADA, 4)
    await fill_wallet(core, 50)


async def kind_of(core: Core, account_id: AccountId) -> AccountKind:
    return (await core.database.read(lambda tx: tx.ledger.owner_of(account_id))).kind


async def test_allowance_welcome_granted_and_wallet_pay_in_this_order(core: Core) -> None:
    await four_purses(core)
    view = await order(core)
    holds = await core.database.read(lambda tx: tx.ledger.holds_of(view.job.job_id))
    owners = [await kind_of(core, hold.account_id) for hold in holds]
    assert [hold.amount for hold in holds] == [5, 3, 4, 2]
    assert owners == ["allowance", "welcome", "member", "wallet"]
    assert (await account(core, WALLET)).available == 48
    assert view.balance.available == 0


async def test_everything_is_captured_in_one_settlement(core: Core) -> None:
    await four_purses(core)
    job = (await order(core)).job
    await finish(core, 2)
    settled = await stored(core, job.job_id)
    assert (settled.state, settled.charged) == (JobState.SUCCEEDED, PRICE)
    assert (await account(core, AccountName.spent(GUILD))).posted == PRICE
    assert (await account(core, WALLET)).posted == 48
    assert await discrepancies(core) == ()


async def test_half_a_result_is_paid_by_the_first_accounts(core: Core) -> None:
    await four_purses(core)
    job = (await order(core)).job
    await finish(core, 1)
    settled = await stored(core, job.job_id)
    assert (settled.state, settled.charged, settled.provider_used) == (JobState.PARTIAL, 7, PRICE)
    holds = await core.database.read(lambda tx: tx.ledger.holds_of(job.job_id))
    assert [(hold.state, hold.captured) for hold in holds] == [
        (HoldState.CAPTURED, 5),
        (HoldState.CAPTURED, 2),
        (HoldState.RELEASED, 0),
        (HoldState.RELEASED, 0),
    ]
    assert (await account(core, WALLET)).posted == 50
    assert await discrepancies(core) == ()


async def test_the_wallet_stays_shut_unless_the_server_opens_it(core: Core) -> None:
    await change(core, welcome=3)
    await fill_wallet(core, 50)
    with pytest.raises(NotEnoughCredits) as refusal:
        await order(core)
    assert (refusal.value.needed, refusal.value.available) == (PRICE, 3)
    assert (await account(core, WALLET)).available == 50


async def test_a_refusal_says_when_the_next_allowance_comes(core: Core) -> None:
    await change(core, welcome=0, time_zone="Europe/Vienna")
    await set_allowance(core, 13, Period.DAY, SUPPORTER)
    with pytest.raises(NotEnoughCredits) as refusal:
        await order(core, replace(ADA, role_ids=(SUPPORTER,)))
    assert refusal.value.available == 13
    refill = refusal.value.refill
    assert refill is not None
    assert (refill.amount, refill.period, refill.role_id) == (13, Period.DAY, SUPPORTER)
    assert timedelta() < refill.at - core.clock.now() <= timedelta(days=1)
    # The refused order granted nothing that would be granted again.
    statement = await core.credits.statement(GUILD, ADA.user_id, role_ids=(SUPPORTER,))
    assert statement.balance.available == 13


async def test_a_start_is_given_once_whoever_asks_first(core: Core) -> None:
    await core.credits.statement(GUILD, ADA.user_id)
    await order(core)
    await core.credits.statement(GUILD, ADA.user_id)
    assert await credits_of(core) == (STARTING_GRANT, PRICE)
    (line,) = (await core.credits.statement(GUILD, ADA.user_id)).lines
    assert (line.kind, line.amount, line.reason) == (EntryKind.GRANT, STARTING_GRANT, "start")


async def test_a_servers_price_is_fixed_when_the_order_is_made(core: Core) -> None:
    await change(core, price_percent=150)
    assert (await core.quotes.quote(request(), ADA.user_id, GUILD)).price == 21
    view = await order(core)
    assert (view.job.price, view.job.provider_cost) == (21, PRICE)
    assert view.tariff.price(JobKind.CREATE, "", PRICE) == 21
    await core.rules.set_price(FixedPrice(GUILD, JobKind.CREATE, "", 2), actor_id=MODERATOR)
    assert (await order(core, BEN, "itx:2")).job.price == 2
    await finish(core, 2)
    assert (await stored(core, view.job.job_id)).charged == 21
    assert await discrepancies(core) == ()


async def test_an_order_may_cost_nothing(core: Core) -> None:
    await change(core, price_percent=0, welcome=0)
    view = await order(core)
    assert view.job.price == 0
    await finish(core, 2)
    settled = await stored(core, view.job.job_id)
    assert (settled.state, settled.charged, settled.provider_used) == (
        JobState.SUCCEEDED,
        0,
        PRICE,
    )
    assert await discrepancies(core) == ()


async def test_the_monthly_ceiling_gives_notice_and_then_stops(core: Core) -> None:
    await change(core, monthly_ceiling=4 * PRICE, welcome=1000)
    for number in range(3):
        await order(core, key=f"itx:{number}")
    await core.run_due()
    assert core.herald.told == []
    await order(core, key="itx:3")
    for number in range(4, 8):
        with pytest.raises(BudgetSpent) as refusal:
            await order(core, key=f"itx:{number}")
        assert (refusal.value.ceiling, refusal.value.used) == (56, 56)
        assert refusal.value.resets_at > core.clock.now()
    await core.teller.run_once()
    assert [(notice.kind, notice.amount, notice.limit) for notice in core.herald.told] == [
        (NoticeKind.CEILING_NEAR, 56, 56),
        (NoticeKind.CEILING_REACHED, 56, 56),
    ]
    assert await credits_of(core) == (1000, 4 * PRICE)


async def test_a_ceiling_that_was_raised_gives_notice_anew(core: Core) -> None:
    for number, songs in enumerate((1, 4)):
        await change(core, monthly_ceiling=songs * PRICE, welcome=1000)
        for again in range(songs - number):
            await order(core, key=f"itx:{number}:{again}")
    await core.teller.run_once()
    assert [(notice.kind, notice.amount, notice.limit) for notice in core.herald.told] == [
        (NoticeKind.CEILING_NEAR, PRICE, PRICE),
        (NoticeKind.CEILING_NEAR, 4 * PRICE, 4 * PRICE),
    ]


async def test_what_the_provider_did_not_take_counts_no_more(core: Core) -> None:
    await change(core, monthly_ceiling=PRICE)
    view = await order(core)
    with pytest.raises(BudgetSpent):
        await order(core, BEN, "itx:2")
    await core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD)
    assert (await stored(core, view.job.job_id)).provider_used == 0
    await order(core, BEN, "itx:3")
    wallet = await core.treasury.wallet(GUILD)
    assert (wallet.used_this_month, wallet.ceiling) == (PRICE, PRICE)


async def test_a_new_month_begins_in_the_servers_time_zone(core: Core) -> None:
    await change(core, monthly_ceiling=PRICE, time_zone="Pacific/Auckland", welcome=1000)
    await order(core)
    with pytest.raises(BudgetSpent) as refusal:
        await order(core, key="itx:2")
    core.clock.advance((refusal.value.resets_at - core.clock.now()).total_seconds() - 1)
    with pytest.raises(BudgetSpent):
        await order(core, key="itx:3")
    core.clock.advance(1)
    await order(core, key="itx:4")
