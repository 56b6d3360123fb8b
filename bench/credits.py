"""The economy of a large server: 5,000 accounts, 1,000,000 lines, 50,000 orders, many rules.

A charge takes credits from a member: a guarded update, a line, what was done by whom. An order is
checked against the allowance and four limits, priced, held and queued. The reference is bare
sqlite3 on a copy of the same file, with synchronous=FULL: a guarded update, the other account, one
line, one commit, and nothing of what surrounds them.
"""

import asyncio
import contextlib
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path

from bench.ratios import Ratio
from bot.domain.allowances import Allowance
from bot.domain.ids import EVERYONE, IdempotencyKey, UserId
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.periods import Period
from bot.services.orders import Requester
from storage import migrate, open_database
from tests.support.orders import GUILD, place, request
from tests.support.surroundings import Core, build_core

ACCOUNTS = 5_000
LINES = 1_000_000
ORDERS = 50_000
CHARGES = 1_500
NEW_ORDERS = 600
READS = 1_000
CALLERS = 50
RICH = 1_000_000
MODERATOR = UserId(1)
PROMISE_MS = 20.0
"""The longest time that 99 of 100 reads may take."""

ISSUE, SPENT = 1, 2
_FIRST_MEMBER = 3
_numbers = count()


async def measure() -> list[Ratio]:
    """Compare charges and orders with bare sqlite3, and reads with the promise."""
    # In the working folder: the system's folder for temporary files may be no disk.
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        path, bare = Path(folder) / "ours.db", Path(folder) / "bare.db"
        await migrate(str(path))
        await asyncio.to_thread(fill, path)
        shutil.copy(path, bare)
        theirs = {
            callers: await asyncio.to_thread(_bare_rate, bare, callers) for callers in (1, CALLERS)
        }
        async with open_database(str(path), migrate=False) as database:
            core = build_core(database)
            await _set_rules(core)
            return [
                *await _charges(core, theirs),
                *await _orders(core, theirs[1]),
                *await _reads(core),
            ]


def fill(path: Path, lines: int = LINES) -> None:
    """Write a large server's accounts, lines and old orders into a migrated database."""
    each = lines // ACCOUNTS
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute(
            "INSERT INTO accounts VALUES (?, 'issue', ?, 0, ?, 0, NULL)",
            (ISSUE, GUILD, -ACCOUNTS * each * RICH),
        )
        file.execute("INSERT INTO accounts VALUES (?, 'spent', ?, 0, 0, 0, NULL)", (SPENT, GUILD))
        file.executemany(
            "INSERT INTO accounts VALUES (?, 'member', ?, ?, ?, 0, 0)",
            (
                (_FIRST_MEMBER + number, GUILD, _member(number), each * RICH)
                for number in range(ACCOUNTS)
            ),
        )
        file.executemany(
            "INSERT INTO accounts (kind, guild_id, owner_id, posted, held, opened_at)"
            " VALUES ('welcome', ?, ?, 0, 0, 0)",
            ((GUILD, _member(number)) for number in range(ACCOUNTS)),
        )
        file.executemany(
            "INSERT INTO entries (source_id, target_id, amount, kind, reason, idempotency_key,"
            " created_at) VALUES (?, ?, ?, 'grant', 'filling', ?, ?)",
            (
                (ISSUE, _FIRST_MEMBER + line % ACCOUNTS, RICH, f"fill:{line}", line)
                for line in range(lines)
            ),
        )
        file.executemany(
            "INSERT INTO jobs (job_id, kind, state, stage, guild_id, requester_id, requester_name,"
            " request, model, price, promised, idempotency_key, created_at, clips, failure_detail,"
            " attempts, finished_at, version, charged, provider_used)"
            " VALUES (?, 'create', 'cancelled', 'waiting', ?, ?, 'Ada', '{}', 'm', 0, 2, ?, ?,"
            " '{}', '', 0, ?, 2, 0, 0)",
            (
                (f"old{number:07}", GUILD, _member(number % ACCOUNTS), f"old:{number}", 1, 2)
                for number in range(ORDERS)
            ),
        )
        file.commit()


def _member(number: int) -> UserId:
    return UserId(10_000 + number)


async def _set_rules(core: Core) -> None:
    for measure, scope, amount in (
        (Measure.PER_HOUR, LimitScope.EVERYONE, 1000),
        (Measure.PER_DAY, LimitScope.EVERYONE, 5000),
        (Measure.AT_ONCE, LimitScope.EVERYONE, 1000),
        (Measure.PER_DAY, LimitScope.SERVER, 100_000),
    ):
        await core.rules.set_limit(Limit(GUILD, scope, 0, measure, amount), actor_id=MODERATOR)
    allowance = Allowance(GUILD, EVERYONE, 60, Period.WEEK, 20)
    await core.rules.set_allowance(allowance, actor_id=MODERATOR)


async def _charges(core: Core, bare: dict[int, float]) -> list[Ratio]:
    async def charge(number: int) -> None:
        await core.treasury.take(
            GUILD,
            _member(number % ACCOUNTS),
            14,
            actor_id=MODERATOR,
            reason="",
            key=IdempotencyKey(f"charge:{next(_numbers)}"),
        )

    ratios = []
    for callers, reference, aim in (
        (1, "bare sqlite3, 1 connection", 1 / 4),
        (CALLERS, f"bare sqlite3, {CALLERS} threads", 1.0),
    ):
        rate = CHARGES / await _seconds(charge, CHARGES, callers)
        subject = f"charges, {callers} at once"
        ratios.append(Ratio(subject, "a second", rate, reference, bare[callers], aim))
    return ratios


async def _orders(core: Core, bare: float) -> list[Ratio]:
    async def order(number: int) -> None:
        key = IdempotencyKey(f"itx:{next(_numbers)}")
        member = Requester(_member(number % ACCOUNTS), "Ada")
        await core.generation.order(request(), member, place(core.clock.now()), key=key)

    ratios = []
    for callers in (1, CALLERS):
        rate = NEW_ORDERS / await _seconds(order, NEW_ORDERS, callers)
        reference = "bare charges, 1 connection"
        ratios.append(Ratio(f"orders, {callers} at once", "a second", rate, reference, bare))
    return ratios


async def _reads(core: Core) -> list[Ratio]:
    async def balance(number: int) -> None:
        user_id = _member(number * 7 % ACCOUNTS)
        await core.database.read(lambda tx: tx.ledger.purse(GUILD, user_id))

    async def statement(number: int) -> None:
        await core.treasury.show(GUILD, _member(number * 7 % ACCOUNTS), 10)

    async def granted(number: int) -> None:
        await core.credits.statement(GUILD, _member(number * 7 % ACCOUNTS))

    return [
        await _promise("balance", balance, 1),
        await _promise("balance", balance, 10),
        await _promise("statement of 10 lines", statement, 1),
        await _promise("statement of 10 lines", statement, 10),
        # The first time each member's allowance is due and granted, afterwards it is not.
        await _promise("statement after granting what is due", granted, 1),
        await _promise("statement when nothing is due", granted, 10),
    ]


async def _promise(subject: str, call: Callable[[int], Awaitable[None]], callers: int) -> Ratio:
    taken: list[float] = []

    async def timed(number: int) -> None:
        begun = time.perf_counter()
        await call(number)
        taken.append(time.perf_counter() - begun)

    await _seconds(timed, READS, callers)
    slow = sorted(taken)[len(taken) * 99 // 100] * 1000
    return Ratio(
        f"{subject}, {callers} at once, p99",
        "ms",
        slow,
        "the promise",
        PROMISE_MS,
        aim=1.0,
        more_is_better=False,
    )


async def _seconds(call: Callable[[int], Awaitable[None]], times: int, callers: int) -> float:
    """Return how long it takes callers to call so often altogether."""

    async def work(numbers: Iterable[int]) -> None:
        for number in numbers:
            await call(number)

    begun = time.perf_counter()
    await asyncio.gather(*(work(range(first, times, callers)) for first in range(callers)))
    return time.perf_counter() - begun


def _bare_rate(path: Path, threads: int) -> float:
    parts = [range(first, CHARGES, threads) for first in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        begun = time.perf_counter()
        list(pool.map(partial(_bare_charges, path, threads), parts))
        return CHARGES / (time.perf_counter() - begun)


def _bare_charges(path: Path, threads: int, numbers: Iterable[int]) -> None:
    with contextlib.closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as file:
        file.execute("PRAGMA synchronous = FULL")
        file.execute("PRAGMA foreign_keys = ON")
        for number in numbers:
            account = _FIRST_MEMBER + number % ACCOUNTS
            file.execute("BEGIN IMMEDIATE")
            file.execute(
                "UPDATE accounts SET posted = posted - 14"
                " WHERE account_id = ? AND posted - held >= 14",
                (account,),
            )
            file.execute("UPDATE accounts SET posted = posted + 14 WHERE account_id = ?", (SPENT,))
            file.execute(
                "INSERT INTO entries (source_id, target_id, amount, kind, reason,"
                " idempotency_key, created_at) VALUES (?, ?, 14, 'take', '', ?, 0)",
                (account, SPENT, f"bare:{threads}:{number}"),
            )
            file.execute("COMMIT")
