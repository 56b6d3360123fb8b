"""What servers filter, what moderators review, and what members report."""

from storage import tables
from storage.personal_data.personal import Personal

ENTRIES: tuple[Personal, ...] = (
    Personal(
        tables.filters,
        people=("created_by",),
        places=("guild_id",),
        facts=("filter_id", "kind", "text", "action", "scopes", "created_at"),
    ),
    Personal(
        tables.reviews,
        owner="author_id",
        people=("decided_by", "reversed_by"),
        said=("answer",),
        places=("guild_id", "channel_id", "card_channel_id", "card_message_id"),
        words=("author_name", "request", "findings", "result", "answer"),
        facts=(
            "review_id",
            "kind",
            "cause",
            "state",
            "job_id",
            "job_kind",
            "role_ids",
            "created_at",
            "due_at",
            "decided_at",
            "reversed_at",
            "private",
            "card_due_at",
            "card_attempts",
        ),
    ),
    Personal(
        tables.song_reports,
        owner="reporter_id",
        places=("guild_id",),
        words=("reason",),
        facts=("song_id", "created_at"),
        goes=True,
    ),
    Personal(
        tables.member_notices,
        owner="user_id",
        places=("guild_id",),
        words=("subject", "reason"),
        facts=("notice_id", "kind", "by_time", "created_at", "attempts", "due_at"),
        goes=True,
    ),
)
