"""What the music service took for each paid request; fewer indexes to write at every order."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add a table and a column, and trade indexes; the version before works on."""
    op.create_table(
        "provider_charges",
        sa.Column("charge_id", WHOLE_NUMBER, nullable=False),
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("amount", WHOLE_NUMBER),
        sa.Column("created_at", WHOLE_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("charge_id", name="pk_provider_charges"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_provider_charges_job_id"),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_provider_charges_amount_not_negative")),
        sqlite_strict=True,
    )
    op.create_index("ix_provider_charges_job_id", "provider_charges", ["job_id"])
    op.add_column(
        "jobs", sa.Column("cost_measured", WHOLE_NUMBER, nullable=False, server_default="0")
    )
    op.drop_index("ix_jobs_kind_model_finished_at", "jobs")
    op.create_index(
        "ix_jobs_delivered",
        "jobs",
        ["kind", "model", "finished_at"],
        **only("state IN ('succeeded', 'partial')"),
    )
    op.drop_index("ix_jobs_in_line", "jobs")
    op.drop_index("ix_jobs_unfinished", "jobs")
    op.create_index(
        "ix_jobs_unfinished",
        "jobs",
        ["guild_id", "requester_id", "created_at", "job_id", "work", "weight"],
        **only("finished_at IS NULL"),
    )
    op.drop_index("ix_messages_message_id", "messages")
    op.create_index(
        "ix_messages_posted", "messages", ["message_id"], **only("message_id IS NOT NULL")
    )
    # Holds are found by their job; the books as a whole are checked by reading all of them.
    op.drop_index("ix_holds_account_id_state", "holds")


def downgrade() -> None:
    """Remove what was measured, and trade the indexes back."""
    op.create_index("ix_holds_account_id_state", "holds", ["account_id", "state"])
    op.drop_index("ix_messages_posted", "messages")
    op.create_index("ix_messages_message_id", "messages", ["message_id"])
    op.drop_index("ix_jobs_unfinished", "jobs")
    op.create_index(
        "ix_jobs_unfinished", "jobs", ["guild_id", "requester_id"], **only("finished_at IS NULL")
    )
    op.create_index(
        "ix_jobs_in_line",
        "jobs",
        ["guild_id", "requester_id", "created_at"],
        **only("work = 'submit'"),
    )
    op.drop_index("ix_jobs_delivered", "jobs")
    op.create_index("ix_jobs_kind_model_finished_at", "jobs", ["kind", "model", "finished_at"])
    op.drop_column("jobs", "cost_measured")
    op.drop_table("provider_charges")


def only(condition: str) -> dict[str, sa.TextClause]:
    """Return the options of an index of some rows only."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
