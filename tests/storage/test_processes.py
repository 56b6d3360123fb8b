"""Several processes on one database, and one that is killed in the middle of its work."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.credits import AccountName
from bot.domain.ids import IdempotencyKey
from bot.domain.ports import Database, Transaction
from storage import open_database
from tests.support.records import GUILD, MEMBER, NOW, balance_of, open_member

ROOT = Path(__file__).parents[2]


async def start(address: str, how: str, name: str) -> Process:
    """Start a process, and return once it has opened the database."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.spender", address, how, name,
        cwd=ROOT, stdin=PIPE, stdout=PIPE,
    )  # fmt: skip
    assert await line_of(process) == "ready"
    return process


async def line_of(process: Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()


def let_go(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.write(b"\n")


def granting(key: str) -> Callable[[Transaction], bool]:
    name, once = AccountName.member(GUILD, MEMBER), IdempotencyKey(key)
    return lambda tx: tx.ledger.grant(name, 1, reason="", actor_id=None, key=once, now=NOW)


async def test_processes_that_order_at_once_pass_exactly_the_affordable(
    database_url: str, database: Database
) -> None:
    await database.write(lambda tx: open_member(tx, 14 * 3 + 13))
    processes = [await start(database_url, "orders", name) for name in ("amy0", "ben0")]
    for process in processes:
        let_go(process)
    passed = [int(await line_of(process)) for process in processes]
    assert [await process.wait() for process in processes] == [0, 0]
    assert sum(passed) == 3
    balance = await database.read(balance_of)
    assert (balance.posted, balance.held) == (55, 42)
    assert await database.read(lambda tx: tx.jobs.waiting()) == 3
    assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()


@pytest.mark.parametrize("enough", [1, 40, 333])
async def test_a_kill_loses_nothing_that_was_told(
    database_url: str, database: Database, enough: int
) -> None:
    await database.write(lambda tx: open_member(tx, 0))
    process = await start(database_url, "grants", "amy")
    let_go(process)
    told = {await line_of(process) for _ in range(enough)}
    process.kill()
    assert process.stdout is not None
    rest = (await process.stdout.read()).decode()
    told |= set(rest.splitlines() if rest.endswith("\n") else rest.splitlines()[:-1])
    await process.wait()

    for key in told:
        assert await database.write(granting(key)) is False, key
    # Each of the twenty callers may have had one more on its way.
    posted = (await database.read(balance_of)).posted
    assert len(told) <= posted <= len(told) + 20
    async with open_database(database_url, migrate=False) as reopened:
        assert await reopened.read(lambda tx: tx.ledger.discrepancies()) == ()
