"""Messages that show a finished job's card once more, or files that another has no room for."""

from datetime import datetime

from sqlalchemy import (
    and_,
    bindparam,
    delete,
    func,
    null,
    select,
    union_all,
    update,
)

from bot.domain.ids import ChannelId, GuildId, JobId, MessageId
from bot.domain.library import DuePosting, Posting
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.dialects import insert_once
from storage.tables import AnyRow, messages, postings

_ADD = insert_once(postings, unique=[postings.c.message_id], returning=postings.c.message_id)
_OF_JOB = (
    select(postings).where(postings.c.job_id == bindparam("of_job")).order_by(postings.c.message_id)
)
_JOB_ON = union_all(
    select(messages.c.job_id).where(messages.c.message_id == bindparam("on_message")),
    select(postings.c.job_id).where(postings.c.message_id == bindparam("on_message")),
)
_AT = bindparam("at", type_=UtcTime)
_WANT = (
    update(postings)
    .where(postings.c.job_id == bindparam("of_job"), postings.c.out_of_reach == 0)
    .values(due_at=_AT, attempts=0)
)
_DUE = (
    select(postings.c.message_id)
    .where(postings.c.due_at <= _AT)
    .order_by(postings.c.due_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(postings)
    .where(postings.c.message_id.in_(bindparam("of_messages", expanding=True)))
    .values(due_at=bindparam("lease_until", type_=UtcTime), attempts=postings.c.attempts + 1)
    .returning(*postings.c)
)
_TAKE_OVER = update(postings).where(postings.c.due_at > _AT).values(due_at=_AT)
_NEXT_DUE = select(func.min(postings.c.due_at, type_=UtcTime))
_MINE = and_(
    postings.c.message_id == bindparam("of_message"),
    postings.c.due_at == bindparam("held_until", type_=UtcTime),
)
_DRAWN = update(postings).where(_MINE).values(due_at=null(), attempts=0)
_RETRY = update(postings).where(_MINE).values(due_at=_AT)
_REMOVE = delete(postings).where(postings.c.message_id == bindparam("of_message"))


class SqlPostings:
    """`PostingRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, posting: Posting) -> None:
        """Save a posting; one that is known already stays as it is."""
        self._connection.execute(
            _ADD.on(self._connection),
            {
                "message_id": posting.message_id,
                "job_id": posting.job_id,
                "guild_id": posting.guild_id,
                "channel_id": posting.channel_id,
                "part": posting.part,
                "original": int(posting.original),
                "due_at": None,
                "attempts": 0,
                "out_of_reach": int(posting.out_of_reach),
            },
        )

    def of_job(self, job_id: JobId) -> tuple[Posting, ...]:
        """Return a job's postings."""
        return tuple(_posting(row) for row in self._connection.execute(_OF_JOB, {"of_job": job_id}))

    def job_on(self, message_id: MessageId) -> JobId | None:
        """Return the job that a message shows, be it the job's own or a posting."""
        row = self._connection.execute(_JOB_ON, {"on_message": message_id}).first()
        return None if row is None else JobId(row.job_id)

    def want(self, job_id: JobId, now: datetime) -> None:
        """Have all of a job's postings drawn anew that the bot can reach."""
        self._connection.execute(_WANT, {"of_job": job_id, "at": now})

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[DuePosting, ...]:
        """Take at most `limit` due postings; nobody else gets them before the lease ends."""
        due = list(self._connection.execute(_DUE, {"at": now, "most": limit}).scalars())
        if not due:
            return ()
        given = {"of_messages": due, "lease_until": lease_until}
        claimed = self._connection.execute(_CLAIM, given)
        return tuple(DuePosting(_posting(row), lease_until, row.attempts) for row in claimed)

    def take_over(self, now: datetime) -> int:
        """Let every posting be due that was claimed or is to be tried again later; count them."""
        return self._connection.execute(_TAKE_OVER, {"at": now}).rowcount

    def next_due_at(self) -> datetime | None:
        """Return when the next posting is due."""
        due_at: datetime | None = self._connection.execute(_NEXT_DUE).scalar_one()
        return due_at

    def drawn(self, due: DuePosting) -> None:
        """Note that a posting is up to date, unless it was wanted anew meanwhile."""
        self._connection.execute(_DRAWN, _held(due))

    def retry(self, due: DuePosting, due_at: datetime) -> None:
        """Draw a posting again at `due_at`, or sooner if it was wanted anew meanwhile."""
        self._connection.execute(_RETRY, {**_held(due), "at": due_at})

    def remove(self, message_id: MessageId) -> None:
        """Forget a posting; its message is gone."""
        self._connection.execute(_REMOVE, {"of_message": message_id})


def _held(due: DuePosting) -> dict[str, object]:
    return {"of_message": due.posting.message_id, "held_until": due.lease_until}


def _posting(row: AnyRow) -> Posting:
    return Posting(
        message_id=MessageId(row.message_id),
        job_id=JobId(row.job_id),
        guild_id=GuildId(row.guild_id),
        channel_id=ChannelId(row.channel_id),
        part=row.part,
        original=bool(row.original),
        out_of_reach=bool(row.out_of_reach),
    )
