"""What was used, in the database."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, select

from bot.domain.ids import EntryId, GuildId, JobId, UserId
from bot.domain.usage import LedgerLine, Usage
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.ledger_statements import with_message
from storage.lines import message_of
from storage.tables import AnyRow, accounts, entries, jobs, songs

_DAY = and_(
    jobs.c.guild_id == bindparam("of_guild"),
    jobs.c.created_at >= bindparam("starts_at", type_=UtcTime),
    jobs.c.created_at < bindparam("ends_at", type_=UtcTime),
)
_SONGS = (
    select(func.count()).where(songs.c.job_id == jobs.c.job_id).correlate(jobs).scalar_subquery()
)
_USAGE = (
    select(
        jobs.c.requester_id,
        jobs.c.kind,
        func.count().label("orders"),
        func.sum(_SONGS).cast(WHOLE_NUMBER).label("songs"),
        func.coalesce(func.sum(jobs.c.charged), 0).cast(WHOLE_NUMBER).label("charged"),
        func.coalesce(func.sum(jobs.c.provider_used), 0).cast(WHOLE_NUMBER).label("used"),
        func.coalesce(func.sum(jobs.c.provider_used * jobs.c.cost_measured), 0)
        .cast(WHOLE_NUMBER)
        .label("measured"),
    )
    .where(_DAY)
    .group_by(jobs.c.requester_id, jobs.c.kind)
    .order_by(jobs.c.requester_id, jobs.c.kind)
)
_USAGE_OF = _USAGE.where(jobs.c.requester_id == bindparam("of_member"))

_source, _target = accounts.alias("source"), accounts.alias("target")
_LINES = (
    with_message(
        entries,
        _source.c.kind.label("source_kind"),
        _source.c.owner_id.label("source_owner"),
        _target.c.kind.label("target_kind"),
        _target.c.owner_id.label("target_owner"),
        joined=entries.join(_source, _source.c.account_id == entries.c.source_id).join(
            _target, _target.c.account_id == entries.c.target_id
        ),
    )
    .where(
        _source.c.guild_id == bindparam("of_guild"),
        entries.c.entry_id > bindparam("after", type_=WHOLE_NUMBER),
        entries.c.created_at >= bindparam("since", type_=UtcTime),
        entries.c.created_at < bindparam("until", type_=UtcTime),
    )
    .order_by(entries.c.entry_id)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
)


_TITLES = (
    select(songs.c.job_id, songs.c.title)
    .where(
        songs.c.job_id.in_(bindparam("of_jobs", expanding=True)),
        songs.c.deleted_at.is_(None),
    )
    .order_by(songs.c.position.desc())
)


class SqlReports:
    """`ReportRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def usage(
        self,
        guild_id: GuildId,
        day: date,
        *,
        starts_at: datetime,
        ends_at: datetime,
        user_id: UserId | None,
    ) -> tuple[Usage, ...]:
        """Return what the orders of a day came to, by member and kind."""
        wanted = {"of_guild": guild_id, "starts_at": starts_at, "ends_at": ends_at}
        if user_id is None:
            rows = self._connection.execute(_USAGE, wanted)
        else:
            rows = self._connection.execute(_USAGE_OF, {**wanted, "of_member": user_id})
        return tuple(
            Usage(
                day=day,
                user_id=UserId(row.requester_id),
                kind=row.kind,
                orders=row.orders,
                songs=row.songs,
                charged=row.charged,
                provider_used=row.used,
                provider_measured=row.measured,
            )
            for row in rows
        )

    def titles(self, job_ids: Collection[JobId]) -> Mapping[JobId, str]:
        """Return the title of each job's first song; jobs without any are left out."""
        rows = self._connection.execute(_TITLES, {"of_jobs": list(job_ids)}) if job_ids else ()
        return {JobId(row.job_id): row.title for row in rows}

    def lines(
        self,
        guild_id: GuildId,
        *,
        since: datetime,
        until: datetime,
        after: EntryId | None,
        limit: int,
    ) -> tuple[LedgerLine, ...]:
        """Return a server's first lines of a time, or the first after one, oldest first."""
        rows = self._connection.execute(
            _LINES,
            {
                "of_guild": guild_id,
                "since": since,
                "until": until,
                "after": after or 0,
                "most": limit,
            },
        )
        return tuple(_line(row) for row in rows)


def _line(row: AnyRow) -> LedgerLine:
    return LedgerLine(
        entry_id=EntryId(row.entry_id),
        at=row.created_at,
        kind=row.kind,
        amount=row.amount,
        source=row.source_kind,
        source_owner=UserId(row.source_owner) if row.source_owner else None,
        target=row.target_kind,
        target_owner=UserId(row.target_owner) if row.target_owner else None,
        actor_id=None if row.actor_id is None else UserId(row.actor_id),
        reason=row.reason,
        job_id=None if row.job_id is None else JobId(row.job_id),
        reverses_id=None if row.reverses_id is None else EntryId(row.reverses_id),
        message=message_of(row),
    )
