"""The people of jams in the database."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select

from bot.domain.ids import (
    JamId,
    UserId,
)
from bot.domain.jams.people import JamMember, MemberState
from storage.connections import Connection
from storage.dialects import insert_once, insert_or_update
from storage.tables import (
    AnyRow,
    jam_bans,
    jam_members,
)

TAKES_PART = jam_members.c.state.in_([state for state in MemberState if state.takes_part])
_IN_JAM = jam_members.c.jam_id == bindparam("of_jam")
_MEMBER = select(jam_members).where(_IN_JAM, jam_members.c.user_id == bindparam("of_user"))
_MEMBERS = select(jam_members).where(_IN_JAM).order_by(jam_members.c.place)
_PRESENT = select(func.count()).select_from(jam_members).where(_IN_JAM, TAKES_PART)
_LAST_PLACE = select(func.coalesce(func.max(jam_members.c.place), 0)).where(_IN_JAM)
_PUT_MEMBER = insert_or_update(
    jam_members,
    unique=(jam_members.c.jam_id, jam_members.c.user_id),
    changes=lambda new: {"name": new.name, "state": new.state},
)
_BAN = insert_once(
    jam_bans, unique=(jam_bans.c.jam_id, jam_bans.c.user_id), returning=jam_bans.c.user_id
)
_BANNED = (jam_bans.c.jam_id == bindparam("of_jam"), jam_bans.c.user_id == bindparam("of_user"))
_UNBAN = delete(jam_bans).where(*_BANNED)
_BAN_REASON = select(jam_bans.c.reason).where(*_BANNED)
_HAND_ON = insert(jam_bans).from_select(
    [column.name for column in jam_bans.c],
    select(
        bindparam("to_jam", type_=jam_bans.c.jam_id.type),
        jam_bans.c.user_id,
        jam_bans.c.reason,
        jam_bans.c.actor_id,
        jam_bans.c.created_at,
    ).where(jam_bans.c.jam_id == bindparam("of_jam")),
)


class SqlJamPeople:
    """Members and bans on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def member(self, jam_id: JamId, user_id: UserId) -> JamMember | None:
        """Return somebody who takes part, or did."""
        row = self._connection.execute(
            _MEMBER, {"of_jam": jam_id, "of_user": user_id}
        ).one_or_none()
        return None if row is None else _member(row)

    def members(self, jam_id: JamId) -> tuple[JamMember, ...]:
        """Return all who take part, or did, by place."""
        rows = self._connection.execute(_MEMBERS, {"of_jam": jam_id})
        return tuple(_member(row) for row in rows)

    def put_member(self, member: JamMember) -> None:
        """Save a member, new or changed; one who was there keeps place and time of joining."""
        self._connection.execute(
            _PUT_MEMBER.on(self._connection),
            {
                "jam_id": member.jam_id,
                "user_id": member.user_id,
                "name": member.name,
                "place": member.place,
                "state": member.state,
                "joined_at": member.joined_at,
            },
        )

    def present(self, jam_id: JamId) -> int:
        """Return how many take part."""
        present: int = self._connection.execute(_PRESENT, {"of_jam": jam_id}).scalar_one()
        return present

    def last_place(self, jam_id: JamId) -> int:
        """Return the highest place that was given, or 0."""
        place: int = self._connection.execute(_LAST_PLACE, {"of_jam": jam_id}).scalar_one()
        return place

    def ban(
        self, jam_id: JamId, user_id: UserId, *, reason: str, actor_id: UserId, now: datetime
    ) -> bool:
        """Close a jam to somebody; False when it was closed to them before."""
        banned = self._connection.execute(
            _BAN.on(self._connection),
            {
                "jam_id": jam_id,
                "user_id": user_id,
                "reason": reason,
                "actor_id": actor_id,
                "created_at": now,
            },
        )
        return banned.one_or_none() is not None

    def unban(self, jam_id: JamId, user_id: UserId) -> bool:
        """Open it again; False when it was open to them."""
        given = {"of_jam": jam_id, "of_user": user_id}
        return self._connection.execute(_UNBAN, given).rowcount > 0

    def ban_reason(self, jam_id: JamId, user_id: UserId) -> str | None:
        """Return why a jam is closed to somebody, or None when it is open."""
        reason: str | None = self._connection.execute(
            _BAN_REASON, {"of_jam": jam_id, "of_user": user_id}
        ).scalar_one_or_none()
        return reason

    def hand_on_bans(self, jam_id: JamId, other: JamId) -> None:
        """Close another jam to everyone to whom this one is closed."""
        self._connection.execute(_HAND_ON, {"of_jam": jam_id, "to_jam": other})


def _member(row: AnyRow) -> JamMember:
    return JamMember(
        JamId(row.jam_id), UserId(row.user_id), row.name, row.place, row.state, row.joined_at
    )
