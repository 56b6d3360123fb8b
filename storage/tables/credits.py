"""Credits: accounts, their lines and what is reserved."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
)

from bot.domain.credits import AccountKind, EntryKind, HoldState
from storage.columns import WHOLE_NUMBER, Choice, FreeText, UtcTime
from storage.tables.base import metadata, one_of

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", WHOLE_NUMBER, primary_key=True),
    Column("kind", Choice(AccountKind), nullable=False),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("owner_id", WHOLE_NUMBER, nullable=False),
    Column("posted", WHOLE_NUMBER, nullable=False),
    Column("held", WHOLE_NUMBER, nullable=False),
    Column("opened_at", UtcTime),
    UniqueConstraint("kind", "guild_id", "owner_id"),
    CheckConstraint("held >= 0", name="held_not_negative"),
    CheckConstraint("posted - held >= 0 OR kind = 'issue'", name="available_not_negative"),
    sqlite_strict=True,
)
"""`opened_at`: when the owner first met the bot and got the starting grant; null until then."""

holds = Table(
    "holds",
    metadata,
    Column("hold_id", WHOLE_NUMBER, primary_key=True),
    Column("account_id", WHOLE_NUMBER, ForeignKey("accounts.account_id"), nullable=False),
    Column("job_id", Text, ForeignKey("jobs.job_id"), nullable=False),
    Column("amount", WHOLE_NUMBER, nullable=False),
    Column("state", Choice(HoldState), nullable=False),
    Column("captured", WHOLE_NUMBER, nullable=False),
    Column("idempotency_key", FreeText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("resolved_at", UtcTime),
    UniqueConstraint("idempotency_key"),
    UniqueConstraint("job_id", "account_id"),
    one_of("state", HoldState),
    CheckConstraint("amount >= 0", name="amount_not_negative"),
    CheckConstraint("captured >= 0 AND captured <= amount", name="captured_within_amount"),
    CheckConstraint("state = 'captured' OR captured = 0", name="captured_only_when_captured"),
    CheckConstraint("(state = 'pending') = (resolved_at IS NULL)", name="resolved_has_time"),
    sqlite_strict=True,
)

provider_charges = Table(
    "provider_charges",
    metadata,
    Column("charge_id", WHOLE_NUMBER, primary_key=True),
    Column("job_id", Text, ForeignKey("jobs.job_id"), nullable=False),
    Column("amount", WHOLE_NUMBER),
    Column("created_at", UtcTime, nullable=False),
    CheckConstraint("amount >= 0", name="amount_not_negative"),
    Index(None, "job_id"),
    sqlite_strict=True,
)
"""What each paid request took from the balance at the music service; null where nobody knows."""

entries = Table(
    "entries",
    metadata,
    Column("entry_id", WHOLE_NUMBER, primary_key=True),
    Column("source_id", WHOLE_NUMBER, ForeignKey("accounts.account_id"), nullable=False),
    Column("target_id", WHOLE_NUMBER, ForeignKey("accounts.account_id"), nullable=False),
    Column("amount", WHOLE_NUMBER, nullable=False),
    Column("kind", Choice(EntryKind), nullable=False),
    Column("reason", FreeText, nullable=False),
    Column("job_id", Text, ForeignKey("jobs.job_id")),
    Column("hold_id", WHOLE_NUMBER, ForeignKey("holds.hold_id")),
    Column("actor_id", WHOLE_NUMBER),
    Column("idempotency_key", FreeText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("reverses_id", WHOLE_NUMBER, ForeignKey("entries.entry_id")),
    UniqueConstraint("idempotency_key"),
    UniqueConstraint("hold_id"),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint("source_id <> target_id", name="accounts_differ"),
    CheckConstraint(
        "kind <> 'capture' OR (job_id IS NOT NULL AND hold_id IS NOT NULL)",
        name="capture_has_job",
    ),
    Index(None, "source_id", "entry_id"),
    Index(None, "target_id", "entry_id"),
    Index(None, "reverses_id", unique=True),
    sqlite_strict=True,
)
"""Append-only: triggers, made by the migration, refuse every change and removal."""

entry_messages = Table(
    "entry_messages",
    metadata,
    Column(
        "entry_id",
        WHOLE_NUMBER,
        ForeignKey("entries.entry_id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("channel_id", WHOLE_NUMBER, nullable=False),
    Column("message_id", WHOLE_NUMBER, nullable=False),
    sqlite_strict=True,
)
"""Which message tells of a line; a line of a job without a row here is told of by the job's card.

Apart from the lines because a message's id is known only after the line was written."""
