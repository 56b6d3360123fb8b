"""Finished songs in the database."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, select, update

from bot.domain.files import FileGone
from bot.domain.ids import ContentHash, GuildId, JobId, ProviderClipId, SongId, UserId
from bot.domain.library import SongQuery, Visitor
from bot.domain.songs import Song, SongRole, StoredAudio
from storage import search
from storage.columns import UtcTime
from storage.connections import Connection
from storage.dialects import insert_once
from storage.search import search_text
from storage.tables import AnyRow, favourites, song_parents, songs

_ADD = songs.insert().inline()
_GET = select(songs).where(songs.c.song_id == bindparam("of_song"))
_OF_JOB = (
    select(songs)
    .where(songs.c.job_id == bindparam("of_job"), songs.c.deleted_at.is_(None))
    .order_by(songs.c.position)
)
_DELETION_OF = select(func.max(songs.c.deleted_at, type_=UtcTime)).where(
    songs.c.job_id == bindparam("of_job")
)
_CHANGE = update(songs).where(songs.c.song_id == bindparam("of_song"), songs.c.deleted_at.is_(None))
_USES = select(func.count()).where(
    songs.c.content_hash == bindparam("of_content"), songs.c.deleted_at.is_(None)
)
_kept = songs.alias("kept")
_UNUSED_FILES = select(songs).where(
    songs.c.deleted_at >= bindparam("since", type_=UtcTime),
    ~exists().where(_kept.c.content_hash == songs.c.content_hash, _kept.c.deleted_at.is_(None)),
)
_FAVOURITES_AMONG = select(favourites.c.song_id).where(
    favourites.c.user_id == bindparam("of_user"),
    favourites.c.song_id.in_(bindparam("of_songs", expanding=True)),
)
_ADD_FAVOURITE = insert_once(
    favourites,
    unique=[favourites.c.user_id, favourites.c.song_id],
    returning=favourites.c.song_id,
)
_DROP_FAVOURITE = delete(favourites).where(
    favourites.c.user_id == bindparam("of_user"), favourites.c.song_id == bindparam("of_song")
)
_ADD_PARENTS = song_parents.insert().inline()
_PARENTS = (
    select(songs)
    .join(song_parents, song_parents.c.parent_id == songs.c.song_id)
    .where(song_parents.c.child_id == bindparam("of_song"))
    .order_by(song_parents.c.position)
)
_CHILDREN = (
    select(songs)
    .where(
        songs.c.song_id.in_(
            select(song_parents.c.child_id).where(song_parents.c.parent_id == bindparam("of_song"))
        )
    )
    .order_by(songs.c.created_at, songs.c.job_id, songs.c.position)
)
_STEMS = (
    select(songs)
    .where(
        songs.c.song_id.in_(
            select(song_parents.c.child_id).where(song_parents.c.parent_id == bindparam("of_song"))
        ),
        songs.c.role == SongRole.STEM,
        songs.c.deleted_at.is_(None),
    )
    .order_by(songs.c.created_at.desc(), songs.c.job_id, songs.c.position)
)


class SqlSongs:
    """`SongRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, song: Song) -> None:
        """Save a new song."""
        self._connection.execute(
            _ADD,
            {
                "song_id": song.song_id,
                "job_id": song.job_id,
                "position": song.position,
                "guild_id": song.guild_id,
                "author_id": song.author_id,
                "title": song.title,
                "style": song.style,
                "lyrics": song.lyrics,
                "model": song.model,
                "clip_id": song.clip_id,
                "content_hash": song.audio.content_hash,
                "size_bytes": song.audio.size_bytes,
                "duration_seconds": song.audio.duration_seconds,
                "extension": song.audio.extension,
                "created_at": song.created_at,
                "private": int(song.private),
                "deleted_at": song.deleted_at,
                "search_text": search_text(song.title, song.song_id),
                "role": song.role,
                "label": song.label,
                "gone_at": song.gone.at if song.gone else None,
                "gone_why": song.gone.reason if song.gone else None,
            },
        )

    def get(self, song_id: SongId) -> Song | None:
        """Return a song."""
        row = self._connection.execute(_GET, {"of_song": song_id}).one_or_none()
        return None if row is None else _song(row)

    def of_job(self, job_id: JobId) -> tuple[Song, ...]:
        """Return a job's songs in order of position."""
        return tuple(_song(row) for row in self._connection.execute(_OF_JOB, {"of_job": job_id}))

    def deletion_of(self, job_id: JobId) -> datetime | None:
        """Return when a song of the job was last deleted, or None."""
        deleted_at: datetime | None = self._connection.execute(
            _DELETION_OF, {"of_job": job_id}
        ).scalar_one()
        return deleted_at

    def find(
        self, visitor: Visitor, query: SongQuery, *, limit: int, offset: int = 0
    ) -> tuple[Song, ...]:
        """Return the songs that a query finds: newest first, favourites by when they were added."""
        statement = search.find(visitor, query, limit=limit, offset=offset)
        return tuple(_song(row) for row in self._connection.execute(statement))

    def count(self, visitor: Visitor, query: SongQuery) -> int:
        """Return how many songs a query finds."""
        found: int = self._connection.execute(search.count(visitor, query)).scalar_one()
        return found

    def favourites_among(self, user_id: UserId, songs: Collection[SongId]) -> frozenset[SongId]:
        """Return which of these songs are someone's favourites."""
        if not songs:
            return frozenset()
        given = {"of_user": user_id, "of_songs": list(songs)}
        found = self._connection.execute(_FAVOURITES_AMONG, given)
        return frozenset(SongId(song_id) for song_id in found.scalars())

    def add_favourite(self, user_id: UserId, song_id: SongId, now: datetime) -> None:
        """Make a song a favourite; one that is so already stays as it is."""
        self._connection.execute(
            _ADD_FAVOURITE.on(self._connection),
            {"user_id": user_id, "song_id": song_id, "added_at": now},
        )

    def drop_favourite(self, user_id: UserId, song_id: SongId) -> None:
        """Let a song no longer be a favourite."""
        self._connection.execute(_DROP_FAVOURITE, {"of_user": user_id, "of_song": song_id})

    def rename(self, song_id: SongId, title: str) -> None:
        """Give a song another title."""
        self._connection.execute(
            _CHANGE,
            {"of_song": song_id, "title": title, "search_text": search_text(title, song_id)},
        )

    def replace_audio(self, song_id: SongId, audio: StoredAudio) -> None:
        """Give a song another file of the same sound."""
        self._connection.execute(
            _CHANGE,
            {
                "of_song": song_id,
                "content_hash": audio.content_hash,
                "size_bytes": audio.size_bytes,
                "extension": audio.extension,
            },
        )

    def delete(self, song_id: SongId, now: datetime) -> None:
        """Mark a song as deleted and erase its texts; its row stays for the books."""
        gone = {"title": "", "style": "", "lyrics": "", "search_text": "", "deleted_at": now}
        self._connection.execute(_CHANGE, {"of_song": song_id, **gone})

    def unused_files(self, deleted_after: datetime) -> tuple[StoredAudio, ...]:
        """Return the files of songs deleted since then that no other song has."""
        rows = self._connection.execute(_UNUSED_FILES, {"since": deleted_after})
        return tuple(_audio(row) for row in rows)

    def uses(self, content_hash: ContentHash) -> int:
        """Return how many songs that are not deleted have this file."""
        uses: int = self._connection.execute(_USES, {"of_content": content_hash}).scalar_one()
        return uses

    def add_parents(self, song_id: SongId, parents: tuple[SongId, ...]) -> None:
        """Save what a new song is made from."""
        if parents:
            self._connection.execute(
                _ADD_PARENTS,
                [
                    {"child_id": song_id, "position": position, "parent_id": parent}
                    for position, parent in enumerate(parents, 1)
                ],
            )

    def parents_of(self, song_id: SongId) -> tuple[Song, ...]:
        """Return the songs that a song is made from, in the order of its request."""
        return _songs(self._connection.execute(_PARENTS, {"of_song": song_id}))

    def stems_of(self, song_id: SongId) -> tuple[Song, ...]:
        """Return a song's tracks that are not deleted, newest set first, each set in order."""
        return _songs(self._connection.execute(_STEMS, {"of_song": song_id}))

    def children_of(self, song_id: SongId) -> tuple[Song, ...]:
        """Return the songs that are made from a song, oldest first."""
        return _songs(self._connection.execute(_CHILDREN, {"of_song": song_id}))


def _songs(rows: Iterable[AnyRow]) -> tuple[Song, ...]:
    return tuple(_song(row) for row in rows)


def _song(row: AnyRow) -> Song:
    return Song(
        song_id=SongId(row.song_id),
        job_id=JobId(row.job_id),
        position=row.position,
        guild_id=GuildId(row.guild_id),
        author_id=UserId(row.author_id),
        title=row.title,
        style=row.style,
        lyrics=row.lyrics,
        model=row.model,
        clip_id=ProviderClipId(row.clip_id),
        audio=_audio(row),
        created_at=row.created_at,
        private=bool(row.private),
        deleted_at=row.deleted_at,
        role=row.role,
        label=row.label,
        gone=None if row.gone_at is None else FileGone(row.gone_at, row.gone_why),
    )


def _audio(row: AnyRow) -> StoredAudio:
    return StoredAudio(
        content_hash=ContentHash(row.content_hash),
        size_bytes=row.size_bytes,
        duration_seconds=row.duration_seconds,
        extension=row.extension,
    )
