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

from bot.domain.actions import ActionKind
from bot.domain.credit_requests import RequestState
from bot.domain.credits import AccountKind, EntryKind, HoldState
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.domain.jobs import FailureCode, JobKind, JobState, Stage, Step, Work
from bot.domain.limits import LimitScope, Measure
from bot.domain.notices import NoticeKind
from bot.domain.periods import Period
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
    Column("channel_id", WHOLE_NUMBER),
    Column("weight", WHOLE_NUMBER, nullable=False, server_default=text("1")),
    Column("provider_cost", WHOLE_NUMBER, nullable=False, server_default=text("0")),
    Column("provider_used", WHOLE_NUMBER),
    Column("charged", WHOLE_NUMBER),
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
    Index(None, "guild_id", "created_at"),
    Index(None, "guild_id", "requester_id", "created_at"),
    Index(None, "guild_id", "channel_id", "created_at"),
    Index(
        "ix_jobs_unfinished",
        "guild_id",
        "requester_id",
        sqlite_where=text("finished_at IS NULL"),
        postgresql_where=text("finished_at IS NULL"),
    ),
    Index(
        "ix_jobs_in_line",
        "guild_id",
        "requester_id",
        "created_at",
        sqlite_where=text("work = 'submit'"),
        postgresql_where=text("work = 'submit'"),
    ),
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

guild_rules = Table(
    "guild_rules",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("revision", WHOLE_NUMBER, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("welcome", WHOLE_NUMBER),
    Column("wallet_pays", WHOLE_NUMBER, nullable=False),
    Column("monthly_ceiling", WHOLE_NUMBER),
    Column("price_percent", WHOLE_NUMBER, nullable=False),
    Column("gifts", WHOLE_NUMBER, nullable=False),
    Column("gift_ceiling", WHOLE_NUMBER),
    CheckConstraint("welcome >= 0", name="welcome_not_negative"),
    CheckConstraint("wallet_pays IN (0, 1)", name="wallet_pays_yes_or_no"),
    CheckConstraint("monthly_ceiling >= 0", name="monthly_ceiling_not_negative"),
    CheckConstraint("price_percent >= 0", name="price_percent_not_negative"),
    CheckConstraint("gifts IN (0, 1)", name="gifts_yes_or_no"),
    CheckConstraint("gift_ceiling >= 0", name="gift_ceiling_not_negative"),
    sqlite_strict=True,
)
"""`revision` is a new random number whenever anything changes that `storage.rules` reads."""

limits = Table(
    "limits",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("scope", Choice(LimitScope), primary_key=True),
    Column("subject_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("measure", Choice(Measure), primary_key=True),
    Column("amount", WHOLE_NUMBER, nullable=False),
    CheckConstraint("amount >= 0", name="amount_not_negative"),
    sqlite_strict=True,
)

allowances = Table(
    "allowances",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("role_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("amount", WHOLE_NUMBER, nullable=False),
    Column("period", Choice(Period), nullable=False),
    Column("carry_over", WHOLE_NUMBER, nullable=False),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint("carry_over >= 0", name="carry_over_not_negative"),
    sqlite_strict=True,
)

allowance_states = Table(
    "allowance_states",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("role_id", WHOLE_NUMBER, nullable=False),
    Column("amount", WHOLE_NUMBER, nullable=False),
    Column("period", Choice(Period), nullable=False),
    Column("carry_over", WHOLE_NUMBER, nullable=False),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("granted", WHOLE_NUMBER, nullable=False),
    CheckConstraint("starts_at < ends_at", name="starts_before_end"),
    CheckConstraint("granted >= 0", name="granted_not_negative"),
    sqlite_strict=True,
)

prices = Table(
    "prices",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("kind", Choice(JobKind), primary_key=True),
    Column("model", FreeText, primary_key=True),
    Column("amount", WHOLE_NUMBER, nullable=False),
    CheckConstraint("amount >= 0", name="amount_not_negative"),
    sqlite_strict=True,
)

turn_weights = Table(
    "turn_weights",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("role_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("weight", WHOLE_NUMBER, nullable=False),
    CheckConstraint("weight BETWEEN 1 AND 10", name="weight_in_range"),
    sqlite_strict=True,
)

turns = Table(
    "turns",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("ends", WHOLE_NUMBER, nullable=False),
    Column("clock", WHOLE_NUMBER, nullable=False),
    Index(None, "user_id"),
    sqlite_strict=True,
)
"""The tags of `bot.domain.turns`; what says no more than a missing row is removed."""

budgets = Table(
    "budgets",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("month", Text, primary_key=True),
    Column("used", WHOLE_NUMBER, nullable=False),
    sqlite_strict=True,
)

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
    _one_of("state", RequestState),
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
