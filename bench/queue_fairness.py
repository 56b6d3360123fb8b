"""How long a member waits for a turn while another has a hundred orders waiting.

A simulation on a real database with the real claims, in steps: in each step one job is submitted.
One member orders 100 songs at once; nineteen others order their first song one after another, in
the same server and then each in a server of their own behind a hundred members of a large one. The
reference is first come, first served, on the same orders.

Every order's card tells its place. Finding it behind 400 members is compared with bare sqlite3,
which only counts what each of them has waiting.
"""

import contextlib
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import mean, median

from bench.ratios import Ratio
from bot.domain.ids import GuildId, IdempotencyKey, JobId, UserId
from bot.domain.jobs import Job, Work
from bot.domain.ports import Database, Transaction
from storage import open_database
from tests.support.records import NOW, new_job

BACKLOG = 100
OTHERS = 19
EVERY = 3
"""Another member orders after so many submitted jobs."""

CROWD = 400
REPETITIONS = 300
_COUNT_EACH = (
    "SELECT guild_id, requester_id, count(*) FROM jobs"
    " WHERE work = 'submit' AND finished_at IS NULL GROUP BY guild_id, requester_id"
)

GREEDY = UserId(1)
CROWDED = GuildId(1)


async def measure() -> list[Ratio]:
    """Compare how many jobs are submitted between another member's order and its turn."""
    fair, plain = await _wait(in_turn=True), await _wait(in_turn=False)
    apart = await _wait(in_turn=True, servers=True)
    apart_plain = await _wait(in_turn=False, servers=True)
    return [
        Ratio(
            "first order behind another's hundred, on average",
            "jobs before it",
            mean(fair),
            "first come, first served",
            mean(plain),
            aim=0.1,
            more_is_better=False,
        ),
        Ratio(
            "first order behind another's hundred, at worst",
            "jobs before it",
            max(fair),
            "one turn",
            1,
            aim=1.0,
            more_is_better=False,
        ),
        Ratio(
            "small server's order behind a large one's hundred, on average",
            "jobs before it",
            mean(apart),
            "first come, first served",
            mean(apart_plain),
            aim=0.1,
            more_is_better=False,
        ),
        Ratio(
            "small server's order behind a large one's hundred, at worst",
            "jobs before it",
            max(apart),
            "one turn",
            1,
            aim=1.0,
            more_is_better=False,
        ),
        await _finding_a_place(),
    ]


async def _finding_a_place() -> Ratio:
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        path = Path(folder) / "queue.db"
        async with open_database(str(path)) as database:
            line = [_order(number, UserId(1000 + number)) for number in range(CROWD)]
            await database.write(lambda tx: _add(tx, line))
            ours = await database.read(
                lambda tx: _milliseconds(lambda: tx.jobs.turns_before(line[-1]))
            )
        with contextlib.closing(sqlite3.connect(path)) as file:
            theirs = _milliseconds(lambda: file.execute(_COUNT_EACH).fetchall())
    return Ratio(
        f"finding a place behind {CROWD} members",
        "ms",
        ours,
        "bare sqlite3 counting what each has",
        theirs,
        aim=3.0,
        more_is_better=False,
    )


def _milliseconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPETITIONS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1000


async def _wait(*, in_turn: bool, servers: bool = False) -> Sequence[int]:
    """Return for each of the others how many jobs came before theirs.

    With `servers` the backlog is a hundred members' of one server, and each other has their own.
    """
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        async with open_database(str(Path(folder) / "queue.db")) as database:
            return await _simulate(database, in_turn=in_turn, servers=servers)


async def _simulate(database: Database, *, in_turn: bool, servers: bool) -> Sequence[int]:
    backlog = [_order(n, UserId(1000 + n) if servers else GREEDY) for n in range(BACKLOG)]
    await database.write(lambda tx: _add(tx, backlog))
    waiting: dict[UserId, int] = {}
    waited: list[int] = []
    step = 0
    while len(waited) < OTHERS:
        number, turn = divmod(step, EVERY)
        if turn == 0 and number < OTHERS:
            member = UserId(100 + number)
            guild = GuildId(2 + number) if servers else CROWDED
            order = _order(BACKLOG + number, member, guild)
            await database.write(partial(_add, jobs=[order]))
            waiting[member] = step
        (job,) = await database.write(partial(_claim, in_turn=in_turn))
        if job.requester_id in waiting:
            waited.append(step - waiting.pop(job.requester_id))
        step += 1
    return waited


def _add(tx: Transaction, jobs: Sequence[Job]) -> None:
    for job in jobs:
        tx.jobs.add(job)


def _order(number: int, member: UserId, guild: GuildId = CROWDED) -> Job:
    return replace(
        new_job(number),
        job_id=JobId(f"{number:010}"),
        idempotency_key=IdempotencyKey(f"itx:{number}"),
        guild_id=guild,
        requester_id=member,
        created_at=NOW + timedelta(seconds=number),
        due_at=NOW + timedelta(seconds=number),
    )


def _claim(tx: Transaction, *, in_turn: bool) -> tuple[Job, ...]:
    now, lease_until = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    if in_turn:
        return tx.jobs.claim_in_turn(now=now, lease_until=lease_until, limit=1)
    return tx.jobs.claim(Work.SUBMIT, now=now, lease_until=lease_until, limit=1)
