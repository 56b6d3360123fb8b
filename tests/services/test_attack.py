"""Many at once, through the real services: exactly what can be paid passes, and nothing is lost."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.credits import AccountName, EntryKind
from bot.domain.delivery import JobView
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import IdempotencyKey
from bot.domain.limits import LimitScope, Measure
from bot.domain.periods import Period
from bot.domain.ports import Database
from bot.services.orders import Requester
from tests.support.core_fixture import credits_of, discrepancies, order
from tests.support.guilds import (
    MODERATOR,
    account,
    change,
    fill_wallet,
    grant,
    set_allowance,
    set_limit,
)
from tests.support.orderer import RING
from tests.support.orders import ADA, GUILD
from tests.support.surroundings import PRICE, Core, build_core

ROOT = Path(__file__).parents[2]
CROWD = [Requester(user_id, f"m{user_id}") for user_id in RING]
EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("callers", [50, 200, 1000])
async def test_with_credits_for_two_exactly_two_orders_pass(core: Core, callers: int) -> None:
    await change(core, welcome=2 * PRICE + 1)
    answers = await asyncio.gather(
        *(order(core, key=f"itx:{number}") for number in range(callers)), return_exceptions=True
    )
    passed = [answer for answer in answers if isinstance(answer, JobView)]
    refused = [answer for answer in answers if isinstance(answer, NotEnoughCredits)]
    assert (len(passed), len(refused)) == (2, callers - 2)
    assert await credits_of(core) == (2 * PRICE + 1, 2 * PRICE)
    assert await core.database.read(lambda tx: tx.jobs.waiting()) == 2
    assert await discrepancies(core) == ()


async def test_one_wallet_for_many_members_pays_exactly_what_it_has(core: Core) -> None:
    await change(core, welcome=0, wallet_pays=True)
    await fill_wallet(core, 7 * PRICE + 13)
    answers = await asyncio.gather(
        *(order(core, member, f"{member.user_id}:{n}") for member in CROWD for n in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, JobView) for answer in answers) == 7
    assert (await account(core, AccountName.wallet(GUILD))).available == 13
    assert await discrepancies(core) == ()


async def test_two_hundred_withdrawals_at_once_lose_nothing(core: Core) -> None:
    await change(core, welcome=0)
    await grant(core, ADA, 150)
    takes = (
        core.treasury.take(
            GUILD,
            ADA.user_id,
            1,
            actor_id=MODERATOR,
            reason="",
            key=IdempotencyKey(f"take:{number}"),
        )
        for number in range(200)
    )
    answers = await asyncio.gather(*takes, return_exceptions=True)
    assert sum(isinstance(answer, NotEnoughCredits) for answer in answers) == 50
    assert await credits_of(core) == (0, 0)
    assert await discrepancies(core) == ()


async def test_fifty_gifts_in_a_ring_conserve_every_credit(core: Core) -> None:
    await change(core, welcome=0, gifts=True)
    for member in CROWD:
        await grant(core, member, 20)
    gifts = (
        core.credits.give(
            GUILD,
            giver.user_id,
            CROWD[(number + step) % len(CROWD)].user_id,
            7,
            reason="",
            key=IdempotencyKey(f"gift:{number}:{step}"),
        )
        for number, giver in enumerate(CROWD)
        for step in range(1, 6)
    )
    await asyncio.gather(*gifts, return_exceptions=True)
    held = [await credits_of(core, member) for member in CROWD]
    assert sum(posted for posted, _ in held) == 50 * 20
    assert min(posted for posted, _ in held) >= 0
    assert await discrepancies(core) == ()


async def start(address: str, name: str, callers: int, how: str) -> Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.orderer", address, name, str(callers), how,
        cwd=ROOT, stdin=PIPE, stdout=PIPE,
    )  # fmt: skip
    assert await line_of(process) == "ready"
    return process


async def line_of(process: Process) -> str:
    assert process.stdout is not None
    lines = process.stdout
    async with asyncio.timeout(120):
        while (line := (await lines.readline()).decode().strip()).startswith("20"):
            continue
        return line


async def two_processes(address: str, callers: int, how: str) -> int:
    """Let half of the callers spend in each of two processes; returns how many could."""
    processes = [await start(address, name, callers // 2, how) for name in ("amy", "ben")]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"\n")
    passed = [int(await line_of(process)) for process in processes]
    assert [await process.wait() for process in processes] == [0, 0]
    return sum(passed)


@pytest.mark.parametrize(
    ("limited", "callers"), [(False, 50), (False, 200), (False, 1000), (True, 200)]
)
async def test_two_processes_on_one_database_pass_exactly_what_one_would(
    database_url: str, database: Database, limited: bool, callers: int
) -> None:
    core = build_core(database)
    await change(core, welcome=(2000 if limited else 3) * PRICE + 13)
    if limited:
        await set_limit(core, Measure.PER_HOUR, 3, LimitScope.EVERYONE)
    assert await two_processes(database_url, callers, "orders") == 3
    assert (await credits_of(core))[1] == 3 * PRICE
    assert await core.database.read(lambda tx: tx.jobs.waiting()) == 3
    assert await discrepancies(core) == ()


@pytest.mark.parametrize("callers", [50, 200, 1000])
async def test_withdrawals_from_two_processes_lose_nothing(
    database_url: str, database: Database, callers: int
) -> None:
    core = build_core(database)
    await change(core, welcome=0)
    await grant(core, ADA, callers - 17)
    assert await two_processes(database_url, callers, "takes") == callers - 17
    assert await credits_of(core) == (0, 0)
    assert await discrepancies(core) == ()


async def test_what_is_due_is_given_once_however_many_look_from_two_processes(
    database_url: str, database: Database
) -> None:
    core = build_core(database)
    await change(core, welcome=9)
    await set_allowance(core, 25, Period.WEEK)
    assert await two_processes(database_url, 200, "looks") == 200
    purse = await core.database.read(lambda tx: tx.ledger.purse(GUILD, ADA.user_id))
    assert [balance.posted for balance in purse.own] == [25, 9]
    assert await discrepancies(core) == ()


@pytest.mark.parametrize("callers", [50, 1000])
async def test_gifts_in_a_ring_from_two_processes_conserve_every_credit(
    database_url: str, database: Database, callers: int
) -> None:
    core = build_core(database)
    await change(core, welcome=0, gifts=True)
    for member in CROWD:
        await grant(core, member, 20)
    passed = await two_processes(database_url, callers, "gifts")
    assert 50 <= passed <= callers
    held = [await credits_of(core, member) for member in CROWD]
    assert sum(posted for posted, _ in held) == 50 * 20
    assert min(posted for posted, _ in held) >= 0
    lines = await core.database.read(
        lambda tx: tx.reports.lines(GUILD, since=EVER[0], until=EVER[1], after=None, limit=5000)
    )
    assert sum(line.kind is EntryKind.GIFT for line in lines) == passed
    assert await discrepancies(core) == ()
