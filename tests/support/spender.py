"""A process that works on a database: `python -m tests.support.spender ADDRESS HOW NAME`.

`orders`: 100 callers at once each save a job and hold 14 credits of one member; prints how many
passed. `grants`: 20 callers grant one credit after another until they are killed; each prints the
key of its grant once the database told that it is durable.
"""

import asyncio
import os
import sys
from dataclasses import replace
from itertools import count

from bot.domain.credits import AccountName, Hold
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import IdempotencyKey, JobId
from bot.domain.ports import Database, Transaction
from storage import open_database
from tests.support.records import GUILD, MEMBER, NOW, balance_of, new_job


async def main(address: str, how: str, name: str) -> None:
    """Do what was asked."""
    async with open_database(address, migrate=False) as database:
        _say("ready")
        sys.stdin.readline()
        if how == "orders":
            passed = await asyncio.gather(*(_order(database, name, n) for n in range(100)))
            _say(f"{sum(passed)}")
        else:
            await asyncio.gather(*(_grant_forever(database, f"{name}:{n}") for n in range(20)))


async def _order(database: Database, name: str, number: int) -> bool:
    job_id = JobId(f"{name}{number:06}")
    key = IdempotencyKey(f"order:{job_id}")

    def work(tx: Transaction) -> Hold:
        tx.jobs.add(replace(new_job(), job_id=job_id, idempotency_key=key))
        account_id = balance_of(tx).account_id
        return tx.ledger.hold(account_id, 14, job_id=job_id, key=key, now=NOW)

    try:
        await database.write(work)
    except NotEnoughCredits:
        return False
    return True


async def _grant_forever(database: Database, name: str) -> None:
    account = AccountName.member(GUILD, MEMBER)
    for number in count():
        key = IdempotencyKey(f"{name}:{number}")

        def work(tx: Transaction, key: IdempotencyKey = key) -> bool:
            return tx.ledger.grant(account, 1, reason="", actor_id=None, key=key, now=NOW)

        await database.write(work)
        _say(key)


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
