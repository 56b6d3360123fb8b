"""Announcements of the music service that were heeded."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Make the table in which a repeated announcement is found."""
    op.create_table(
        "announcements",
        sa.Column("replay_key", TEXT, nullable=False),
        sa.Column("heeded_at", WHOLE_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("replay_key", name="pk_announcements"),
        sqlite_strict=True,
    )
    op.create_index("ix_announcements_heeded_at", "announcements", ["heeded_at"])
