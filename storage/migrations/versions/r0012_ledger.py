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
    index_some(
        "ix_jobs_delivered",
        "jobs",
        ["kind", "model", "finished_at"],
        "state IN ('succeeded', 'partial')",
    )
    op.drop_index("ix_jobs_in_line", "jobs")
    op.drop_index("ix_jobs_unfinished", "jobs")
    index_some(
        "ix_jobs_unfinished",
        "jobs",
        ["guild_id", "requester_id", "created_at", "job_id", "work", "weight"],
        "finished_at IS NULL",
    )
    op.drop_index("ix_messages_message_id", "messages")
    index_some("ix_messages_posted", "messages", ["message_id"], "message_id IS NOT NULL")
    # Holds are found by their job; the books as a whole are checked by reading all of them.
    op.drop_index("ix_holds_account_id_state", "holds")


def index_some(name: str, table: str, columns: list[str], condition: str) -> None:
    """Make an index of those rows only that meet a condition."""
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
