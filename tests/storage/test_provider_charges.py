"""What paid requests took from the balance at the music service, on both databases."""

from bot.domain.jobs import JobState
from bot.domain.ports import Database, Transaction
from tests.support.records import NOW, new_job

JOB = new_job(1, JobState.RUNNING)


async def test_what_a_job_took_is_known_once_that_of_each_request_is(database: Database) -> None:
    def two_requests(tx: Transaction) -> tuple[int | None, ...]:
        tx.jobs.add(JOB)
        seen = [tx.budgets.charged(JOB.job_id)]
        first, second = (tx.budgets.note_request(JOB.job_id, NOW) for _ in range(2))
        tx.budgets.tell_charge(first, 2)
        seen.append(tx.budgets.charged(JOB.job_id))
        tx.budgets.tell_charge(second, 14)
        seen.append(tx.budgets.charged(JOB.job_id))
        return tuple(seen)

    assert await database.write(two_requests) == (None, None, 16)
