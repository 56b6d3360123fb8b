"""What people asked for and did, and what has to be told."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.actions import ActionKind
from bot.domain.credit_requests import RequestState
from bot.domain.notices import NoticeKind
from storage.columns import WHOLE_NUMBER, Choice, FreeText, UtcTime
from storage.tables.base import metadata, one_of

credit_requests = Table(
    "credit_requests",
    metadata,
    Column("request_id", WHOLE_NUMBER, primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("user_id", WHOLE_NUMBER, nullable=False),
    Column("amount", WHOLE_NUMBER, nullable=False),
    Column("reason", FreeText, nullable=False),
    Column("state", Choice(RequestState), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("decided_by", WHOLE_NUMBER),
    Column("decided_at", UtcTime),
    Column("granted", WHOLE_NUMBER, nullable=False),
    Column("answer", FreeText, nullable=False),
    one_of("state", RequestState),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint("granted >= 0", name="granted_not_negative"),
    CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_has_time"),
    Index(
        "uq_credit_requests_open",
        "guild_id",
        "user_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    sqlite_strict=True,
)

actions = Table(
    "actions",
    metadata,
    Column("action_id", WHOLE_NUMBER, primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("actor_id", WHOLE_NUMBER),
    Column("kind", Choice(ActionKind), nullable=False),
    Column("subject", FreeText, nullable=False),
    Column("reason", FreeText, nullable=False),
    Column("before", FreeText, nullable=False),
    Column("after", FreeText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Index(None, "guild_id", "action_id"),
    sqlite_strict=True,
)
"""Append-only: triggers, made by the migration, refuse every change and removal."""

notices = Table(
    "notices",
    metadata,
    Column("notice_id", WHOLE_NUMBER, primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("kind", Choice(NoticeKind), nullable=False),
    Column("subject", Text, nullable=False),
    Column("amount", WHOLE_NUMBER, nullable=False),
    Column("limit", WHOLE_NUMBER, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("attempts", WHOLE_NUMBER, nullable=False),
    Column("due_at", UtcTime),
    UniqueConstraint("guild_id", "kind", "subject"),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    Index(None, "due_at"),
    sqlite_strict=True,
)
"""`due_at` is when it is told, or the end of a lease; null once it was told."""

chores = Table(
    "chores",
    metadata,
    Column("name", Text, primary_key=True),
    Column("due_at", UtcTime, nullable=False),
    sqlite_strict=True,
)
