"""What servers set besides credits, who is blocked, and what waits for their log channels."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text

from bot.domain.access import AccessScope, Verdict
from bot.domain.server_log import LogEvent
from bot.domain.servers import Overdue, ReviewMode
from storage.columns import WHOLE_NUMBER, Choice, FreeText, UtcTime
from storage.tables.base import metadata, one_of

guild_settings = Table(
    "guild_settings",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("greeted_at", UtcTime),
    Column("account_days", WHOLE_NUMBER, nullable=False),
    Column("stay_days", WHOLE_NUMBER, nullable=False),
    Column("age_restricted", WHOLE_NUMBER, nullable=False),
    Column("log_channel_id", WHOLE_NUMBER),
    Column("alert_role_id", WHOLE_NUMBER),
    Column("alerts", Text, nullable=False),
    Column("review", Choice(ReviewMode), nullable=False),
    Column("review_channel_id", WHOLE_NUMBER),
    Column("review_first", WHOLE_NUMBER, nullable=False),
    Column("review_hours", WHOLE_NUMBER, nullable=False),
    Column("review_overdue", Choice(Overdue), nullable=False),
    Column("report_threshold", WHOLE_NUMBER, nullable=False),
    Column("model", FreeText, nullable=False),
    Column("language", Text, nullable=False),
    Column("prompts_kept_days", WHOLE_NUMBER),
    CheckConstraint("account_days >= 0", name="account_days_not_negative"),
    CheckConstraint("stay_days >= 0", name="stay_days_not_negative"),
    CheckConstraint("age_restricted IN (0, 1)", name="age_restricted_yes_or_no"),
    CheckConstraint("review_first >= 1", name="review_first_positive"),
    CheckConstraint("review_hours >= 1", name="review_hours_positive"),
    CheckConstraint("report_threshold >= 0", name="report_threshold_not_negative"),
    CheckConstraint("prompts_kept_days >= 1", name="prompts_kept_days_positive"),
    sqlite_strict=True,
)
"""`alerts` is a list of events, sorted, with spaces between them."""

access_rules = Table(
    "access_rules",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("scope", Choice(AccessScope), primary_key=True),
    Column("subject_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("verdict", Choice(Verdict), primary_key=True),
    one_of("scope", AccessScope),
    one_of("verdict", Verdict),
    sqlite_strict=True,
)

blocks = Table(
    "blocks",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("reason", FreeText, nullable=False),
    Column("blocked_by", WHOLE_NUMBER),
    Column("created_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime),
    CheckConstraint("created_at < ends_at", name="ends_after_it_begins"),
    Index(None, "ends_at"),
    sqlite_strict=True,
)
"""The server 0 stands for all of them."""

log_lines = Table(
    "log_lines",
    metadata,
    Column("line_id", WHOLE_NUMBER, primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("event", Choice(LogEvent), nullable=False),
    Column("user_id", WHOLE_NUMBER),
    Column("subject", FreeText, nullable=False),
    Column("detail", FreeText, nullable=False),
    Column("amount", WHOLE_NUMBER, nullable=False),
    Column("action_id", WHOLE_NUMBER, ForeignKey("actions.action_id")),
    Column("entry_id", WHOLE_NUMBER, ForeignKey("entries.entry_id")),
    Column("created_at", UtcTime, nullable=False),
    Column("attempts", WHOLE_NUMBER, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    CheckConstraint("(event = 'action') = (action_id IS NOT NULL)", name="action_shown"),
    Index(None, "due_at", "line_id"),
    Index(None, "guild_id"),
    Index(None, "action_id"),
    sqlite_strict=True,
)
"""`due_at` is when it is posted, or the end of a lease. Lines that were posted are removed."""
