"""Who waits for a turn, and whose it is, in the database."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)

from bot.domain.ids import GuildId, JobId, UserId
from bot.domain.jobs import Job
from bot.domain.turns import ROUND, Crowd, Line, Party, Tag, Turns, Waiting, turns_before
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
_EARLIER = or_(
    jobs.c.created_at < _ORDERED_AT,
    and_(jobs.c.created_at == _ORDERED_AT, jobs.c.job_id < bindparam("of_job")),
)
_OWN_LINE = select(
    func.count().label("orders"),
    func.max(jobs.c.weight).label("weight"),
    func.min(jobs.c.created_at, type_=UtcTime).label("since"),
    func.sum(case((_EARLIER, 1), else_=0)).cast(WHOLE_NUMBER).label("before"),
).where(_OWN)
_TAGS = select(turns).where(
    or_(
        and_(
            turns.c.guild_id == bindparam("of_guild"),
            turns.c.user_id.in_([bindparam("of_member", type_=WHOLE_NUMBER), 0]),
        ),
        and_(turns.c.guild_id == ROUND.guild_id, turns.c.user_id == ROUND.user_id),
    )
)


def _crowds(
    waiting: Subquery, of_party: ColumnElement[bool], party: ColumnElement[int], own: str
) -> Select[Any]:
    """Count the parties that wait by what an order's place goes by.

    `of_party` finds a party's tag, `party` its id; the order's own party has the parameter `own`.
    """
    since = bindparam("since", type_=UtcTime)
    clock = bindparam("clock_at", type_=WHOLE_NUMBER)
    comes_first = or_(
        waiting.c.since < since,
        and_(waiting.c.since == since, party < bindparam(own, type_=WHOLE_NUMBER)),
    )
    placed = (
        select(
            waiting.c.orders,
            waiting.c.weight,
            waiting.c.since,
            case((turns.c.ends > clock, turns.c.ends), else_=clock).label("start"),
            case((comes_first, 1), else_=0).label("first"),
        )
        .select_from(waiting.outerjoin(turns, of_party))
        .subquery()
    )
    alike = (placed.c.orders, placed.c.start, placed.c.weight, placed.c.first)
    return select(
        func.count().label("parties"),
        func.min(placed.c.since, type_=UtcTime).label("since"),
        *alike,
    ).group_by(*alike)


_OTHERS = (
    _WAITING.where(
        jobs.c.guild_id == bindparam("of_guild"), jobs.c.requester_id != bindparam("of_member")
    )
    .group_by(jobs.c.guild_id, jobs.c.requester_id)
    .subquery()
)
_CROWDS = _crowds(
    _OTHERS,
    and_(turns.c.guild_id == _OTHERS.c.guild_id, turns.c.user_id == _OTHERS.c.requester_id),
    _OTHERS.c.requester_id,
    "of_member",
)
_OTHER_GUILDS = (
    select(
        jobs.c.guild_id,
        func.count().label("orders"),
        literal_column("1", WHOLE_NUMBER).label("weight"),
        func.min(jobs.c.created_at, type_=UtcTime).label("since"),
    )
    .where(_IN_LINE, jobs.c.guild_id != bindparam("of_guild"))
    .group_by(jobs.c.guild_id)
    .subquery()
)
_GUILD_CROWDS = _crowds(
    _OTHER_GUILDS,
    and_(turns.c.guild_id == _OTHER_GUILDS.c.guild_id, turns.c.user_id == 0),
    _OTHER_GUILDS.c.guild_id,
    "of_guild",
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
        """Return how many waiting jobs come before this waiting one.

        Whoever waits is counted by the database in groups that come to the same, so that hundreds
        of them cost little.
        """
        here = {"of_guild": job.guild_id, "of_member": job.requester_id}
        earlier = {"ordered_at": job.created_at, "of_job": job.job_id}
        own = self._connection.execute(_OWN_LINE, {**here, **earlier}).one()
        if not own.orders:
            return 0
        member, guild, everybody = self._tags(job)
        others = self._connection.execute(
            _CROWDS, {**here, "since": own.since, "clock_at": guild.clock}
        ).all()
        since = min([own.since, *(row.since for row in others)])
        guilds = self._connection.execute(
            _GUILD_CROWDS,
            {"of_guild": job.guild_id, "since": since, "clock_at": everybody.clock},
        )
        order = Waiting(
            before=own.before,
            start=max(member.ends, guild.clock),
            weight=own.weight,
            guild_start=max(guild.ends, everybody.clock),
        )
        return turns_before(order, map(_crowd, others), map(_crowd, guilds))

    def _tags(self, job: Job) -> tuple[Tag, Tag, Tag]:
        """Return the tags of a job's member, of their server and of all servers together."""
        member = Party(job.guild_id, job.requester_id)
        rows = self._connection.execute(
            _TAGS, {"of_guild": job.guild_id, "of_member": job.requester_id}
        )
        found = {Party(row.guild_id, row.user_id): Tag(row.ends, row.clock) for row in rows}
        parties = (member, Party(job.guild_id, UserId(0)), ROUND)
        of_member, of_guild, of_all = (found.get(party, Tag()) for party in parties)
        return of_member, of_guild, of_all

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


def _crowd(row: AnyRow) -> Crowd:
    return Crowd(row.parties, row.orders, row.start, row.weight, bool(row.first))
