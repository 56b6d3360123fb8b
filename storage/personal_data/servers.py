"""What people did, what servers set, and who is forgotten."""

from storage import tables
from storage.personal_data.personal import Personal

ENTRIES: tuple[Personal, ...] = (
    Personal(
        tables.actions,
        people=("actor_id",),
        places=("guild_id",),
        signed=("reason",),
        words=("subject", "before", "after"),
        facts=("action_id", "kind", "created_at"),
    ),
    Personal(
        tables.notices,
        places=("guild_id",),
        words=("subject",),
        facts=("notice_id", "kind", "amount", "limit", "created_at", "attempts", "due_at"),
    ),
    Personal(tables.chores, facts=("name", "due_at")),
    Personal(
        tables.erasures, owner="user_id", facts=("requested_at", "due_at", "attempts"), goes=True
    ),
    Personal(tables.pseudonyms, facts=("pseudonym", "erased_at")),
    Personal(tables.erasing, facts=("since",)),
    Personal(tables.departures, places=("guild_id",), facts=("left_at", "due_at")),
    Personal(
        tables.guild_settings,
        places=("guild_id", "log_channel_id", "review_channel_id"),
        facts=(
            "greeted_at",
            "account_days",
            "stay_days",
            "age_restricted",
            "alert_role_id",
            "alerts",
            "review",
            "review_first",
            "review_hours",
            "review_overdue",
            "report_threshold",
            "model",
            "language",
            "prompts_kept_days",
        ),
    ),
    Personal(
        tables.access_rules,
        owner="subject_id",
        places=("guild_id",),
        facts=("scope", "verdict"),
        goes=True,
    ),
    Personal(
        tables.blocks,
        owner="user_id",
        people=("blocked_by",),
        places=("guild_id",),
        words=("reason",),
        said=("reason",),
        facts=("created_at", "ends_at"),
        until="ends_at",
    ),
    Personal(
        tables.log_lines,
        owner="user_id",
        places=("guild_id",),
        words=("subject", "detail"),
        facts=(
            "line_id",
            "event",
            "amount",
            "action_id",
            "entry_id",
            "created_at",
            "attempts",
            "due_at",
        ),
        goes=True,
    ),
    Personal(
        tables.circuits,
        facts=("name", "failures", "failing_since", "probe_at", "probes", "trial", "closed_at"),
    ),
)
