"""Songs that are private, deleted or searched for; favourites; messages that show a song again."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add what the library needs, and fill it in for the songs that there are."""
    widen_songs()
    fill_songs()
    make_favourites()
    make_postings()
    op.create_index("ix_messages_message_id", "messages", ["message_id"])


def widen_songs() -> None:
    """Add columns. Their defaults are for a program of the first revision that still runs."""
    # As plain SQL, for it alone adds a column together with its check on SQLite.
    number = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE songs ADD COLUMN private {number} DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_songs_private_yes_or_no CHECK (private IN (0, 1))"
    )
    op.add_column("songs", sa.Column("deleted_at", WHOLE_NUMBER))
    op.add_column("songs", sa.Column("search_text", TEXT, nullable=False, server_default=""))
    op.create_index(
        "ix_songs_of_server",
        "songs",
        [
            "guild_id",
            "created_at",
            "job_id",
            "position",
            "deleted_at",
            "private",
            "author_id",
            "search_text",
        ],
    )
    op.create_index("ix_songs_of_author", "songs", ["guild_id", "author_id", "created_at"])
    op.create_index("ix_songs_content_hash", "songs", ["content_hash"])


def fill_songs() -> None:
    """Make earlier songs searchable, and private where they were ordered so."""
    op.execute(
        "UPDATE songs SET private = 1 WHERE guild_id = 0 OR job_id IN"
        " (SELECT job_id FROM messages WHERE ephemeral = 1)"
    )
    songs = sa.table("songs", sa.column("song_id"), sa.column("title"), sa.column("search_text"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(songs.c.song_id, songs.c.title)).all()
    for song_id, title in rows:
        connection.execute(
            songs.update()
            .where(songs.c.song_id == song_id)
            .values(search_text=search_text(title, song_id))
        )


def search_text(title: str, song_id: str) -> str:
    """Return what is searched, as the program of this revision writes it."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", title).casefold())
    return f"{' '.join(folded.split())[:120]} {song_id}"


def make_favourites() -> None:
    op.create_table(
        "favourites",
        sa.Column("user_id", WHOLE_NUMBER, nullable=False),
        sa.Column("song_id", TEXT, nullable=False),
        sa.Column("added_at", WHOLE_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "song_id", name="pk_favourites"),
        sa.ForeignKeyConstraint(["song_id"], ["songs.song_id"], name="fk_favourites_song_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_favourites_user_id_added_at", "favourites", ["user_id", "added_at"])


def make_postings() -> None:
    op.create_table(
        "postings",
        sa.Column("message_id", WHOLE_NUMBER, nullable=False),
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("guild_id", WHOLE_NUMBER, nullable=False),
        sa.Column("channel_id", WHOLE_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_postings"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_postings_job_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_postings_job_id", "postings", ["job_id"])
