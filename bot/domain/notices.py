"""What people must be told once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import GuildId, NoticeId

OPERATOR = GuildId(0)
"""In place of a server: the notice is for the operator."""


class NoticeKind(StrEnum):
    """What it is about."""

    CEILING_NEAR = "ceiling_near"
    """A server used 80 % of its monthly ceiling."""
    CEILING_REACHED = "ceiling_reached"
    """A server's next order would go over its monthly ceiling."""
    PROVIDER_LOW = "provider_low"
    """The balance at the provider is below the operator's reserve; orders wait."""
    SERVICE_BACK = "service_back"
    """The music service is back; told in each channel where orders wait.

    The subject begins with the channel's id, the amount is how many wait, the limit how many
    minutes it was away.
    """
    BOOKS_WRONG = "books_wrong"
    """The nightly check of the books found something."""


@dataclass(frozen=True)
class Notice:
    """One notice. A server, kind and subject has at most one until it is withdrawn."""

    notice_id: NoticeId | None
    """None until it is stored."""
    guild_id: GuildId
    kind: NoticeKind
    subject: str
    """Which month, or which night; empty when there can be one only."""
    amount: int
    """Provider credits used or left, or findings."""
    limit: int
    """The ceiling or the reserve; 0 when there is none."""
    created_at: datetime
    attempts: int = 0
    """How often telling it was begun."""
