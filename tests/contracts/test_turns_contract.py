"""The place that a card tells is the place in which the order's turn comes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from random import Random

import pytest

from bot.domain.ids import GuildId, IdempotencyKey, JobId, UserId
from bot.domain.jobs import Job, JobState
from bot.domain.ports import Database, Transaction
from tests.support.records import after, new_job

GUILDS = (GuildId(1), GuildId(2), GuildId(2**62))
MEMBERS = tuple(UserId(number) for number in range(11, 18))


def orders(random: Random, first: int, count: int) -> Sequence[Job]:
    """Return orders of some members in some servers, several of them made at the same time."""
    made = []
    for number in range(first, first + count):
        member = random.choice(MEMBERS)
        job = replace(
            new_job(number),
            # Ids have no order in time.
            job_id=JobId(f"{random.randrange(10**9):010}"),
            idempotency_key=IdempotencyKey(f"{number}"),
            guild_id=random.choice(GUILDS),
            requester_id=member,
            created_at=after(random.randrange(first, first + count) // 3),
            weight=1 + member % 3,
        )
        made.append(job)
    return made


def add(tx: Transaction, jobs: Sequence[Job]) -> None:
    for job in jobs:
        tx.jobs.add(job)


def claim(tx: Transaction, limit: int) -> tuple[Job, ...]:
    return tx.jobs.claim_in_turn(now=after(1e5), lease_until=after(2e5), limit=limit)


def places(tx: Transaction, jobs: Sequence[Job]) -> list[int]:
    busy = tx.jobs.under_way()
    return [tx.jobs.turns_before(job) - busy for job in jobs]


@pytest.mark.parametrize("seed", range(12))
async def test_turns_come_as_foreseen(database: Database, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same draw each time
    waiting: dict[JobId, Job] = {}
    # What was handed out before leaves its traces in the tags.
    for number, count in enumerate((random.randrange(1, 30), random.randrange(1, 30), 40)):
        made = orders(random, 100 * number, count)
        waiting |= {job.job_id: job for job in made}
        await database.write(partial(add, jobs=made))
        for job in await database.write(partial(claim, limit=random.randrange(count))):
            del waiting[job.job_id]
    jobs = list(waiting.values())
    foreseen = await database.read(partial(places, jobs=jobs))
    taken = await database.write(partial(claim, limit=1000))
    places_taken = {job.job_id: place for place, job in enumerate(taken)}
    assert len(taken) == len(jobs) > 0
    assert foreseen == [places_taken[job.job_id] for job in jobs]


async def test_what_runs_and_what_is_not_there_counts_no_turn(database: Database) -> None:
    job = new_job()
    running = replace(new_job(2, JobState.RUNNING), guild_id=GuildId(7))
    await database.write(partial(add, jobs=[job, running]))
    assert await database.read(lambda tx: tx.jobs.turns_before(job)) == 1
    nobody = replace(new_job(3), requester_id=MEMBERS[0])
    assert await database.read(partial(places, jobs=[nobody])) == [0]
