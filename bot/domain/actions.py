"""What managers and moderators did: one line each, never changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ActionId, GuildId, UserId


class ActionKind(StrEnum):
    """What was done."""

    RULES_CHANGED = "rules_changed"
    LIMIT_SET = "limit_set"
    LIMIT_REMOVED = "limit_removed"
    ALLOWANCE_SET = "allowance_set"
    ALLOWANCE_REMOVED = "allowance_removed"
    PRICE_SET = "price_set"
    PRICE_REMOVED = "price_removed"
    WEIGHT_SET = "weight_set"
    WEIGHT_REMOVED = "weight_removed"
    CREDITS_GRANTED = "credits_granted"
    CREDITS_TAKEN = "credits_taken"
    LINE_REVERSED = "line_reversed"
    WALLET_FILLED = "wallet_filled"
    WALLET_DRAINED = "wallet_drained"
    REQUEST_GRANTED = "request_granted"
    REQUEST_REFUSED = "request_refused"
    SETTINGS_CHANGED = "settings_changed"
    SETTINGS_IMPORTED = "settings_imported"
    ACCESS_SET = "access_set"
    """A rule about who may order where; the subject is `verdict scope id`."""
    ACCESS_REMOVED = "access_removed"
    MEMBER_BLOCKED = "member_blocked"
    MEMBER_UNBLOCKED = "member_unblocked"
    FILTER_SET = "filter_set"
    FILTER_REMOVED = "filter_removed"
    REVIEW_APPROVED = "review_approved"
    """The subject is the review's number."""
    REVIEW_REFUSED = "review_refused"
    REVIEW_REVERSED = "review_reversed"
    SONG_HIDDEN = "song_hidden"
    """By the bot: so many people reported it that it is behind a spoiler."""
    SONG_SHOWN = "song_shown"
    SONG_REMOVED = "song_removed"
    JAM_RULES_CHANGED = "jam_rules_changed"
    JAM_STOPPED = "jam_stopped"
    """By a moderator. The subject of these is `jam's id`, or `jam's id member's id`."""
    JAM_CONTRIBUTION_STRUCK = "jam_contribution_struck"
    JAM_MEMBER_BANNED = "jam_member_banned"
    JAM_MEMBER_UNBANNED = "jam_member_unbanned"
    LATE_SONG_GIVEN = "late_song_given"
    """By the bot: a song that came after its order was given up, free of charge."""


@dataclass(frozen=True)
class Action:
    """One thing that was done."""

    action_id: ActionId | None
    """None until it is stored."""
    guild_id: GuildId
    actor_id: UserId | None
    """None when the bot did it."""
    kind: ActionKind
    subject: str
    """What it was done to: a member's id, a rule's name. Empty when the kind says it."""
    reason: str
    """In somebody's words; hostile text."""
    before: str
    """What held before, as JSON; empty when there was nothing."""
    after: str
    """What holds since, as JSON; empty when there is nothing."""
    created_at: datetime


@dataclass(frozen=True)
class ActionQuery:
    """Which actions somebody wants to see; what is None or empty does not matter."""

    actor_id: UserId | None = None
    kinds: frozenset[ActionKind] = frozenset()
    about: str = ""
    """The subject, or the last word of it, such as a member's id."""
    since: datetime | None = None
    """From this time on."""
    until: datetime | None = None
    """Before this time."""


ALL_ACTIONS = ActionQuery()
"""Whatever was done."""
