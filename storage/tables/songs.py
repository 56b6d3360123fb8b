"""Songs, what they were made from, and voices."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.files import FileKind, GoneReason
from bot.domain.songs import SongRole
from storage.columns import REAL_NUMBER, WHOLE_NUMBER, Choice, FreeText, UtcTime
from storage.tables.base import metadata

songs = Table(
    "songs",
    metadata,
    Column("song_id", Text, primary_key=True),
    Column("job_id", Text, ForeignKey("jobs.job_id"), nullable=False),
    Column("position", WHOLE_NUMBER, nullable=False),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("author_id", WHOLE_NUMBER, nullable=False),
    Column("title", FreeText, nullable=False),
    Column("style", FreeText, nullable=False),
    Column("lyrics", FreeText, nullable=False),
    Column("model", FreeText, nullable=False),
    Column("clip_id", FreeText, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("size_bytes", WHOLE_NUMBER, nullable=False),
    Column("duration_seconds", REAL_NUMBER, nullable=False),
    Column("extension", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("private", WHOLE_NUMBER, nullable=False, server_default=text("0")),
    Column("deleted_at", UtcTime),
    Column("search_text", FreeText, nullable=False, server_default=text("''")),
    Column("role", Choice(SongRole), nullable=False, server_default=text("'song'")),
    Column("label", FreeText, nullable=False, server_default=text("''")),
    Column("gone_at", UtcTime),
    Column("gone_why", Choice(GoneReason)),
    UniqueConstraint("job_id", "position"),
    CheckConstraint("position >= 1", name="position_positive"),
    CheckConstraint("size_bytes > 0", name="size_positive"),
    CheckConstraint("duration_seconds > 0", name="duration_positive"),
    CheckConstraint("private IN (0, 1)", name="private_yes_or_no"),
    Index(
        "ix_songs_of_server",
        "guild_id",
        "created_at",
        "job_id",
        "position",
        "deleted_at",
        "private",
        "author_id",
        "search_text",
    ),
    Index("ix_songs_of_author", "guild_id", "author_id", "created_at"),
    Index(None, "content_hash"),
    sqlite_strict=True,
)
"""`search_text` is the folded beginning of the title and the id (see `storage.search`).

The index of a server's songs holds all that a search looks at, so that only what is found is read.
"""

song_parents = Table(
    "song_parents",
    metadata,
    Column("child_id", Text, ForeignKey("songs.song_id"), primary_key=True),
    Column("position", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("parent_id", Text, ForeignKey("songs.song_id"), nullable=False),
    Index(None, "parent_id"),
    sqlite_strict=True,
)
"""What a song is made from, in the order of its request."""

voices = Table(
    "voices",
    metadata,
    Column("voice_id", Text, primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("owner_id", WHOLE_NUMBER, nullable=False),
    Column("job_id", Text, ForeignKey("jobs.job_id"), nullable=False),
    Column("name", FreeText, nullable=False),
    Column("persona_id", FreeText),
    Column("shared", WHOLE_NUMBER, nullable=False),
    Column("consent_at", UtcTime, nullable=False),
    Column("consent_wording", WHOLE_NUMBER, nullable=False),
    Column("deleted_at", UtcTime),
    CheckConstraint("shared IN (0, 1)", name="shared_yes_or_no"),
    Index(None, "guild_id", "name"),
    sqlite_strict=True,
)

favourites = Table(
    "favourites",
    metadata,
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("song_id", Text, ForeignKey("songs.song_id"), primary_key=True),
    Column("added_at", UtcTime, nullable=False),
    Index(None, "user_id", "added_at"),
    sqlite_strict=True,
)

postings = Table(
    "postings",
    metadata,
    Column("message_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("job_id", Text, ForeignKey("jobs.job_id"), nullable=False),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("channel_id", WHOLE_NUMBER, nullable=False),
    Column("part", WHOLE_NUMBER, nullable=False, server_default=text("1")),
    Column("original", WHOLE_NUMBER, nullable=False, server_default=text("0")),
    Column("due_at", UtcTime),
    Column("attempts", WHOLE_NUMBER, nullable=False, server_default=text("0")),
    Column("out_of_reach", WHOLE_NUMBER, nullable=False, server_default=text("0")),
    Index(None, "job_id"),
    Index(None, "due_at"),
    Index(
        "uq_postings_original",
        "job_id",
        "part",
        unique=True,
        sqlite_where=text("original = 1"),
        postgresql_where=text("original = 1"),
    ),
    sqlite_strict=True,
)
"""Messages that show a finished job's card once more, and those with the files it has no room for.

`part` 1 is the card. Of the job's own message (`original`) each further part is posted once.
`due_at` is when the message is to be drawn anew, or the end of the lease of whoever draws it; one
that is `out_of_reach` never is.
"""

song_files = Table(
    "song_files",
    metadata,
    Column("song_id", Text, ForeignKey("songs.song_id"), primary_key=True),
    Column("kind", Choice(FileKind), primary_key=True),
    Column("content_hash", Text, nullable=False),
    Column("size_bytes", WHOLE_NUMBER, nullable=False),
    Column("extension", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("told", FreeText, nullable=False),
    CheckConstraint("size_bytes > 0", name="size_positive"),
    Index(None, "content_hash"),
    sqlite_strict=True,
)
"""What songs were exported as, and their pictures."""

timelines = Table(
    "timelines",
    metadata,
    Column("song_id", Text, ForeignKey("songs.song_id"), primary_key=True),
    Column("job_id", Text, ForeignKey("jobs.job_id"), nullable=False),
    sqlite_strict=True,
)
"""Which job found out when a song's words are sung."""

retired_files = Table(
    "retired_files",
    metadata,
    Column("content_hash", Text, primary_key=True),
    Column("song_id", Text, ForeignKey("songs.song_id"), nullable=False),
    Column("size_bytes", WHOLE_NUMBER, nullable=False),
    Column("extension", Text, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Index(None, "due_at"),
    Index(None, "song_id"),
    sqlite_strict=True,
)
"""Files that no song needs any more, and when they are removed."""
