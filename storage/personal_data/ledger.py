"""Credits, and what servers and members agreed on about them."""

from storage import tables
from storage.personal_data.personal import Personal

_ACCOUNT = (tables.accounts.c.account_id, tables.accounts.c.owner_id)

ENTRIES: tuple[Personal, ...] = (
    Personal(
        tables.accounts,
        owner="owner_id",
        places=("guild_id",),
        facts=("account_id", "kind", "posted", "held", "opened_at"),
    ),
    Personal(
        tables.holds,
        through={"account_id": _ACCOUNT},
        facts=(
            "hold_id",
            "job_id",
            "amount",
            "state",
            "captured",
            "idempotency_key",
            "created_at",
            "resolved_at",
        ),
    ),
    Personal(
        tables.entries,
        through={"source_id": _ACCOUNT, "target_id": _ACCOUNT},
        people=("actor_id",),
        words=("reason",),
        said=("reason",),
        facts=(
            "entry_id",
            "amount",
            "kind",
            "job_id",
            "hold_id",
            "idempotency_key",
            "created_at",
            "reverses_id",
        ),
    ),
    Personal(
        tables.entry_messages,
        places=("guild_id", "channel_id", "message_id"),
        facts=("entry_id",),
    ),
    Personal(
        tables.guild_rules,
        places=("guild_id",),
        facts=(
            "revision",
            "time_zone",
            "welcome",
            "wallet_pays",
            "monthly_ceiling",
            "price_percent",
            "gifts",
            "gift_ceiling",
        ),
    ),
    Personal(
        tables.limits,
        owner="subject_id",
        places=("guild_id",),
        facts=("scope", "measure", "amount"),
        goes=True,
    ),
    Personal(
        tables.allowances,
        places=("guild_id",),
        facts=("role_id", "amount", "period", "carry_over"),
    ),
    Personal(
        tables.allowance_states,
        owner="user_id",
        places=("guild_id",),
        facts=("role_id", "amount", "period", "carry_over", "starts_at", "ends_at", "granted"),
    ),
    Personal(tables.prices, places=("guild_id",), facts=("kind", "model", "amount")),
    Personal(tables.turn_weights, places=("guild_id",), facts=("role_id", "weight")),
    Personal(
        tables.turns, owner="user_id", places=("guild_id",), facts=("ends", "clock"), goes=True
    ),
    Personal(tables.budgets, places=("guild_id",), facts=("month", "used")),
    Personal(
        tables.credit_requests,
        owner="user_id",
        people=("decided_by",),
        places=("guild_id",),
        words=("reason", "answer"),
        said=("answer",),
        facts=("request_id", "amount", "state", "created_at", "decided_at", "granted"),
        goes=True,
    ),
    Personal(tables.provider_charges, facts=("charge_id", "job_id", "amount", "created_at")),
)
