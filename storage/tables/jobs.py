"""Orders and the music service's announcements about them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.jobs import FailureCode, JobKind, JobState, Stage, Step, Work
from storage.columns import WHOLE_NUMBER, Choice, FreeText, UtcTime
from storage.tables.base import metadata, one_of

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
    Column("jam_id", Text),
    UniqueConstraint("idempotency_key"),
    one_of("state", JobState),
    CheckConstraint("price >= 0", name="price_not_negative"),
    CheckConstraint("promised >= 1", name="promised_positive"),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    CheckConstraint("version >= 1", name="version_positive"),
    one_of("step", Step),
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

announcements = Table(
    "announcements",
    metadata,
    Column("replay_key", FreeText, primary_key=True),
    Column("heeded_at", UtcTime, nullable=False),
    Index(None, "heeded_at"),
    sqlite_strict=True,
)
"""What the music service announced, so that nothing is heeded twice; kept for a while only."""
