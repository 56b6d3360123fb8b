"""What members chose for themselves: how they are told that a song is finished."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a table; whoever has no row is told by a reply, as before."""
    op.create_table(
        "member_choices",
        sa.Column("user_id", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("telling", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_member_choices"),
        sa.CheckConstraint(
            "telling IN ('reply', 'direct', 'nothing')",
            name=op.f("ck_member_choices_telling_known"),
        ),
        sqlite_strict=True,
    )
