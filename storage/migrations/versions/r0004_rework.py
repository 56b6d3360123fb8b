"""Steps and findings of jobs; what songs are and are made from; singing voices."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add columns, whose defaults are for an earlier program that still runs, and two tables."""
    number = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        "ALTER TABLE jobs ADD COLUMN step TEXT DEFAULT 'make' NOT NULL"
        " CONSTRAINT ck_jobs_step_known CHECK (step IN ('upload', 'make', 'join'))"
    )
    op.add_column("jobs", sa.Column("progress", TEXT, nullable=False, server_default="{}"))
    op.add_column("jobs", sa.Column("finding", TEXT))
    op.execute(
        f"ALTER TABLE jobs ADD COLUMN join_price {number} DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_jobs_join_price_within_price"
        " CHECK (join_price >= 0 AND join_price <= price)"
    )
    op.add_column("songs", sa.Column("role", TEXT, nullable=False, server_default="song"))
    op.add_column("songs", sa.Column("label", TEXT, nullable=False, server_default=""))
    make_song_parents()
    make_voices()


def make_song_parents() -> None:
    op.create_table(
        "song_parents",
        sa.Column("child_id", TEXT, nullable=False),
        sa.Column("position", WHOLE_NUMBER, nullable=False),
        sa.Column("parent_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("child_id", "position", name="pk_song_parents"),
        sa.ForeignKeyConstraint(
            ["child_id"], ["songs.song_id"], name="fk_song_parents_child_id"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["songs.song_id"], name="fk_song_parents_parent_id"
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_song_parents_parent_id", "song_parents", ["parent_id"])


def make_voices() -> None:
    op.create_table(
        "voices",
        sa.Column("voice_id", TEXT, nullable=False),
        sa.Column("guild_id", WHOLE_NUMBER, nullable=False),
        sa.Column("owner_id", WHOLE_NUMBER, nullable=False),
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("persona_id", TEXT),
        sa.Column("shared", WHOLE_NUMBER, nullable=False),
        sa.Column("consent_at", WHOLE_NUMBER, nullable=False),
        sa.Column("consent_wording", WHOLE_NUMBER, nullable=False),
        sa.Column("deleted_at", WHOLE_NUMBER),
        sa.PrimaryKeyConstraint("voice_id", name="pk_voices"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_voices_job_id"),
        sa.CheckConstraint("shared IN (0, 1)", name=op.f("ck_voices_shared_yes_or_no")),
        sqlite_strict=True,
    )
    op.create_index("ix_voices_guild_id_name", "voices", ["guild_id", "name"])
