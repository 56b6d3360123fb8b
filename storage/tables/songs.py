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
    Index(None, "job_id"),
    sqlite_strict=True,
)
"""Messages that show a finished job's card once more, beside its own message."""
