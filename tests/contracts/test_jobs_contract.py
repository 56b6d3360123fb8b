import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import chain

import pytest

from bot.domain.delivery import MessageRef
from bot.domain.ids import IdempotencyKey, JobId, ProviderTaskId
from bot.domain.jobs import Failure, FailureCode, Job, JobKind, JobState, Stage, Work
from bot.domain.ports import Database, Transaction
from bot.domain.songs import SongRequest
from tests.support.records import NOW, after, full_request, new_clip, new_job, new_message


async def add(database: Database, *jobs: Job) -> None:
    def work(tx: Transaction) -> None:
        for job in jobs:
            tx.jobs.add(job)

    await database.write(work)


def saving(job: Job) -> Callable[[Transaction], bool]:
    return lambda tx: tx.jobs.save(job)


async def stored(database: Database, job: Job) -> Job:
    found = await database.read(lambda tx: tx.jobs.get(job.job_id))
    assert found is not None
    return found


async def claim(
    database: Database, work: Work, *, at: float = 100, limit: int = 10
) -> tuple[Job, ...]:
    return await database.write(
        lambda tx: tx.jobs.claim(work, now=after(at), lease_until=after(at + 60), limit=limit)
    )


async def test_every_field_of_a_job_is_kept(database: Database) -> None:
    job = Job(
        job_id=JobId("0123456789"),
        kind=JobKind.CREATE,
        state=JobState.PARTIAL,
        stage=Stage.COLLECTING,
        guild_id=new_job().guild_id,
        requester_id=new_job().requester_id,
        requester_name="Zoë 🎷 <@1>",
        request=full_request(),
        price=0,
        promised=1,
        idempotency_key=IdempotencyKey("itx:1"),
        created_at=NOW,
        due_at=after(5),
        task_id=ProviderTaskId("task"),
        clips=(new_clip(1), new_clip(2)),
        failure=Failure(FailureCode.AUDIO_UNUSABLE, "'; DROP TABLE jobs; --"),
        attempts=3,
        submitted_at=after(1),
        finished_at=after(2),
        version=7,
    )
    await add(database, job)
    assert await stored(database, job) == job
    assert await database.read(lambda tx: tx.jobs.by_key(job.idempotency_key)) == job


async def test_what_is_not_there_is_none(database: Database) -> None:
    assert await database.read(lambda tx: tx.jobs.get(JobId("nothing"))) is None
    assert await database.read(lambda tx: tx.jobs.by_key(IdempotencyKey("no"))) is None


async def test_text_that_no_database_takes_does_not_lose_a_job(database: Database) -> None:
    failure = Failure(FailureCode.PROVIDER_FAILED, "nul \x00 and half \ud83c a pair")
    request = SongRequest(model="m", idea="nul \x00 and half \ud83c a pair")
    job = replace(new_job(), failure=failure, request=request, requester_name="\x00")
    await add(database, job)
    kept = await stored(database, job)
    assert kept.request == request
    assert kept.failure == Failure(FailureCode.PROVIDER_FAILED, "nul ? and half ? a pair")
    assert kept.requester_name == "?"


@pytest.mark.parametrize(
    "twin",
    [
        replace(new_job(2), job_id=new_job(1).job_id),
        replace(new_job(2), idempotency_key=new_job(1).idempotency_key),
    ],
)
async def test_an_id_and_a_key_are_taken_once(database: Database, twin: Job) -> None:
    await add(database, new_job(1))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await add(database, twin)


async def test_the_same_order_many_times_at_once_is_one_job(database: Database) -> None:
    def order(number: int) -> Callable[[Transaction], Job]:
        job = replace(new_job(number), idempotency_key=IdempotencyKey("itx:same"))

        def work(tx: Transaction) -> Job:
            known = tx.jobs.by_key(job.idempotency_key)
            if known is None:
                tx.jobs.add(job)
            return known or job

        return work

    jobs = await asyncio.gather(*(database.write(order(number)) for number in range(30)))
    assert len({job.job_id for job in jobs}) == 1


async def test_a_count_that_was_read_still_holds_when_the_work_is_done(
    database: Database,
) -> None:
    def order_if_fewer_than_three(number: int) -> Callable[[Transaction], bool]:
        def work(tx: Transaction) -> bool:
            if tx.jobs.waiting() >= 3:
                return False
            tx.jobs.add(new_job(number))
            return True

        return work

    results = await asyncio.gather(
        *(database.write(order_if_fewer_than_three(number)) for number in range(40))
    )
    assert results.count(True) == 3
    assert await database.read(lambda tx: tx.jobs.waiting()) == 3


async def test_saving_needs_the_version_that_is_stored(database: Database) -> None:
    job = new_job()
    await add(database, job)
    changed = job.postponed(after(9))
    assert await database.write(lambda tx: tx.jobs.save(changed)) is True
    assert await stored(database, job) == replace(changed, version=2)
    assert await database.write(lambda tx: tx.jobs.save(job)) is False
    assert await stored(database, job) == replace(changed, version=2)
    assert await database.write(lambda tx: tx.jobs.save(new_job(404))) is False


async def test_of_many_who_save_at_once_one_is_first(database: Database) -> None:
    job = new_job(1, JobState.RUNNING)
    await add(database, job)
    ended = [
        job.ended(JobState.SUCCEEDED if n % 2 else JobState.FAILED, after(n)) for n in range(40)
    ]
    results = await asyncio.gather(*(database.write(saving(end)) for end in ended))
    assert results.count(True) == 1
    assert await stored(database, job) == replace(ended[results.index(True)], version=2)


async def test_a_claim_for_submission_marks_the_job_before_it_is_sent(database: Database) -> None:
    await add(database, new_job())
    (claimed,) = await claim(database, Work.SUBMIT)
    assert claimed == replace(
        new_job(), state=JobState.SUBMITTING, attempts=1, version=2, due_at=after(160)
    )
    assert await stored(database, claimed) == claimed
    assert await claim(database, Work.SUBMIT, at=1000) == ()


async def test_each_kind_of_work_has_its_own_queue(database: Database) -> None:
    queues = {
        Work.SUBMIT: new_job(1, JobState.QUEUED),
        Work.POLL: new_job(2, JobState.RUNNING, stage=Stage.FIRST_VERSION),
        Work.COLLECT: new_job(3, JobState.RUNNING, stage=Stage.COLLECTING),
        Work.REAP: new_job(4, JobState.SUBMITTING),
    }
    others = [
        new_job(number, state)
        for number, state in enumerate(JobState, 10)
        if state.terminal or state is JobState.AWAITING_REVIEW
    ]
    await add(database, *queues.values(), *others)
    for work, job in queues.items():
        assert [found.job_id for found in await claim(database, work)] == [job.job_id], work


async def test_the_reaper_gets_what_is_overdue_as_it_is(database: Database) -> None:
    left, lost = new_job(1, JobState.SUBMITTING, due=50), new_job(2, JobState.UNKNOWN, due=40)
    await add(database, left, lost, new_job(3, JobState.UNKNOWN, due=500))
    claimed = await claim(database, Work.REAP)
    assert [(job.job_id, job.state) for job in claimed] == [
        (lost.job_id, JobState.UNKNOWN),
        (left.job_id, JobState.SUBMITTING),
    ]


async def test_only_what_is_due_is_claimed_longest_due_first(database: Database) -> None:
    dues = {1: 30.0, 2: 10.0, 3: 100.0, 4: 100.000001, 5: 20.0, 6: None}
    await add(database, *(new_job(n, JobState.RUNNING, due=due) for n, due in dues.items()))
    assert [job.created_at for job in await claim(database, Work.POLL, limit=2)] == [
        after(2),
        after(5),
    ]
    assert [job.created_at for job in await claim(database, Work.POLL)] == [after(1), after(3)]


async def test_a_lease_keeps_others_away_until_it_ends(database: Database) -> None:
    await add(database, new_job(1, JobState.RUNNING))
    (first,) = await claim(database, Work.POLL, at=0)
    assert await claim(database, Work.POLL, at=59.999) == ()
    (second,) = await claim(database, Work.POLL, at=60)
    assert (first.attempts, second.attempts) == (1, 2)
    # Whose lease ended can no longer save: somebody else has the job.
    assert not await database.write(lambda tx: tx.jobs.save(first.postponed(after(9))))
    assert await database.write(lambda tx: tx.jobs.save(second.postponed(after(9))))


async def test_claimers_at_once_never_get_the_same_job(database: Database) -> None:
    await add(database, *(new_job(n) for n in range(60)))
    claims = await asyncio.gather(*(claim(database, Work.SUBMIT, limit=7) for _ in range(12)))
    ids = [job.job_id for job in chain.from_iterable(claims)]
    while more := await claim(database, Work.SUBMIT, limit=7):
        ids += [job.job_id for job in more]
    assert sorted(ids) == sorted(new_job(n).job_id for n in range(60))


async def test_when_work_is_next_due(database: Database) -> None:
    assert await database.read(lambda tx: tx.jobs.next_due_at(Work.POLL)) is None
    await add(
        database,
        new_job(1, JobState.RUNNING, due=70),
        new_job(2, JobState.RUNNING, due=50),
        new_job(3, due=1),
        new_job(4, JobState.RUNNING, due=None),
    )
    assert await database.read(lambda tx: tx.jobs.next_due_at(Work.POLL)) == after(50)
    await claim(database, Work.POLL, at=60)
    assert await database.read(lambda tx: tx.jobs.next_due_at(Work.POLL)) == after(70)


async def test_deliveries_are_no_work_on_jobs(database: Database) -> None:
    with pytest.raises(ValueError, match="deliver"):
        await claim(database, Work.DELIVER)
    with pytest.raises(ValueError, match="deliver"):
        await database.read(lambda tx: tx.jobs.next_due_at(Work.DELIVER))


def _add_message(tx: Transaction, message: MessageRef) -> None:
    tx.deliveries.add_message(message)


async def test_the_place_in_line(database: Database) -> None:
    states = [
        JobState.QUEUED,
        JobState.RUNNING,
        JobState.SUCCEEDED,
        JobState.UNKNOWN,
        JobState.SUBMITTING,
        JobState.QUEUED,
    ]
    jobs = [new_job(number, state) for number, state in enumerate(states)]
    twin = replace(new_job(99), created_at=jobs[-1].created_at)
    await add(database, *jobs, twin)
    assert await database.read(lambda tx: tx.jobs.waiting()) == 5
    assert await database.read(lambda tx: tx.jobs.ahead_of(jobs[0])) == 0
    assert await database.read(lambda tx: tx.jobs.ahead_of(jobs[5])) == 3
    # Ordered in the same microsecond, yet each has a place of its own.
    assert await database.read(lambda tx: tx.jobs.ahead_of(twin)) == 4
    for message in map(new_message, (jobs[1], jobs[2], jobs[3], jobs[5])):
        await database.write(partial(_add_message, message=message))
    shown = await database.read(lambda tx: tx.jobs.shown_under_way(9))
    assert shown == (jobs[1].job_id, jobs[5].job_id)
    assert await database.read(lambda tx: tx.jobs.shown_under_way(1)) == shown[:1]


def finished(number: int, seconds: float, state: JobState, model: str = "sonic-v6") -> Job:
    job = new_job(number, state, due=None, model=model)
    # Later jobs end later, whatever they took.
    end = after(1000 * number)
    # How long a turn was waited for does not matter.
    begun = after(1000 * number - seconds)
    return replace(job, created_at=NOW, submitted_at=begun, finished_at=end)


async def test_how_long_such_a_job_usually_takes(database: Database) -> None:
    await add(
        database,
        *(finished(n, 999, JobState.SUCCEEDED) for n in range(1, 4)),
        *(finished(n, 60 + n, JobState.SUCCEEDED) for n in range(11, 21)),
        *(finished(n, 60 + n, JobState.PARTIAL) for n in range(21, 31)),
        *(finished(n, 1, JobState.FAILED) for n in range(31, 61)),
        *(finished(n, 5, JobState.SUCCEEDED, "other") for n in range(61, 71)),
    )
    usual = await database.read(lambda tx: tx.jobs.typical_seconds(JobKind.CREATE, "sonic-v6"))
    assert usual == pytest.approx(80.5)
    unheard = await database.read(lambda tx: tx.jobs.typical_seconds(JobKind.CREATE, "new"))
    assert unheard is None
