"""What a job's card reads (six statements), while others read too, and how long it takes.

The reference runs the very same repositories through SQLAlchemy's asynchronous engine on aiosqlite,
which visits the connection's thread several times for each statement. Ours visits it once.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy.ext.asyncio import create_async_engine

from bench.ledger import fill
from bench.ratios import Ratio
from bot.domain.ids import JobId
from bot.domain.jobs import JobKind
from bot.domain.ports import Transaction
from storage import open_database
from storage.sqlite import READERS
from storage.transactions import SqlTransaction

READS = 600
JOB = JobId(f"{1:010}")

Read = Callable[[], Awaitable[None]]


async def measure() -> list[Ratio]:
    """Compare the median and the 99th percentile, with one caller and with ten."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        path = Path(folder) / "reads.db"
        await fill(path)
        ratios = []
        for callers in (1, 10):
            ours, theirs = await _ours(path, callers), await _reference(path, callers)
            for percent, aim in ((50, 0.5), (99, None)):
                ratios.append(
                    Ratio(
                        subject=f"card read, {callers} at once, p{percent}",
                        unit="ms",
                        ours=_percentile(ours, percent) * 1000,
                        reference="the asynchronous engine",
                        theirs=_percentile(theirs, percent) * 1000,
                        aim=aim,
                        more_is_better=False,
                    )
                )
        return ratios


def _card(tx: Transaction) -> None:
    job = tx.jobs.get(JOB)
    if job is None:
        raise RuntimeError("the job is not there")
    tx.ledger.open_member(job.guild_id, job.requester_id, starting_grant=0, now=job.created_at)
    tx.ledger.holds_of(JOB)
    tx.songs.of_job(JOB)
    tx.deliveries.message_of(JOB)
    tx.jobs.typical_seconds(JobKind.CREATE, job.request.model)


async def _ours(path: Path, callers: int) -> list[float]:
    async with open_database(str(path), migrate=False) as database:
        return await _durations(lambda: database.read(_card), callers)


async def _reference(path: Path, callers: int) -> list[float]:
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", pool_size=READERS, max_overflow=0)

    async def read() -> None:
        async with engine.connect() as connection:
            await connection.run_sync(lambda inner: _card(SqlTransaction(inner)))

    try:
        return await _durations(read, callers)
    finally:
        await engine.dispose()


async def _durations(read: Read, callers: int) -> list[float]:
    """Return how long each read took, in seconds."""
    taken: list[float] = []

    async def call() -> None:
        for _ in range(READS // callers):
            begun = time.perf_counter()
            await read()
            taken.append(time.perf_counter() - begun)

    for _ in range(READERS * 2):
        await read()
    await asyncio.gather(*(call() for _ in range(callers)))
    return taken


def _percentile(durations: list[float], percent: int) -> float:
    return sorted(durations)[len(durations) * percent // 100]
