"""What people must be told once, and what is done from time to time, in the database."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from bot.domain.ids import GuildId, NoticeId
from bot.domain.notices import Notice, NoticeKind
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.dialects import insert_once
from storage.tables import AnyRow, chores, notices

_RAISE = insert_once(
    notices,
    unique=(notices.c.guild_id, notices.c.kind, notices.c.subject),
    returning=notices.c.notice_id,
)
_WITHDRAW = delete(notices).where(
    notices.c.guild_id == bindparam("of_guild"),
    notices.c.kind == bindparam("of_kind"),
    notices.c.subject == bindparam("of_subject"),
)
_DUE = (
    select(notices.c.notice_id)
    .where(notices.c.due_at <= bindparam("at", type_=UtcTime))
    .order_by(notices.c.due_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(notices)
    .where(notices.c.notice_id.in_(bindparam("of_notices", expanding=True)))
    .values(attempts=notices.c.attempts + 1, due_at=bindparam("lease_until"))
    .returning(*notices.c)
)
_PLAN = (
    update(notices)
    .where(
        notices.c.notice_id == bindparam("of_notice"),
        notices.c.attempts == bindparam("of_attempt"),
    )
    .values(due_at=bindparam("again_at"))
)
_NEXT_DUE = select(func.min(notices.c.due_at, type_=UtcTime))

_CHORE = select(chores.c.due_at).where(chores.c.name == bindparam("of_name"))
_ADD_CHORE = insert_once(chores, unique=(chores.c.name,), returning=chores.c.name)
_TAKE_CHORE = (
    update(chores)
    .where(chores.c.name == bindparam("of_name"), chores.c.due_at <= bindparam("at", type_=UtcTime))
    .values(due_at=bindparam("again_at"))
)


class SqlNotices:
    """`NoticeRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def raise_once(self, notice: Notice) -> bool:
        """Save a notice; False when one of the same server, kind and subject is there."""
        raised = self._connection.execute(
            _RAISE.on(self._connection),
            {
                "guild_id": notice.guild_id,
                "kind": notice.kind,
                "subject": notice.subject,
                "amount": notice.amount,
                "limit": notice.limit,
                "created_at": notice.created_at,
                "attempts": 0,
                "due_at": notice.created_at,
            },
        )
        return raised.one_or_none() is not None

    def withdraw(self, guild_id: GuildId, kind: NoticeKind, subject: str) -> bool:
        """Forget a notice, told or not, so that it can be raised again; False if there is none."""
        named = {"of_guild": guild_id, "of_kind": kind, "of_subject": subject}
        return self._connection.execute(_WITHDRAW, named).rowcount > 0

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[Notice, ...]:
        """Take at most `limit` untold notices; nobody else gets them before the lease ends."""
        due = self._connection.execute(_DUE, {"at": now, "most": limit}).scalars().all()
        if not due:
            return ()
        claimed = self._connection.execute(_CLAIM, {"of_notices": due, "lease_until": lease_until})
        by_id = {row.notice_id: _notice(row) for row in claimed}
        return tuple(by_id[notice_id] for notice_id in due)

    def told(self, notice: Notice) -> None:
        """Remember that it was told, or that it can never be."""
        self._plan(notice, None)

    def retry(self, notice: Notice, due_at: datetime) -> None:
        """Tell it at `due_at`."""
        self._plan(notice, due_at)

    def next_due_at(self) -> datetime | None:
        """Return when the next untold notice becomes due, or None."""
        due_at: datetime | None = self._connection.execute(_NEXT_DUE).scalar_one()
        return due_at

    def _plan(self, notice: Notice, due_at: datetime | None) -> None:
        self._connection.execute(
            _PLAN,
            {
                "of_notice": notice.notice_id,
                "of_attempt": notice.attempts,
                "again_at": due_at,
            },
        )


class SqlChores:
    """`ChoreRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due_at(self, name: str) -> datetime | None:
        """Return when it is due; None when it was never planned."""
        due_at: datetime | None = self._connection.execute(
            _CHORE, {"of_name": name}
        ).scalar_one_or_none()
        return due_at

    def plan(self, name: str, due_at: datetime) -> None:
        """Plan it unless it is planned."""
        self._connection.execute(_ADD_CHORE.on(self._connection), {"name": name, "due_at": due_at})

    def claim(self, name: str, *, now: datetime, next_at: datetime) -> bool:
        """Take it if it is due, and plan the next time; False when it is not due."""
        taken = self._connection.execute(
            _TAKE_CHORE, {"of_name": name, "at": now, "again_at": next_at}
        )
        return taken.rowcount > 0


def _notice(row: AnyRow) -> Notice:
    return Notice(
        notice_id=NoticeId(row.notice_id),
        guild_id=GuildId(row.guild_id),
        kind=row.kind,
        subject=row.subject,
        amount=row.amount,
        limit=row.limit,
        created_at=row.created_at,
        attempts=row.attempts,
    )
