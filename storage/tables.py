"""The tables. What a row must never be is said here, as constraints, not left to care in code.

States are closed lists and checked. Kinds (of jobs, accounts, lines, deliveries) are not: they
grow with the bot, and SQLite can change a check only by rebuilding the table.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    MetaData,
    Row,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.credits import AccountKind, EntryKind, HoldState
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.domain.jobs import FailureCode, JobKind, JobState, Stage, Step, Work
from bot.domain.songs import SongRole
from storage.columns import REAL_NUMBER, WHOLE_NUMBER, Choice, FreeText, UtcTime

AnyRow = Row[*tuple[Any, ...]]
"""A row of any table; only the repositories see one."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _one_of(column: str, choices: Iterable[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


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

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", Text, primary_key=True),
    Column("kind", Choice(JobKind), nullable=False),
    Column("state", Choice(JobState), nullable=False),
    Column("stage", Choice(Stage), nullable=False),
    Column("work", Choice(Work)),
    Column("guild_id", WHOLE_NUMBER, nullable=False),
    Column("requester_id", WHOLE_NUMBER, nullable=False),
    Column("requester_name", FreeText, nullable=False),
    Column("request", Text, nullable=False),
    Column("model", FreeText, nullable=False),
    Column("price", WHOLE_NUMBER, nullable=False),
    Column("promised", WHOLE_NUMBER, nullable=False),
    Column("idempotency_key", FreeText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("due_at", UtcTime),
    Column("task_id", FreeText),
    Column("clips", Text, nullable=False),
    Column("failure_code", Choice(FailureCode)),
    Column("failure_detail", FreeText, nullable=False),
    Column("attempts", WHOLE_NUMBER, nullable=False),
    Column("submitted_at", UtcTime),
    Column("finished_at", UtcTime),
    Column("version", WHOLE_NUMBER, nullable=False),
    Column("step", Choice(Step), nullable=False, server_default=text("'make'")),
    Column("progress", Text, nullable=False, server_default=text("'{}'")),
    Column("finding", Text),
    Column("join_price", WHOLE_NUMBER, nullable=False, server_default=text("0")),
    UniqueConstraint("idempotency_key"),
    _one_of("state", JobState),
    CheckConstraint("price >= 0", name="price_not_negative"),
    CheckConstraint("promised >= 1", name="promised_positive"),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    CheckConstraint("version >= 1", name="version_positive"),
    _one_of("step", Step),
    CheckConstraint("join_price >= 0 AND join_price <= price", name="join_price_within_price"),
    Index(None, "work", "due_at"),
    Index(None, "state", "created_at", "job_id"),
    Index(None, "kind", "model", "finished_at"),
    sqlite_strict=True,
)
"""`work` follows from state and stage (see `storage.jobs`): the queue that the job waits in."""

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
    _one_of("state", HoldState),
    CheckConstraint("amount >= 0", name="amount_not_negative"),
    CheckConstraint("captured >= 0 AND captured <= amount", name="captured_within_amount"),
    CheckConstraint("state = 'captured' OR captured = 0", name="captured_only_when_captured"),
    CheckConstraint("(state = 'pending') = (resolved_at IS NULL)", name="resolved_has_time"),
    Index(None, "account_id", "state"),
    sqlite_strict=True,
)

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
    sqlite_strict=True,
)
"""Append-only: triggers, made by the migration, refuse every change and removal."""

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
    Column("message_id", WHOLE_NUMBER),
    Index(None, "message_id"),
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
    _one_of("state", DeliveryState),
    CheckConstraint("revision >= 1", name="revision_positive"),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    CheckConstraint("leased IN (0, 1)", name="leased_yes_or_no"),
    Index(None, "state", "due_at"),
    sqlite_strict=True,
)
"""`due_at` is the end of the lease while `leased`; `wanted_at` is when the drawing was wished."""

announcements = Table(
    "announcements",
    metadata,
    Column("replay_key", FreeText, primary_key=True),
    Column("heeded_at", UtcTime, nullable=False),
    Index(None, "heeded_at"),
    sqlite_strict=True,
)
"""What the music service announced, so that nothing is heeded twice; kept for a while only."""
