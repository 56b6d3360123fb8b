"""While the balance at the music service is too low, orders wait; the operator hears it once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import ReportUnavailable
from bot.domain.ids import MessageId
from bot.domain.jobs import JobState
from bot.domain.notices import OPERATOR, NoticeKind
from bot.domain.ports import ProviderBalance
from storage import open_database
from tests.support.core_fixture import order, stored
from tests.support.orders import ADA, BEN
from tests.support.surroundings import Core, build_core

LOW, HIGH = ProviderBalance(30, 69), ProviderBalance(100, 0)


@pytest.fixture
async def careful(tmp_path: Path) -> AsyncIterator[Core]:
    """The core with a reserve of 100."""
    async with open_database(str(tmp_path / "core.db")) as database:
        yield build_core(database, reserve=100)


async def test_orders_wait_and_go_on_by_themselves(careful: Core) -> None:
    careful.provider.balances = [LOW, LOW, HIGH]
    view = await order(careful)
    await careful.cards.posted(view.job.job_id, MessageId(4001))
    assert await careful.submitter.run_once() == 0
    assert (await stored(careful, view.job.job_id)).state is JobState.QUEUED
    await careful.courier.run_once()
    shown = careful.messenger.shown[-1]
    assert (shown.short, shown.expected_at, shown.captured) == (True, None, None)
    await careful.teller.run_once()
    careful.clock.advance(301)
    assert await careful.submitter.run_once() == 0
    await careful.teller.run_once()
    careful.clock.advance(301)
    drawn = len(careful.messenger.shown)
    assert await careful.submitter.run_once() == 1
    await careful.courier.run_once()
    assert not any(view.short for view in careful.messenger.shown[drawn:])
    assert len(careful.messenger.shown) > drawn
    (notice,) = careful.herald.told
    assert (notice.kind, notice.guild_id) == (NoticeKind.PROVIDER_LOW, OPERATOR)
    assert (notice.amount, notice.limit) == (99, 100)


async def test_the_answer_is_trusted_for_a_while(careful: Core) -> None:
    careful.provider.balances = [HIGH]
    for number in range(4):
        await order(careful, BEN if number % 2 else ADA, f"itx:{number}")
        await careful.submitter.run_once()
    assert careful.provider.balance_asked == 1
    careful.clock.advance(301)
    await careful.submitter.run_once()
    assert careful.provider.balance_asked == 2


async def test_an_answer_that_cannot_be_had_changes_nothing(careful: Core) -> None:
    careful.provider.balances = [ReportUnavailable("down"), LOW, ReportUnavailable("down")]
    await order(careful)
    assert await careful.submitter.run_once() == 1
    await order(careful, key="itx:2")
    for _ in range(2):
        careful.clock.advance(301)
        assert await careful.submitter.run_once() == 0


async def test_a_second_shortage_is_told_again(careful: Core) -> None:
    careful.provider.balances = [LOW, HIGH, LOW]
    for _ in range(3):
        await careful.submitter.run_once()
        await careful.teller.run_once()
        careful.clock.advance(301)
    assert len(careful.herald.told) == 2


async def test_while_it_is_too_low_nobody_looks_in_vain(careful: Core) -> None:
    careful.provider.balances = [LOW]
    await order(careful)
    await careful.submitter.run_once()
    due_at = await careful.submitter.worker.next_due_at()
    assert due_at is not None
    assert (due_at - careful.clock.now()).total_seconds() == 300


async def test_without_a_reserve_the_service_is_not_asked(core: Core) -> None:
    await order(core)
    assert await core.submitter.run_once() == 1
    assert core.provider.balance_asked == 0
