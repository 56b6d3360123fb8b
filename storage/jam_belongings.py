"""The jobs of jams, their authors, and what servers set about jams, in the database."""

from collections.abc import Sequence

from sqlalchemy import bindparam, insert, select

from bot.domain.ids import (
    ContributionId,
    GuildId,
    JamId,
    JobId,
    UserId,
)
from bot.domain.jams.bookkeeping import JamJob, JamRules
from bot.domain.jams.modes import Slot
from bot.domain.jams.people import Author
from storage.connections import Connection
from storage.dialects import insert_or_update
from storage.tables import (
    AnyRow,
    jam_jobs,
    jam_rules,
    job_authors,
    jobs,
)

_ADD_JOB = insert(jam_jobs).inline()
_JOBS = (
    select(jam_jobs)
    .join(jobs, jobs.c.job_id == jam_jobs.c.job_id)
    .where(jam_jobs.c.jam_id == bindparam("of_jam"))
    .order_by(jobs.c.created_at, jobs.c.idempotency_key)
)
_ADD_AUTHOR = insert(job_authors).inline()
_AUTHORS = (
    select(job_authors)
    .where(job_authors.c.job_id == bindparam("of_job"))
    .order_by(job_authors.c.position)
)
_RULES = select(jam_rules).where(jam_rules.c.guild_id == bindparam("of_guild"))
_SAVE_RULES = insert_or_update(
    jam_rules,
    unique=(jam_rules.c.guild_id,),
    changes=lambda new: {
        column.name: new[column.name] for column in jam_rules.c if not column.primary_key
    },
)


class SqlJamBelongings:
    """Jobs, authors and rules on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_job(self, job: JamJob) -> None:
        """Save what a job, saved before, does for a jam."""
        self._connection.execute(
            _ADD_JOB,
            {
                "job_id": job.job_id,
                "jam_id": job.jam_id,
                "purpose": job.purpose,
                "slot": job.slot.key,
                "contribution_id": job.contribution_id,
            },
        )

    def jobs_of(self, jam_id: JamId) -> tuple[JamJob, ...]:
        """Return a jam's jobs in the order in which they were ordered."""
        return tuple(_jam_job(row) for row in self._connection.execute(_JOBS, {"of_jam": jam_id}))

    def add_authors(self, job_id: JobId, authors: Sequence[Author]) -> None:
        """Save whose songs a job makes, in order; each of them once."""
        for position, author in enumerate(authors, 1):
            self._connection.execute(
                _ADD_AUTHOR,
                {
                    "job_id": job_id,
                    "user_id": author.user_id,
                    "position": position,
                    "name": author.name,
                },
            )

    def authors_of(self, job_id: JobId) -> tuple[Author, ...]:
        """Return whose songs a job makes; nothing where they are its requester's alone."""
        rows = self._connection.execute(_AUTHORS, {"of_job": job_id})
        return tuple(Author(UserId(row.user_id), row.name) for row in rows)

    def rules(self, guild_id: GuildId) -> JamRules:
        """Return what a server's managers set about jams, or the defaults."""
        row = self._connection.execute(_RULES, {"of_guild": guild_id}).one_or_none()
        return JamRules(guild_id) if row is None else _rules(row)

    def save_rules(self, rules: JamRules) -> None:
        """Replace a server's rules about jams."""
        self._connection.execute(
            _SAVE_RULES.on(self._connection),
            {
                "guild_id": rules.guild_id,
                "at_once": rules.at_once,
                "per_server": rules.per_server,
                "per_host": rules.per_host,
                "host_at_once": rules.host_at_once,
                "most_people": rules.most_people,
                "wallet_pays": int(rules.wallet_pays),
                "match_percent": rules.match_percent,
                "match_ceiling": rules.match_ceiling,
            },
        )


def _jam_job(row: AnyRow) -> JamJob:
    found = row.contribution_id
    return JamJob(
        job_id=JobId(row.job_id),
        jam_id=JamId(row.jam_id),
        purpose=row.purpose,
        slot=Slot.of(row.slot),
        contribution_id=None if found is None else ContributionId(found),
    )


def _rules(row: AnyRow) -> JamRules:
    return JamRules(
        guild_id=GuildId(row.guild_id),
        at_once=row.at_once,
        per_server=row.per_server,
        per_host=row.per_host,
        host_at_once=row.host_at_once,
        most_people=row.most_people,
        wallet_pays=bool(row.wallet_pays),
        match_percent=row.match_percent,
        match_ceiling=row.match_ceiling,
    )
