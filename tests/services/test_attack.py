"""Many at once, through the real services: exactly what can be paid passes, and nothing is lost."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from bot.domain.credits import AccountName
from bot.domain.delivery import JobView
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import IdempotencyKey, UserId
from bot.domain.limits import LimitScope, Measure
from bot.domain.ports import Database
from bot.services.generation import Requester
from tests.support.core_fixture import credits_of, discrepancies, order
from tests.support.guilds import MODERATOR, account, change, fill_wallet, grant, set_limit
from tests.support.orders import ADA, GUILD
from tests.support.surroundings import PRICE, Core, build_core

ROOT = Path(__file__).parents[2]
CROWD = [Requester(UserId(1000 + number), f"m{number}") for number in range(50)]


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


async def start(address: str, name: str, callers: int) -> Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.orderer", address, name, str(callers),
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


@pytest.mark.parametrize("limited", [False, True])
async def test_two_processes_on_one_database_pass_exactly_what_one_would(
    database_url: str, database: Database, limited: bool
) -> None:
    core = build_core(database)
    await change(core, welcome=(100 if limited else 3) * PRICE + 13)
    if limited:
        await set_limit(core, Measure.PER_HOUR, 3, LimitScope.EVERYONE)
    callers = 100 if database_url.startswith("sqlite") else 25
    processes = [await start(database_url, name, callers) for name in ("amy", "ben")]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"\n")
    passed = [int(await line_of(process)) for process in processes]
    assert [await process.wait() for process in processes] == [0, 0]
    assert sum(passed) == 3
    assert (await credits_of(core))[1] == 3 * PRICE
    assert await discrepancies(core) == ()
