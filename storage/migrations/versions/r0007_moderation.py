"""What servers filter, what moderators review, and what members report."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add tables; the version before knows nothing of them and works on."""
    make_filters()


def downgrade() -> None:
    """Remove them again."""
    for table in ("filters",):
        op.drop_table(table)


def number(name: str, *, key: bool = False, nullable: bool = False) -> sa.Column[int]:
    if key:
        return sa.Column(name, WHOLE_NUMBER, nullable=False, autoincrement=False)
    return sa.Column(name, WHOLE_NUMBER, nullable=nullable)


def words(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def make_filters() -> None:
    op.create_table(
        "filters",
        number("filter_id"),
        number("guild_id"),
        words("kind"),
        words("text"),
        words("action"),
        words("scopes"),
        number("created_by"),
        number("created_at"),
        sa.PrimaryKeyConstraint("filter_id", name="pk_filters"),
        sa.UniqueConstraint("guild_id", "kind", "text", name="uq_filters_guild_id_kind_text"),
        check("filters", "action_known", "action IN ('spoiler', 'review', 'refuse')"),
        sqlite_strict=True,
    )
    op.create_index("ix_filters_guild_id_filter_id", "filters", ["guild_id", "filter_id"])
