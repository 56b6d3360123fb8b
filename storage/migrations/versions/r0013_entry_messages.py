"""Which message tells of a line of the ledger; which line an act in a server's log moved."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a table and a column; the version before works on beside them."""
    op.create_table(
        "entry_messages",
        sa.Column("entry_id", WHOLE_NUMBER, nullable=False, autoincrement=False),
        sa.Column("guild_id", WHOLE_NUMBER, nullable=False),
        sa.Column("channel_id", WHOLE_NUMBER, nullable=False),
        sa.Column("message_id", WHOLE_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_entry_messages"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.entry_id"], name="fk_entry_messages_entry_id"
        ),
        sqlite_strict=True,
    )
    number = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE log_lines ADD COLUMN entry_id {number}"
        " CONSTRAINT fk_log_lines_entry_id REFERENCES entries (entry_id)"
    )
