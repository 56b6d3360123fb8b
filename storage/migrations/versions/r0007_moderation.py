"""What servers filter, what moderators review, and what members report."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add tables and columns; the version before knows nothing of them and works on."""
    make_filters()
    extend_jobs()
    make_reviews()
    make_song_reports()
    make_member_notices()


def number(name: str, *, key: bool = False, nullable: bool = False) -> sa.Column[int]:
    if key:
        return sa.Column(name, WHOLE_NUMBER, nullable=False, autoincrement=False)
    return sa.Column(name, WHOLE_NUMBER, nullable=nullable)


def words(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def make_filters() -> None:
    op.create_table(
        "filters",
        number("filter_id"),
        number("guild_id"),
        words("kind"),
        words("text"),
        words("action"),
        words("scopes"),
        number("created_by"),
        number("created_at"),
        sa.PrimaryKeyConstraint("filter_id", name="pk_filters"),
        sa.UniqueConstraint("guild_id", "kind", "text", name="uq_filters_guild_id_kind_text"),
        check("filters", "action_known", "action IN ('spoiler', 'review', 'refuse')"),
        sqlite_strict=True,
    )
    op.create_index("ix_filters_guild_id_filter_id", "filters", ["guild_id", "filter_id"])


def extend_jobs() -> None:
    op.add_column("jobs", sa.Column("scrutiny", TEXT, nullable=False, server_default="usual"))
    op.add_column(
        "jobs", sa.Column("spoiler", WHOLE_NUMBER, nullable=False, server_default=sa.text("0"))
    )
    op.add_column("jobs", sa.Column("approved_at", WHOLE_NUMBER))


def make_reviews() -> None:
    op.create_table(
        "reviews",
        number("review_id"),
        number("guild_id"),
        words("kind"),
        words("cause"),
        words("state"),
        number("author_id"),
        words("author_name"),
        sa.Column("job_id", TEXT),
        words("job_kind"),
        words("request"),
        words("findings"),
        sa.Column("result", TEXT),
        number("channel_id"),
        words("role_ids"),
        number("private"),
        number("created_at"),
        number("due_at", nullable=True),
        number("decided_by", nullable=True),
        number("decided_at", nullable=True),
        words("answer"),
        number("reversed_by", nullable=True),
        number("reversed_at", nullable=True),
        number("card_channel_id", nullable=True),
        number("card_message_id", nullable=True),
        number("card_due_at", nullable=True),
        number("card_attempts"),
        sa.PrimaryKeyConstraint("review_id", name="pk_reviews"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_reviews_job_id"),
        sa.UniqueConstraint("job_id", "kind", name="uq_reviews_job_id_kind"),
        check("reviews", "state_known", "state IN ('open', 'approved', 'refused', 'withdrawn')"),
        check("reviews", "decided_has_time", "(state = 'open') = (decided_at IS NULL)"),
        check("reviews", "card_attempts_not_negative", "card_attempts >= 0"),
        check("reviews", "private_yes_or_no", "private IN (0, 1)"),
        sqlite_strict=True,
    )
    open_appeal = sa.text("state = 'open' AND kind = 'appeal'")
    op.create_index(
        "uq_reviews_open_appeal",
        "reviews",
        ["guild_id", "author_id"],
        unique=True,
        sqlite_where=open_appeal,
        postgresql_where=open_appeal,
    )
    op.create_index(
        "ix_reviews_guild_id_state_review_id", "reviews", ["guild_id", "state", "review_id"]
    )
    op.create_index("ix_reviews_guild_id_author_id", "reviews", ["guild_id", "author_id"])
    op.create_index("ix_reviews_due_at", "reviews", ["due_at"])
    op.create_index("ix_reviews_card_due_at", "reviews", ["card_due_at"])


def make_song_reports() -> None:
    op.create_table(
        "song_reports",
        words("song_id"),
        number("reporter_id", key=True),
        number("guild_id"),
        words("reason"),
        number("created_at"),
        sa.PrimaryKeyConstraint("song_id", "reporter_id", name="pk_song_reports"),
        sa.ForeignKeyConstraint(["song_id"], ["songs.song_id"], name="fk_song_reports_song_id"),
        sqlite_strict=True,
    )


def make_member_notices() -> None:
    op.create_table(
        "member_notices",
        number("notice_id"),
        number("guild_id"),
        number("user_id"),
        words("kind"),
        words("subject"),
        words("reason"),
        number("by_time"),
        number("created_at"),
        number("attempts"),
        number("due_at", nullable=True),
        sa.PrimaryKeyConstraint("notice_id", name="pk_member_notices"),
        check("member_notices", "attempts_not_negative", "attempts >= 0"),
        check("member_notices", "by_time_yes_or_no", "by_time IN (0, 1)"),
        sqlite_strict=True,
    )
    op.create_index("ix_member_notices_due_at", "member_notices", ["due_at"])
    op.create_index("ix_member_notices_user_id_guild_id", "member_notices", ["user_id", "guild_id"])
