"""Who waits for a turn, and whose it is, in the database."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal_column, or_, select

from bot.domain.ids import GuildId, JobId, UserId
from bot.domain.jobs import Job
from bot.domain.turns import Line, Party, Tag, Turns
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.dialects import insert_or_update
from storage.tables import AnyRow, jobs, turns

# What is not over is found by the index of such jobs, which holds all that is read of them.
_IN_LINE = and_(jobs.c.work == literal_column("'submit'"), jobs.c.finished_at.is_(None))
_DUE = jobs.c.due_at <= bindparam("at", type_=UtcTime)
_ORDERED_AT = bindparam("ordered_at", type_=UtcTime)


def _lines(waiting: Select[Any]) -> Select[Any]:
    grouped = waiting.group_by(jobs.c.guild_id, jobs.c.requester_id).subquery()
    own = and_(turns.c.guild_id == grouped.c.guild_id, turns.c.user_id == grouped.c.requester_id)
    return select(grouped, turns.c.ends).select_from(grouped.outerjoin(turns, own))


_WAITING = select(
    jobs.c.guild_id,
    jobs.c.requester_id,
    func.count().label("orders"),
    func.max(jobs.c.weight).label("weight"),
    func.min(jobs.c.created_at, type_=UtcTime).label("since"),
).where(_IN_LINE)
_ALL_LINES = _lines(_WAITING)
_DUE_LINES = _lines(_WAITING.where(_DUE))

_ROUNDS = select(turns).where(turns.c.user_id == 0)
_OWN = and_(
    _IN_LINE,
    jobs.c.guild_id == bindparam("of_guild"),
    jobs.c.requester_id == bindparam("of_member"),
)
_NEXT_OF = (
    select(jobs.c.job_id)
    .where(_OWN, _DUE)
    .order_by(jobs.c.created_at, jobs.c.job_id)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_BEFORE = select(func.count()).where(
    _OWN,
    or_(
        jobs.c.created_at < _ORDERED_AT,
        and_(jobs.c.created_at == _ORDERED_AT, jobs.c.job_id < bindparam("of_job")),
    ),
)
_SAVE = insert_or_update(
    turns,
    unique=(turns.c.guild_id, turns.c.user_id),
    changes=lambda tag: {"ends": tag.ends, "clock": tag.clock},
)
_FORGET = turns.delete().where(
    turns.c.guild_id == bindparam("of_guild"),
    turns.c.user_id != 0,
    turns.c.ends <= bindparam("clock_at", type_=WHOLE_NUMBER),
)


class Lineup:
    """The jobs that wait for submission, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, now: datetime, limit: int) -> Sequence[JobId]:
        """Give at most `limit` turns away, and return the jobs that got them, first turn first."""
        turns_now = self._turns(self._connection.execute(_DUE_LINES, {"at": now}).all())
        parties: list[Party] = []
        while len(parties) < limit and (party := turns_now.next()) is not None:
            parties.append(party)
        if not parties:
            return ()
        queues = {
            party: iter(self._next_of(party, now, most)) for party, most in Counter(parties).items()
        }
        self._save(turns_now)
        # Another process may hold the lock of one that was counted.
        taken = (next(queues[party], None) for party in parties)
        return [job_id for job_id in taken if job_id is not None]

    def turns_before(self, job: Job) -> int:
        """Return how many waiting jobs come before this waiting one."""
        lines = self._connection.execute(_ALL_LINES).all()
        party = Party(job.guild_id, job.requester_id)
        if all((row.guild_id, row.requester_id) != party for row in lines):
            return 0
        before: int = self._connection.execute(
            _BEFORE,
            {
                "of_guild": job.guild_id,
                "of_member": job.requester_id,
                "ordered_at": job.created_at,
                "of_job": job.job_id,
            },
        ).scalar_one()
        return self._turns(lines).ahead_of(party, before)

    def _turns(self, rows: Sequence[AnyRow]) -> Turns:
        lines, tags = [], {}
        for row in rows:
            party = Party(GuildId(row.guild_id), UserId(row.requester_id))
            lines.append(Line(party, row.orders, row.weight, row.since))
            if row.ends is not None:
                tags[party] = Tag(row.ends)
        if lines:
            for row in self._connection.execute(_ROUNDS):
                party = Party(GuildId(row.guild_id), UserId(row.user_id))
                tags[party] = Tag(row.ends, row.clock)
        return Turns(lines, tags)

    def _next_of(self, party: Party, now: datetime, most: int) -> Sequence[JobId]:
        found = self._connection.execute(
            _NEXT_OF,
            {"of_guild": party.guild_id, "of_member": party.user_id, "at": now, "most": most},
        )
        return [JobId(job_id) for job_id in found.scalars()]

    def _save(self, given: Turns) -> None:
        save = _SAVE.on(self._connection)
        for party, tag in given.changed.items():
            self._connection.execute(
                save,
                {
                    "guild_id": party.guild_id,
                    "user_id": party.user_id,
                    "ends": tag.ends,
                    "clock": tag.clock,
                },
            )
            if party.user_id == 0:
                # A turn that ended before the clock says no more than a missing row.
                self._connection.execute(
                    _FORGET, {"of_guild": party.guild_id, "clock_at": tag.clock}
                )
