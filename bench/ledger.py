"""Holds and captures per second, beside bare sqlite3 writing the same rows on the same disk.

Both work on the same tables with the same indexes, triggers and checks, with synchronous=FULL. The
bare program does only the statements that cannot be left out, each operation in a transaction of
its own: hold is one conditional update and one insert, capture three updates and one insert.
"""

import asyncio
import contextlib
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.ratios import Ratio
from bot.domain.credits import Hold
from bot.domain.ids import AccountId, GuildId, IdempotencyKey, JobId, UserId
from bot.domain.jobs import Job, JobKind, JobState, Stage
from bot.domain.ports import Database, Transaction
from bot.domain.songs import SongRequest
from storage import migrate, open_database

PAIRS = 1000
"""Holds with their captures in one round."""

ROUNDS = 3
"""Rounds of each contestant, taking turns; the median counts."""

CALLERS = 50
PRICE = 14
NOW = datetime(2026, 1, 1, tzinfo=UTC)
GUILD, MEMBER = GuildId(1), UserId(2)
MEMBER_ACCOUNT, SPENT_ACCOUNT = AccountId(1), AccountId(3)


async def measure() -> list[Ratio]:
    """Compare one caller with one bare connection, and many callers with many threads."""
    contestants: dict[str, Callable[[Path], Awaitable[float]]] = {
        "one caller": lambda path: _ours(path, 1),
        "one bare connection": lambda path: asyncio.to_thread(_bare, path, 1),
        "many callers": lambda path: _ours(path, CALLERS),
        "many bare threads": lambda path: asyncio.to_thread(_bare, path, CALLERS),
    }
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, contestant in contestants.items():
            with _prepared() as path:
                await fill(path)
                seconds[name].append(await contestant(path))
    rate = {name: PAIRS / statistics.median(taken) for name, taken in seconds.items()}
    unit, many = "hold+capture/s", f"{CALLERS} callers"
    alone, together = rate["one caller"], rate["many callers"]
    bare, threads = rate["one bare connection"], rate["many bare threads"]
    return [
        Ratio("1 caller", unit, alone, "bare sqlite3, 1 connection", bare, 1 / 3),
        Ratio(many, unit, together, f"bare sqlite3, {CALLERS} threads", threads, 1),
        Ratio(many, unit, together, "bare sqlite3 at its best, 1 connection", bare, 1),
    ]


@contextlib.contextmanager
def _prepared() -> Iterator[Path]:
    # In the working folder: the system's folder for temporary files may be no disk.
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        yield Path(folder) / "ledger.db"


async def fill(path: Path) -> None:
    """Make a database with one rich member and many running jobs, all but one without a hold."""
    await migrate(str(path))
    async with open_database(str(path), migrate=False) as database:
        await database.write(_open_books)


def _open_books(tx: Transaction) -> None:
    opened = tx.ledger.open_member(GUILD, MEMBER, starting_grant=PRICE * (PAIRS + 1), now=NOW)
    if opened.account_id != MEMBER_ACCOUNT:
        raise RuntimeError("the tables are not new")
    # A first capture opens the account of spent credits, as in any database in use.
    for number in range(PAIRS + 1):
        tx.jobs.add(_job(number))
    _capture(tx, _hold(tx, PAIRS))


def _job(number: int) -> Job:
    return Job(
        job_id=_job_id(number),
        kind=JobKind.CREATE,
        state=JobState.RUNNING,
        stage=Stage.WAITING,
        guild_id=GUILD,
        requester_id=MEMBER,
        requester_name="Ada",
        request=SongRequest(model="sonic-v6", idea="rain on tin"),
        price=PRICE,
        promised=2,
        idempotency_key=IdempotencyKey(f"itx:{number}"),
        created_at=NOW,
        due_at=NOW,
    )


def _job_id(number: int) -> JobId:
    return JobId(f"{number:010}")


def _hold(tx: Transaction, number: int) -> Hold:
    key = IdempotencyKey(f"hold:{number}")
    return tx.ledger.hold(MEMBER_ACCOUNT, PRICE, job_id=_job_id(number), key=key, now=NOW)


def _capture(tx: Transaction, hold: Hold) -> bool:
    return tx.ledger.capture(hold.hold_id, PRICE, reason="song", now=NOW)


async def _ours(path: Path, callers: int) -> float:
    async with open_database(str(path), migrate=False) as database:
        begun = time.perf_counter()
        await asyncio.gather(
            *(_call(database, range(first, PAIRS, callers)) for first in range(callers))
        )
        seconds = time.perf_counter() - begun
    _check(path)
    return seconds


async def _call(database: Database, numbers: range) -> None:
    for number in numbers:
        hold = await database.write(partial(_hold, number=number))
        await database.write(partial(_capture, hold=hold))


def _bare(path: Path, threads: int) -> float:
    parts = [range(first, PAIRS, threads) for first in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        begun = time.perf_counter()
        list(pool.map(partial(_bare_calls, path), parts))
        seconds = time.perf_counter() - begun
    _check(path)
    return seconds


def _bare_calls(path: Path, numbers: range) -> None:
    with contextlib.closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as file:
        file.execute("PRAGMA synchronous = FULL")
        file.execute("PRAGMA foreign_keys = ON")
        for number in numbers:
            _bare_capture(file, _bare_hold(file, number))


def _bare_hold(file: sqlite3.Connection, number: int) -> int | None:
    file.execute("BEGIN IMMEDIATE")
    file.execute(
        "UPDATE accounts SET held = held + ? WHERE account_id = ? AND posted - held >= ?",
        (PRICE, MEMBER_ACCOUNT, PRICE),
    )
    added = file.execute(
        "INSERT INTO holds (account_id, job_id, amount, state, captured, idempotency_key,"
        " created_at) VALUES (?, ?, ?, 'pending', 0, ?, ?)",
        (MEMBER_ACCOUNT, _job_id(number), PRICE, f"hold:{number}", 0),
    )
    file.execute("COMMIT")
    return added.lastrowid


def _bare_capture(file: sqlite3.Connection, hold_id: int | None) -> None:
    file.execute("BEGIN IMMEDIATE")
    (job_id,) = file.execute(
        "UPDATE holds SET state = 'captured', captured = ?, resolved_at = ?"
        " WHERE hold_id = ? AND state = 'pending' RETURNING job_id",
        (PRICE, 0, hold_id),
    ).fetchone()
    file.execute(
        "UPDATE accounts SET posted = posted - ?, held = held - ? WHERE account_id = ?",
        (PRICE, PRICE, MEMBER_ACCOUNT),
    )
    file.execute(
        "UPDATE accounts SET posted = posted + ? WHERE account_id = ?", (PRICE, SPENT_ACCOUNT)
    )
    file.execute(
        "INSERT INTO entries (source_id, target_id, amount, kind, reason, job_id, hold_id,"
        " idempotency_key, created_at) VALUES (?, ?, ?, 'capture', 'song', ?, ?, ?, ?)",
        (MEMBER_ACCOUNT, SPENT_ACCOUNT, PRICE, job_id, hold_id, f"capture:{hold_id}", 0),
    )
    file.execute("COMMIT")


def _check(path: Path) -> None:
    """Make sure that a contestant really wrote every row."""
    with contextlib.closing(sqlite3.connect(path)) as file:
        counted = file.execute(
            "SELECT (SELECT count(*) FROM holds WHERE state = 'captured'),"
            " (SELECT count(*) FROM entries),"
            " (SELECT posted FROM accounts WHERE account_id = ?)",
            (MEMBER_ACCOUNT,),
        ).fetchone()
    # One capture and the starting grant were there before.
    if counted != (PAIRS + 1, PAIRS + 2, 0):
        raise RuntimeError(f"a contestant left rows out: {counted}")
