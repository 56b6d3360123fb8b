"""Servers' settings, who may order where, blocks, and the lines of servers' logs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add tables; the version before knows nothing of them and works on."""
    make_settings()
    make_access_rules()
    make_blocks()
    make_log_lines()


def number(name: str, *, key: bool = False, nullable: bool = False) -> sa.Column[int]:
    if key:
        return sa.Column(name, WHOLE_NUMBER, nullable=False, autoincrement=False)
    return sa.Column(name, WHOLE_NUMBER, nullable=nullable)


def words(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def make_settings() -> None:
    op.create_table(
        "guild_settings",
        number("guild_id", key=True),
        number("greeted_at", nullable=True),
        number("account_days"),
        number("stay_days"),
        number("age_restricted"),
        number("log_channel_id", nullable=True),
        number("alert_role_id", nullable=True),
        words("alerts"),
        words("review"),
        number("review_channel_id", nullable=True),
        number("review_first"),
        number("review_hours"),
        words("review_overdue"),
        number("report_threshold"),
        words("model"),
        words("language"),
        number("prompts_kept_days", nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guild_settings"),
        check("guild_settings", "account_days_not_negative", "account_days >= 0"),
        check("guild_settings", "stay_days_not_negative", "stay_days >= 0"),
        check("guild_settings", "age_restricted_yes_or_no", "age_restricted IN (0, 1)"),
        check("guild_settings", "review_first_positive", "review_first >= 1"),
        check("guild_settings", "review_hours_positive", "review_hours >= 1"),
        check("guild_settings", "report_threshold_not_negative", "report_threshold >= 0"),
        check("guild_settings", "prompts_kept_days_positive", "prompts_kept_days >= 1"),
        sqlite_strict=True,
    )


def make_access_rules() -> None:
    op.create_table(
        "access_rules",
        number("guild_id", key=True),
        words("scope"),
        number("subject_id", key=True),
        words("verdict"),
        sa.PrimaryKeyConstraint(
            "guild_id", "scope", "subject_id", "verdict", name="pk_access_rules"
        ),
        check("access_rules", "scope_known", "scope IN ('role', 'member', 'channel')"),
        check("access_rules", "verdict_known", "verdict IN ('allow', 'deny', 'trust')"),
        sqlite_strict=True,
    )


def make_blocks() -> None:
    op.create_table(
        "blocks",
        number("guild_id", key=True),
        number("user_id", key=True),
        words("reason"),
        number("blocked_by", nullable=True),
        number("created_at"),
        number("ends_at", nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_blocks"),
        check("blocks", "ends_after_it_begins", "created_at < ends_at"),
        sqlite_strict=True,
    )
    op.create_index("ix_blocks_ends_at", "blocks", ["ends_at"])


def make_log_lines() -> None:
    op.create_table(
        "log_lines",
        number("line_id"),
        number("guild_id"),
        words("event"),
        number("user_id", nullable=True),
        words("subject"),
        words("detail"),
        number("amount"),
        number("action_id", nullable=True),
        number("created_at"),
        number("attempts"),
        number("due_at"),
        sa.PrimaryKeyConstraint("line_id", name="pk_log_lines"),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.action_id"], name="fk_log_lines_action_id"
        ),
        check("log_lines", "attempts_not_negative", "attempts >= 0"),
        check("log_lines", "action_shown", "(event = 'action') = (action_id IS NOT NULL)"),
        sqlite_strict=True,
    )
    op.create_index("ix_log_lines_due_at_line_id", "log_lines", ["due_at", "line_id"])
    op.create_index("ix_log_lines_guild_id", "log_lines", ["guild_id"])
    op.create_index("ix_log_lines_action_id", "log_lines", ["action_id"])
