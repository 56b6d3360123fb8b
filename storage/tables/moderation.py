"""What servers filter, what moderators review, and what members report."""

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

from bot.domain.filters import FilterAction, FilterKind
from bot.domain.jobs import JobKind
from bot.domain.member_notices import MemberNoticeKind
from bot.domain.reviews import ReviewCause, ReviewKind, ReviewState
from storage.columns import WHOLE_NUMBER, Choice, FreeText, UtcTime
from storage.tables.base import metadata, one_of

filters = Table(
    "filters",
    metadata,
    Column("filter_id", WHOLE_NUMBER, primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("kind", Choice(FilterKind), nullable=False),
    Column("text", FreeText, nullable=False),
    Column("action", Choice(FilterAction), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_by", WHOLE_NUMBER, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("guild_id", "kind", "text"),
    one_of("action", FilterAction),
    Index(None, "guild_id", "filter_id"),
    sqlite_strict=True,
)
"""`scopes` is a list, sorted, with spaces between."""

reviews = Table(
    "reviews",
    metadata,
    Column("review_id", WHOLE_NUMBER, primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("kind", Choice(ReviewKind), nullable=False),
    Column("cause", Choice(ReviewCause), nullable=False),
    Column("state", Choice(ReviewState), nullable=False),
    Column("author_id", WHOLE_NUMBER, nullable=False),
    Column("author_name", FreeText, nullable=False),
    Column("job_id", Text, ForeignKey("jobs.job_id")),
    Column("job_kind", Choice(JobKind), nullable=False),
    Column("request", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("result", Text),
    Column("channel_id", WHOLE_NUMBER, nullable=False),
    Column("role_ids", Text, nullable=False),
    Column("private", WHOLE_NUMBER, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("due_at", UtcTime),
    Column("decided_by", WHOLE_NUMBER),
    Column("decided_at", UtcTime),
    Column("answer", FreeText, nullable=False),
    Column("reversed_by", WHOLE_NUMBER),
    Column("reversed_at", UtcTime),
    Column("card_channel_id", WHOLE_NUMBER),
    Column("card_message_id", WHOLE_NUMBER),
    Column("card_due_at", UtcTime),
    Column("card_attempts", WHOLE_NUMBER, nullable=False),
    one_of("state", ReviewState),
    CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_has_time"),
    CheckConstraint("card_attempts >= 0", name="card_attempts_not_negative"),
    CheckConstraint("private IN (0, 1)", name="private_yes_or_no"),
    UniqueConstraint("job_id", "kind"),
    Index(
        "uq_reviews_open_appeal",
        "guild_id",
        "author_id",
        unique=True,
        sqlite_where=text("state = 'open' AND kind = 'appeal'"),
        postgresql_where=text("state = 'open' AND kind = 'appeal'"),
    ),
    Index(None, "guild_id", "state", "review_id"),
    Index(None, "guild_id", "author_id"),
    Index(None, "due_at"),
    Index(None, "card_due_at"),
    sqlite_strict=True,
)
"""`request`, `findings` and `result` are documents; `role_ids` is a list with spaces between.

`due_at` is when a worker looks at it; `card_due_at` is when its card is drawn, or the end of a
lease on that.
"""

song_reports = Table(
    "song_reports",
    metadata,
    Column("song_id", Text, ForeignKey("songs.song_id"), primary_key=True),
    Column("reporter_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("reason", FreeText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    sqlite_strict=True,
)

member_notices = Table(
    "member_notices",
    metadata,
    Column("notice_id", WHOLE_NUMBER, primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("user_id", WHOLE_NUMBER, nullable=False),
    Column("kind", Choice(MemberNoticeKind), nullable=False),
    Column("subject", FreeText, nullable=False),
    Column("reason", FreeText, nullable=False),
    Column("by_time", WHOLE_NUMBER, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("attempts", WHOLE_NUMBER, nullable=False),
    Column("due_at", UtcTime),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    CheckConstraint("by_time IN (0, 1)", name="by_time_yes_or_no"),
    Index(None, "due_at"),
    Index(None, "user_id", "guild_id"),
    sqlite_strict=True,
)
"""A row goes once it was told. `due_at` is when it is told directly, or the end of a lease; null
when that is not possible, and it waits for the member's next use of the bot.
"""
