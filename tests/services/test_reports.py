from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.credits import AccountKind, AccountName, EntryKind
from bot.domain.ids import GuildId, IdempotencyKey
from bot.domain.jobs import JobKind
from bot.domain.periods import Period
from bot.domain.ports import TaskReport, TaskState, Transaction
from bot.domain.usage import Usage
from tests.support.core_fixture import order
from tests.support.guilds import MODERATOR, change, grant
from tests.support.orders import ADA, BEN, GUILD, clip
from tests.support.surroundings import PRICE, Core

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


async def sing(core: Core) -> None:
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
    await core.submitter.run_once()
    core.clock.advance(20)
    await core.run_due()


async def test_usage_by_day_member_and_kind(core: Core) -> None:
    await change(core, welcome=1000, time_zone="Europe/Vienna", price_percent=200)
    today, _ = await core.reports.period(GUILD, Period.DAY)
    await order(core, ADA, "1")
    await sing(core)
    await order(core, ADA, "2")
    await order(core, BEN, "3")
    core.clock.advance(24 * 3600)
    await order(core, BEN, "4")
    tomorrow = today + timedelta(days=1)
    create = JobKind.CREATE
    assert await core.reports.usage(GUILD, today, tomorrow) == (
        Usage(today, ADA.user_id, create, orders=2, songs=2, charged=28, provider_used=PRICE),
        Usage(today, BEN.user_id, create, orders=1, songs=0, charged=0, provider_used=0),
        Usage(tomorrow, BEN.user_id, create, orders=1, songs=0, charged=0, provider_used=0),
    )
    of_ada = await core.reports.usage(GUILD, today, tomorrow, user_id=ADA.user_id)
    assert [used.user_id for used in of_ada] == [ADA.user_id]
    assert await core.reports.usage(GuildId(4), today, tomorrow) == ()


async def test_the_periods_of_a_report(core: Core) -> None:
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert await core.reports.period(GUILD, Period.WEEK, monday) == (
        date(2026, 11, 23),
        date(2026, 11, 29),
    )
    assert await core.reports.period(GUILD, Period.MONTH, monday) == (
        date(2026, 11, 1),
        date(2026, 11, 30),
    )
    with pytest.raises(ValueError, match="days"):
        await core.reports.usage(GUILD, date(2026, 1, 2), date(2026, 1, 1))


async def test_lines_are_told_with_both_owners(core: Core) -> None:
    await grant(core, ADA, 5)
    await grant(core, BEN, 6)
    await change(core, gifts=True)
    await core.credits.give(
        GUILD, ADA.user_id, BEN.user_id, 2, reason="=1+1", key=IdempotencyKey("g")
    )
    lines = [line async for line in core.reports.lines(GUILD, *EVER, page=2)]
    assert [(line.kind, line.amount, line.source_owner, line.target_owner) for line in lines] == [
        (EntryKind.GRANT, 5, None, ADA.user_id),
        (EntryKind.GRANT, 6, None, BEN.user_id),
        (EntryKind.GIFT, 2, ADA.user_id, BEN.user_id),
    ]
    assert (lines[0].source, lines[0].target) == (AccountKind.ISSUE, AccountKind.MEMBER)
    assert (lines[0].actor_id, lines[2].reason) == (MODERATOR, "=1+1")
    now = core.clock.now()
    assert [line async for line in core.reports.lines(GUILD, now + timedelta(1), EVER[1])] == []
    assert [line async for line in core.reports.lines(GUILD, EVER[0], now)] == []


async def test_a_long_history_comes_complete_in_pages(core: Core) -> None:
    def fill(tx: Transaction) -> None:
        for number in range(1203):
            tx.ledger.grant(
                core_account,
                1 + number % 3,
                reason=str(number),
                actor_id=None,
                key=IdempotencyKey(f"{number}"),
                now=core.clock.now(),
            )

    core_account = AccountName.member(GUILD, ADA.user_id)
    await core.database.write(fill)
    history = [line async for line in core.credits.history(GUILD, ADA.user_id, page=100)]
    assert [line.reason for line in history] == [str(number) for number in range(1202, -1, -1)]
    exported = [line async for line in core.reports.lines(GUILD, *EVER, page=400)]
    assert len(exported) == 1203
