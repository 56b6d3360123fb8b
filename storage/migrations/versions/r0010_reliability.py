"""What is known of the music service: whether it answers, and when it is tried next."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add one table; nothing is known at first."""
    op.create_table(
        "circuits",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("failures", WHOLE_NUMBER, nullable=False),
        sa.Column("failing_since", WHOLE_NUMBER),
        sa.Column("probe_at", WHOLE_NUMBER),
        sa.Column("probes", WHOLE_NUMBER, nullable=False),
        sa.Column("trial", WHOLE_NUMBER, nullable=False),
        sa.Column("closed_at", WHOLE_NUMBER),
        sa.PrimaryKeyConstraint("name", name="pk_circuits"),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_circuits_failures_not_negative")),
        sa.CheckConstraint("probes >= 0", name=op.f("ck_circuits_probes_not_negative")),
        sa.CheckConstraint("trial IN (0, 1)", name=op.f("ck_circuits_trial_yes_or_no")),
        sqlite_strict=True,
    )
