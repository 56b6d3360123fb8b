"""Which message tells of a line of the ledger."""

from dataclasses import replace
from functools import partial

import pytest

from bot.domain.credits import AccountName
from bot.domain.ids import ChannelId, EntryId, IdempotencyKey, MessageId
from bot.domain.library import Posting
from bot.domain.messages import MessageAddress
from bot.domain.ports import Database, Transaction
from tests.support.records import GUILD, MEMBER, NOW, after, balance_of, new_job, new_message

NAME = AccountName.member(GUILD, MEMBER)
KEY = IdempotencyKey("itx:1")
THERE = MessageAddress(GUILD, ChannelId(5), MessageId(2**63 - 1))
ELSEWHERE = MessageAddress(GUILD, ChannelId(6), MessageId(7))


def add_posting(tx: Transaction, posting: Posting) -> None:
    tx.postings.add(posting)


def grant(tx: Transaction) -> EntryId:
    tx.ledger.grant(NAME, 30, reason="", actor_id=None, key=KEY, now=NOW)
    return tx.ledger.statement(balance_of(tx).account_id, 1)[0].entry_id


def told(tx: Transaction) -> list[MessageAddress | None]:
    """Return what tells of a member's lines, and make sure that both ways of reading agree."""
    lines = tx.ledger.statement(balance_of(tx).account_id, 10)
    exported = tx.reports.lines(GUILD, since=NOW, until=after(1e6), after=None, limit=10)
    assert [line.message for line in exported] == [line.message for line in lines][::-1]
    for line in lines:
        single = tx.ledger.entry(GUILD, line.entry_id)
        assert single is not None
        assert single.message == line.message
    return [line.message for line in lines]


async def test_the_first_message_that_tells_of_a_line_stays(database: Database) -> None:
    entry_id = await database.write(grant)
    assert await database.read(told) == [None]
    await database.write(lambda tx: tx.ledger.link_key(KEY, THERE))
    await database.write(lambda tx: tx.ledger.link_key(KEY, ELSEWHERE))
    await database.write(lambda tx: tx.ledger.link(entry_id, ELSEWHERE))
    assert await database.read(told) == [THERE]


async def test_what_was_never_written_has_no_message(database: Database) -> None:
    await database.write(grant)
    await database.write(lambda tx: tx.ledger.link_key(IdempotencyKey("itx:2"), THERE))
    assert await database.read(told) == [None]


@pytest.mark.parametrize("private", [False, True])
async def test_a_jobs_card_tells_of_its_lines_or_else_another_message_with_its_songs(
    database: Database, private: bool
) -> None:
    job = replace(new_job(), price=14)

    def capture(tx: Transaction) -> None:
        grant(tx)
        tx.jobs.add(job)
        message = new_message(job)
        place = replace(message.place, ephemeral=private)
        tx.deliveries.add_message(replace(message, place=place))
        key = IdempotencyKey("hold:1")
        account_id = balance_of(tx).account_id
        hold = tx.ledger.hold(account_id, 14, job_id=job.job_id, key=key, now=NOW)
        tx.ledger.capture(hold.hold_id, 14, reason="", now=NOW)

    await database.write(capture)
    assert await database.read(told) == [None, None]
    await database.write(lambda tx: tx.deliveries.record_message(job.job_id, MessageId(9)))
    card = MessageAddress(GUILD, ChannelId(77), MessageId(9))
    assert await database.read(told) == [None if private else card, None]

    for number in (12, 11):
        posting = Posting(MessageId(number), job.job_id, GUILD, ChannelId(5))
        await database.write(partial(add_posting, posting=posting))
    posted = MessageAddress(GUILD, ChannelId(5), MessageId(11))
    assert await database.read(told) == [posted if private else card, None]

    def reverse(tx: Transaction) -> None:
        line = tx.ledger.statement(balance_of(tx).account_id, 1)[0]
        reversal = tx.ledger.reverse(line, reason="", actor_id=None, now=NOW)
        assert reversal is not None
        tx.ledger.link(reversal.entry_id, THERE)

    await database.write(reverse)
    assert await database.read(told) == [THERE, posted if private else card, None]
