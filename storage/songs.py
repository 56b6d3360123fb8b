"""Finished songs in the database."""

from sqlalchemy import Connection, bindparam, select

from bot.domain.ids import ContentHash, GuildId, JobId, ProviderClipId, SongId, UserId
from bot.domain.songs import Song, StoredAudio
from storage.tables import AnyRow, songs

_ADD = songs.insert().inline()
_GET = select(songs).where(songs.c.song_id == bindparam("of_song"))
_OF_JOB = select(songs).where(songs.c.job_id == bindparam("of_job")).order_by(songs.c.position)


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
            },
        )

    def get(self, song_id: SongId) -> Song | None:
        """Return a song."""
        row = self._connection.execute(_GET, {"of_song": song_id}).one_or_none()
        return None if row is None else _song(row)

    def of_job(self, job_id: JobId) -> tuple[Song, ...]:
        """Return a job's songs in order of position."""
        return tuple(_song(row) for row in self._connection.execute(_OF_JOB, {"of_job": job_id}))


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
        audio=StoredAudio(
            content_hash=ContentHash(row.content_hash),
            size_bytes=row.size_bytes,
            duration_seconds=row.duration_seconds,
            extension=row.extension,
        ),
        created_at=row.created_at,
    )
