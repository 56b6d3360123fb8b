"""Counting orders for limits."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.jobs import JobState
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.tables import jobs

_OF_GUILD = jobs.c.guild_id == bindparam("of_guild")
_NEWEST = (
    select(jobs.c.created_at)
    .where(
        _OF_GUILD,
        jobs.c.created_at > bindparam("since", type_=UtcTime),
        jobs.c.state.not_in((JobState.FAILED, JobState.TIMED_OUT)),
    )
    .order_by(jobs.c.created_at.desc())
    .limit(1)
    .offset(bindparam("skip", type_=WHOLE_NUMBER))
)
_AT_ONCE = select(func.count()).where(
    _OF_GUILD, jobs.c.finished_at.is_(None), jobs.c.state != JobState.UNKNOWN
)


class _Narrowed:
    """One statement for the orders of a member, in a channel, and in a whole server."""

    def __init__(self, statement: Select[Any]) -> None:
        self._server = statement
        self._member = statement.where(jobs.c.requester_id == bindparam("of_member"))
        self._channel = statement.where(jobs.c.channel_id == bindparam("of_channel"))

    def to(
        self, guild_id: GuildId, user_id: UserId | None, channel_id: ChannelId | None
    ) -> tuple[Select[Any], dict[str, int]]:
        """Return the statement and its parameters."""
        if user_id is not None:
            return self._member, {"of_guild": guild_id, "of_member": user_id}
        if channel_id is not None:
            return self._channel, {"of_guild": guild_id, "of_channel": channel_id}
        return self._server, {"of_guild": guild_id}


_NEWEST_OF, _AT_ONCE_OF = _Narrowed(_NEWEST), _Narrowed(_AT_ONCE)


class OrderCounts:
    """Counts orders on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest_order_at(
        self,
        guild_id: GuildId,
        since: datetime,
        *,
        user_id: UserId | None = None,
        channel_id: ChannelId | None = None,
        skip: int = 0,
    ) -> datetime | None:
        """Return when the newest order but `skip` was made that counts for limits, or None."""
        statement, subject = _NEWEST_OF.to(guild_id, user_id, channel_id)
        newest: datetime | None = self._connection.execute(
            statement, {**subject, "since": since, "skip": skip}
        ).scalar_one_or_none()
        return newest

    def at_once(
        self,
        guild_id: GuildId,
        *,
        user_id: UserId | None = None,
        channel_id: ChannelId | None = None,
    ) -> int:
        """Return how many orders wait for review or a turn, or run."""
        statement, subject = _AT_ONCE_OF.to(guild_id, user_id, channel_id)
        counted: int = self._connection.execute(statement, subject).scalar_one()
        return counted
