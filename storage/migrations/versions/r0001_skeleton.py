"""Accounts, holds and lines; jobs, songs, messages and deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL_NUMBER: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
TEXT = sa.Text()

JOB_STATES = (
    "'awaiting_review', 'queued', 'submitting', 'running', 'unknown', 'succeeded', 'partial',"
    " 'failed', 'cancelled', 'refused', 'timed_out'"
)


def upgrade() -> None:
    """Make every table of the first version."""
    make_accounts()
    make_jobs()
    make_holds()
    make_entries()
    make_songs()
    make_messages()
    make_deliveries()
    keep_entries()


def make_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", WHOLE_NUMBER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("guild_id", WHOLE_NUMBER, nullable=False),
        sa.Column("owner_id", WHOLE_NUMBER, nullable=False),
        sa.Column("posted", WHOLE_NUMBER, nullable=False),
        sa.Column("held", WHOLE_NUMBER, nullable=False),
        sa.Column("opened_at", WHOLE_NUMBER),
        sa.PrimaryKeyConstraint("account_id", name="pk_accounts"),
        sa.UniqueConstraint(
            "kind", "guild_id", "owner_id", name="uq_accounts_kind_guild_id_owner_id"
        ),
        sa.CheckConstraint("held >= 0", name=op.f("ck_accounts_held_not_negative")),
        sa.CheckConstraint(
            "posted - held >= 0 OR kind = 'issue'",
            name=op.f("ck_accounts_available_not_negative"),
        ),
        sqlite_strict=True,
    )


def make_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("work", TEXT),
        sa.Column("guild_id", WHOLE_NUMBER, nullable=False),
        sa.Column("requester_id", WHOLE_NUMBER, nullable=False),
        sa.Column("requester_name", TEXT, nullable=False),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("model", TEXT, nullable=False),
        sa.Column("price", WHOLE_NUMBER, nullable=False),
        sa.Column("promised", WHOLE_NUMBER, nullable=False),
        sa.Column("idempotency_key", TEXT, nullable=False),
        sa.Column("created_at", WHOLE_NUMBER, nullable=False),
        sa.Column("due_at", WHOLE_NUMBER),
        sa.Column("task_id", TEXT),
        sa.Column("clips", TEXT, nullable=False),
        sa.Column("failure_code", TEXT),
        sa.Column("failure_detail", TEXT, nullable=False),
        sa.Column("attempts", WHOLE_NUMBER, nullable=False),
        sa.Column("submitted_at", WHOLE_NUMBER),
        sa.Column("finished_at", WHOLE_NUMBER),
        sa.Column("version", WHOLE_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("job_id", name="pk_jobs"),
        sa.UniqueConstraint("idempotency_key", name="uq_jobs_idempotency_key"),
        sa.CheckConstraint(f"state IN ({JOB_STATES})", name=op.f("ck_jobs_state_known")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_jobs_price_not_negative")),
        sa.CheckConstraint("promised >= 1", name=op.f("ck_jobs_promised_positive")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_jobs_attempts_not_negative")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_jobs_version_positive")),
        sqlite_strict=True,
    )
    op.create_index("ix_jobs_work_due_at", "jobs", ["work", "due_at"])
    op.create_index(
        "ix_jobs_state_created_at_job_id", "jobs", ["state", "created_at", "job_id"]
    )
    op.create_index("ix_jobs_kind_model_finished_at", "jobs", ["kind", "model", "finished_at"])


def make_holds() -> None:
    op.create_table(
        "holds",
        sa.Column("hold_id", WHOLE_NUMBER, nullable=False),
        sa.Column("account_id", WHOLE_NUMBER, nullable=False),
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("amount", WHOLE_NUMBER, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("captured", WHOLE_NUMBER, nullable=False),
        sa.Column("idempotency_key", TEXT, nullable=False),
        sa.Column("created_at", WHOLE_NUMBER, nullable=False),
        sa.Column("resolved_at", WHOLE_NUMBER),
        sa.PrimaryKeyConstraint("hold_id", name="pk_holds"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name="fk_holds_account_id"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_holds_job_id"),
        sa.UniqueConstraint("idempotency_key", name="uq_holds_idempotency_key"),
        sa.UniqueConstraint("job_id", "account_id", name="uq_holds_job_id_account_id"),
        sa.CheckConstraint(
            "state IN ('pending', 'captured', 'released')", name=op.f("ck_holds_state_known")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_holds_amount_not_negative")),
        sa.CheckConstraint(
            "captured >= 0 AND captured <= amount", name=op.f("ck_holds_captured_within_amount")
        ),
        sa.CheckConstraint(
            "state = 'captured' OR captured = 0",
            name=op.f("ck_holds_captured_only_when_captured"),
        ),
        sa.CheckConstraint(
            "(state = 'pending') = (resolved_at IS NULL)",
            name=op.f("ck_holds_resolved_has_time"),
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_holds_account_id_state", "holds", ["account_id", "state"])


def make_entries() -> None:
    op.create_table(
        "entries",
        sa.Column("entry_id", WHOLE_NUMBER, nullable=False),
        sa.Column("source_id", WHOLE_NUMBER, nullable=False),
        sa.Column("target_id", WHOLE_NUMBER, nullable=False),
        sa.Column("amount", WHOLE_NUMBER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("job_id", TEXT),
        sa.Column("hold_id", WHOLE_NUMBER),
        sa.Column("actor_id", WHOLE_NUMBER),
        sa.Column("idempotency_key", TEXT, nullable=False),
        sa.Column("created_at", WHOLE_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_entries"),
        sa.ForeignKeyConstraint(
            ["source_id"], ["accounts.account_id"], name="fk_entries_source_id"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["accounts.account_id"], name="fk_entries_target_id"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_entries_job_id"),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.hold_id"], name="fk_entries_hold_id"),
        sa.UniqueConstraint("idempotency_key", name="uq_entries_idempotency_key"),
        sa.UniqueConstraint("hold_id", name="uq_entries_hold_id"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_entries_amount_positive")),
        sa.CheckConstraint("source_id <> target_id", name=op.f("ck_entries_accounts_differ")),
        sa.CheckConstraint(
            "kind <> 'capture' OR (job_id IS NOT NULL AND hold_id IS NOT NULL)",
            name=op.f("ck_entries_capture_has_job"),
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_entries_source_id_entry_id", "entries", ["source_id", "entry_id"])
    op.create_index("ix_entries_target_id_entry_id", "entries", ["target_id", "entry_id"])


def make_songs() -> None:
    op.create_table(
        "songs",
        sa.Column("song_id", TEXT, nullable=False),
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("position", WHOLE_NUMBER, nullable=False),
        sa.Column("guild_id", WHOLE_NUMBER, nullable=False),
        sa.Column("author_id", WHOLE_NUMBER, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("style", TEXT, nullable=False),
        sa.Column("lyrics", TEXT, nullable=False),
        sa.Column("model", TEXT, nullable=False),
        sa.Column("clip_id", TEXT, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("size_bytes", WHOLE_NUMBER, nullable=False),
        sa.Column("duration_seconds", REAL_NUMBER, nullable=False),
        sa.Column("extension", TEXT, nullable=False),
        sa.Column("created_at", WHOLE_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("song_id", name="pk_songs"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_songs_job_id"),
        sa.UniqueConstraint("job_id", "position", name="uq_songs_job_id_position"),
        sa.CheckConstraint("position >= 1", name=op.f("ck_songs_position_positive")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_songs_size_positive")),
        sa.CheckConstraint("duration_seconds > 0", name=op.f("ck_songs_duration_positive")),
        sqlite_strict=True,
    )


def make_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("guild_id", WHOLE_NUMBER, nullable=False),
        sa.Column("channel_id", WHOLE_NUMBER, nullable=False),
        sa.Column("application_id", WHOLE_NUMBER, nullable=False),
        sa.Column("token", TEXT, nullable=False),
        sa.Column("token_expires_at", WHOLE_NUMBER, nullable=False),
        sa.Column("ephemeral", WHOLE_NUMBER, nullable=False),
        sa.Column("message_id", WHOLE_NUMBER),
        sa.PrimaryKeyConstraint("job_id", name="pk_messages"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_messages_job_id"),
        sa.CheckConstraint("ephemeral IN (0, 1)", name=op.f("ck_messages_ephemeral_yes_or_no")),
        sqlite_strict=True,
    )


def make_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", WHOLE_NUMBER, nullable=False),
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("revision", WHOLE_NUMBER, nullable=False),
        sa.Column("attempts", WHOLE_NUMBER, nullable=False),
        sa.Column("due_at", WHOLE_NUMBER, nullable=False),
        sa.Column("wanted_at", WHOLE_NUMBER, nullable=False),
        sa.Column("leased", WHOLE_NUMBER, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_deliveries_job_id"),
        sa.UniqueConstraint("job_id", "kind", name="uq_deliveries_job_id_kind"),
        sa.CheckConstraint(
            "state IN ('pending', 'done', 'undeliverable')",
            name=op.f("ck_deliveries_state_known"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_deliveries_revision_positive")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_deliveries_attempts_not_negative")),
        sa.CheckConstraint("leased IN (0, 1)", name=op.f("ck_deliveries_leased_yes_or_no")),
        sqlite_strict=True,
    )
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"])


def keep_entries() -> None:
    """Let the database refuse to change or remove a line of the ledger."""
    if op.get_context().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER entries_refuse_{action.lower()} BEFORE {action} ON entries"
                " BEGIN SELECT RAISE(ABORT, 'lines of the ledger are never changed'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change_of_entries() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'lines of the ledger are never changed'"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER entries_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entries"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_entries()"
    )
