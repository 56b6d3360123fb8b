"""What single members have to be told, in the database."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from bot.domain.ids import GuildId, MemberNoticeId, UserId
from bot.domain.member_notices import MemberNotice
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.tables import AnyRow, member_notices

_ADD = member_notices.insert().inline()
_DUE = (
    select(member_notices.c.notice_id)
    .where(member_notices.c.due_at <= bindparam("at", type_=UtcTime))
    .order_by(member_notices.c.due_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(member_notices)
    .where(member_notices.c.notice_id.in_(bindparam("of_notices", expanding=True)))
    .values(attempts=member_notices.c.attempts + 1, due_at=bindparam("lease_until"))
    .returning(*member_notices.c)
)
_NEXT_DUE = select(func.min(member_notices.c.due_at, type_=UtcTime))
_OF_NOTICE = member_notices.c.notice_id == bindparam("of_notice")
_TOLD = delete(member_notices).where(_OF_NOTICE)
_PLAN = (
    update(member_notices)
    .where(_OF_NOTICE, member_notices.c.attempts == bindparam("of_attempt"))
    .values(due_at=bindparam("again_at"))
)
_WAITING = (
    select(member_notices)
    .where(
        member_notices.c.user_id == bindparam("of_member"),
        member_notices.c.guild_id == bindparam("of_guild"),
        member_notices.c.due_at.is_(None),
    )
    .order_by(member_notices.c.notice_id)
)


class SqlMemberNotices:
    """`MemberNoticeRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, notice: MemberNotice) -> None:
        """Store a notice, due at once."""
        self._connection.execute(
            _ADD,
            {
                "guild_id": notice.guild_id,
                "user_id": notice.user_id,
                "kind": notice.kind,
                "subject": notice.subject,
                "reason": notice.reason,
                "by_time": int(notice.by_time),
                "created_at": notice.created_at,
                "attempts": 0,
                "due_at": notice.created_at,
            },
        )

    def claim(
        self, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[MemberNotice, ...]:
        """Take due notices; nobody else gets them for the lease."""
        due = self._connection.execute(_DUE, {"at": now, "most": limit}).scalars().all()
        if not due:
            return ()
        claimed = self._connection.execute(_CLAIM, {"of_notices": due, "lease_until": lease_until})
        return tuple(_notice(row) for row in sorted(claimed, key=lambda row: int(row.notice_id)))

    def next_due_at(self) -> datetime | None:
        """Return when the next one is due."""
        due_at: datetime | None = self._connection.execute(_NEXT_DUE).scalar_one()
        return due_at

    def told(self, notice: MemberNotice) -> None:
        """Forget a notice that was told."""
        self._connection.execute(_TOLD, {"of_notice": notice.notice_id})

    def wait_for_use(self, notice: MemberNotice) -> None:
        """Keep it until the member uses the bot again."""
        self._connection.execute(_PLAN, {**_attempt(notice), "again_at": None})

    def retry(self, notice: MemberNotice, due_at: datetime) -> None:
        """Tell it at `due_at`."""
        self._connection.execute(_PLAN, {**_attempt(notice), "again_at": due_at})

    def waiting_for(self, guild_id: GuildId, user_id: UserId) -> tuple[MemberNotice, ...]:
        """Return what could not be told to a member directly, oldest first."""
        given = {"of_guild": guild_id, "of_member": user_id}
        return tuple(_notice(row) for row in self._connection.execute(_WAITING, given))


def _attempt(notice: MemberNotice) -> dict[str, object]:
    return {"of_notice": notice.notice_id, "of_attempt": notice.attempts}


def _notice(row: AnyRow) -> MemberNotice:
    return MemberNotice(
        notice_id=MemberNoticeId(row.notice_id),
        guild_id=GuildId(row.guild_id),
        user_id=UserId(row.user_id),
        kind=row.kind,
        subject=row.subject,
        reason=row.reason,
        by_time=bool(row.by_time),
        created_at=row.created_at,
        attempts=row.attempts,
    )
