"""Jams, their people and their jobs in the database."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, insert, or_, select, update

from bot.domain.ids import (
    ChannelId,
    GuildId,
    IdempotencyKey,
    JamId,
    RoleId,
    UserId,
)
from bot.domain.jams.modes import Slot
from bot.domain.jams.people import Host
from bot.domain.jams.records import Jam, JamPlace, JamPlan, Turn
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.jam_belongings import SqlJamBelongings
from storage.jam_people import TAKES_PART, SqlJamPeople
from storage.tables import (
    AnyRow,
    jam_members,
    jams,
)

_THIS = jams.c.jam_id == bindparam("of_jam")
_HERE = jams.c.guild_id == bindparam("of_guild")
_OF_HOST = jams.c.host_id == bindparam("of_host")

_ADD = insert(jams).inline()
_GET = select(jams).where(_THIS)
_BY_KEY = select(jams).where(jams.c.idempotency_key == bindparam("of_key"))
_AFTER = select(jams.c.jam_id).where(jams.c.previous_id == bindparam("of_jam"))
_SAVE = update(jams).where(_THIS, jams.c.version == bindparam("of_version"))
_DUE = (
    select(jams.c.jam_id)
    .where(jams.c.due_at <= bindparam("at", type_=UtcTime))
    .order_by(jams.c.due_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(jams)
    .where(jams.c.jam_id.in_(bindparam("of_jams", expanding=True)))
    .values(due_at=bindparam("until", type_=UtcTime))
)
_NEXT_DUE = select(func.min(jams.c.due_at, type_=UtcTime))
_HURRY = (
    update(jams)
    .where(_THIS, jams.c.ended_at.is_(None))
    .values(due_at=bindparam("at", type_=UtcTime))
)
_OPEN = (
    select(jams)
    .where(_HERE, jams.c.ended_at.is_(None))
    .order_by(jams.c.created_at.desc())
    .limit(bindparam("most", type_=WHOLE_NUMBER))
)
_GUILDS = select(jams.c.guild_id).distinct().where(jams.c.ended_at.is_(None))
_OPEN_OF = select(jams).where(
    jams.c.ended_at.is_(None),
    or_(
        jams.c.host_id == bindparam("of_user"),
        jams.c.jam_id.in_(
            select(jam_members.c.jam_id).where(
                jam_members.c.user_id == bindparam("of_user"), TAKES_PART
            )
        ),
    ),
)
_IN_THREAD = (
    select(jams)
    .where(_HERE, jams.c.thread_id == bindparam("of_thread"))
    .order_by(jams.c.created_at.desc())
    .limit(1)
)
_OPEN_COUNT = select(func.count()).select_from(jams).where(_HERE, jams.c.ended_at.is_(None))
_OPEN_OF_HOST = _OPEN_COUNT.where(_OF_HOST)
_BEGUN = (
    select(jams.c.created_at)
    .where(_HERE, jams.c.created_at > bindparam("since", type_=UtcTime))
    .order_by(jams.c.created_at.desc())
    .limit(1)
    .offset(bindparam("passed", type_=WHOLE_NUMBER))
)
_BEGUN_BY_HOST = _BEGUN.where(_OF_HOST)


class SqlJams(SqlJamPeople, SqlJamBelongings):
    """`JamRepository` on one connection."""

    def add(self, jam: Jam) -> None:
        """Save a new jam. Its id, its key and its `previous_id` must be new."""
        self._connection.execute(_ADD, {"jam_id": jam.jam_id, **_columns(jam, jam.version)})

    def get(self, jam_id: JamId) -> Jam | None:
        """Return a jam."""
        row = self._connection.execute(_GET, {"of_jam": jam_id}).one_or_none()
        return None if row is None else _jam(row)

    def by_key(self, key: IdempotencyKey) -> Jam | None:
        """Return the jam that was begun with this key."""
        row = self._connection.execute(_BY_KEY, {"of_key": key}).one_or_none()
        return None if row is None else _jam(row)

    def after(self, jam_id: JamId) -> JamId | None:
        """Return the jam of the next round."""
        found = self._connection.execute(_AFTER, {"of_jam": jam_id}).scalar_one_or_none()
        return None if found is None else JamId(found)

    def save(self, jam: Jam) -> bool:
        """Replace the stored jam of the same id and version; its version grows by one."""
        saved = self._connection.execute(
            _SAVE,
            {"of_jam": jam.jam_id, "of_version": jam.version, **_columns(jam, jam.version + 1)},
        )
        return saved.rowcount == 1

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[JamId, ...]:
        """Take at most `limit` jams whose time has come; nobody else gets them until then."""
        due = self._connection.execute(_DUE, {"at": now, "most": limit}).scalars().all()
        if due:
            self._connection.execute(_LEASE, {"of_jams": due, "until": lease_until})
        return tuple(JamId(jam_id) for jam_id in due)

    def next_due_at(self) -> datetime | None:
        """Return when the next jam's time comes, or None."""
        due_at: datetime | None = self._connection.execute(_NEXT_DUE).scalar_one()
        return due_at

    def hurry(self, jam_id: JamId, now: datetime) -> None:
        """Have a jam that is not over looked after now."""
        self._connection.execute(_HURRY, {"of_jam": jam_id, "at": now})

    def open_in(self, guild_id: GuildId, *, limit: int) -> tuple[Jam, ...]:
        """Return jams of a server that are not over, newest first."""
        rows = self._connection.execute(_OPEN, {"of_guild": guild_id, "most": limit})
        return tuple(_jam(row) for row in rows)

    def guilds_with_open(self) -> tuple[GuildId, ...]:
        """Return the servers that have jams which are not over."""
        return tuple(GuildId(found) for found in self._connection.execute(_GUILDS).scalars())

    def open_of(self, user_id: UserId) -> tuple[Jam, ...]:
        """Return jams of all servers that are not over and that somebody is in, or began."""
        rows = self._connection.execute(_OPEN_OF, {"of_user": user_id})
        return tuple(_jam(row) for row in rows)

    def in_thread(self, guild_id: GuildId, thread_id: ChannelId) -> Jam | None:
        """Return the newest jam of a thread."""
        where = {"of_guild": guild_id, "of_thread": thread_id}
        row = self._connection.execute(_IN_THREAD, where).one_or_none()
        return None if row is None else _jam(row)

    def open_count(self, guild_id: GuildId, host_id: UserId | None = None) -> int:
        """Return how many jams are not over: in a server, or of one host there."""
        given: dict[str, int] = {"of_guild": guild_id}
        statement = _OPEN_COUNT
        if host_id is not None:
            statement, given["of_host"] = _OPEN_OF_HOST, host_id
        count: int = self._connection.execute(statement, given).scalar_one()
        return count

    def begun_at(
        self, guild_id: GuildId, since: datetime, *, host_id: UserId | None = None, skip: int = 0
    ) -> datetime | None:
        """Return when the newest jam began after `since`; `skip` passes over as many newer ones."""
        given: dict[str, object] = {"of_guild": guild_id, "since": since, "passed": skip}
        statement = _BEGUN
        if host_id is not None:
            statement, given["of_host"] = _BEGUN_BY_HOST, host_id
        begun_at: datetime | None = self._connection.execute(statement, given).scalar_one_or_none()
        return begun_at


def _columns(jam: Jam, version: int) -> dict[str, object]:
    turn, plan = jam.turn, jam.plan
    return {
        "guild_id": jam.place.guild_id,
        "channel_id": jam.place.channel_id,
        "thread_id": jam.place.thread_id,
        "host_id": jam.host.user_id,
        "host_name": jam.host.name,
        "host_roles": " ".join(f"{role_id}" for role_id in jam.host.role_ids),
        "theme": plan.theme,
        "style": plan.style,
        "model": plan.model,
        "mode": plan.mode,
        "payer": plan.payer,
        "turn_order": plan.order,
        "length_seconds": int(plan.length.total_seconds()),
        "most_people": plan.most_people,
        "songs": plan.songs,
        "announce": int(plan.announce),
        "phase": jam.phase,
        "created_at": jam.created_at,
        "ends_at": jam.ends_at,
        "idempotency_key": jam.idempotency_key,
        "round": jam.round,
        "previous_id": jam.previous_id,
        "parts": jam.parts,
        "turn_number": None if turn is None else turn.number,
        "turn_slot": None if turn is None else turn.slot.key,
        "turn_user_id": None if turn is None else turn.user_id,
        "turn_ends_at": None if turn is None else turn.ends_at,
        "turn_last_id": None if turn is None else turn.last_id,
        "ordered": int(jam.ordered),
        "obstacle": jam.obstacle,
        "try_at": jam.try_at,
        "ending": jam.end,
        "end_reason": jam.end_reason,
        "ended_at": jam.ended_at,
        "due_at": jam.due_at,
        "version": version,
    }


def _jam(row: AnyRow) -> Jam:
    return Jam(
        jam_id=JamId(row.jam_id),
        place=JamPlace(GuildId(row.guild_id), ChannelId(row.channel_id), ChannelId(row.thread_id)),
        host=Host(
            UserId(row.host_id),
            row.host_name,
            tuple(RoleId(int(role_id)) for role_id in row.host_roles.split()),
        ),
        plan=_plan(row),
        phase=row.phase,
        created_at=row.created_at,
        ends_at=row.ends_at,
        idempotency_key=IdempotencyKey(row.idempotency_key),
        round=row.round,
        previous_id=None if row.previous_id is None else JamId(row.previous_id),
        parts=row.parts,
        turn=_turn(row),
        ordered=bool(row.ordered),
        obstacle=row.obstacle,
        try_at=row.try_at,
        end=row.ending,
        end_reason=row.end_reason,
        ended_at=row.ended_at,
        version=row.version,
    )


def _plan(row: AnyRow) -> JamPlan:
    return JamPlan(
        theme=row.theme,
        mode=row.mode,
        length=timedelta(seconds=row.length_seconds),
        payer=row.payer,
        most_people=row.most_people,
        order=row.turn_order,
        style=row.style,
        model=row.model,
        songs=row.songs,
        announce=bool(row.announce),
    )


def _turn(row: AnyRow) -> Turn | None:
    if row.turn_number is None:
        return None
    user_id = None if row.turn_user_id is None else UserId(row.turn_user_id)
    last_id = None if row.turn_last_id is None else UserId(row.turn_last_id)
    return Turn(row.turn_number, Slot.of(row.turn_slot), user_id, row.turn_ends_at, last_id)
