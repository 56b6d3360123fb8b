"""Messages and what is to be drawn on them."""

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

from bot.domain.delivery import DeliveryKind, DeliveryState, Telling
from storage.columns import WHOLE_NUMBER, Choice, FreeText, UtcTime
from storage.tables.base import metadata, one_of

messages = Table(
    "messages",
    metadata,
    Column("job_id", Text, ForeignKey("jobs.job_id"), primary_key=True),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("channel_id", WHOLE_NUMBER, nullable=False),
    Column("application_id", WHOLE_NUMBER, nullable=False),
    Column("token", Text, nullable=False),
    Column("token_expires_at", UtcTime, nullable=False),
    Column("ephemeral", WHOLE_NUMBER, nullable=False),
    Column("outside", WHOLE_NUMBER, nullable=False, server_default=text("0")),
    Column("message_id", WHOLE_NUMBER),
    Index(
        "ix_messages_posted",
        "message_id",
        sqlite_where=text("message_id IS NOT NULL"),
        postgresql_where=text("message_id IS NOT NULL"),
    ),
    CheckConstraint("ephemeral IN (0, 1)", name="ephemeral_yes_or_no"),
    sqlite_strict=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("delivery_id", WHOLE_NUMBER, primary_key=True),
    Column("job_id", Text, ForeignKey("jobs.job_id"), nullable=False),
    Column("kind", Choice(DeliveryKind), nullable=False),
    Column("state", Choice(DeliveryState), nullable=False),
    Column("revision", WHOLE_NUMBER, nullable=False),
    Column("attempts", WHOLE_NUMBER, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("wanted_at", UtcTime, nullable=False),
    Column("leased", WHOLE_NUMBER, nullable=False),
    Column("reason", FreeText, nullable=False),
    UniqueConstraint("job_id", "kind"),
    one_of("state", DeliveryState),
    CheckConstraint("revision >= 1", name="revision_positive"),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    CheckConstraint("leased IN (0, 1)", name="leased_yes_or_no"),
    Index(None, "state", "due_at"),
    sqlite_strict=True,
)
"""`due_at` is the end of the lease while `leased`; `wanted_at` is when the drawing was wished."""

member_choices = Table(
    "member_choices",
    metadata,
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("telling", Choice(Telling), nullable=False),
    one_of("telling", Telling),
    sqlite_strict=True,
)
"""What members chose for themselves, in whatever server they are."""
