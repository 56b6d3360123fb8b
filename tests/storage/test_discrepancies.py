"""Each kind of damage to the books, done by hand behind the program's back, is found and named."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.domain.ids import IdempotencyKey
from bot.domain.jobs import JobState
from bot.domain.ports import Transaction
from storage import open_database
from storage.transactions import SqlTransaction
from tests.support.databases import tamper
from tests.support.records import NOW, after, balance_of, new_job, open_member

# In the books of `fill`: account 1 is the member's, 2 issue, 3 spent; hold 1 is captured (9 of 14),
# hold 2 pending (5); line 1 is the starting grant (30), line 2 the capture (9).
UNCHECK = "ALTER TABLE {} DROP CONSTRAINT {}"


def fill(tx: Transaction) -> None:
    open_member(tx, 30)
    for number, amount in ((1, 14), (2, 5)):
        job = replace(new_job(number, JobState.RUNNING), price=amount)
        tx.jobs.add(job)
        tx.ledger.hold(
            balance_of(tx).account_id,
            amount,
            job_id=job.job_id,
            key=IdempotencyKey(f"hold:{number}"),
            now=NOW,
        )
    (hold,) = tx.ledger.holds_of(new_job(1).job_id)
    assert tx.ledger.capture(hold.hold_id, 9, reason="", now=NOW)
    job_one = tx.jobs.get(new_job(1).job_id)
    assert job_one is not None
    assert tx.jobs.save(replace(job_one.ended(JobState.PARTIAL, after(1)), charged=9))


async def find(url: str) -> tuple[str, ...]:
    async with open_database(url) as database:
        return await database.read(lambda tx: tx.ledger.discrepancies())


DAMAGES = {
    "posted": (
        ["UPDATE accounts SET posted = posted + 1 WHERE account_id = 1"],
        [
            "All accounts add up to 1 instead of 0.",
            "Account 1 says 22 posted; its lines add up to 21.",
        ],
    ),
    "posted of two": (
        [
            "UPDATE accounts SET posted = posted - 2 WHERE account_id = 1",
            "UPDATE accounts SET posted = posted + 2 WHERE account_id = 3",
        ],
        [
            "Account 1 says 19 posted; its lines add up to 21.",
            "Account 3 says 11 posted; its lines add up to 9.",
        ],
    ),
    "held": (
        ["UPDATE accounts SET held = 6 WHERE account_id = 1"],
        ["Account 1 says 6 held; its pending holds and pledges add up to 5."],
    ),
    "overdrawn": (
        [
            UNCHECK.format("accounts", "ck_accounts_available_not_negative"),
            "UPDATE accounts SET held = 22 WHERE account_id = 1",
            "UPDATE holds SET amount = 22 WHERE hold_id = 2",
        ],
        [
            "Account 1 is overdrawn: -1 are available.",
            "Job job0000002 costs 5; its holds add up to 22.",
        ],
    ),
    "forgotten hold": (
        ["UPDATE jobs SET state = 'failed' WHERE job_id = 'job0000002'"],
        ["Job job0000002 is failed, yet its hold 2 is pending."],
    ),
    "capture of a job that is gone": (
        ["DELETE FROM jobs WHERE job_id = 'job0000001'"],
        ["Line 2 is a capture without a job."],
    ),
    "capture of no job": (
        [
            UNCHECK.format("entries", "ck_entries_capture_has_job"),
            "DROP TRIGGER entries_refuse_update",
            "UPDATE entries SET job_id = NULL WHERE entry_id = 2",
        ],
        ["Line 2 is a capture without a job."],
    ),
    "capture without its line": (
        ["UPDATE holds SET captured = 10 WHERE hold_id = 1"],
        [
            "Hold 1 says 10 captured; its lines add up to 9.",
            "Job job0000001 says 9 charged; its holds say 10.",
        ],
    ),
    "a line removed": (
        ["DROP TRIGGER entries_refuse_delete", "DELETE FROM entries WHERE entry_id = 2"],
        [
            "Account 1 says 21 posted; its lines add up to 30.",
            "Account 3 says 9 posted; its lines add up to 0.",
            "Hold 1 says 9 captured; its lines add up to 0.",
        ],
    ),
    "an impossible hold": (
        [
            UNCHECK.format("holds", "ck_holds_captured_within_amount"),
            "UPDATE holds SET amount = 8 WHERE hold_id = 1",
        ],
        [
            "Job job0000001 costs 14; its holds add up to 8.",
            "Hold 1 of 8 with 9 captured cannot be.",
        ],
    ),
    "a job that says something else": (
        ["UPDATE jobs SET charged = 14 WHERE job_id = 'job0000001'"],
        ["Job job0000001 says 14 charged; its holds say 9."],
    ),
    "a reversal of something else": (
        ["DROP TRIGGER entries_refuse_update", "UPDATE entries SET kind = 'reversal'"],
        [
            "Hold 1 says 9 captured; its lines add up to 0.",
            "Line 1 does not take back exactly what it names.",
            "Line 2 does not take back exactly what it names.",
        ],
    ),
    "a line that takes another back": (
        [
            "DROP TRIGGER entries_refuse_update",
            "UPDATE entries SET reverses_id = 2 WHERE entry_id = 1",
        ],
        ["Line 1 does not take back exactly what it names."],
    ),
    "an impossible line": (
        [
            UNCHECK.format("entries", "ck_entries_accounts_differ"),
            "DROP TRIGGER entries_refuse_update",
            "UPDATE entries SET source_id = target_id WHERE entry_id = 1",
        ],
        [
            "Account 1 says 21 posted; its lines add up to -9.",
            "Account 2 says -30 posted; its lines add up to 0.",
            "Line 1 moves 30 and cannot be.",
        ],
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_damage_is_found_and_named(database_url: str, damage: str) -> None:
    async with open_database(database_url) as database:
        await database.write(fill)
    assert await find(database_url) == ()
    statements, expected = DAMAGES[damage]
    # SQLite ignores checks when told to, PostgreSQL triggers; the other kind has to be dropped.
    left_out = "ALTER TABLE" if database_url.startswith("sqlite") else "DROP TRIGGER"
    await tamper(database_url, *(step for step in statements if left_out not in step))
    assert list(await find(database_url)) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET amount = 1",
        "DELETE FROM entries",
        "UPDATE accounts SET held = 31 WHERE account_id = 1",
        "UPDATE accounts SET held = -1",
        "UPDATE holds SET state = 'lost'",
        "UPDATE jobs SET state = 'lost'",
        "UPDATE holds SET captured = amount + 1",
        "INSERT INTO entries SELECT 9, 1, 2, 0, 'grant', '', NULL, NULL, NULL, 'x', 0, NULL",
        "INSERT INTO turn_weights VALUES (1, 2, 11)",
    ],
)
async def test_the_database_itself_refuses(database_url: str, statement: str) -> None:
    async with open_database(database_url) as database:
        await database.write(fill)

        def run(tx: Transaction) -> None:
            assert isinstance(tx, SqlTransaction)
            tx.connection.execute(text(statement))

        with pytest.raises(IntegrityError):
            await database.write(run)
        assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()
