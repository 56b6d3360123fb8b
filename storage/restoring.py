"""What a copy of the database must not do again once it is put back: orders may be paid already."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.domain.jams.bookkeeping import COPIED_JAMS
from bot.domain.jobs import JobState
from storage.job_rows import job_of
from storage.jobs import SqlJobs
from storage.tables import chores, jobs

_UNDER_WAY = select(jobs).where(jobs.c.finished_at.is_(None))


def withhold_orders(connection: Connection) -> int:
    """Note on orders under way that nothing is sent for them; return how many had to be sent."""
    repository = SqlJobs(connection)
    under_way = [job_of(row) for row in connection.execute(_UNDER_WAY)]
    for job in under_way:
        repository.save(replace(job, restored=True))
    return sum(job.state is JobState.QUEUED for job in under_way)


def have_jams_ended(connection: Connection, now: datetime) -> None:
    """Have the next start end the jams that are open: they may have ordered since."""
    connection.execute(delete(chores).where(chores.c.name == COPIED_JAMS))
    connection.execute(insert(chores).values(name=COPIED_JAMS, due_at=now))
