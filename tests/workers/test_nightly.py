"""The nightly check of the books, and telling people what they must know."""

from datetime import timedelta
from pathlib import Path

from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.notices import OPERATOR, Notice, NoticeKind
from tests.support.core_fixture import order
from tests.support.databases import tamper
from tests.support.surroundings import Core


async def night(core: Core) -> int:
    """Let the next check become due, and run it."""
    await core.auditor.worker.next_due_at()
    core.clock.advance(timedelta(days=1).total_seconds())
    return await core.auditor.run_once()


async def test_books_that_are_right_raise_nothing(core: Core) -> None:
    await order(core)
    assert await night(core) == 1
    assert await core.teller.run_once() == 0


async def test_what_is_wrong_is_told_to_the_operator_and_left_as_it_is(
    core: Core, tmp_path: Path
) -> None:
    await order(core)
    url = f"sqlite:///{tmp_path / 'core.db'}"
    await tamper(url, "UPDATE accounts SET posted = posted + 1 WHERE kind = 'welcome'")
    await night(core)
    await core.teller.run_once()
    (notice,) = core.herald.told
    assert (notice.kind, notice.guild_id, notice.amount) == (NoticeKind.BOOKS_WRONG, OPERATOR, 2)
    assert len(await core.database.read(lambda tx: tx.ledger.discrepancies())) == 2
    await tamper(url, "UPDATE accounts SET posted = posted - 1 WHERE kind = 'welcome'")


async def test_a_night_is_checked_once_at_its_hour(core: Core) -> None:
    due_at = await core.auditor.worker.next_due_at()
    assert due_at is not None
    assert (due_at.hour, due_at.minute) == (4, 0)
    assert await core.auditor.run_once() == 0
    core.clock.advance((due_at - core.clock.now()).total_seconds())
    assert await core.auditor.run_once() == 1
    assert await core.auditor.worker.next_due_at() == due_at + timedelta(days=1)


async def test_missed_nights_are_made_up_for_once(core: Core) -> None:
    await core.auditor.worker.next_due_at()
    core.clock.advance(timedelta(days=10).total_seconds())
    assert await core.auditor.run_once() == 1


async def raise_notice(core: Core) -> None:
    notice = Notice(None, OPERATOR, NoticeKind.PROVIDER_LOW, "", 1, 2, core.clock.now())
    assert await core.database.write(lambda tx: tx.notices.raise_once(notice))
    assert not await core.database.write(lambda tx: tx.notices.raise_once(notice))


async def test_a_notice_is_told_once(core: Core) -> None:
    await raise_notice(core)
    for _ in range(3):
        await core.teller.run_once()
        core.clock.advance(3600)
    assert len(core.herald.told) == 1


async def test_a_busy_messenger_is_tried_again(core: Core) -> None:
    core.herald.faults = [MessengerBusy("soon", 30)]
    await raise_notice(core)
    await core.teller.run_once()
    core.clock.advance(29)
    assert await core.teller.run_once() == 0
    core.clock.advance(1)
    await core.teller.run_once()
    assert len(core.herald.told) == 1


async def test_a_notice_that_nobody_can_get_is_given_up(core: Core) -> None:
    core.herald.faults = [MessageUnreachable("no channel")]
    await raise_notice(core)
    await core.teller.run_once()
    core.clock.advance(3600)
    assert await core.teller.run_once() == 0
    core.herald.faults = [MessengerBusy("never", None)] * 9
    await core.database.write(lambda tx: tx.notices.withdraw(OPERATOR, NoticeKind.PROVIDER_LOW, ""))
    await raise_notice(core)
    for _ in range(9):
        await core.teller.run_once()
        core.clock.advance(3600)
    assert core.herald.told == []
    assert await core.teller.worker.next_due_at() is None
