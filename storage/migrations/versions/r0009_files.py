"""Files beside songs' audio, messages of several parts that are drawn again, and what is removed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add tables and columns; the version before works on beside them."""
    op.add_column("songs", sa.Column("gone_at", WHOLE_NUMBER))
    op.add_column("songs", sa.Column("gone_why", TEXT))
    extend_postings()
    op.create_table(
        "song_files",
        sa.Column("song_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("size_bytes", WHOLE_NUMBER, nullable=False),
        sa.Column("extension", TEXT, nullable=False),
        sa.Column("created_at", WHOLE_NUMBER, nullable=False),
        sa.Column("told", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("song_id", "kind", name="pk_song_files"),
        sa.ForeignKeyConstraint(["song_id"], ["songs.song_id"], name="fk_song_files_song_id"),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_song_files_size_positive")),
        sqlite_strict=True,
    )
    op.create_index("ix_song_files_content_hash", "song_files", ["content_hash"])
    op.create_table(
        "timelines",
        sa.Column("song_id", TEXT, nullable=False),
        sa.Column("job_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("song_id", name="pk_timelines"),
        sa.ForeignKeyConstraint(["song_id"], ["songs.song_id"], name="fk_timelines_song_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_timelines_job_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "retired_files",
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("song_id", TEXT, nullable=False),
        sa.Column("size_bytes", WHOLE_NUMBER, nullable=False),
        sa.Column("extension", TEXT, nullable=False),
        sa.Column("due_at", WHOLE_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name="pk_retired_files"),
        sa.ForeignKeyConstraint(["song_id"], ["songs.song_id"], name="fk_retired_files_song_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_retired_files_due_at", "retired_files", ["due_at"])
    op.create_index("ix_retired_files_song_id", "retired_files", ["song_id"])


def extend_postings() -> None:
    op.add_column(
        "postings", sa.Column("part", WHOLE_NUMBER, nullable=False, server_default=sa.text("1"))
    )
    op.add_column(
        "postings", sa.Column("original", WHOLE_NUMBER, nullable=False, server_default=sa.text("0"))
    )
    op.add_column("postings", sa.Column("due_at", WHOLE_NUMBER))
    op.add_column(
        "postings", sa.Column("attempts", WHOLE_NUMBER, nullable=False, server_default=sa.text("0"))
    )
    op.create_index("ix_postings_due_at", "postings", ["due_at"])
    original = sa.text("original = 1")
    op.create_index(
        "uq_postings_original",
        "postings",
        ["job_id", "part"],
        unique=True,
        sqlite_where=original,
        postgresql_where=original,
    )
