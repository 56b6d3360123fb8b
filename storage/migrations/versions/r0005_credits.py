"""Accounts of several kinds, reversals, rules, limits, allowances, prices, turns and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add everything around credits; the first version of the program works on beside it."""
    extend_jobs()
    extend_entries()
    welcome_known_members()
    make_rules()
    make_allowance_states()
    make_turns()
    make_credit_requests()
    make_actions()
    make_notices()


def extend_jobs() -> None:
    op.add_column("jobs", sa.Column("channel_id", WHOLE_NUMBER))
    op.add_column(
        "jobs", sa.Column("weight", WHOLE_NUMBER, nullable=False, server_default=sa.text("1"))
    )
    op.add_column(
        "jobs",
        sa.Column("provider_cost", WHOLE_NUMBER, nullable=False, server_default=sa.text("0")),
    )
    op.add_column("jobs", sa.Column("provider_used", WHOLE_NUMBER))
    op.add_column("jobs", sa.Column("charged", WHOLE_NUMBER))
    op.create_index("ix_jobs_guild_id_created_at", "jobs", ["guild_id", "created_at"])
    op.create_index(
        "ix_jobs_guild_id_requester_id_created_at",
        "jobs",
        ["guild_id", "requester_id", "created_at"],
    )
    op.create_index(
        "ix_jobs_guild_id_channel_id_created_at", "jobs", ["guild_id", "channel_id", "created_at"]
    )
    unfinished, in_line = sa.text("finished_at IS NULL"), sa.text("work = 'submit'")
    op.create_index(
        "ix_jobs_unfinished",
        "jobs",
        ["guild_id", "requester_id"],
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )
    op.create_index(
        "ix_jobs_in_line",
        "jobs",
        ["guild_id", "requester_id", "created_at"],
        sqlite_where=in_line,
        postgresql_where=in_line,
    )
    op.execute(
        "UPDATE jobs SET channel_id ="
        " (SELECT channel_id FROM messages WHERE messages.job_id = jobs.job_id)"
    )
    # What a job cost the provider was its price; how much was charged stands in its hold.
    op.execute("UPDATE jobs SET provider_cost = price")
    op.execute(
        "UPDATE jobs SET charged ="
        " (SELECT coalesce(sum(captured), 0) FROM holds WHERE holds.job_id = jobs.job_id)"
        " WHERE finished_at IS NOT NULL"
    )
    op.execute(
        "UPDATE jobs SET provider_used = CASE WHEN charged > 0 THEN price ELSE 0 END"
        " WHERE finished_at IS NOT NULL"
    )


def extend_entries() -> None:
    number = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE entries ADD COLUMN reverses_id {number}"
        " CONSTRAINT fk_entries_reverses_id REFERENCES entries (entry_id)"
    )
    op.create_index("ix_entries_reverses_id", "entries", ["reverses_id"], unique=True)


def welcome_known_members() -> None:
    """Whoever got the starting grant of the first version gets no second one."""
    op.execute(
        "INSERT INTO accounts (kind, guild_id, owner_id, posted, held, opened_at)"
        " SELECT 'welcome', guild_id, owner_id, 0, 0, opened_at FROM accounts"
        " WHERE kind = 'member' AND opened_at IS NOT NULL"
    )


def number(name: str, *, key: bool = False, nullable: bool = False) -> sa.Column[int]:
    if key:
        return sa.Column(name, WHOLE_NUMBER, nullable=False, autoincrement=False)
    return sa.Column(name, WHOLE_NUMBER, nullable=nullable)


def words(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def make_rules() -> None:
    op.create_table(
        "guild_rules",
        number("guild_id", key=True),
        number("revision"),
        words("time_zone"),
        number("welcome", nullable=True),
        number("wallet_pays"),
        number("monthly_ceiling", nullable=True),
        number("price_percent"),
        number("gifts"),
        number("gift_ceiling", nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guild_rules"),
        sa.CheckConstraint("welcome >= 0", name=op.f("ck_guild_rules_welcome_not_negative")),
        sa.CheckConstraint(
            "wallet_pays IN (0, 1)", name=op.f("ck_guild_rules_wallet_pays_yes_or_no")
        ),
        sa.CheckConstraint(
            "monthly_ceiling >= 0", name=op.f("ck_guild_rules_monthly_ceiling_not_negative")
        ),
        sa.CheckConstraint(
            "price_percent >= 0", name=op.f("ck_guild_rules_price_percent_not_negative")
        ),
        sa.CheckConstraint("gifts IN (0, 1)", name=op.f("ck_guild_rules_gifts_yes_or_no")),
        sa.CheckConstraint(
            "gift_ceiling >= 0", name=op.f("ck_guild_rules_gift_ceiling_not_negative")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "limits",
        number("guild_id", key=True),
        words("scope"),
        number("subject_id", key=True),
        words("measure"),
        number("amount"),
        sa.PrimaryKeyConstraint(
            "guild_id", "scope", "subject_id", "measure", name="pk_limits"
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_limits_amount_not_negative")),
        sqlite_strict=True,
    )
    op.create_table(
        "allowances",
        number("guild_id", key=True),
        number("role_id", key=True),
        number("amount"),
        words("period"),
        number("carry_over"),
        sa.PrimaryKeyConstraint("guild_id", "role_id", name="pk_allowances"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_allowances_amount_positive")),
        sa.CheckConstraint(
            "carry_over >= 0", name=op.f("ck_allowances_carry_over_not_negative")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "prices",
        number("guild_id", key=True),
        words("kind"),
        words("model"),
        number("amount"),
        sa.PrimaryKeyConstraint("guild_id", "kind", "model", name="pk_prices"),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_prices_amount_not_negative")),
        sqlite_strict=True,
    )
    op.create_table(
        "turn_weights",
        number("guild_id", key=True),
        number("role_id", key=True),
        number("weight"),
        sa.PrimaryKeyConstraint("guild_id", "role_id", name="pk_turn_weights"),
        sa.CheckConstraint(
            "weight BETWEEN 1 AND 10", name=op.f("ck_turn_weights_weight_in_range")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "budgets",
        number("guild_id", key=True),
        words("month"),
        number("used"),
        sa.PrimaryKeyConstraint("guild_id", "month", name="pk_budgets"),
        sqlite_strict=True,
    )


def make_allowance_states() -> None:
    op.create_table(
        "allowance_states",
        number("guild_id", key=True),
        number("user_id", key=True),
        number("role_id"),
        number("amount"),
        words("period"),
        number("carry_over"),
        number("starts_at"),
        number("ends_at"),
        number("granted"),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_allowance_states"),
        sa.CheckConstraint(
            "starts_at < ends_at", name=op.f("ck_allowance_states_starts_before_end")
        ),
        sa.CheckConstraint(
            "granted >= 0", name=op.f("ck_allowance_states_granted_not_negative")
        ),
        sqlite_strict=True,
    )


def make_turns() -> None:
    op.create_table(
        "turns",
        number("guild_id", key=True),
        number("user_id", key=True),
        number("ends"),
        number("clock"),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_turns"),
        sqlite_strict=True,
    )
    op.create_index("ix_turns_user_id", "turns", ["user_id"])


def make_credit_requests() -> None:
    op.create_table(
        "credit_requests",
        number("request_id"),
        number("guild_id"),
        number("user_id"),
        number("amount"),
        words("reason"),
        words("state"),
        number("created_at"),
        number("decided_by", nullable=True),
        number("decided_at", nullable=True),
        number("granted"),
        words("answer"),
        sa.PrimaryKeyConstraint("request_id", name="pk_credit_requests"),
        sa.CheckConstraint(
            "state IN ('open', 'granted', 'refused')",
            name=op.f("ck_credit_requests_state_known"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_credit_requests_amount_positive")),
        sa.CheckConstraint("granted >= 0", name=op.f("ck_credit_requests_granted_not_negative")),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)",
            name=op.f("ck_credit_requests_decided_has_time"),
        ),
        sqlite_strict=True,
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_credit_requests_open",
        "credit_requests",
        ["guild_id", "user_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def make_actions() -> None:
    op.create_table(
        "actions",
        number("action_id"),
        number("guild_id"),
        number("actor_id", nullable=True),
        words("kind"),
        words("subject"),
        words("reason"),
        words("before"),
        words("after"),
        number("created_at"),
        sa.PrimaryKeyConstraint("action_id", name="pk_actions"),
        sqlite_strict=True,
    )
    op.create_index("ix_actions_guild_id_action_id", "actions", ["guild_id", "action_id"])
    if op.get_context().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER actions_refuse_{action.lower()} BEFORE {action} ON actions"
                " BEGIN SELECT RAISE(ABORT, 'what was done is never changed'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change_of_actions() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'what was done is never changed'"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER actions_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON actions"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_actions()"
    )


def make_notices() -> None:
    op.create_table(
        "notices",
        number("notice_id"),
        number("guild_id"),
        words("kind"),
        words("subject"),
        number("amount"),
        number("limit"),
        number("created_at"),
        number("attempts"),
        number("due_at", nullable=True),
        sa.PrimaryKeyConstraint("notice_id", name="pk_notices"),
        sa.UniqueConstraint(
            "guild_id", "kind", "subject", name="uq_notices_guild_id_kind_subject"
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_notices_attempts_not_negative")),
        sqlite_strict=True,
    )
    op.create_index("ix_notices_due_at", "notices", ["due_at"])
    op.create_table(
        "chores",
        words("name"),
        number("due_at"),
        sa.PrimaryKeyConstraint("name", name="pk_chores"),
        sqlite_strict=True,
    )
