"""Which jobs have waited too long to be sent, on both databases."""

from dataclasses import replace

from bot.domain.ids import JobId
from bot.domain.jobs import JobState
from bot.domain.ports import Database, Transaction
from tests.support.records import after, new_job

ORDERED_AT_2 = new_job(2, due=600)
ORDERED_AT_3 = new_job(3)
APPROVED_AT_4 = replace(new_job(1), approved_at=after(4))
RUNNING = new_job(0, JobState.RUNNING)


async def test_those_are_claimed_that_wait_since_then_due_or_not(database: Database) -> None:
    def claim(tx: Transaction) -> dict[int, list[JobId]]:
        for job in (ORDERED_AT_2, ORDERED_AT_3, APPROVED_AT_4, RUNNING):
            tx.jobs.add(job)
        found = {}
        for seconds in (1, 2, 5):
            claimed = tx.jobs.claim_waiting(after(seconds), lease_until=after(99), limit=9)
            assert all(job.state is JobState.SUBMITTING for job in claimed)
            found[seconds] = [job.job_id for job in claimed]
        return found

    assert await database.write(claim) == {
        1: [],
        2: [ORDERED_AT_2.job_id],
        5: [APPROVED_AT_4.job_id, ORDERED_AT_3.job_id],
    }
