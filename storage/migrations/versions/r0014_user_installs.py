"""Which messages only an interaction's token leads to: those where the bot itself is not."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NO = sa.text("0")


def upgrade() -> None:
    """Add a column to two tables; of all messages so far the bot's own rights lead to it."""
    op.add_column(
        "messages", sa.Column("outside", WHOLE_NUMBER, nullable=False, server_default=NO)
    )
    op.add_column(
        "postings", sa.Column("out_of_reach", WHOLE_NUMBER, nullable=False, server_default=NO)
    )
