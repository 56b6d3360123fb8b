import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.credits import AccountName, EntryKind, Hold, HoldState
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import GuildId, HoldId, IdempotencyKey, UserId
from bot.domain.ports import Database, Transaction
from storage import open_database
from tests.support.records import GUILD, MEMBER, NOW, after, balance_of, new_job, open_member

NAME = AccountName.member(GUILD, MEMBER)


def hold(tx: Transaction, number: int, amount: int) -> Hold:
    """Add a job and hold credits for it."""
    job = replace(new_job(number), price=max(amount, 0))
    tx.jobs.add(job)
    key = IdempotencyKey(f"hold:{number}")
    account_id = balance_of(tx).account_id
    return tx.ledger.hold(account_id, amount, job_id=job.job_id, key=key, now=NOW)


def holding(number: int, amount: int) -> Callable[[Transaction], Hold]:
    return lambda tx: hold(tx, number, amount)


async def state(database: Database) -> tuple[int, int]:
    balance = await database.read(balance_of)
    assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()
    return balance.posted, balance.held


async def test_the_first_call_opens_an_account_with_the_grant(database: Database) -> None:
    opened = await database.write(lambda tx: open_member(tx, 30))
    assert (opened.posted, opened.held, opened.available) == (30, 0, 30)
    assert await database.write(lambda tx: open_member(tx, 99)) == opened
    assert await state(database) == (30, 0)


async def test_fifty_first_calls_at_once_grant_once(database: Database) -> None:
    opening = [database.write(lambda tx: open_member(tx, 30).posted) for _ in range(50)]
    assert set(await asyncio.gather(*opening)) == {30}
    assert await state(database) == (30, 0)


async def test_an_account_may_open_without_a_grant(database: Database) -> None:
    assert (await database.write(lambda tx: open_member(tx, 0))).posted == 0
    assert (await database.write(lambda tx: open_member(tx, 5))).posted == 0


async def test_a_gift_before_the_first_order_does_not_cost_the_starting_grant(
    database: Database,
) -> None:
    key = IdempotencyKey("gift")
    await database.write(
        lambda tx: tx.ledger.grant(NAME, 7, reason="", actor_id=None, key=key, now=NOW)
    )
    assert (await database.write(lambda tx: open_member(tx, 30))).posted == 37


async def test_each_server_has_its_own_accounts(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 30))
    await database.write(lambda tx: open_member(tx, 5, GuildId(2)))
    assert await state(database) == (30, 0)
    issued = await database.read(lambda tx: tx.ledger.balance(AccountName.issue(GUILD)))
    assert issued is not None
    assert issued.posted == -30


async def test_an_account_that_was_never_opened_has_no_balance(database: Database) -> None:
    assert await database.read(lambda tx: tx.ledger.balance(NAME)) is None


async def test_a_grant_counts_once_per_key(database: Database) -> None:
    def grant(tx: Transaction) -> bool:
        key = IdempotencyKey("mod:1")
        return tx.ledger.grant(NAME, 5, reason="prize", actor_id=UserId(9), key=key, now=NOW)

    await database.write(lambda tx: open_member(tx, 0))
    results = await asyncio.gather(*(database.write(grant) for _ in range(20)))
    assert sorted(results) == [False] * 19 + [True]
    assert await state(database) == (5, 0)
    balance = await database.read(balance_of)
    (line,) = await database.read(lambda tx: tx.ledger.statement(balance.account_id, 9))
    assert (line.amount, line.kind, line.reason) == (5, EntryKind.GRANT, "prize")
    assert (line.actor_id, line.target_id, line.created_at) == (9, balance.account_id, NOW)


@pytest.mark.parametrize("amount", [0, -1])
async def test_only_credits_can_be_granted(database: Database, amount: int) -> None:
    key = IdempotencyKey("mod:1")
    with pytest.raises(ValueError, match="grant"):
        await database.write(
            lambda tx: tx.ledger.grant(NAME, amount, reason="", actor_id=None, key=key, now=NOW)
        )


@pytest.mark.parametrize("callers", [50, 200])
async def test_of_many_holds_at_once_exactly_the_affordable_pass(
    database: Database, callers: int
) -> None:
    await database.write(lambda tx: open_member(tx, 29))
    holds = [database.write(holding(number, 14)) for number in range(callers)]
    results = await asyncio.gather(*holds, return_exceptions=True)
    passed = [result for result in results if isinstance(result, Hold)]
    refused = [result for result in results if isinstance(result, NotEnoughCredits)]
    assert (len(passed), len(refused)) == (2, callers - 2)
    assert {(error.needed, error.available) for error in refused} == {(14, 1)}
    assert await state(database) == (29, 28)
    # Those that were refused left no job behind either.
    assert await database.read(lambda tx: tx.jobs.waiting()) == 2


async def test_a_refused_hold_changes_nothing(database: Database) -> None:
    def try_twice(tx: Transaction) -> Hold:
        account = open_member(tx, 10)
        unsaved, key = new_job(1).job_id, IdempotencyKey("hold:1")
        with pytest.raises(NotEnoughCredits):
            tx.ledger.hold(account.account_id, 11, job_id=unsaved, key=key, now=NOW)
        return hold(tx, 2, 10)

    await database.write(try_twice)
    assert await state(database) == (10, 10)


async def test_a_hold_for_nobody_is_refused(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 0))
    with pytest.raises(NotEnoughCredits):
        await database.write(holding(1, 1))


async def test_a_hold_of_nothing_is_possible(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 0))
    held = await database.write(holding(1, 0))
    assert await database.write(lambda tx: tx.ledger.release(held.hold_id, now=NOW))
    with pytest.raises(ValueError, match="hold"):
        await database.write(holding(2, -1))


async def test_the_same_key_holds_once(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 20))
    held = await database.write(holding(1, 14))
    again = await database.write(
        lambda tx: tx.ledger.hold(
            held.account_id, 14, job_id=held.job_id, key=IdempotencyKey("hold:1"), now=NOW
        )
    )
    assert again == held
    assert await state(database) == (20, 14)


async def test_the_same_key_holds_once_while_there_is_enough_for_two(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 40))
    held = await database.write(holding(1, 14))
    again = await database.write(
        lambda tx: tx.ledger.hold(
            held.account_id, 14, job_id=held.job_id, key=IdempotencyKey("hold:1"), now=NOW
        )
    )
    assert again == held
    assert await state(database) == (40, 14)


async def test_a_hold_is_found_by_its_job(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 20))
    held = await database.write(holding(1, 14))
    assert held.state is HoldState.PENDING
    assert await database.read(lambda tx: tx.ledger.holds_of(held.job_id)) == (held,)
    assert await database.read(lambda tx: tx.ledger.holds_of(new_job(2).job_id)) == ()


async def test_a_capture_takes_its_part_and_frees_the_rest(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 20))
    held = await database.write(holding(1, 14))
    capture = capturing(held.hold_id, 7)
    assert await database.write(capture) is True
    assert await state(database) == (13, 0)
    (resolved,) = await database.read(lambda tx: tx.ledger.holds_of(held.job_id))
    assert (resolved.state, resolved.captured) == (HoldState.CAPTURED, 7)
    spent = await database.read(lambda tx: tx.ledger.balance(AccountName.spent(GUILD)))
    assert spent is not None
    assert spent.posted == 7
    (line, _start) = await database.read(lambda tx: tx.ledger.statement(held.account_id, 9))
    assert (line.kind, line.amount, line.job_id) == (EntryKind.CAPTURE, 7, held.job_id)
    assert (line.source_id, line.target_id) == (held.account_id, spent.account_id)


def capturing(hold_id: HoldId, amount: int) -> Callable[[Transaction], bool]:
    return lambda tx: tx.ledger.capture(hold_id, amount, reason="song", now=after(60))


def releasing(hold_id: HoldId) -> Callable[[Transaction], bool]:
    return lambda tx: tx.ledger.release(hold_id, now=after(60))


async def test_a_release_frees_everything(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 20))
    held = await database.write(holding(1, 14))
    assert await database.write(releasing(held.hold_id)) is True
    assert await state(database) == (20, 0)


async def test_of_many_captures_and_releases_at_once_one_passes(database: Database) -> None:
    await database.write(lambda tx: open_member(tx, 20))
    held = await database.write(holding(1, 14))
    works = [
        database.write(capturing(held.hold_id, 14) if n % 2 else releasing(held.hold_id))
        for n in range(50)
    ]
    results = await asyncio.gather(*works)
    assert results.count(True) == 1
    captured = results.index(True) % 2 == 1
    assert await state(database) == ((6, 0) if captured else (20, 0))


@pytest.mark.parametrize("amount", [0, -1, 15])
async def test_a_capture_outside_its_hold_is_refused(database: Database, amount: int) -> None:
    await database.write(lambda tx: open_member(tx, 20))
    held = await database.write(holding(1, 14))
    with pytest.raises(ValueError, match="capture"):
        await database.write(capturing(held.hold_id, amount))
    assert await state(database) == (20, 14)


async def test_a_hold_that_does_not_exist_cannot_be_resolved(database: Database) -> None:
    with pytest.raises(LookupError):
        await database.write(capturing(HoldId(404), 1))
    with pytest.raises(LookupError):
        await database.write(releasing(HoldId(404)))


async def test_a_hold_needs_a_saved_job(database: Database) -> None:
    account = await database.write(lambda tx: open_member(tx, 20))
    unsaved, key = new_job(9).job_id, IdempotencyKey("hold:9")
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await database.write(
            lambda tx: tx.ledger.hold(account.account_id, 1, job_id=unsaved, key=key, now=NOW)
        )
    assert await state(database) == (20, 0)


async def test_a_statement_shows_the_newest_lines_first(database: Database) -> None:
    def fill(tx: Transaction) -> None:
        for number in range(30):
            key = IdempotencyKey(f"grant:{number}")
            later = NOW + timedelta(minutes=number)
            tx.ledger.grant(NAME, 1 + number, reason="", actor_id=None, key=key, now=later)

    await database.write(fill)
    balance = await database.read(balance_of)
    lines = await database.read(lambda tx: tx.ledger.statement(balance.account_id, 3))
    assert [line.amount for line in lines] == [30, 29, 28]
    assert [line.created_at for line in lines] == [
        NOW + timedelta(minutes=minutes) for minutes in (29, 28, 27)
    ]


async def test_cancelling_between_steps_leaves_nothing_open(database_url: str) -> None:
    async with open_database(database_url) as database:
        await database.write(lambda tx: open_member(tx, 28))
        tasks = [asyncio.create_task(database.write(holding(n, 14))) for n in range(50)]
        for number, task in enumerate(tasks):
            if number % 10 == 0:
                # No waiting: lets the tasks take a step, so that some are cancelled in the middle.
                await asyncio.sleep(0)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    # Closing waited for those that had begun.
    async with open_database(database_url) as database:
        posted, held = await state(database)
        assert posted == 28
        assert held == 14 * await database.read(lambda tx: tx.jobs.waiting())
