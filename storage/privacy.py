"""What is kept about people, shown and erased."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import (
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from bot.domain.ids import DIRECT_MESSAGES, GuildId, JobId, SongId, UserId
from bot.domain.jams.money import PledgeState
from bot.domain.privacy import Departure, Erasure, PersonalTable
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.dialects import insert_once
from storage.emptying import emptied_request
from storage.erasing import Eraser
from storage.personal_data.showing import records_of
from storage.tables import (
    AnyRow,
    accounts,
    departures,
    erasures,
    guild_settings,
    jams,
    job_authors,
    jobs,
    pledges,
    pseudonyms,
    songs,
)

_REQUEST = insert_once(erasures, unique=[erasures.c.user_id], returning=erasures.c.user_id)
_REQUESTED = select(erasures).where(erasures.c.user_id == bindparam("of_user"))
_DUE = (
    select(erasures.c.user_id)
    .where(erasures.c.due_at <= bindparam("at", type_=UtcTime))
    .order_by(erasures.c.due_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(erasures)
    .where(erasures.c.user_id.in_(bindparam("of_users", expanding=True)))
    .values(attempts=erasures.c.attempts + 1, due_at=bindparam("lease_until"))
    .returning(*erasures.c)
)
_POSTPONE = (
    update(erasures)
    .where(erasures.c.user_id == bindparam("of_user"))
    .values(due_at=bindparam("again_at"))
)
_NEXT_DUE = select(func.min(erasures.c.due_at, type_=UtcTime))
_OPEN_ORDERS = select(func.count()).where(
    jobs.c.requester_id == bindparam("of_user"), jobs.c.finished_at.is_(None)
)
_OPEN_PLEDGES = select(func.count(pledges.c.jam_id.distinct())).where(
    pledges.c.user_id == bindparam("of_user"), pledges.c.state == PledgeState.PENDING
)
_OPEN_ORDERS_IN = select(func.count()).where(
    jobs.c.guild_id == bindparam("of_guild"), jobs.c.finished_at.is_(None)
)
_JAMS_PLEDGED_TO = select(func.count(pledges.c.jam_id.distinct())).where(
    pledges.c.jam_id.in_(select(jams.c.jam_id).where(jams.c.guild_id == bindparam("of_guild"))),
    pledges.c.state == PledgeState.PENDING,
)
_IS_PSEUDONYM = select(exists().where(pseudonyms.c.pseudonym == bindparam("of_user")))
_SONGS_OF = select(songs.c.song_id).where(
    songs.c.author_id == bindparam("of_user"), songs.c.deleted_at.is_(None)
)
_SHARED_SONGS_OF = select(songs.c.song_id).where(
    songs.c.job_id.in_(
        select(job_authors.c.job_id).where(job_authors.c.user_id == bindparam("of_user"))
    ),
    songs.c.author_id != bindparam("of_user"),
    songs.c.deleted_at.is_(None),
)
_SONGS_IN = select(songs.c.song_id).where(
    songs.c.guild_id == bindparam("of_guild"), songs.c.deleted_at.is_(None)
)
_LEAVE = insert_once(departures, unique=[departures.c.guild_id], returning=departures.c.guild_id)
_STAY = delete(departures).where(departures.c.guild_id == bindparam("of_guild"))
_SERVERS = (
    select(accounts.c.guild_id)
    .where(
        accounts.c.guild_id > DIRECT_MESSAGES,
        accounts.c.guild_id.not_in(select(departures.c.guild_id)),
    )
    .distinct()
)
_DEPARTED = (
    select(departures.c.guild_id)
    .where(departures.c.due_at <= bindparam("at", type_=UtcTime))
    .order_by(departures.c.due_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_CLAIM_DEPARTED = (
    update(departures)
    .where(departures.c.guild_id.in_(bindparam("of_guilds", expanding=True)))
    .values(due_at=bindparam("lease_until"))
    .returning(*departures.c)
)
_THIS_DEPARTURE = and_(
    departures.c.guild_id == bindparam("of_guild"),
    departures.c.left_at == bindparam("then", type_=UtcTime),
)
_STANDS = select(exists().where(_THIS_DEPARTURE))
_POSTPONE_DEPARTURE = (
    update(departures).where(_THIS_DEPARTURE).values(due_at=bindparam("again_at", type_=UtcTime))
)
_NEXT_DEPARTURE = select(func.min(departures.c.due_at, type_=UtcTime))
_EMPTIED = '"emptied":true'
"""What `emptied_request` writes into a document."""

_OLD_PROMPTS = select(jobs.c.job_id, jobs.c.request).where(
    jobs.c.finished_at < bindparam("before", type_=UtcTime),
    jobs.c.request.not_like(f"%{_EMPTIED}%"),
)
_OLD_EVERYWHERE = _OLD_PROMPTS.limit(bindparam("most", type_=WHOLE_NUMBER))
_OLD_IN_SERVER = _OLD_PROMPTS.where(jobs.c.guild_id == bindparam("of_guild")).limit(
    bindparam("most", type_=WHOLE_NUMBER)
)
_RETENTIONS = select(guild_settings.c.guild_id, guild_settings.c.prompts_kept_days).where(
    guild_settings.c.prompts_kept_days.is_not(None)
)
_EMPTY_PROMPT = (
    update(jobs)
    .where(jobs.c.job_id == bindparam("of_job"))
    .values(
        request=bindparam("emptied"),
        failure_detail="",
        version=jobs.c.version + 1,
    )
)


class SqlPrivacy:
    """`PrivacyRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def records_of(self, user_id: UserId) -> tuple[PersonalTable, ...]:
        """Return every row about a person, without secrets; tables without any are left out."""
        return records_of(self._connection, user_id)

    def request(self, user_id: UserId, now: datetime) -> bool:
        """Save the wish to be erased, due at once; False when it is there already."""
        added = self._connection.execute(
            _REQUEST.on(self._connection),
            {"user_id": user_id, "requested_at": now, "due_at": now, "attempts": 0},
        )
        return added.one_or_none() is not None

    def requested(self, user_id: UserId) -> Erasure | None:
        """Return a person's wish, or None."""
        row = self._connection.execute(_REQUESTED, {"of_user": user_id}).one_or_none()
        return None if row is None else _erasure(row)

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[Erasure, ...]:
        """Take at most `limit` due wishes; nobody else gets them before the lease ends."""
        due = self._connection.execute(_DUE, {"at": now, "most": limit}).scalars().all()
        if not due:
            return ()
        claimed = self._connection.execute(_CLAIM, {"of_users": due, "lease_until": lease_until})
        return tuple(_erasure(row) for row in claimed)

    def postpone(self, erasure: Erasure, due_at: datetime) -> None:
        """Look at a wish again at `due_at`."""
        self._connection.execute(_POSTPONE, {"of_user": erasure.user_id, "again_at": due_at})

    def next_due_at(self) -> datetime | None:
        """Return when the next wish becomes due, or None."""
        due_at: datetime | None = self._connection.execute(_NEXT_DUE).scalar_one()
        return due_at

    def open_orders(self, user_id: UserId) -> int:
        """Return how many of a person's orders, and of orders that they pay a part of, are open."""
        given = {"of_user": user_id}
        orders: int = self._connection.execute(_OPEN_ORDERS, given).scalar_one()
        shared: int = self._connection.execute(_OPEN_PLEDGES, given).scalar_one()
        return orders + shared

    def is_pseudonym(self, user_id: UserId) -> bool:
        """Tell whether somebody who was erased is known by this number."""
        known: bool = self._connection.execute(_IS_PSEUDONYM, {"of_user": user_id}).scalar_one()
        return known

    def songs_of(self, user_id: UserId) -> tuple[SongId, ...]:
        """Return a person's songs, in all servers, that are not deleted."""
        found = self._connection.execute(_SONGS_OF, {"of_user": user_id}).scalars()
        return tuple(SongId(song_id) for song_id in found)

    def shared_songs_of(self, user_id: UserId) -> tuple[SongId, ...]:
        """Return the songs of others, not deleted, of which a person is one of the authors."""
        found = self._connection.execute(_SHARED_SONGS_OF, {"of_user": user_id}).scalars()
        return tuple(SongId(song_id) for song_id in found)

    def songs_in(self, guild_id: GuildId) -> tuple[SongId, ...]:
        """Return a server's songs that are not deleted."""
        found = self._connection.execute(_SONGS_IN, {"of_guild": guild_id}).scalars()
        return tuple(SongId(song_id) for song_id in found)

    def erase_person(self, user_id: UserId, pseudonym: UserId, now: datetime) -> tuple[JobId, ...]:
        """Remove a person's words, and put the pseudonym in the place of their id."""
        self._connection.execute(insert(pseudonyms), {"pseudonym": pseudonym, "erased_at": now})
        return Eraser(self._connection, now).person(user_id, pseudonym)

    def leave(self, departure: Departure) -> None:
        """Remember that the bot is no longer in a server; an earlier date stays."""
        self._connection.execute(
            _LEAVE.on(self._connection),
            {
                "guild_id": departure.guild_id,
                "left_at": departure.left_at,
                "due_at": departure.due_at,
            },
        )

    def stay(self, guild_id: GuildId) -> None:
        """Forget that; the bot is in the server again."""
        self._connection.execute(_STAY, {"of_guild": guild_id})

    def servers(self) -> Collection[GuildId]:
        """Return the servers of which anything is kept and that the bot has not left."""
        return tuple(GuildId(guild_id) for guild_id in self._connection.execute(_SERVERS).scalars())

    def claim_departed(
        self, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[Departure, ...]:
        """Take at most `limit` departures that are due; nobody gets them before the lease ends."""
        due = self._connection.execute(_DEPARTED, {"at": now, "most": limit}).scalars().all()
        if not due:
            return ()
        rows = self._connection.execute(
            _CLAIM_DEPARTED, {"of_guilds": due, "lease_until": lease_until}
        )
        return tuple(Departure(GuildId(row.guild_id), row.left_at, row.due_at) for row in rows)

    def stands(self, departure: Departure) -> bool:
        """Tell whether the bot has not been in a server since it left."""
        standing: bool = self._connection.execute(_STANDS, _of(departure)).scalar_one()
        return standing

    def postpone_departure(self, departure: Departure, due_at: datetime) -> None:
        """Look at a departure that still stands again at `due_at`."""
        self._connection.execute(_POSTPONE_DEPARTURE, {**_of(departure), "again_at": due_at})

    def open_orders_in(self, guild_id: GuildId) -> int:
        """Return how many of a server's orders are open, and jams that hold pledges."""
        given = {"of_guild": guild_id}
        orders: int = self._connection.execute(_OPEN_ORDERS_IN, given).scalar_one()
        pledged: int = self._connection.execute(_JAMS_PLEDGED_TO, given).scalar_one()
        return orders + pledged

    def next_departure_at(self) -> datetime | None:
        """Return when the next departure becomes due, or None."""
        due_at: datetime | None = self._connection.execute(_NEXT_DEPARTURE).scalar_one()
        return due_at

    def erase_server(self, guild_id: GuildId, pseudonym: GuildId, now: datetime) -> None:
        """Remove what is kept of a server; its lines of the ledger stay, without any name."""
        Eraser(self._connection, now).server(guild_id, pseudonym)

    def retentions(self) -> Mapping[GuildId, timedelta]:
        """Return how long prompts are kept in the servers that set it."""
        rows = self._connection.execute(_RETENTIONS)
        return {GuildId(row.guild_id): timedelta(days=row.prompts_kept_days) for row in rows}

    def forget_prompts(
        self, ended_before: datetime, guild_id: GuildId | None = None, *, limit: int
    ) -> int:
        """Remove what was asked for from at most `limit` old jobs; return of how many."""
        given: dict[str, object] = {"before": ended_before, "most": limit}
        statement = _OLD_EVERYWHERE
        if guild_id is not None:
            statement, given["of_guild"] = _OLD_IN_SERVER, guild_id
        rows = self._connection.execute(statement, given).all()
        if rows:
            self._connection.execute(
                _EMPTY_PROMPT,
                [{"of_job": row.job_id, "emptied": emptied_request(row.request)} for row in rows],
            )
        return len(rows)


def _erasure(row: AnyRow) -> Erasure:
    return Erasure(UserId(row.user_id), row.requested_at, row.attempts)


def _of(departure: Departure) -> dict[str, object]:
    return {"of_guild": departure.guild_id, "then": departure.left_at}
