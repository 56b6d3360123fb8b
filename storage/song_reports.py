"""Members' reports about songs in the database."""

from sqlalchemy import bindparam, func, select

from bot.domain.ids import GuildId, SongId, UserId
from bot.domain.song_reports import SongReport
from storage.connections import Connection
from storage.dialects import insert_once
from storage.tables import song_reports, songs

_ADD = insert_once(
    song_reports,
    unique=(song_reports.c.song_id, song_reports.c.reporter_id),
    returning=song_reports.c.song_id,
)
_OF_SONG = song_reports.c.song_id == bindparam("of_song")
_COUNT = select(func.count()).where(_OF_SONG)
_ALL = (
    select(song_reports)
    .where(_OF_SONG)
    .order_by(song_reports.c.created_at, song_reports.c.reporter_id)
)
_ABOUT = (
    select(func.count())
    .select_from(songs.join(song_reports, songs.c.song_id == song_reports.c.song_id))
    .where(songs.c.guild_id == bindparam("of_guild"), songs.c.author_id == bindparam("of_author"))
)


class SqlSongReports:
    """`SongReportRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, report: SongReport) -> bool:
        """Store a report; False when this person reported this song before."""
        added = self._connection.execute(
            _ADD.on(self._connection),
            {
                "song_id": report.song_id,
                "reporter_id": report.reporter_id,
                "guild_id": report.guild_id,
                "reason": report.reason,
                "created_at": report.created_at,
            },
        )
        return added.one_or_none() is not None

    def count(self, song_id: SongId) -> int:
        """Return how many people reported a song."""
        return int(self._connection.execute(_COUNT, {"of_song": song_id}).scalar_one())

    def of_song(self, song_id: SongId) -> tuple[SongReport, ...]:
        """Return a song's reports, oldest first."""
        return tuple(
            SongReport(
                GuildId(row.guild_id),
                SongId(row.song_id),
                UserId(row.reporter_id),
                row.reason,
                row.created_at,
            )
            for row in self._connection.execute(_ALL, {"of_song": song_id})
        )

    def about(self, guild_id: GuildId, author_id: UserId) -> int:
        """Return how many reports there are about a member's songs."""
        given = {"of_guild": guild_id, "of_author": author_id}
        return int(self._connection.execute(_ABOUT, given).scalar_one())
